/* SPDX-License-Identifier: Apache-2.0 */
/* Tensors of any type, for dashboards that the library does not know. */
#include <string.h>
#include <tblog/summary.h>

#include "tblog/array_view.h"
#include "tblog/error.h"
#include "tblog/kinds/summary.h"
#include "tblog/kinds/tensor_proto.h"
#include "tblog/utf8.h"
#include "tblog/write/writer.h"

/* Copy the plugin's name and content into the arena. */
static tblog_status copy_plugin(tblog__arena *arena, const tblog_plugin *plugin, const char **name,
                                ProtobufCBinaryData *content, tblog_error *err) {
    if (!plugin->name || !*plugin->name || !tblog__utf8_valid(plugin->name))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the plugin's name is empty or not UTF-8");
    if (plugin->content_size && !plugin->content)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the plugin's content is NULL");
    *name = tblog__arena_copy(arena, plugin->name, strlen(plugin->name) + 1);
    content->len = plugin->content_size;
    content->data = tblog__arena_copy(arena, plugin->content, plugin->content_size);
    return *name && content->data ? TBLOG_OK : tblog__fail_no_memory(err);
}

static tblog_status append(tblog_summary *summary, const char *tag, const tblog_plugin *plugin,
                           Tblog__TensorProto *tensor, tblog_error *err) {
    const char *name = NULL;
    ProtobufCBinaryData content = {0};
    tblog_status status = TBLOG_OK;
    if (plugin) status = copy_plugin(&summary->arena, plugin, &name, &content, err);
    return status ? status : tblog__summary_append(summary, tag, name, content, tensor, err);
}

tblog_status tblog_summary_tensor(tblog_summary *summary, const char *tag, const tblog_array *array,
                                  const tblog_plugin *plugin, tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    size_t count;
    tblog_status status = tblog__array_dense(&summary->arena, &array, &count, err);
    if (status) return status;
    return append(summary, tag, plugin, tblog__tensor_of_array(&summary->arena, array, count), err);
}

tblog_status tblog_summary_string_tensor(tblog_summary *summary, const char *tag,
                                         const tblog_bytes *strings, size_t rank,
                                         const size_t *shape, const tblog_plugin *plugin,
                                         tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    size_t count;
    const tblog_array view = {TBLOG_UINT8, strings, rank, shape, NULL}; /* for the shape's checks */
    tblog_status status = tblog__array_check(&view, &count, err);
    if (status) return status;
    tblog__arena *arena = &summary->arena;
    ProtobufCBinaryData *copies = tblog__arena_take(arena, count * sizeof *copies);
    for (size_t i = 0; copies && i < count; i++) {
        if (!strings[i].data && strings[i].size)
            return tblog__fail(err, TBLOG_ERR_ARGUMENT, "string %zu is NULL", i);
        copies[i].len = strings[i].size;
        copies[i].data = tblog__arena_copy(arena, strings[i].data, strings[i].size);
        if (!copies[i].data) return tblog__fail_no_memory(err);
    }
    if (!copies) return tblog__fail_no_memory(err);
    return append(summary, tag, plugin, tblog__tensor_strings(arena, rank, shape, count, copies),
                  err);
}

/* ---- the one-line function ---- */

static tblog_status add_call(tblog_summary *summary, const tblog__log_call *call,
                             tblog_error *err) {
    return tblog_summary_tensor(summary, call->tag, call->arrays[0], call->plugin, err);
}

tblog_status tblog_tensor(tblog_writer *writer, const char *tag, int64_t step,
                          const tblog_array *array, const tblog_plugin *plugin) {
    return tblog__writer_log(
        writer,
        &(tblog__log_call){
            .add = add_call, .tag = tag, .step = step, .arrays = {array}, .plugin = plugin});
}
