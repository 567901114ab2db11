/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Embeddings for the Projector dashboard: vectors, tables and a sheet of pictures, in files next to
 * the event file. No writer is involved.
 */
#include <tblog/projector.h>

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tblog/array_view.h"
#include "tblog/error.h"
#include "tblog/kinds/png_encode.h"
#include "tblog/kinds/summary.h"
#include "tblog/os/os.h"
#include "tblog/utf8.h"
#include "tblog/write/writer.h"

/* The largest sheet that the dashboard's WebGL accepts, in pixels per side. */
enum { SPRITE_MAX = 8192 };

/* ---- checks ---- */

/* Whether a text has only characters that JavaScript's trim removes: the dashboard skips such a
 * line, and all labels after it would belong to the wrong vectors. */
static bool is_blank(const char *text) {
    static const char *const blanks[] = {"\t",     "\v",     "\f",     " ",      "\u00a0", "\u1680",
                                         "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005",
                                         "\u2006", "\u2007", "\u2008", "\u2009", "\u200a", "\u2028",
                                         "\u2029", "\u202f", "\u205f", "\u3000", "\ufeff"};
    while (*text) {
        size_t i = 0, size = 0;
        for (; i < sizeof blanks / sizeof blanks[0] && !size; i++)
            if (strncmp(text, blanks[i], strlen(blanks[i])) == 0) size = strlen(blanks[i]);
        if (!size) return false;
        text += size;
    }
    return true;
}

/* Check one row of texts; 'what' and 'number' are for the message. */
static tblog_status check_row(const char *const *texts, size_t count, const char *what,
                              size_t number, tblog_error *err) {
    bool blank = true;
    for (size_t i = 0; i < count; i++) {
        if (!texts[i] || !tblog__utf8_valid(texts[i]) || strpbrk(texts[i], "\t\r\n"))
            return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                               "%s %zu is NULL, not UTF-8, or has a tab or a line end", what,
                               number + i);
        blank = blank && is_blank(texts[i]);
    }
    if (!blank) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                       "%s %zu is blank: the dashboard skips such a line, and the lines after it "
                       "get the wrong vectors",
                       what, number);
}

static tblog_status check_labels(const tblog_embedding *e, size_t n, tblog_error *err) {
    size_t width = e->column_count;
    if (!width) return TBLOG_OK;
    if (!e->labels || (width > 1 && !e->columns))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "there are columns but no labels or headings");
    tblog_status status = width > 1 ? check_row(e->columns, width, "heading", 0, err) : TBLOG_OK;
    for (size_t i = 0; i < n && !status; i++)
        status = check_row(e->labels + i * width, width, "label", i * width, err);
    return status;
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

/* Check a name or path of the list, which is stored between quotes. */
static tblog_status check_word(const char *word, const char *what, tblog_error *err) {
    if (word && *word && tblog__utf8_valid(word) && !strpbrk(word, "\"\\\r\n")) return TBLOG_OK;
    return tblog__fail(
        err, TBLOG_ERR_ARGUMENT,
        "an embedding's %s is empty, not UTF-8, or has a quote, backslash or line end", what);
}

static tblog_status check_call(const char *folder, const void *embeddings, size_t count,
                               tblog_error *err) {
    if (!folder) return tblog__fail(err, TBLOG_ERR_ARGUMENT, "there is no folder");
    return tblog__list_check(embeddings, count, "embeddings", err);
}

static tblog_status check(const tblog_embedding *e, tblog_error *err) {
    size_t count;
    tblog_status status = check_word(e->name, "name", err);
    if (!status) status = tblog__array_check(e->vectors, &count, err);
    if (!status && (e->vectors->dtype != TBLOG_FLOAT32 || e->vectors->rank != 2 || !count))
        status = tblog__fail(err, TBLOG_ERR_ARGUMENT, "vectors must be float32 of shape (n, d)");
    if (!status) status = check_labels(e, e->vectors->shape[0], err);
    return status ? status : check_pictures(e, e->vectors->shape[0], err);
}

/* ---- files that are replaced as a whole ---- */

typedef struct output {
    char *path, *temporary; /* its final name, and its name until then */
    FILE *file;
} output;

/* A new file beside the one that it will replace, under a name that nobody can know before: however
 * many write there, each has its own. O_EXCL takes no name that is there, and follows no symbolic
 * link. */
static int create_temporary(output *out) {
    uint64_t random;
    if (!tblog__os_random(&random, sizeof random, true)) return -1;
    if (asprintf(&out->temporary, "%s.new-%016" PRIx64, out->path, random) < 0) {
        out->temporary = NULL;
        return -1;
    }
    return tblog__os_create(out->temporary);
}

static void free_output(output *out) {
    free(out->path);
    free(out->temporary);
}

static tblog_status open_output(output *out, const char *folder, const char *name,
                                tblog_error *err) {
    *out = (output){0};
    if (asprintf(&out->path, "%s/%s", folder, name) < 0) return tblog__fail_no_memory(err);
    int fd = create_temporary(out);
    out->file = fd < 0 ? NULL : fdopen(fd, "wb");
    if (out->file) return TBLOG_OK;
    bool memory = errno == ENOMEM;
    tblog__fail_io(err, out->path, "cannot create", errno);
    if (fd >= 0) {
        close(fd);
        tblog__os_remove(out->temporary);
    }
    free_output(out);
    if (!memory) return TBLOG_ERR_IO;
    tblog__fail_no_memory(err);
    return TBLOG_ERR_NO_MEMORY;
}

/* Move the file to its final name; or remove it if 'status' is a failure. Returns 'status', or the
 * new failure. */
static tblog_status close_output(output *out, const char *folder, tblog_status status,
                                 tblog_error *err) {
    bool good = !status && fflush(out->file) == 0 && tblog__os_sync_data(fileno(out->file));
    int error = errno;
    if (fclose(out->file) != 0 && good) good = false, error = errno;
    if (good && !tblog__os_replace(out->path, out->temporary)) good = false, error = errno;
    if (!good) tblog__os_remove(out->temporary);
    if (good && !tblog__os_sync_folder(folder)) good = false, error = errno;
    if (!good && !status) status = tblog__fail_io(err, out->path, "cannot write", error);
    free_output(out);
    return status;
}

/* ---- contents of the files ---- */

static tblog_status put_tensors(FILE *file, const tblog_array *vectors, tblog_error *err) {
    size_t count;
    tblog__arena arena;
    tblog__arena_init(&arena);
    tblog_status status = tblog__array_dense(&arena, &vectors, &count, err);
    const float *x = vectors->data;
    for (size_t i = 0; i < count && !status; i++)
        fprintf(file, "%.9g%c", (double)x[i], (i + 1) % vectors->shape[1] ? '\t' : '\n');
    tblog__arena_reset(&arena);
    return status;
}

static void put_row(FILE *file, const char *const *texts, size_t count) {
    for (size_t k = 0; k < count; k++) fprintf(file, "%s%c", texts[k], k + 1 < count ? '\t' : '\n');
}

/* A single column has no heading, because the dashboard would read it as the first label. */
static void put_metadata(FILE *file, const tblog_embedding *e) {
    if (e->column_count > 1) put_row(file, e->columns, e->column_count);
    for (size_t i = 0; i < e->vectors->shape[0]; i++)
        put_row(file, e->labels + i * e->column_count, e->column_count);
}

/* Place the pictures row by row in the smallest square that holds them, as the dashboard
 * expects. */
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
    size_t count;
    tblog__blob png = {0};
    tblog__arena arena;
    tblog__arena_init(&arena);
    tblog_status status = tblog__array_dense(&arena, &pictures, &count, err);
    if (!status) status = make_sprite(pictures, &png, err);
    tblog__arena_reset(&arena);
    if (status) return status;
    fwrite(png.bytes, 1, png.size, file);
    free(png.bytes);
    return TBLOG_OK;
}

/* ---- writing the embeddings ---- */

typedef enum part { TENSORS, METADATA, SPRITE } part;

static const char *const part_names[] = {"tensors.tsv", "metadata.tsv", "sprite.png"};

static tblog_status write_part(const char *folder, size_t index, const tblog_embedding *e,
                               part which, tblog_error *err) {
    char name[64];
    output out;
    snprintf(name, sizeof name, "embedding_%zu_%s", index, part_names[which]);
    tblog_status status = open_output(&out, folder, name, err);
    if (status) return status;
    if (which == TENSORS) status = put_tensors(out.file, e->vectors, err);
    if (which == METADATA) put_metadata(out.file, e);
    if (which == SPRITE) status = write_sprite(out.file, e->pictures, err);
    return close_output(&out, folder, status, err);
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

static tblog_status write_all(const char *folder, const tblog_embedding *embeddings, size_t count,
                              tblog_error *err) {
    tblog_status status = TBLOG_OK;
    output out;
    for (size_t i = 0; i < count && !status; i++) {
        const tblog_embedding *e = &embeddings[i];
        status = write_part(folder, i, e, TENSORS, err);
        if (!status && e->column_count) status = write_part(folder, i, e, METADATA, err);
        if (!status && e->pictures) status = write_part(folder, i, e, SPRITE, err);
    }
    /* The list is written last, when all files that it names exist. */
    if (!status) status = open_output(&out, folder, "projector_config.pbtxt", err);
    if (status) return status;
    for (size_t i = 0; i < count; i++) put_config(out.file, i, &embeddings[i]);
    return close_output(&out, folder, TBLOG_OK, err);
}

/* Numbers need a decimal point, so switch this thread (and only this one) to the C locale. */
static TBLOG__APART tblog_status write_with_points(const char *folder,
                                                   const tblog_embedding *embeddings, size_t count,
                                                   tblog_error *err) {
    tblog__os_locale locale;
    if (!tblog__os_locale_enter(&locale)) return tblog__fail_no_memory(err);
    tblog_status status = write_all(folder, embeddings, count, err);
    tblog__os_locale_leave(&locale);
    return status;
}

tblog_status tblog_projector_write(const char *folder, const tblog_embedding *embeddings,
                                   size_t count, tblog_error *err) {
    tblog_status status = check_call(folder, embeddings, count, err);
    for (size_t i = 0; i < count && !status; i++) status = check(&embeddings[i], err);
    if (status) return status;
    tblog__inside outside = tblog__enter();
    status = write_with_points(folder, embeddings, count, err);
    tblog__leave(&outside);
    return status;
}

/* ---- files that are there already ---- */

/* Check that a file of the list can be read from the folder. */
static tblog_status check_file(const char *folder, const char *path, tblog_error *err) {
    char *whole = NULL;
    tblog_status status = check_word(path, "path", err);
    if (status) return status;
    bool absolute = path[0] == '/';
    if (asprintf(&whole, "%s%s%s", absolute ? "" : folder, absolute ? "" : "/", path) < 0)
        return tblog__fail_no_memory(err);
    int fd = tblog__os_open(whole);
    if (fd >= 0)
        close(fd);
    else
        status = tblog__fail_io(err, whole, "cannot read", errno);
    free(whole);
    return status;
}

static tblog_status write_list(const char *folder, const tblog_embedding_files *embeddings,
                               size_t count, tblog_error *err) {
    output out;
    tblog_status status = open_output(&out, folder, "projector_config.pbtxt", err);
    if (status) return status;
    for (size_t i = 0; i < count; i++) {
        const tblog_embedding_files *e = &embeddings[i];
        fprintf(out.file, "embeddings {\n  tensor_name: \"%s\"\n  tensor_path: \"%s\"\n", e->name,
                e->tensor_path);
        if (e->metadata_path) fprintf(out.file, "  metadata_path: \"%s\"\n", e->metadata_path);
        fputs("}\n", out.file);
    }
    return close_output(&out, folder, TBLOG_OK, err);
}

tblog_status tblog_projector_write_list(const char *folder, const tblog_embedding_files *embeddings,
                                        size_t count, tblog_error *err) {
    tblog_status status = check_call(folder, embeddings, count, err);
    for (size_t i = 0; i < count && !status; i++) {
        status = check_word(embeddings[i].name, "name", err);
        if (!status) status = check_file(folder, embeddings[i].tensor_path, err);
        if (!status && embeddings[i].metadata_path)
            status = check_file(folder, embeddings[i].metadata_path, err);
    }
    if (status) return status;
    tblog__inside outside = tblog__enter();
    status = write_list(folder, embeddings, count, err);
    tblog__leave(&outside);
    return status;
}
