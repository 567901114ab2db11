/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cJSON stores each number as a double and each text as a C string: digits, and what follows a NUL,
 * would be lost. So the text is scanned first: the text of each number is recorded and later
 * attached to the number in the tree, which has the same order; NUL characters are refused.
 * Python's words for NaN and infinities are replaced by 0 for cJSON, so that they count as numbers.
 */
#include "cli/tblog/lines/json_text.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "cli/tblog/lines/json_fields.h"

/* The text of a number. */
typedef struct token {
    const char *text;
    size_t size;
} token;

typedef struct reading {
    const char *text; /* the line (length) */
    size_t length;
    char *plain;   /* the line for cJSON (length + 1) */
    token *tokens; /* (count) the numbers, in order */
    size_t count, taken;
    pool memory;
} reading;

static const struct {
    const char *word;
    double value;
} words[] = {{"NaN", NAN}, {"Infinity", INFINITY}, {"-Infinity", -INFINITY}};
enum { WORD_COUNT = sizeof words / sizeof words[0] };

/* ---- before cJSON ---- */

/* The end of the string that begins at 'at'. *nul is set to the place of a NUL character in it.
 * cJSON finds all other errors. */
static size_t end_of_string(const reading *r, size_t at, size_t *nul) {
    for (size_t i = at + 1; i < r->length; i++) {
        if (r->text[i] == '"') return i + 1;
        if (r->text[i] != '\\') continue;
        if (r->length - i >= 6 && memcmp(r->text + i, "\\u0000", 6) == 0) *nul = i;
        i++;
    }
    return r->length;
}

/* The size of the number, or of a word for one, at text[at]; 0 if there is none. */
static size_t number_size(const reading *r, size_t at) {
    for (size_t i = 0; i < WORD_COUNT; i++) {
        size_t size = strlen(words[i].word);
        if (strncmp(r->text + at, words[i].word, size) == 0) return size;
    }
    char first = r->text[at];
    return first == '-' || (first >= '0' && first <= '9') ? strspn(r->text + at, "+-.0123456789eE")
                                                          : 0;
}

static void add_number(reading *r, size_t at, size_t size) {
    char last = r->text[at + size - 1];
    r->tokens[r->count++] = (token){r->text + at, size};
    if (last != 'N' && last != 'y') return;
    memset(r->plain + at, ' ', size);
    r->plain[at] = '0';
}

/* Record all numbers, and refuse NUL characters. */
static tblog_status scan(reading *r, tblog_error *err) {
    size_t nul = strlen(r->text);
    if (nul == r->length) nul = SIZE_MAX;
    for (size_t at = 0; at < r->length && nul == SIZE_MAX;) {
        if (r->text[at] == '"') {
            at = end_of_string(r, at, &nul);
            continue;
        }
        size_t size = number_size(r, at);
        if (size) add_number(r, at, size);
        at += size ? size : 1;
    }
    return nul == SIZE_MAX ? TBLOG_OK : json_fail(err, "a NUL character in column %zu", nul + 1);
}

/* ---- after cJSON ---- */

/* Attach the text of the next number to this number of the tree. */
static tblog_status take_number(reading *r, cJSON *item, tblog_error *err) {
    if (r->taken == r->count) return json_fail(err, "not valid JSON");
    token t = r->tokens[r->taken++];
    for (size_t i = 0; i < WORD_COUNT; i++)
        if (t.size == strlen(words[i].word) && memcmp(t.text, words[i].word, t.size) == 0)
            item->valuedouble = words[i].value;
    bool word = t.text[t.size - 1] == 'N' || t.text[t.size - 1] == 'y';
    if (isinf(item->valuedouble) && !word)
        return json_fail(err, "the number %.*s is too large", t.size < 40 ? (int)t.size : 40,
                         t.text);
    item->valuestring = strndup(t.text, t.size);
    return item->valuestring ? TBLOG_OK : json_fail(err, "out of memory");
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Refuse a name that an object has twice, because its second value would be lost. */
static tblog_status check_names(reading *r, const cJSON *object, tblog_error *err) {
    size_t count = (size_t)cJSON_GetArraySize(object), i = 0;
    const char **names = pool_take(&r->memory, count, sizeof *names);
    if (!names) return json_fail(err, "out of memory");
    for (const cJSON *item = object->child; item; item = item->next) names[i++] = item->string;
    qsort(names, count, sizeof *names, by_name);
    for (i = 1; i < count; i++)
        if (strcmp(names[i - 1], names[i]) == 0)
            return json_fail(err, "\"%.100s\" is given twice", names[i]);
    return TBLOG_OK;
}

/* Recursive; cJSON refuses more than 1000 levels. */
static tblog_status complete(reading *r, cJSON *item, tblog_error *err) {
    tblog_status status = TBLOG_OK;
    if (cJSON_IsNumber(item)) status = take_number(r, item, err);
    if (cJSON_IsObject(item)) status = check_names(r, item, err);
    for (cJSON *child = item->child; child && !status; child = child->next)
        status = complete(r, child, err);
    return status;
}

static cJSON *parse(reading *r, tblog_error *err) {
    const char *end = NULL;
    if (scan(r, err)) return NULL;
    cJSON *line = cJSON_ParseWithLengthOpts(r->plain, r->length + 1, &end, true);
    if (!line) {
        json_fail(err, "not valid JSON near column %zu", end ? (size_t)(end - r->plain) + 1 : 1);
        return NULL;
    }
    if (complete(r, line, err) == TBLOG_OK) return line;
    cJSON_Delete(line);
    return NULL;
}

cJSON *json_text_parse(const char *text, size_t length, tblog_error *err) {
    reading r = {.text = text, .length = length};
    r.plain = pool_take(&r.memory, length + 1, 1);
    r.tokens = pool_take(&r.memory, length / 2 + 1, sizeof *r.tokens);
    cJSON *line = NULL;
    if (!r.plain || !r.tokens) {
        json_fail(err, "out of memory");
    } else {
        memcpy(r.plain, text, length + 1);
        line = parse(&r, err);
    }
    pool_free(&r.memory);
    return line;
}
