/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of a JSON line, checked. Error messages name the field and say what is wrong. */
#ifndef CLI_JSON_FIELDS_H
#define CLI_JSON_FIELDS_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>
#include <tblog/tblog.h>

#include "data/files/npy.h"

/* Whole numbers up to here, 2^53, are exact in a JSON number read as a double. */
#define JSON_EXACT_MAX 9007199254740992.0

/* Format the message; returns TBLOG_ERR_ARGUMENT, so that callers can return it. */
__attribute__((format(printf, 2, 3))) tblog_status json_fail(tblog_error *err, const char *format,
                                                             ...);

/* NULL if the field is missing. */
const cJSON *json_field(const cJSON *line, const char *name);

/* The text of a field. If it is missing: NULL (json_get_text), or a failure (the other). */
tblog_status json_get_text(const cJSON *line, const char *name, const char **text,
                           tblog_error *err);
tblog_status json_need_text(const cJSON *line, const char *name, const char **text,
                            tblog_error *err);

/* A finite number; or a whole number from 'least' to 2^53. *number is unchanged if the field is
 * missing. */
tblog_status json_get_number(const cJSON *line, const char *name, double *number, tblog_error *err);
tblog_status json_get_whole(const cJSON *line, const char *name, double least, double *number,
                            tblog_error *err);

/* Whether a double holds a number that is written as a whole number exactly: above 2^53 not all
 * are. */
bool json_number_is_exact(const cJSON *item);

/* "step", any int64, exactly; 0 if it is missing. */
tblog_status json_get_step(const cJSON *line, int64_t *step, tblog_error *err);

/* The bytes of the file that the field "file" names (free them), and its path, which belongs to the
 * line. */
tblog_status json_read_file(const cJSON *line, const char **path, char **bytes, size_t *length,
                            tblog_error *err);

/* The array in the .npy file that a field names (free it by npy_free), and a view of it. */
tblog_status json_read_array(const cJSON *line, const char *name, npy_array *array,
                             tblog_array *view, tblog_error *err);

#endif
