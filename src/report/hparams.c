/* SPDX-License-Identifier: Apache-2.0 */
/* What a run logged for TensorBoard's HParams dashboard. */
#include "report/hparams.h"

#include <string.h>

#include "base/number.h"
#include "report/fields.h"

/* What a tag's HParamsPluginData has at this field; false: nothing. */
static bool plugin_data(const tblog_run *run, const char *tag, uint32_t number,
                        tblog_text_view *data) {
    enum { PLUGIN_DATA = 1, CONTENT = 2 };
    size_t i;
    tblog_field field;
    if (!tblog_run_find(run, tag, strlen(tag), &i)) return false;
    const tblog_series *s = tblog_run_series(run, i);
    if (strcmp(s->kind, "hparams") != 0) return false;
    if (!field_find(field_bytes(field_bytes(s->metadata, PLUGIN_DATA), CONTENT), number, BYTES,
                    &field))
        return false;
    *data = field.bytes;
    return true;
}

bool hparams_experiment(const tblog_run *run, tblog_text_view *experiment) {
    return plugin_data(run, "_hparams_/experiment", 2, experiment);
}

bool hparams_session_start(const tblog_run *run, tblog_text_view *start) {
    return plugin_data(run, "_hparams_/session_start_info", 3, start);
}

bool hparams_next(tblog_text_view *start, hparam_view *found) {
    for (tblog_field entry; tblog_field_next(start, &entry);)
        if (entry.number == 1 && entry.type == BYTES) {
            *found = (hparam_view){field_bytes(entry.bytes, 1), field_bytes(entry.bytes, 2)};
            return true;
        }
    return false;
}

/* A text that fits a table's cell: what is longer is cut between letters. */
static const char *short_text(pool *memory, tblog_text_view text) {
    enum { MOST = 80 };
    size_t size = text.size;
    if (size <= MOST) return pool_clean_text(memory, text.data, size);
    for (size = MOST; size > 0 && ((unsigned char)text.data[size] & 0xc0) == 0x80;) size--;
    const char *begin = pool_clean_text(memory, text.data, size);
    return begin ? pool_print(memory, "%s\xe2\x80\xa6", begin) : NULL;
}

const char *hparam_name(pool *memory, tblog_text_view name) {
    return short_text(memory, name);
}

const char *hparam_text(pool *memory, tblog_text_view value) {
    enum { NUMBER = 2, STRING = 3, BOOL = 4 };
    tblog_field field;
    if (field_find(value, NUMBER, BITS_64, &field)) {
        char text[NUMBER_TEXT];
        double number;
        memcpy(&number, &field.bits, sizeof number);
        return pool_print(memory, "%s", number_text(number, true, text));
    }
    if (field_find(value, STRING, BYTES, &field)) return short_text(memory, field.bytes);
    if (field_find(value, BOOL, VARINT, &field)) return field.bits ? "true" : "false";
    return "";
}
