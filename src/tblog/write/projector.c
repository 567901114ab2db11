/* SPDX-License-Identifier: Apache-2.0 */
/* Embeddings for the Projector dashboard: text, tables and a sheet of pictures. */
#include <tblog/projector.h>

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tblog/array_view.h"
#include "tblog/error.h"
#include "tblog/kinds/png_encode.h"
#include "tblog/utf8.h"

/* The largest sheet that the dashboard's WebGL takes, in pixels a side. */
enum { SPRITE_MAX = 8192 };

/* ---- checks ---- */

static tblog_status check_labels(const tblog_embedding *e, size_t n, tblog_error *err) {
    if (!e->column_count) return TBLOG_OK;
    if (!e->labels || (e->column_count > 1 && !e->columns))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "there are columns but no labels or headings");
    for (size_t i = 0; i < n * e->column_count; i++)
        if (!e->labels[i] || !tblog__utf8_valid(e->labels[i]) || strpbrk(e->labels[i], "\t\r\n"))
            return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                               "label %zu is NULL, not UTF-8, or has a tab or a line end", i);
    return TBLOG_OK;
}

static tblog_status check_pictures(const tblog_embedding *e, size_t n, tblog_error *err) {
    const tblog_array *p = e->pictures;
    size_t count;
    if (!p) return TBLOG_OK;
    tblog_status status = tblog__array_check(p, &count, err);
    if (status) return status;
    if (p->dtype != TBLOG_UINT8 || p->rank < 3 || p->rank > 4 || p->shape[0] != n || !count ||
        (p->rank == 4 && p->shape[3] > 4))
        return tblog__fail(
            err, TBLOG_ERR_ARGUMENT,
            "pictures must be uint8, (n, height, width) or (n, height, width, 1 to 4)");
    return TBLOG_OK;
}

static tblog_status check(const tblog_embedding *e, tblog_error *err) {
    size_t count;
    if (!e->name || !*e->name || !tblog__utf8_valid(e->name) || strpbrk(e->name, "\"\\\r\n"))
        return tblog__fail(
            err, TBLOG_ERR_ARGUMENT,
            "an embedding's name is empty, not UTF-8, or has a quote, backslash or line end");
    tblog_status status = tblog__array_check(e->vectors, &count, err);
    if (!status && (e->vectors->dtype != TBLOG_FLOAT32 || e->vectors->rank != 2 || !count))
        status = tblog__fail(err, TBLOG_ERR_ARGUMENT, "vectors must be float32 of shape (n, d)");
    if (!status) status = check_labels(e, e->vectors->shape[0], err);
    return status ? status : check_pictures(e, e->vectors->shape[0], err);
}

/* ---- files that appear whole ---- */

typedef struct output {
    char path[4096], temporary[4096 + 8];
    FILE *file;
} output;

static tblog_status open_output(output *out, const char *folder, const char *name,
                                tblog_error *err) {
    if (snprintf(out->path, sizeof out->path, "%s/%s", folder, name) >= (int)sizeof out->path)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the folder's name is too long");
    snprintf(out->temporary, sizeof out->temporary, "%s.new", out->path);
    out->file = fopen(out->temporary, "wb");
    return out->file ? TBLOG_OK : tblog__fail_io(err, out->path, "cannot create", errno);
}

static tblog_status close_output(output *out, tblog_error *err) {
    bool good = !ferror(out->file);
    good = fclose(out->file) == 0 && good;
    good = good && rename(out->temporary, out->path) == 0;
    if (good) return TBLOG_OK;
    int error = errno;
    unlink(out->temporary);
    return tblog__fail_io(err, out->path, "cannot write", error);
}

/* ---- their contents ---- */

static void put_tensors(FILE *file, const tblog_array *vectors) {
    const float *x = vectors->data;
    for (size_t i = 0; i < vectors->shape[0]; i++)
        for (size_t k = 0; k < vectors->shape[1]; k++)
            fprintf(file, "%.9g%c", (double)*x++, k + 1 < vectors->shape[1] ? '\t' : '\n');
}

static void put_row(FILE *file, const char *const *texts, size_t count) {
    for (size_t k = 0; k < count; k++) fprintf(file, "%s%c", texts[k], k + 1 < count ? '\t' : '\n');
}

/* A single column has no heading: the dashboard would take it for the first label. */
static void put_metadata(FILE *file, const tblog_embedding *e) {
    if (e->column_count > 1) put_row(file, e->columns, e->column_count);
    for (size_t i = 0; i < e->vectors->shape[0]; i++)
        put_row(file, e->labels + i * e->column_count, e->column_count);
}

/* The pictures row by row in the smallest square of them, as the dashboard cuts it up. */
static tblog_status make_sprite(const tblog_array *p, tblog__blob *png, tblog_error *err) {
    size_t n = p->shape[0], h = p->shape[1], w = p->shape[2], c = p->rank == 4 ? p->shape[3] : 1;
    size_t side = 1;
    while (side * side < n) side++;
    if (side * h > SPRITE_MAX || side * w > SPRITE_MAX)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "the pictures make a sheet of %zu x %zu pixels, over %d", side * h,
                           side * w, SPRITE_MAX);
    uint8_t *sheet = calloc(side * h, side * w * c);
    if (!sheet) return tblog__fail_no_memory(err);
    for (size_t i = 0; i < n; i++)
        for (size_t y = 0; y < h; y++)
            memcpy(sheet + (((i / side) * h + y) * side + i % side) * w * c,
                   (const uint8_t *)p->data + (i * h + y) * w * c, w * c);
    const tblog__image image = {sheet, side * h, side * w, c, side * w * c, c};
    tblog_status status = tblog__png_encode(&image, 0, png, err);
    free(sheet);
    return status;
}

static tblog_status write_sprite(FILE *file, const tblog_array *pictures, tblog_error *err) {
    tblog__blob png = {0};
    tblog_status status = make_sprite(pictures, &png, err);
    if (status) return status;
    fwrite(png.bytes, 1, png.size, file);
    free(png.bytes);
    return TBLOG_OK;
}

/* ---- one embedding, then all ---- */

typedef enum part { TENSORS, METADATA, SPRITE } part;

static const char *const part_names[] = {"tensors.tsv", "metadata.tsv", "sprite.png"};

static tblog_status write_part(const char *folder, size_t index, const tblog_embedding *e,
                               part which, tblog_error *err) {
    char name[64];
    output out;
    snprintf(name, sizeof name, "embedding_%zu_%s", index, part_names[which]);
    tblog_status status = open_output(&out, folder, name, err);
    if (status) return status;
    if (which == TENSORS) put_tensors(out.file, e->vectors);
    if (which == METADATA) put_metadata(out.file, e);
    if (which == SPRITE) status = write_sprite(out.file, e->pictures, err);
    if (!status) return close_output(&out, err);
    fclose(out.file);
    unlink(out.temporary);
    return status;
}

static void put_config(FILE *file, size_t i, const tblog_embedding *e) {
    fprintf(file, "embeddings {\n  tensor_name: \"%s\"\n  tensor_path: \"embedding_%zu_%s\"\n",
            e->name, i, part_names[TENSORS]);
    if (e->column_count)
        fprintf(file, "  metadata_path: \"embedding_%zu_%s\"\n", i, part_names[METADATA]);
    if (e->pictures)
        fprintf(file,
                "  sprite {\n    image_path: \"embedding_%zu_%s\"\n    single_image_dim: %zu\n    "
                "single_image_dim: %zu\n  }\n",
                i, part_names[SPRITE], e->pictures->shape[2], e->pictures->shape[1]);
    fputs("}\n", file);
}

tblog_status tblog_projector_write(const char *folder, const tblog_embedding *embeddings,
                                   size_t count, tblog_error *err) {
    tblog_status status = TBLOG_OK;
    output out;
    for (size_t i = 0; i < count && !status; i++) status = check(&embeddings[i], err);
    for (size_t i = 0; i < count && !status; i++) {
        const tblog_embedding *e = &embeddings[i];
        status = write_part(folder, i, e, TENSORS, err);
        if (!status && e->column_count) status = write_part(folder, i, e, METADATA, err);
        if (!status && e->pictures) status = write_part(folder, i, e, SPRITE, err);
    }
    /* The list comes last, when all that it names is there. */
    if (!status) status = open_output(&out, folder, "projector_config.pbtxt", err);
    if (status) return status;
    for (size_t i = 0; i < count; i++) put_config(out.file, i, &embeddings[i]);
    return close_output(&out, err);
}
