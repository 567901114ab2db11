/* SPDX-License-Identifier: Apache-2.0 */
/* tblog_summary: the values of one event. Called in the thread that has the summary. */
#include <tblog/summary.h>

#include <stdlib.h>
#include <string.h>

#include "tblog/error.h"
#include "tblog/float_env.h"
#include "tblog/kinds/summary.h"
#include "tblog/utf8.h"

void tblog__summary_init(tblog_summary *summary) {
    tblog__summary__init(&summary->message);
    summary->capacity = 0;
    summary->last_call = 0;
    summary->png_level = 0;
    tblog__arena_init(&summary->arena);
}

tblog_summary *tblog_summary_new(void) {
    tblog_summary *summary = malloc(sizeof *summary);
    if (summary) tblog__summary_init(summary);
    return summary;
}

void tblog_summary_clear(tblog_summary *summary) {
    if (!summary) return;
    int png_level = summary->png_level;
    tblog__arena_reset(&summary->arena);
    tblog__summary_init(summary);
    summary->png_level = png_level;
}

void tblog_summary_free(tblog_summary *summary) {
    if (!summary) return;
    tblog_summary_clear(summary);
    free(summary);
}

size_t tblog_summary_count(const tblog_summary *summary) {
    return summary ? summary->message.n_value : 0;
}

static char *copy_text(tblog__arena *arena, const char *text) {
    return tblog__arena_copy(arena, text, strlen(text) + 1);
}

tblog_status tblog__summary_check(const tblog_summary *summary, tblog_error *err) {
    if (summary) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT, "there is no summary");
}

tblog_status tblog__list_check(const void *list, size_t count, const char *what, tblog_error *err) {
    if (list || !count) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT, "there is no list of the %zu %s", count, what);
}

tblog_status tblog__tag_check(const char *tag, tblog_error *err) {
    if (!tag || !*tag) return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the tag is empty");
    if (!tblog__utf8_valid(tag))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the tag is not UTF-8");
    return TBLOG_OK;
}

/* Room for one more value. */
static int reserve_value(tblog_summary *summary) {
    Tblog__Summary *message = &summary->message;
    if (message->n_value < summary->capacity) return 1;
    size_t capacity = summary->capacity ? 2 * summary->capacity : 4;
    Tblog__Summary__Value **values = tblog__arena_take(&summary->arena, capacity * sizeof *values);
    if (!values) return 0;
    if (message->n_value) memcpy(values, message->value, message->n_value * sizeof *values);
    message->value = values;
    summary->capacity = capacity;
    return 1;
}

static Tblog__SummaryMetadata *new_metadata(tblog__arena *arena, const char *plugin,
                                            ProtobufCBinaryData content) {
    Tblog__SummaryMetadata *metadata = tblog__arena_take(arena, sizeof *metadata);
    Tblog__SummaryMetadata__PluginData *data = tblog__arena_take(arena, sizeof *data);
    if (!metadata || !data) return NULL;
    tblog__summary_metadata__init(metadata);
    if (!plugin) return metadata;
    tblog__summary_metadata__plugin_data__init(data);
    data->plugin_name = (char *)(uintptr_t)plugin; /* generated types have no const */
    data->content = content;
    metadata->plugin_data = data;
    return metadata;
}

ProtobufCBinaryData tblog__summary_pack(tblog_summary *summary, const ProtobufCMessage *message) {
    tblog__float_env before = tblog__float_env_enter(); /* protobuf-c compares doubles with 0 */
    size_t size = protobuf_c_message_get_packed_size(message);
    ProtobufCBinaryData packed = {size, tblog__arena_take(&summary->arena, size)};
    if (packed.data) protobuf_c_message_pack(message, packed.data);
    tblog__float_env_leave(&before);
    return packed;
}

tblog_status tblog__summary_append(tblog_summary *summary, const char *tag, const char *plugin,
                                   ProtobufCBinaryData content, Tblog__TensorProto *tensor,
                                   tblog_error *err) {
    tblog_status status = tblog__tag_check(tag, err);
    if (status) return status;
    tblog__arena *arena = &summary->arena;
    Tblog__Summary__Value *value = tblog__arena_take(arena, sizeof *value);
    if (!tensor || !value || !reserve_value(summary)) return tblog__fail_no_memory(err);

    tblog__summary__value__init(value);
    value->tag = copy_text(arena, tag);
    value->metadata = plugin ? new_metadata(arena, plugin, content) : NULL;
    value->value_case = TBLOG__SUMMARY__VALUE__VALUE_TENSOR;
    value->tensor = tensor;
    if (!value->tag || (plugin && !value->metadata)) return tblog__fail_no_memory(err);
    summary->last_call = summary->message.n_value;
    summary->message.value[summary->message.n_value++] = value;
    return TBLOG_OK;
}

tblog_status tblog_summary_describe(tblog_summary *summary, const char *display_name,
                                    const char *description, tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    if (!summary->message.n_value)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "there is no value to describe");
    if (!display_name) display_name = "";
    if (!description) description = "";
    if (!tblog__utf8_valid(display_name) || !tblog__utf8_valid(description))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the display name or description is not UTF-8");

    char *name_copy = copy_text(&summary->arena, display_name);
    char *description_copy = copy_text(&summary->arena, description);
    if (!name_copy || !description_copy) return tblog__fail_no_memory(err);
    for (size_t i = summary->last_call; i < summary->message.n_value; i++) {
        Tblog__Summary__Value *value = summary->message.value[i];
        if (!value->metadata)
            value->metadata = new_metadata(&summary->arena, NULL, (ProtobufCBinaryData){0});
        if (!value->metadata) return tblog__fail_no_memory(err);
        value->metadata->display_name = name_copy;
        value->metadata->summary_description = description_copy;
    }
    return TBLOG_OK;
}
