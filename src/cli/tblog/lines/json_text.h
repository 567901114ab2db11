/* SPDX-License-Identifier: Apache-2.0 */
/* A line of JSON as a tree, from which nothing is lost without a word. */
#ifndef CLI_JSON_TEXT_H
#define CLI_JSON_TEXT_H

#include <cjson/cJSON.h>
#include <stddef.h>
#include <tblog/tblog.h>

/*
 * Parse a line; text[length] is NUL. NULL, with the reason in 'err', for what is not JSON, a NUL
 * character, which no C string holds, a name that an object has twice, or a number that is too
 * large for a double. NaN, Infinity and -Infinity are numbers, as Python's json.dumps writes them.
 * Each number's valuestring is its text. Free the tree by cJSON_Delete.
 */
cJSON *json_text_parse(const char *text, size_t length, tblog_error *err);

#endif
