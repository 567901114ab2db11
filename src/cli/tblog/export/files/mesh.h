/* SPDX-License-Identifier: Apache-2.0 */
/* Meshes and point clouds: the values of vertices, faces and colours of one mesh at one step. */
#ifndef CLI_TBLOG_EXPORT_MESH_H
#define CLI_TBLOG_EXPORT_MESH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "cli/tblog/export/files/tensor.h"

enum { MESH_VERTICES, MESH_FACES, MESH_COLORS, MESH_PARTS };

/* What the metadata of a value say (tensorboard/plugins/mesh/plugin_data.proto). */
typedef struct mesh_header {
    tblog_text_view name;
    int part;        /* one of MESH_PARTS */
    unsigned others; /* bit i: the mesh has part i */
} mesh_header;

/* False if the metadata of the series are not those of a mesh's part. */
bool mesh_header_read(const tblog_series *series, mesh_header *self);

/* A mesh at a step, until all of its parts have come. */
typedef struct mesh {
    struct mesh *next;
    char *name; /* (name_size) */
    size_t name_size;
    int64_t step;
    unsigned have; /* bit i: part i has come */
    tensor parts[MESH_PARTS];
    size_t shapes[MESH_PARTS][TBLOG_VALUE_MAX_RANK];
} mesh;

/* The meshes of a run that are not complete yet; {NULL}: no mesh. */
typedef struct meshes {
    mesh *first;
} meshes;

/* Add a part. *whole is the mesh if that was its last one: then it is no longer in the list, and
 * the caller frees it. False, with *reason, if its data cannot be read. */
bool meshes_add(meshes *self, const mesh_header *header, int64_t step, const tblog_value *value,
                mesh **whole, const char **reason);

/* Take the first mesh that lacks a part; NULL if every one is complete. */
mesh *meshes_take(meshes *self);

void mesh_free(mesh *self);

/* How many meshes the mesh has one after the other; false, with *reason, if its parts are not
 * arrays (..., N, 3), or do not fit each other. */
bool mesh_check(const mesh *self, size_t *batch, const char **reason);

/* Write mesh number 'i' as binary PLY: x y z, with colours red green blue, and the faces. */
void mesh_put_ply(const mesh *self, size_t batch, size_t i, FILE *out);

#endif
