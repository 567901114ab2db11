/* SPDX-License-Identifier: Apache-2.0 */
/* A call of one of the short ways, as a value. */
#include "tblog/write/call.h"

#include <string.h>

#include "tblog/array_view.h"
#include "tblog/error.h"
#include "tblog/utf8.h"

tblog_status tblog__call_check(const tblog__call *call, tblog_error *err) {
    tblog_status status = TBLOG_OK;
    size_t count;
    bool tagged = call->kind != TBLOG__CALL_RECORD && call->kind != TBLOG__CALL_KERAS_MODEL;
    if (tagged && (!call->tag || !*call->tag || !tblog__utf8_valid(call->tag)))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the tag is empty or not UTF-8");
    if (!call->text.data && (call->text.size || call->kind == TBLOG__CALL_TEXT))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the text is NULL");
    for (size_t i = 0; i < TBLOG__CALL_ARRAYS && !status; i++)
        if (call->arrays[i]) status = tblog__array_check(call->arrays[i], &count, err);
    const tblog_plugin *plugin = call->plugin;
    if (!status && plugin && (!plugin->name || (plugin->content_size && !plugin->content)))
        status = tblog__fail(err, TBLOG_ERR_ARGUMENT, "the plugin's name or content is NULL");
    return status;
}

/* Where a copy is laid down piece by piece; without 'base' only measured. */
typedef struct packer {
    uint8_t *base;
    size_t used;
} packer;

static void *put(packer *p, const void *bytes, size_t size) {
    const size_t align = _Alignof(max_align_t);
    void *to = p->base ? p->base + p->used : NULL;
    if (to && size) memcpy(to, bytes, size);
    p->used += (size + align - 1) / align * align;
    return to;
}

static const tblog_array *put_array(packer *p, const tblog_array *array) {
    tblog_array copy = *array;
    size_t count = 0;
    tblog__array_check(array, &count, NULL); /* it was checked: this only counts */
    copy.shape = put(p, array->shape, array->rank * sizeof *array->shape);
    copy.data = put(p, array->data, count * tblog__dtype_size(array->dtype));
    return put(p, &copy, sizeof copy);
}

static const tblog_plugin *put_plugin(packer *p, const tblog_plugin *plugin) {
    tblog_plugin copy = *plugin;
    copy.name = put(p, plugin->name, strlen(plugin->name) + 1);
    copy.content = put(p, plugin->content, plugin->content_size);
    return put(p, &copy, sizeof copy);
}

static tblog__call *put_call(packer *p, const tblog__call *call) {
    tblog__call *copy = put(p, call, sizeof *call), unused = {.kind = call->kind};
    tblog__call *to = copy ? copy : &unused;
    if (call->tag) to->tag = put(p, call->tag, strlen(call->tag) + 1);
    if (call->text.data) to->text.data = put(p, call->text.data, call->text.size);
    for (size_t i = 0; i < TBLOG__CALL_ARRAYS; i++)
        if (call->arrays[i]) to->arrays[i] = put_array(p, call->arrays[i]);
    if (call->plugin) to->plugin = put_plugin(p, call->plugin);
    return copy;
}

size_t tblog__call_size(const tblog__call *call) {
    packer p = {NULL, 0};
    put_call(&p, call);
    return p.used;
}

tblog__call *tblog__call_copy(const tblog__call *call, void *to) {
    packer p = {to, 0};
    return put_call(&p, call);
}

static tblog_status build_pr_curve(const tblog__call *call, tblog_summary *summary,
                                   tblog_error *err) {
    const tblog_array *labels = call->arrays[0], *predictions = call->arrays[1];
    return tblog_summary_pr_curve(summary, call->tag, labels->data, predictions->data, NULL,
                                  labels->shape[0], TBLOG_DEFAULT_THRESHOLDS, err);
}

tblog_status tblog__call_build(const tblog__call *call, tblog_summary *summary, tblog_error *err) {
    const char *tag = call->tag;
    const tblog_array *const *arrays = call->arrays;
    switch (call->kind) {
    case TBLOG__CALL_RECORD: break;
    case TBLOG__CALL_SCALAR: return tblog_summary_scalar(summary, tag, call->value, err);
    case TBLOG__CALL_HISTOGRAM:
        return tblog_summary_histogram(summary, tag, arrays[0], TBLOG_DEFAULT_BUCKETS, err);
    case TBLOG__CALL_IMAGE:
        return tblog_summary_image(summary, tag, arrays[0], TBLOG_DEFAULT_MAX_OUTPUTS, err);
    case TBLOG__CALL_WEIGHT_IMAGE: return tblog_summary_weight_image(summary, tag, arrays[0], err);
    case TBLOG__CALL_KERAS_MODEL:
        return tblog_summary_keras_model(summary, call->text.data, call->text.size, err);
    case TBLOG__CALL_TEXT: return tblog_summary_text(summary, tag, call->text.data, err);
    case TBLOG__CALL_AUDIO:
        return tblog_summary_audio(summary, tag, arrays[0], call->sample_rate,
                                   TBLOG_DEFAULT_MAX_OUTPUTS, err);
    case TBLOG__CALL_PR_CURVE: return build_pr_curve(call, summary, err);
    case TBLOG__CALL_MESH:
        return tblog_summary_mesh(summary, tag, arrays[0], arrays[1], arrays[2], NULL, err);
    case TBLOG__CALL_TENSOR:
        return tblog_summary_tensor(summary, tag, arrays[0], call->plugin, err);
    }
    return tblog__fail(err, TBLOG_ERR_ARGUMENT, "not a call");
}
