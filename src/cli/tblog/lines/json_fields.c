/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of a JSON line, checked. The other files of lines/ call this. */
#include "cli/tblog/lines/json_fields.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file_text.h"
#include "base/number.h"

tblog_status json_fail(tblog_error *err, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    err->status = TBLOG_ERR_ARGUMENT;
    error_format(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    return TBLOG_ERR_ARGUMENT;
}

const cJSON *json_field(const cJSON *line, const char *name) {
    return cJSON_GetObjectItemCaseSensitive(line, name);
}

/* The text of a field; NULL if it is missing. */
tblog_status json_get_text(const cJSON *line, const char *name, const char **text,
                           tblog_error *err) {
    const cJSON *item = json_field(line, name);
    *text = NULL;
    if (!item) return TBLOG_OK;
    if (!cJSON_IsString(item)) return json_fail(err, "\"%s\" is not a string", name);
    *text = item->valuestring;
    return TBLOG_OK;
}

tblog_status json_need_text(const cJSON *line, const char *name, const char **text,
                            tblog_error *err) {
    tblog_status status = json_get_text(line, name, text, err);
    if (!status && !*text) return json_fail(err, "\"%s\" is missing", name);
    return status;
}

/* A finite number; *number is unchanged if the field is missing. */
tblog_status json_get_number(const cJSON *line, const char *name, double *number,
                             tblog_error *err) {
    const cJSON *item = json_field(line, name);
    if (!item) return TBLOG_OK;
    if (!cJSON_IsNumber(item)) return json_fail(err, "\"%s\" is not a number", name);
    if (!isfinite(item->valuedouble)) return json_fail(err, "\"%s\" is not finite", name);
    *number = item->valuedouble;
    return TBLOG_OK;
}

/* A whole number of at least 'least'; *number is unchanged if the field is missing. */
tblog_status json_get_whole(const cJSON *line, const char *name, double least, double *number,
                            tblog_error *err) {
    tblog_status status = json_get_number(line, name, number, err);
    if (status) return status;
    if (!(*number >= least && *number <= JSON_EXACT_MAX && floor(*number) == *number))
        return json_fail(err, "\"%s\" is not a whole number from %.0f to 2^53", name, least);
    return TBLOG_OK;
}

/* Parse a number that is written as a whole number, exactly. */
static bool whole_of(const char *text, int64_t *whole) {
    char *end;
    errno = 0;
    *whole = strtoll(text, &end, 10);
    return !*end && !errno;
}

bool json_number_is_exact(const cJSON *item) {
    int64_t whole;
    const char *text = item->valuestring;
    bool digits = strspn(text + (*text == '-'), "0123456789") == strlen(text) - (*text == '-');
    if (!digits || fabs(item->valuedouble) < JSON_EXACT_MAX) return true;
    return whole_of(text, &whole) && fabs(item->valuedouble) < 0x1p63 &&
           (int64_t)item->valuedouble == whole;
}

tblog_status json_get_step(const cJSON *line, int64_t *step, tblog_error *err) {
    double number = 0;
    const cJSON *item = json_field(line, "step");
    *step = 0;
    if (cJSON_IsNumber(item) && whole_of(item->valuestring, step)) return TBLOG_OK;
    /* 1e3 and 1.0 are whole too, but above 2^53 their digits are not exact */
    tblog_status status = json_get_whole(line, "step", -JSON_EXACT_MAX, &number, err);
    if (status) return json_fail(err, "\"step\" is not a whole number from -2^63 to 2^63 - 1");
    *step = (int64_t)number;
    return TBLOG_OK;
}

tblog_status json_read_file(const cJSON *line, const char **path, char **bytes, size_t *length,
                            tblog_error *err) {
    error reason;
    tblog_status status = json_need_text(line, "file", path, err);
    if (status || file_text_read(*path, bytes, length, &reason)) return status;
    return json_fail(err, "%s", reason.message);
}

tblog_status json_read_array(const cJSON *line, const char *name, npy_array *array,
                             tblog_array *view, tblog_error *err) {
    static const tblog_dtype dtypes[] = {
        [NPY_FLOAT16] = TBLOG_FLOAT16, [NPY_FLOAT32] = TBLOG_FLOAT32, [NPY_FLOAT64] = TBLOG_FLOAT64,
        [NPY_INT8] = TBLOG_INT8,       [NPY_INT16] = TBLOG_INT16,     [NPY_INT32] = TBLOG_INT32,
        [NPY_INT64] = TBLOG_INT64,     [NPY_UINT8] = TBLOG_UINT8,     [NPY_UINT16] = TBLOG_UINT16,
        [NPY_UINT32] = TBLOG_UINT32,   [NPY_UINT64] = TBLOG_UINT64,   [NPY_BOOL] = TBLOG_BOOL};
    const char *path;
    error reason;
    tblog_status status = json_need_text(line, name, &path, err);
    if (status) return status;
    if (!npy_read(path, array, &reason)) return json_fail(err, "%s", reason.message);
    *view = (tblog_array){dtypes[array->dtype], array->data, array->rank, array->shape, NULL};
    return TBLOG_OK;
}
