/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call of one of writer.h's one-line functions, as a value. The thread that logs checks and
 * copies it, under the queue's lock; the queue's thread reads the copy.
 */
#include "tblog/write/log_call.h"

#include <string.h>

#include "tblog/array_view.h"
#include "tblog/error.h"
#include "tblog/kinds/summary.h"

tblog_status tblog__log_call_check(const tblog__log_call *call, tblog_error *err) {
    size_t count;
    tblog_status status = call->add ? tblog__tag_check(call->tag, err) : TBLOG_OK;
    if (status) return status;
    if (!call->text.data && call->text.size)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the text is NULL");
    for (size_t i = 0; i < TBLOG__CALL_ARRAYS && !status; i++)
        if (call->arrays[i]) status = tblog__array_check(call->arrays[i], &count, err);
    const tblog_plugin *plugin = call->plugin;
    if (!status && plugin && (!plugin->name || (plugin->content_size && !plugin->content)))
        status = tblog__fail(err, TBLOG_ERR_ARGUMENT, "the plugin's name or content is NULL");
    return status;
}

/* A copy that is made piece by piece; if 'base' is NULL, it is only measured. */
typedef struct packer {
    uint8_t *base;
    size_t used;
} packer;

/* bytes: NULL for room that the caller fills. */
static void *put(packer *p, const void *bytes, size_t size) {
    const size_t align = _Alignof(max_align_t);
    void *to = p->base ? p->base + p->used : NULL;
    if (to && bytes && size) memcpy(to, bytes, size);
    p->used += (size + align - 1) / align * align;
    return to;
}

static const tblog_array *put_array(packer *p, const tblog_array *array) {
    tblog_array copy = *array;
    size_t count = 0;
    tblog__array_check(array, &count, NULL); /* it was checked before: this only counts */
    copy.shape = put(p, array->shape, array->rank * sizeof *array->shape);
    void *data = put(p, NULL, count * tblog__dtype_size(array->dtype));
    if (data) tblog__array_copy(array, count, data);
    copy.data = data;
    copy.strides = NULL;
    return put(p, &copy, sizeof copy);
}

static const tblog_plugin *put_plugin(packer *p, const tblog_plugin *plugin) {
    tblog_plugin copy = *plugin;
    copy.name = put(p, plugin->name, strlen(plugin->name) + 1);
    copy.content = put(p, plugin->content, plugin->content_size);
    return put(p, &copy, sizeof copy);
}

static tblog__log_call *put_call(packer *p, const tblog__log_call *call) {
    tblog__log_call *copy = put(p, call, sizeof *call), unused = {0};
    tblog__log_call *to = copy ? copy : &unused;
    if (call->tag) to->tag = put(p, call->tag, strlen(call->tag) + 1);
    if (call->text.data) to->text.data = put(p, call->text.data, call->text.size);
    for (size_t i = 0; i < TBLOG__CALL_ARRAYS; i++)
        if (call->arrays[i]) to->arrays[i] = put_array(p, call->arrays[i]);
    if (call->plugin) to->plugin = put_plugin(p, call->plugin);
    return copy;
}

size_t tblog__log_call_size(const tblog__log_call *call) {
    packer p = {NULL, 0};
    put_call(&p, call);
    return p.used;
}

tblog__log_call *tblog__log_call_copy(const tblog__log_call *call, void *to) {
    packer p = {to, 0};
    return put_call(&p, call);
}
