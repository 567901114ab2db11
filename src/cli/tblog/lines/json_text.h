/* SPDX-License-Identifier: Apache-2.0 */
/* A line of JSON as a tree. What the tree could not hold is refused, so that nothing is lost
 * silently. */
#ifndef CLI_JSON_TEXT_H
#define CLI_JSON_TEXT_H

#include <cjson/cJSON.h>
#include <stddef.h>
#include <tblog/tblog.h>

/*
 * Parse a line; text[length] is NUL. NULL, with the reason in 'err', if the line is not JSON, or
 * has a NUL character (no C string can hold it), an object with the same name twice, or a number
 * that is too large for a double. NaN, Infinity and -Infinity are numbers, as Python's json.dumps
 * writes them. Each number's valuestring is its text. Free the tree by cJSON_Delete.
 */
cJSON *json_text_parse(const char *text, size_t length, tblog_error *err);

#endif
