/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Meshes and point clouds: up to three values, <name>_VERTEX, _FACE and _COLOR, for the plugin
 * "mesh", each with the mesh's name, components and scene in its metadata
 * (tensorboard/plugins/mesh/summary_v2.py).
 */
#include <stdio.h>
#include <string.h>
#include <tblog/summary.h>

#include "plugin_data.pb-c.h"
#include "tblog/array_view.h"
#include "tblog/error.h"
#include "tblog/kinds/checks/json_object.h"
#include "tblog/kinds/summary.h"
#include "tblog/kinds/tensor_proto.h"
#include "tblog/utf8.h"
#include "tblog/write/writer.h"

typedef struct part {
    const tblog_array *array; /* (B, N, 3), or NULL; dense once it was checked */
    tblog_dtype dtype;
    Tblog__MeshPluginData__ContentType type;
    const char *suffix;
} part;

static tblog_status check_part(tblog__arena *arena, part *p, size_t batch, size_t *count,
                               tblog_error *err) {
    tblog_status status = tblog__array_dense(arena, &p->array, count, err);
    if (status) return status;
    if (p->array->dtype != p->dtype || p->array->rank != 3 || p->array->shape[2] != 3 ||
        p->array->shape[0] != batch || p->array->shape[1] > INT32_MAX)
        return tblog__fail(
            err, TBLOG_ERR_ARGUMENT,
            "a mesh's %s must be %s of shape (B, N, 3), with the same B in all of them",
            p->suffix + 1,
            p->dtype == TBLOG_FLOAT32 ? "float32"
            : p->dtype == TBLOG_INT32 ? "int32"
                                      : "uint8");
    return TBLOG_OK;
}

/* Every corner of every face is a vertex. */
static tblog_status check_faces(const tblog_array *faces, size_t count, size_t vertices,
                                tblog_error *err) {
    const int32_t *corner = faces->data;
    for (size_t i = 0; i < count; i++)
        if (corner[i] < 0 || (size_t)corner[i] >= vertices)
            return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                               "face %zu of the mesh has vertex %ld, and the mesh has %zu "
                               "vertices, numbered from 0",
                               i / 3, (long)corner[i], vertices);
    return TBLOG_OK;
}

/* Check the arrays against each other. */
static tblog_status check_parts(const tblog_array *vertices, const tblog_array *faces,
                                size_t corners, const tblog_array *colors, tblog_error *err) {
    size_t n = vertices->shape[1];
    if (colors && colors->shape[1] != n)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "the mesh has %zu vertices and %zu colors: each vertex needs one", n,
                           colors->shape[1]);
    return faces ? check_faces(faces, corners, n, err) : TBLOG_OK;
}

static tblog_status append_part(tblog_summary *summary, const char *name, const part *p,
                                uint32_t components, const char *scene, size_t count,
                                tblog_error *err) {
    int32_t shape[3];
    for (size_t i = 0; i < 3; i++) shape[i] = (int32_t)p->array->shape[i];
    Tblog__MeshPluginData plugin = TBLOG__MESH_PLUGIN_DATA__INIT;
    plugin.name = (char *)(uintptr_t)name;
    plugin.content_type = p->type;
    plugin.json_config = (char *)(uintptr_t)scene;
    plugin.n_shape = 3;
    plugin.shape = shape;
    plugin.components = components;
    ProtobufCBinaryData content = tblog__summary_pack(summary, &plugin.base);
    size_t size = strlen(name) + strlen(p->suffix) + 1;
    char *tag = tblog__arena_take(&summary->arena, size);
    if (!content.data || !tag) return tblog__fail_no_memory(err);
    snprintf(tag, size, "%s%s", name, p->suffix);
    return tblog__summary_append(summary, tag, "mesh", content,
                                 tblog__tensor_of_array(&summary->arena, p->array, count), err);
}

tblog_status tblog_summary_mesh(tblog_summary *summary, const char *name,
                                const tblog_array *vertices, const tblog_array *faces,
                                const tblog_array *colors, const char *scene_json,
                                tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    part parts[] = {
        {vertices, TBLOG_FLOAT32, TBLOG__MESH_PLUGIN_DATA__CONTENT_TYPE__VERTEX, "_VERTEX"},
        {faces, TBLOG_INT32, TBLOG__MESH_PLUGIN_DATA__CONTENT_TYPE__FACE, "_FACE"},
        {colors, TBLOG_UINT8, TBLOG__MESH_PLUGIN_DATA__CONTENT_TYPE__COLOR, "_COLOR"}};
    size_t counts[3] = {0}, values = summary->message.n_value;
    uint32_t components = 0;
    if (!name || !*name || !vertices || !vertices->rank)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "a mesh needs a name and vertices");
    if (!tblog__utf8_valid(name) || (scene_json && !tblog__utf8_valid(scene_json)))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the mesh's name or scene is not UTF-8");
    if (scene_json && !tblog__json_object(scene_json))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the mesh's scene is not a JSON object");
    tblog_status status = TBLOG_OK;
    for (size_t i = 0; i < 3 && !status; i++) {
        if (!parts[i].array) continue;
        components |= 1u << parts[i].type;
        status = check_part(&summary->arena, &parts[i], vertices->shape[0], &counts[i], err);
    }
    if (!status) status = check_parts(vertices, parts[1].array, counts[1], colors, err);
    for (size_t i = 0; i < 3 && !status; i++)
        if (parts[i].array)
            status = append_part(summary, name, &parts[i], components,
                                 scene_json ? scene_json : "{}", counts[i], err);
    if (status) summary->message.n_value = values; /* all values or none */
    summary->last_call = values;
    return status;
}

/* ---- the one-line function ---- */

static tblog_status add_call(tblog_summary *summary, const tblog__log_call *call,
                             tblog_error *err) {
    return tblog_summary_mesh(summary, call->tag, call->arrays[0], call->arrays[1], call->arrays[2],
                              NULL, err);
}

tblog_status tblog_mesh(tblog_writer *writer, const char *name, int64_t step,
                        const tblog_array *vertices, const tblog_array *faces,
                        const tblog_array *colors) {
    return tblog__writer_log(writer, &(tblog__log_call){.add = add_call,
                                                        .tag = name,
                                                        .step = step,
                                                        .arrays = {vertices, faces, colors}});
}
