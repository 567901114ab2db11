/* SPDX-License-Identifier: Apache-2.0 */
/* Text: a DT_STRING tensor of any shape for the plugin "text"; rank 2 is drawn as a table. */
#include <string.h>
#include <tblog/summary.h>

#include "tblog/array_view.h"
#include "tblog/error.h"
#include "tblog/kinds/summary.h"
#include "tblog/kinds/tensor_proto.h"
#include "tblog/utf8.h"
#include "tblog/write/writer.h"

/* Copies of 'count' texts as strings of a tensor; NULL when there is no memory. */
static ProtobufCBinaryData *copy_texts(tblog__arena *arena, const char *const *texts,
                                       size_t count) {
    ProtobufCBinaryData *strings = tblog__arena_take(arena, count * sizeof *strings);
    for (size_t i = 0; strings && i < count; i++) {
        strings[i].len = strlen(texts[i]);
        strings[i].data = tblog__arena_copy(arena, texts[i], strings[i].len);
        if (!strings[i].data) return NULL;
    }
    return strings;
}

static tblog_status check_texts(const char *const *texts, size_t count, tblog_error *err) {
    for (size_t i = 0; i < count; i++) {
        if (!texts || !texts[i]) return tblog__fail(err, TBLOG_ERR_ARGUMENT, "text %zu is NULL", i);
        if (!tblog__utf8_valid(texts[i]))
            return tblog__fail(err, TBLOG_ERR_ARGUMENT, "text %zu is not UTF-8", i);
    }
    return TBLOG_OK;
}

tblog_status tblog_summary_texts(tblog_summary *summary, const char *tag, const char *const *texts,
                                 size_t rank, const size_t *shape, tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    size_t count;
    const tblog_array view = {TBLOG_UINT8, texts, rank, shape, NULL}; /* for the shape's checks */
    tblog_status status = tblog__array_check(&view, &count, err);
    if (!status) status = check_texts(texts, count, err);
    if (status) return status;
    tblog__arena *arena = &summary->arena;
    ProtobufCBinaryData *strings = copy_texts(arena, texts, count);
    Tblog__TensorProto *tensor =
        strings ? tblog__tensor_strings(arena, rank, shape, count, strings) : NULL;
    return tblog__summary_append(summary, tag, "text", (ProtobufCBinaryData){0}, tensor, err);
}

tblog_status tblog_summary_text(tblog_summary *summary, const char *tag, const char *markdown,
                                tblog_error *err) {
    return tblog_summary_texts(summary, tag, &markdown, 0, NULL, err);
}

/* ---- the one-line function ---- */

static tblog_status add_call(tblog_summary *summary, const tblog__log_call *call,
                             tblog_error *err) {
    return tblog_summary_text(summary, call->tag, call->text.data, err);
}

tblog_status tblog_text(tblog_writer *writer, const char *tag, int64_t step, const char *markdown) {
    size_t size = (markdown ? strlen(markdown) : 0) + 1; /* NULL with a size is refused */
    return tblog__writer_log(
        writer,
        &(tblog__log_call){.add = add_call, .tag = tag, .step = step, .text = {markdown, size}});
}
