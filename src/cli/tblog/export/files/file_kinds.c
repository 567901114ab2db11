/* SPDX-License-Identifier: Apache-2.0 */
/* Files for each value that is exported. export.c calls this. */
#include "cli/tblog/export/files/file_kinds.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/say.h"
#include "cli/tblog/export/files/graph_text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool is_of(const tblog_series *series, const char *kind) {
    return strcmp(series->kind, kind) == 0;
}

static bool write_file(file_writer *self, const export_file *file) {
    char *path;
    bool good =
        export_file_write(&self->files, file, &path) ||
        say(self->command, "%s: %s", path ? path : self->files.places.folder, strerror(errno));
    free(path);
    self->written++;
    return good;
}

/* The file of an item at its step, without content; 'name' has room for it. */
enum { NAME_SIZE = 64 };
static export_file file_of(const export_item *i, char name[NAME_SIZE]) {
    snprintf(name, NAME_SIZE, "%" PRId64, i->point->step);
    return (export_file){
        .run = i->run, .tag = i->series->tag, .tag_size = i->series->tag_size, .name = name};
}

static bool report(const file_writer *self, const export_item *i, const char *reason) {
    return say(self->command, "run %s: tag '%s': step %" PRId64 ": %s", i->run, i->series->tag,
               i->point->step, reason);
}

/* ---- images and sound: <step>.<number> ---- */

static bool put_strings(file_writer *self, const export_item *i, tblog_strings strings) {
    char name[NAME_SIZE];
    tblog_text_view content;
    bool good = true;
    for (size_t number = 0; tblog_strings_next(&strings, &content); number++) {
        export_file file = file_of(i, name);
        snprintf(name, sizeof name, "%" PRId64 ".%zu", i->point->step, number);
        file.content = content.data;
        file.size = content.size;
        good &= write_file(self, &file);
    }
    return good;
}

static bool wants_images(const tblog_series *series) {
    return is_of(series, "images");
}

static bool put_images(file_writer *self, const export_item *i) {
    tblog_strings strings;
    tblog_value_images(i->value, &strings);
    return put_strings(self, i, strings);
}

static bool wants_clips(const tblog_series *series) {
    return is_of(series, "audio");
}

static bool put_clips(file_writer *self, const export_item *i) {
    tblog_strings strings;
    tblog_value_clips(i->value, &strings);
    return put_strings(self, i, strings);
}

/* ---- tensors: <step>.npy ---- */

/* What no dashboard of TensorBoard itself shows. */
static bool wants_tensors(const tblog_series *series) {
    static const char *const others[] = {"scalars",
                                         "histograms",
                                         "images",
                                         "text",
                                         "audio",
                                         "hparams",
                                         "pr_curves",
                                         "mesh",
                                         "custom_scalars",
                                         "graphs",
                                         "graph_keras_model",
                                         "graph_run_metadata",
                                         "graph_run_metadata_graph",
                                         "graph_tagged_run_metadata"};
    for (size_t i = 0; i < COUNT(others); i++)
        if (is_of(series, others[i])) return false;
    return true;
}

/* Write what was printed to 'memory', and free it. */
static bool write_printed(file_writer *self, export_file *file, FILE *memory, char **content,
                          size_t *size) {
    bool good = fclose(memory) == 0;
    file->content = *content;
    file->size = *size;
    good = good ? write_file(self, file) : say(self->command, "out of memory");
    free(*content);
    return good;
}

static bool put_tensor(file_writer *self, const export_item *i) {
    char name[NAME_SIZE], *content = NULL;
    size_t size;
    tensor t;
    const char *reason;
    if (!tensor_read(i->value, &t, &reason)) return report(self, i, reason);
    export_file file = file_of(i, name);
    file.ending = "npy";
    FILE *memory = open_memstream(&content, &size);
    if (memory) tensor_put_npy(&t, memory);
    tensor_free(&t);
    if (!memory) return report(self, i, "out of memory");
    return write_printed(self, &file, memory, &content, &size);
}

/* ---- meshes: <mesh>/<step>.<number>.ply ---- */

static bool wants_meshes(const tblog_series *series) {
    return is_of(series, "mesh");
}

/* A file for each mesh of the batch. */
static bool put_whole_mesh(file_writer *self, const char *run, const mesh *m) {
    char name[NAME_SIZE];
    size_t batch;
    const char *reason;
    bool good = mesh_check(m, &batch, &reason) ||
                say(self->command, "run %s: mesh '%.*s': step %" PRId64 ": %s", run,
                    (int)m->name_size, m->name, m->step, reason);
    for (size_t i = 0; good && i < batch; i++) {
        char *content = NULL;
        size_t size;
        FILE *memory = open_memstream(&content, &size);
        if (!memory) return say(self->command, "out of memory");
        mesh_put_ply(m, batch, i, memory);
        snprintf(name, sizeof name, "%" PRId64 ".%zu", m->step, i);
        export_file file = {
            .run = run, .tag = m->name, .tag_size = m->name_size, .name = name, .ending = "ply"};
        good = write_printed(self, &file, memory, &content, &size);
    }
    return good;
}

static bool put_mesh(file_writer *self, const export_item *i) {
    mesh_header header;
    mesh *whole;
    const char *reason = "its metadata are not those of a mesh";
    if (!mesh_header_read(i->series, &header) ||
        !meshes_add(&self->meshes, &header, i->point->step, i->value, &whole, &reason))
        return report(self, i, reason);
    bool good = !whole || put_whole_mesh(self, i->run, whole);
    mesh_free(whole);
    return good;
}

/* Meshes that lack a part are written with the parts that they have. */
static bool end_meshes(file_writer *self, const char *run) {
    bool good = true;
    for (mesh *m; (m = meshes_take(&self->meshes)); mesh_free(m)) {
        say(self->command, "run %s: mesh '%.*s': step %" PRId64 ": a part is missing", run,
            (int)m->name_size, m->name, m->step);
        put_whole_mesh(self, run, m);
        good = false;
    }
    return good;
}

/* ---- graphs: graph.pbtxt and keras_model.json of the run ---- */

static bool wants_graphs(const tblog_series *series) {
    return is_of(series, "graphs") || is_of(series, "graph_keras_model");
}

static bool put_keras_model(file_writer *self, const export_item *i) {
    tblog_text_view json;
    if (!tblog_value_string(i->value, 0, &json)) return report(self, i, "it has no model");
    export_file file = {.run = i->run, .name = "keras_model", .ending = "json"};
    file.content = json.data;
    file.size = json.size;
    return write_file(self, &file);
}

static bool put_graph(file_writer *self, const export_item *i) {
    char *content = NULL;
    size_t size;
    if (is_of(i->series, "graph_keras_model")) return put_keras_model(self, i);
    FILE *memory = open_memstream(&content, &size);
    if (!memory) return report(self, i, "out of memory");
    if (!graph_text_put(i->value->content, memory)) {
        fclose(memory);
        free(content);
        return report(self, i, "it is not a GraphDef");
    }
    export_file file = {.run = i->run, .name = "graph", .ending = "pbtxt"};
    return write_printed(self, &file, memory, &content, &size);
}

const file_kind *file_kind_of(const char *kind) {
    static const file_kind kinds[] = {{"images", wants_images, put_images, NULL},
                                      {"audio", wants_clips, put_clips, NULL},
                                      {"tensors", wants_tensors, put_tensor, NULL},
                                      {"mesh", wants_meshes, put_mesh, end_meshes},
                                      {"graphs", wants_graphs, put_graph, NULL}};
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strcmp(kinds[i].kind, kind) == 0) return &kinds[i];
    return NULL;
}
