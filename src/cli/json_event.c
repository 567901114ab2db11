/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON lines as summaries. Each kind is a row of the table at the end: its name, the fields it may
 * have beside the common ones, and the function that makes its value.
 */
#include "cli/json_event.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/file_text.h"
#include "data/npy.h"

/* Whole numbers up to here are exact in a JSON number read as a double. */
static const double EXACT_MAX = 9007199254740992.0; /* 2^53 */

__attribute__((format(printf, 2, 3))) static tblog_status fail(tblog_error *err, const char *format,
                                                               ...) {
    va_list arguments;
    va_start(arguments, format);
    err->status = TBLOG_ERR_ARGUMENT;
    vsnprintf(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    return TBLOG_ERR_ARGUMENT;
}

/* ---- single fields ---- */

static const cJSON *field(const cJSON *line, const char *name) {
    return cJSON_GetObjectItemCaseSensitive(line, name);
}

/* The text of a field; NULL where it is missing. */
static tblog_status get_text(const cJSON *line, const char *name, const char **text,
                             tblog_error *err) {
    const cJSON *item = field(line, name);
    *text = NULL;
    if (!item) return TBLOG_OK;
    if (!cJSON_IsString(item)) return fail(err, "\"%s\" is not a string", name);
    *text = item->valuestring;
    return TBLOG_OK;
}

static tblog_status need_text(const cJSON *line, const char *name, const char **text,
                              tblog_error *err) {
    tblog_status status = get_text(line, name, text, err);
    if (!status && !*text) return fail(err, "\"%s\" is missing", name);
    return status;
}

/* A number; *number stays as it was where the field is missing. */
static tblog_status get_number(const cJSON *line, const char *name, double *number,
                               tblog_error *err) {
    const cJSON *item = field(line, name);
    if (!item) return TBLOG_OK;
    if (!cJSON_IsNumber(item)) return fail(err, "\"%s\" is not a number", name);
    *number = item->valuedouble;
    return TBLOG_OK;
}

/* A whole number from 'least' up; *number stays as it was where the field is missing. */
static tblog_status get_whole(const cJSON *line, const char *name, double least, double *number,
                              tblog_error *err) {
    tblog_status status = get_number(line, name, number, err);
    if (status) return status;
    if (!(*number >= least && *number <= EXACT_MAX && floor(*number) == *number))
        return fail(err, "\"%s\" is not a whole number from %.0f to 2^53", name, least);
    return TBLOG_OK;
}

static tblog_status get_value(const cJSON *line, double *value, tblog_error *err) {
    const cJSON *item = field(line, "value");
    if (!item) return fail(err, "\"value\" is missing");
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
    return fail(err, "\"value\" is neither a number nor \"NaN\", \"Infinity\" or \"-Infinity\"");
}

/* ---- the kinds ---- */

static tblog_status add_scalar(const cJSON *line, const char *tag, tblog_summary *summary,
                               tblog_error *err) {
    double value = 0;
    tblog_status status = get_value(line, &value, err);
    return status ? status : tblog_summary_scalar(summary, tag, value, err);
}

/* The array that "npy" names, to be freed by npy_free; and a view of it. */
static tblog_status read_array(const cJSON *line, npy_array *array, tblog_array *view,
                               tblog_error *err) {
    static const tblog_dtype dtypes[] = {
        [NPY_FLOAT16] = TBLOG_FLOAT16, [NPY_FLOAT32] = TBLOG_FLOAT32, [NPY_FLOAT64] = TBLOG_FLOAT64,
        [NPY_UINT8] = TBLOG_UINT8,     [NPY_INT32] = TBLOG_INT32,     [NPY_INT64] = TBLOG_INT64,
        [NPY_BOOL] = TBLOG_BOOL};
    const char *path;
    data_error reason;
    tblog_status status = need_text(line, "npy", &path, err);
    if (status) return status;
    if (!npy_read(path, array, &reason)) return fail(err, "%s", reason.message);
    *view = (tblog_array){dtypes[array->dtype], array->data, array->rank, array->shape};
    return TBLOG_OK;
}

static tblog_status add_histogram(const cJSON *line, const char *tag, tblog_summary *summary,
                                  tblog_error *err) {
    double buckets = TBLOG_DEFAULT_BUCKETS;
    npy_array array;
    tblog_array view;
    tblog_status status = get_whole(line, "buckets", 0, &buckets, err);
    if (!status) status = read_array(line, &array, &view, err);
    if (status) return status;
    status = tblog_summary_histogram(summary, tag, &view, (size_t)buckets, err);
    npy_free(&array);
    return status;
}

static tblog_status add_image(const cJSON *line, const char *tag, tblog_summary *summary,
                              tblog_error *err) {
    double max_outputs = TBLOG_DEFAULT_MAX_OUTPUTS;
    npy_array array;
    tblog_array view;
    tblog_status status = get_whole(line, "max_outputs", 1, &max_outputs, err);
    if (!status) status = read_array(line, &array, &view, err);
    if (status) return status;
    status = tblog_summary_image(summary, tag, &view, (size_t)max_outputs, err);
    npy_free(&array);
    return status;
}

static tblog_status add_weight_image(const cJSON *line, const char *tag, tblog_summary *summary,
                                     tblog_error *err) {
    npy_array array;
    tblog_array view;
    tblog_status status = read_array(line, &array, &view, err);
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
        return fail(err, "a keras_model's tag is always \"keras\"");
    tblog_status status = need_text(line, "file", &path, err);
    if (status) return status;
    if (!file_text_read(path, &json, &length, err->message, sizeof err->message))
        return err->status = TBLOG_ERR_IO;
    status = tblog_summary_keras_model(summary, json, length, err);
    free(json);
    return status;
}

static const struct kind {
    const char *name;
    const char *fields[3]; /* beside the common ones */
    bool tagged;
    tblog_status (*add)(const cJSON *line, const char *tag, tblog_summary *summary,
                        tblog_error *err); /* NULL for file_version */
} kinds[] = {
    {"scalar", {"value"}, true, add_scalar},
    {"histogram", {"npy", "buckets"}, true, add_histogram},
    {"image", {"npy", "max_outputs"}, true, add_image},
    {"weight_image", {"npy"}, true, add_weight_image},
    {"keras_model", {"file"}, false, add_keras_model},
    {"file_version", {NULL}, false, NULL},
};

static const char *const common_fields[] = {"kind",      "tag",          "step",
                                            "wall_time", "display_name", "description"};

static const struct kind *find_kind(const char *name) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, name) == 0) return &kinds[i];
    return NULL;
}

static bool is_field_of(const struct kind *kind, const char *name) {
    for (size_t i = 0; i < sizeof common_fields / sizeof common_fields[0]; i++)
        if (strcmp(common_fields[i], name) == 0) return true;
    for (size_t i = 0; i < sizeof kind->fields / sizeof kind->fields[0]; i++)
        if (kind->fields[i] && strcmp(kind->fields[i], name) == 0) return true;
    return false;
}

/* A field that nobody reads is a mistake of the writer's: say so rather than lose it. */
static tblog_status check_fields(const cJSON *line, const struct kind *kind, tblog_error *err) {
    for (const cJSON *item = line->child; item; item = item->next)
        if (!is_field_of(kind, item->string))
            return fail(err, "a %s has no field \"%.100s\"", kind->name, item->string);
    return TBLOG_OK;
}

/* ---- the line ---- */

static tblog_status describe(const cJSON *line, tblog_summary *summary, tblog_error *err) {
    const char *display_name, *description;
    tblog_status status = get_text(line, "display_name", &display_name, err);
    if (!status) status = get_text(line, "description", &description, err);
    if (status || !tblog_summary_count(summary) || (!display_name && !description)) return status;
    return tblog_summary_describe(summary, display_name, description, err);
}

static tblog_status add_line(const cJSON *line, tblog_summary *summary, json_event *event,
                             tblog_error *err) {
    const char *name, *tag = NULL;
    double step = 0;
    if (!cJSON_IsObject(line)) return fail(err, "not a JSON object");
    tblog_status status = need_text(line, "kind", &name, err);
    if (status) return status;
    const struct kind *kind = find_kind(name);
    if (!kind) return fail(err, "unknown kind \"%.100s\"", name);
    *event = (json_event){.file_version = !kind->add, .wall_time_s = kind->add ? TBLOG_NOW : 0};

    status = check_fields(line, kind, err);
    if (!status)
        status =
            kind->tagged ? need_text(line, "tag", &tag, err) : get_text(line, "tag", &tag, err);
    if (!status) status = get_whole(line, "step", -EXACT_MAX, &step, err);
    if (!status) status = get_number(line, "wall_time", &event->wall_time_s, err);
    if (status) return status;
    if (field(line, "wall_time") && event->wall_time_s < 0)
        return fail(err, "\"wall_time\" is negative");
    event->step = (int64_t)step;
    if (!kind->add) return TBLOG_OK;
    status = kind->add(line, tag, summary, err);
    return status ? status : describe(line, summary, err);
}

tblog_status json_event_parse(const char *text, size_t length, tblog_summary *summary,
                              json_event *event, tblog_error *err) {
    const char *end = NULL;
    cJSON *line = cJSON_ParseWithLengthOpts(text, length + 1, &end, true);
    if (!line)
        return fail(err, "not valid JSON near column %zu",
                    end ? (size_t)(end - text) + 1 : (size_t)1);
    tblog_status status = add_line(line, summary, event, err);
    cJSON_Delete(line);
    return status;
}
