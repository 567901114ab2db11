/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds of `tblog log`: how each makes its value from a line. The table is at the end.
 * json_event.c reads it. */
#include "cli/tblog/lines/json_kinds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/tblog/lines/json_fields.h"
#include "cli/tblog/lines/json_layouts.h"

static tblog_status get_value(const cJSON *line, double *value, tblog_error *err) {
    const cJSON *item = json_field(line, "value");
    if (!item) return json_fail(err, "\"value\" is missing");
    if (cJSON_IsNumber(item)) {
        *value = item->valuedouble;
        return TBLOG_OK;
    }
    static const struct {
        const char *name;
        double value;
    } words[] = {{"NaN", NAN}, {"Infinity", INFINITY}, {"-Infinity", -INFINITY}};
    for (size_t i = 0; cJSON_IsString(item) && i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(item->valuestring, words[i].name) == 0) {
            *value = words[i].value;
            return TBLOG_OK;
        }
    }
    return json_fail(err,
                     "\"value\" is neither a number nor \"NaN\", \"Infinity\" or \"-Infinity\"");
}

static tblog_status add_scalar(const cJSON *line, const char *tag, tblog_summary *summary,
                               tblog_error *err) {
    double value = 0;
    tblog_status status = get_value(line, &value, err);
    return status ? status : tblog_summary_scalar(summary, tag, value, err);
}

static tblog_status get_choice(const cJSON *line, tblog_nonfinite *choice, tblog_error *err) {
    static const char *const words[] = {"keep", "drop", "refuse"};
    const char *word;
    tblog_status status = json_get_text(line, "nonfinite", &word, err);
    *choice = TBLOG_NONFINITE_KEEP;
    if (status || !word) return status;
    for (int i = 0; i < 3; i++) {
        if (strcmp(words[i], word) != 0) continue;
        *choice = (tblog_nonfinite)i;
        return TBLOG_OK;
    }
    return json_fail(err, "\"nonfinite\" is not keep, drop or refuse");
}

static tblog_status add_histogram(const cJSON *line, const char *tag, tblog_summary *summary,
                                  tblog_error *err) {
    double buckets = TBLOG_DEFAULT_BUCKETS;
    npy_array array;
    tblog_array view;
    tblog_nonfinite choice;
    tblog_status status = json_get_whole(line, "buckets", 0, &buckets, err);
    if (!status) status = get_choice(line, &choice, err);
    if (!status) status = json_read_array(line, "npy", &array, &view, err);
    if (status) return status;
    status =
        tblog_summary_finite_histogram(summary, tag, &view, (size_t)buckets, choice, NULL, err);
    npy_free(&array);
    return status;
}

static tblog_status add_image(const cJSON *line, const char *tag, tblog_summary *summary,
                              tblog_error *err) {
    double max_outputs = TBLOG_DEFAULT_MAX_OUTPUTS, columns = 0, padding = TBLOG_DEFAULT_PADDING;
    const char *layout;
    npy_array array;
    tblog_array view;
    tblog_status status = json_get_whole(line, "max_outputs", 1, &max_outputs, err);
    if (!status && json_field(line, "columns"))
        status = json_get_whole(line, "columns", 1, &columns, err);
    if (!status) status = json_get_whole(line, "padding", 0, &padding, err);
    if (!status) status = json_get_text(line, "layout", &layout, err);
    if (!status) status = json_read_array(line, "npy", &array, &view, err);
    if (status) return status;
    status = columns > 0 ? tblog_summary_image_grid(summary, tag, &view, layout, (size_t)columns,
                                                    (size_t)padding, err)
                         : tblog_summary_image_layout(summary, tag, &view, layout,
                                                      (size_t)max_outputs, err);
    npy_free(&array);
    return status;
}

static tblog_status add_clip(const cJSON *line, const char *tag, tblog_summary *summary,
                             tblog_error *err) {
    double fps = 10, loops = 0;
    const char *layout;
    npy_array array;
    tblog_array view;
    tblog_status status = json_get_number(line, "fps", &fps, err);
    if (!status) status = json_get_whole(line, "loops", 0, &loops, err);
    if (!status && loops > INT32_MAX) status = json_fail(err, "\"loops\" is too large");
    if (!status) status = json_get_text(line, "layout", &layout, err);
    if (!status) status = json_read_array(line, "npy", &array, &view, err);
    if (status) return status;
    status = tblog_summary_clip(summary, tag, &view, layout, fps, (uint32_t)loops, err);
    npy_free(&array);
    return status;
}

static tblog_status add_encoded_image(const cJSON *line, const char *tag, tblog_summary *summary,
                                      tblog_error *err) {
    double width = 0, height = 0;
    const char *path;
    char *bytes;
    size_t length;
    tblog_status status = json_read_file(line, &path, &bytes, &length, err);
    if (status) return status;
    bool sized = json_field(line, "width") || json_field(line, "height");
    if (sized) status = json_get_whole(line, "width", 1, &width, err);
    if (sized && !status) status = json_get_whole(line, "height", 1, &height, err);
    if (sized && !status)
        status = tblog_summary_encoded_images(summary, tag, (size_t)width, (size_t)height,
                                              &(tblog_bytes){bytes, length}, 1, err);
    if (!sized && tblog_summary_encoded_image(summary, tag, bytes, length, err))
        status = json_fail(err,
                           "%.200s: not a PNG, JPEG, GIF or BMP: \"width\" and \"height\" are "
                           "required",
                           path);
    free(bytes);
    return status;
}

static tblog_status add_weight_image(const cJSON *line, const char *tag, tblog_summary *summary,
                                     tblog_error *err) {
    npy_array array;
    tblog_array view;
    tblog_status status = json_read_array(line, "npy", &array, &view, err);
    if (status) return status;
    status = tblog_summary_weight_image(summary, tag, &view, err);
    npy_free(&array);
    return status;
}

static tblog_status add_keras_model(const cJSON *line, const char *tag, tblog_summary *summary,
                                    tblog_error *err) {
    const char *path;
    char *json;
    size_t length;
    if (tag && strcmp(tag, "keras") != 0)
        return json_fail(err, "a keras_model's tag is always \"keras\"");
    tblog_status status = json_read_file(line, &path, &json, &length, err);
    if (status) return status;
    status = tblog_summary_keras_model(summary, json, length, err);
    free(json);
    return status;
}

/* ---- text ---- */

/* "value" as one text, a list of texts, or a table, which is a list of lists of equal length. */
typedef struct texts {
    const char **cells; /* (product of shape) free it */
    size_t rank, shape[2];
} texts;

static tblog_status need_cell(const cJSON *item, const char **cell, tblog_error *err) {
    if (!cJSON_IsString(item))
        return json_fail(err, "\"value\" is neither text nor a list or table of texts");
    *cell = item->valuestring;
    return TBLOG_OK;
}

static tblog_status read_row(const cJSON *row, size_t width, const char **cells, tblog_error *err) {
    if (!cJSON_IsArray(row) || (size_t)cJSON_GetArraySize(row) != width)
        return json_fail(err, "the rows of \"value\" do not have the same length");
    for (const cJSON *item = row->child; item; item = item->next) {
        tblog_status status = need_cell(item, cells++, err);
        if (status) return status;
    }
    return TBLOG_OK;
}

static tblog_status read_texts(const cJSON *line, texts *t, tblog_error *err) {
    const cJSON *value = json_field(line, "value");
    *t = (texts){0};
    if (!value) return json_fail(err, "\"value\" is missing");
    size_t height = cJSON_IsArray(value) ? (size_t)cJSON_GetArraySize(value) : 1;
    bool table = cJSON_IsArray(value) && cJSON_IsArray(value->child);
    size_t width = table ? (size_t)cJSON_GetArraySize(value->child) : 1;
    t->rank = table ? 2 : cJSON_IsArray(value) ? 1 : 0;
    t->shape[0] = height;
    t->shape[1] = width;
    t->cells = malloc((height * width + 1) * sizeof *t->cells);
    if (!t->cells) return json_fail(err, "out of memory");
    if (t->rank == 0) return need_cell(value, t->cells, err);
    if (t->rank == 1) return read_row(value, height, t->cells, err);
    size_t at = 0;
    for (const cJSON *row = value->child; row; row = row->next, at += width) {
        tblog_status status = read_row(row, width, t->cells + at, err);
        if (status) return status;
    }
    return TBLOG_OK;
}

static tblog_status add_text(const cJSON *line, const char *tag, tblog_summary *summary,
                             tblog_error *err) {
    texts t;
    tblog_status status = read_texts(line, &t, err);
    if (!status) status = tblog_summary_texts(summary, tag, t.cells, t.rank, t.shape, err);
    free(t.cells);
    return status;
}

/* ---- sound, tensors, curves, meshes ---- */

static tblog_status add_audio(const cJSON *line, const char *tag, tblog_summary *summary,
                              tblog_error *err) {
    double max_outputs = TBLOG_DEFAULT_MAX_OUTPUTS, rate = 0;
    npy_array array;
    tblog_array view;
    tblog_status status = json_get_whole(line, "max_outputs", 1, &max_outputs, err);
    if (!status && !json_field(line, "sample_rate"))
        status = json_fail(err, "\"sample_rate\" is missing");
    if (!status) status = json_get_whole(line, "sample_rate", 1, &rate, err);
    if (!status && rate > UINT32_MAX) status = json_fail(err, "\"sample_rate\" is too large");
    if (!status) status = json_read_array(line, "npy", &array, &view, err);
    if (status) return status;
    status = tblog_summary_audio(summary, tag, &view, (uint32_t)rate, (size_t)max_outputs, err);
    npy_free(&array);
    return status;
}

static tblog_status add_tensor(const cJSON *line, const char *tag, tblog_summary *summary,
                               tblog_error *err) {
    npy_array array;
    tblog_array view;
    tblog_plugin plugin = {0};
    tblog_status status = json_get_text(line, "plugin", &plugin.name, err);
    if (!status) status = json_read_array(line, "npy", &array, &view, err);
    if (status) return status;
    status = tblog_summary_tensor(summary, tag, &view, plugin.name ? &plugin : NULL, err);
    npy_free(&array);
    return status;
}

static tblog_status add_counted_curve(const cJSON *line, const char *tag, tblog_summary *summary,
                                      tblog_error *err) {
    npy_array array;
    tblog_array view;
    tblog_status status = json_read_array(line, "counts", &array, &view, err);
    if (status) return status;
    status = tblog_summary_pr_curve_counts(summary, tag, &view, err);
    npy_free(&array);
    return status;
}

static tblog_status add_pr_curve(const cJSON *line, const char *tag, tblog_summary *summary,
                                 tblog_error *err) {
    static const char *const names[] = {"labels", "predictions", "weights"};
    npy_array arrays[3] = {{0}};
    tblog_array views[3];
    double thresholds = TBLOG_DEFAULT_THRESHOLDS;
    bool weighted = json_field(line, "weights") != NULL;
    if (json_field(line, "counts")) {
        for (size_t i = 0; i < 3; i++)
            if (json_field(line, names[i]))
                return json_fail(err, "\"counts\" stand alone: no \"%s\"", names[i]);
        return add_counted_curve(line, tag, summary, err);
    }
    tblog_status status = json_get_whole(line, "thresholds", 2, &thresholds, err);
    for (size_t i = 0; i < (weighted ? 3 : 2) && !status; i++)
        status = json_read_array(line, names[i], &arrays[i], &views[i], err);
    if (!status)
        status =
            tblog_summary_pr_curve_arrays(summary, tag, &views[0], &views[1],
                                          weighted ? &views[2] : NULL, (size_t)thresholds, err);
    for (size_t i = 0; i < 3; i++) npy_free(&arrays[i]);
    return status;
}

static tblog_status add_mesh(const cJSON *line, const char *tag, tblog_summary *summary,
                             tblog_error *err) {
    static const char *const names[] = {"vertices", "faces", "colors"};
    npy_array arrays[3] = {{0}};
    tblog_array views[3];
    const tblog_array *parts[3] = {NULL};
    const char *scene;
    tblog_status status = json_get_text(line, "scene", &scene, err);
    for (size_t i = 0; i < 3 && !status; i++) {
        if (i && !json_field(line, names[i])) continue;
        status = json_read_array(line, names[i], &arrays[i], &views[i], err);
        parts[i] = &views[i];
    }
    if (!status)
        status = tblog_summary_mesh(summary, tag, parts[0], parts[1], parts[2], scene, err);
    for (size_t i = 0; i < 3; i++) npy_free(&arrays[i]);
    return status;
}

/* ---- hyperparameters ---- */

enum { MAX_HPARAMS = 256 };

static tblog_status add_hparams(const cJSON *line, const char *tag, tblog_summary *summary,
                                tblog_error *err) {
    tblog_hparam values[MAX_HPARAMS];
    const cJSON *value = json_field(line, "value");
    const char *group;
    double start = 0;
    size_t count = 0;
    (void)tag;
    if (!cJSON_IsObject(value))
        return json_fail(err, "\"value\" is not an object of hyperparameters");
    tblog_status status = json_get_text(line, "group", &group, err);
    if (!status) status = json_get_number(line, "time", &start, err);
    for (const cJSON *item = value->child; item && !status; item = item->next) {
        if (count == MAX_HPARAMS)
            return json_fail(err, "more than %d hyperparameters", MAX_HPARAMS);
        status = json_read_hparam(item, &values[count++], err);
    }
    return status ? status : tblog_summary_hparams_start(summary, values, count, group, start, err);
}

static tblog_status add_hparams_end(const cJSON *line, const char *tag, tblog_summary *summary,
                                    tblog_error *err) {
    static const char *const words[] = {"unknown", "success", "failure", "running"};
    const char *word;
    double end = 0;
    (void)tag;
    tblog_status status = json_need_text(line, "value", &word, err);
    if (!status) status = json_get_number(line, "time", &end, err);
    for (int i = 0; i < 4 && !status; i++)
        if (strcmp(words[i], word) == 0)
            return tblog_summary_hparams_end(summary, (tblog_session_status)i, end, err);
    return status ? status
                  : json_fail(err, "\"value\" is not success, failure, running or unknown");
}

/* ---- the table ---- */

static const json_kind kinds[] = {
    {"scalar", {"value"}, true, add_scalar, NULL},
    {"histogram", {"npy", "buckets", "nonfinite"}, true, add_histogram, NULL},
    {"image", {"npy", "max_outputs", "layout", "columns", "padding"}, true, add_image, NULL},
    {"encoded_image", {"file", "width", "height"}, true, add_encoded_image, NULL},
    {"clip", {"npy", "layout", "fps", "loops"}, true, add_clip, NULL},
    {"weight_image", {"npy"}, true, add_weight_image, NULL},
    {"text", {"value"}, true, add_text, NULL},
    {"audio", {"npy", "sample_rate", "max_outputs"}, true, add_audio, NULL},
    {"tensor", {"npy", "plugin"}, true, add_tensor, NULL},
    {"pr_curve",
     {"labels", "predictions", "weights", "thresholds", "counts"},
     true,
     add_pr_curve,
     NULL},
    {"mesh", {"vertices", "faces", "colors", "scene"}, true, add_mesh, NULL},
    {"hparams_experiment",
     {"hparams", "metrics", "name", "user", "time"},
     false,
     json_add_experiment,
     NULL},
    {"hparams", {"value", "group", "time"}, false, add_hparams, NULL},
    {"hparams_end", {"value", "time"}, false, add_hparams_end, NULL},
    {"custom_scalars", {"value"}, false, json_add_custom_scalars, NULL},
    {"keras_model", {"file"}, false, add_keras_model, NULL},
    {"graph", {"nodes"}, false, NULL, json_make_graph},
    {"file_version", {NULL}, false, NULL, NULL},
};

const json_kind *json_kind_find(const char *name) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, name) == 0) return &kinds[i];
    return NULL;
}

void json_kinds_try(near_name *near) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) near_name_try(near, kinds[i].name);
}
