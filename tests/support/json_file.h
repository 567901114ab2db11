/* SPDX-License-Identifier: Apache-2.0 */
/* JSON data of the tests. */
#ifndef TESTS_JSON_FILE_H
#define TESTS_JSON_FILE_H

#include <cjson/cJSON.h>

/* Parse a file; fails the test where that is not possible. Free it by cJSON_Delete. */
cJSON *json_file_read(const char *path);

/* A member that must be there. */
const cJSON *json_member(const cJSON *object, const char *name);

/* A number that the golden files keep as a string: Python's repr or float.hex of a double. */
double json_number_text(const cJSON *item);

/* A number, or such a text: what JSON has no number for, "nan", "inf" and "-inf". */
double json_number(const cJSON *item);

#endif
