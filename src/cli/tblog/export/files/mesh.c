/* SPDX-License-Identifier: Apache-2.0 */
/* Meshes as PLY files, which Blender, MeshLab, Open3D and others open. export.c calls this. */
#include "cli/tblog/export/files/mesh.h"

#include <stdlib.h>
#include <string.h>

#include "report/fields.h"

static bool fail(const char **reason, const char *text) {
    *reason = text;
    return false;
}

/* ---- metadata ---- */

bool mesh_header_read(const tblog_series *series, mesh_header *self) {
    enum { PLUGIN_DATA = 1, CONTENT = 2, NAME = 2, CONTENT_TYPE = 3, COMPONENTS = 7 };
    tblog_field type = {0}, components = {0};
    tblog_text_view plugin = field_bytes(series->metadata, PLUGIN_DATA);
    tblog_text_view rest = field_bytes(plugin, CONTENT);
    *self = (mesh_header){.name = field_bytes(rest, NAME)};
    field_find(rest, CONTENT_TYPE, VARINT, &type);
    field_find(rest, COMPONENTS, VARINT, &components);
    /* Types count from 1, and so do the bits of components. */
    if (type.bits < 1 || type.bits > MESH_PARTS) return false;
    self->part = (int)type.bits - 1;
    self->others = (unsigned)(components.bits >> 1) & ((1U << MESH_PARTS) - 1);
    return true;
}

/* ---- parts that have come ---- */

static mesh **find(meshes *self, const mesh_header *header, int64_t step) {
    mesh **at = &self->first;
    while (*at && ((*at)->step != step || (*at)->name_size != header->name.size ||
                   memcmp((*at)->name, header->name.data, header->name.size) != 0))
        at = &(*at)->next;
    return at;
}

static mesh *new_mesh(const mesh_header *header, int64_t step) {
    mesh *self = calloc(1, sizeof *self);
    char *name = malloc(header->name.size + 1);
    if (!self || !name) {
        free(self);
        free(name);
        return NULL;
    }
    if (header->name.size) memcpy(name, header->name.data, header->name.size);
    *self = (mesh){.name = name, .name_size = header->name.size, .step = step};
    return self;
}

bool meshes_add(meshes *self, const mesh_header *header, int64_t step, const tblog_value *value,
                mesh **whole, const char **reason) {
    *whole = NULL;
    tensor part;
    if (!tensor_read(value, &part, reason)) return false;
    mesh **at = find(self, header, step);
    if (!*at) *at = new_mesh(header, step);
    mesh *m = *at;
    if (!m) {
        tensor_free(&part);
        return fail(reason, "out of memory");
    }
    tensor_free(&m->parts[header->part]);
    memcpy(m->shapes[header->part], value->shape, sizeof value->shape);
    part.shape = m->shapes[header->part];
    m->parts[header->part] = part;
    m->have |= 1U << header->part;
    if ((m->have & header->others) != header->others) return true;
    *at = m->next;
    *whole = m;
    return true;
}

mesh *meshes_take(meshes *self) {
    mesh *m = self->first;
    if (m) self->first = m->next;
    return m;
}

void mesh_free(mesh *self) {
    if (!self) return;
    for (int i = 0; i < MESH_PARTS; i++) tensor_free(&self->parts[i]);
    free(self->name);
    free(self);
}

/* ---- PLY ---- */

static bool has(const mesh *self, int part) {
    return self->have & 1U << part;
}

/* How many rows of three each mesh of the batch has in this part. */
static size_t rows_of(const tensor *t, size_t batch) {
    return batch ? t->count / 3 / batch : 0;
}

static bool is_rows_of_three(const tensor *t) {
    return t->rank >= 2 && t->shape[t->rank - 1] == 3 && tensor_is_numbers(t);
}

static size_t batch_of(const tensor *t) {
    size_t batch = 1;
    for (size_t i = 0; i + 2 < t->rank; i++) batch *= t->shape[i];
    return batch;
}

static bool are_corners(const tensor *faces, size_t vertices) {
    for (size_t i = 0; i < faces->count; i++) {
        double corner = tensor_number(faces, i);
        if (!(corner >= 0 && corner < (double)vertices)) return false;
    }
    return true;
}

bool mesh_check(const mesh *self, size_t *batch, const char **reason) {
    const tensor *vertices = &self->parts[MESH_VERTICES];
    if (!has(self, MESH_VERTICES)) return fail(reason, "it has no vertices");
    for (int i = 0; i < MESH_PARTS; i++)
        if (has(self, i) && !is_rows_of_three(&self->parts[i]))
            return fail(reason, "its parts are not numbers of shape (..., N, 3)");
    *batch = batch_of(vertices);
    for (int i = 0; i < MESH_PARTS; i++)
        if (has(self, i) && batch_of(&self->parts[i]) != *batch)
            return fail(reason, "its parts are not of as many meshes");
    if (has(self, MESH_COLORS) && self->parts[MESH_COLORS].count != vertices->count)
        return fail(reason, "it does not have a colour for each vertex");
    if (has(self, MESH_FACES) && !are_corners(&self->parts[MESH_FACES], rows_of(vertices, *batch)))
        return fail(reason, "a face has a vertex that there is not");
    return true;
}

static void put_little_endian(FILE *out, uint32_t bits) {
    for (int i = 0; i < 4; i++) putc((int)(bits >> 8 * i & 0xff), out);
}

static void put_vertex(const mesh *self, size_t row, FILE *out) {
    for (size_t i = 3 * row; i < 3 * row + 3; i++) {
        float x = (float)tensor_number(&self->parts[MESH_VERTICES], i);
        uint32_t bits;
        memcpy(&bits, &x, sizeof bits);
        put_little_endian(out, bits);
    }
    for (size_t i = 3 * row; has(self, MESH_COLORS) && i < 3 * row + 3; i++) {
        double color = tensor_number(&self->parts[MESH_COLORS], i);
        putc(!(color > 0) ? 0 : color > 255 ? 255 : (int)color, out);
    }
}

static void put_face(const mesh *self, size_t row, FILE *out) {
    putc(3, out);
    for (size_t i = 3 * row; i < 3 * row + 3; i++)
        put_little_endian(out, (uint32_t)tensor_number(&self->parts[MESH_FACES], i));
}

void mesh_put_ply(const mesh *self, size_t batch, size_t i, FILE *out) {
    size_t vertices = rows_of(&self->parts[MESH_VERTICES], batch);
    size_t faces = has(self, MESH_FACES) ? rows_of(&self->parts[MESH_FACES], batch) : 0;
    fprintf(out,
            "ply\nformat binary_little_endian 1.0\nelement vertex %zu\n"
            "property float x\nproperty float y\nproperty float z\n",
            vertices);
    if (has(self, MESH_COLORS))
        fputs("property uchar red\nproperty uchar green\nproperty uchar blue\n", out);
    if (has(self, MESH_FACES))
        fprintf(out, "element face %zu\nproperty list uchar int vertex_indices\n", faces);
    fputs("end_header\n", out);
    for (size_t k = i * vertices; k < (i + 1) * vertices; k++) put_vertex(self, k, out);
    for (size_t k = i * faces; k < (i + 1) * faces; k++) put_face(self, k, out);
}
