/* SPDX-License-Identifier: Apache-2.0 */
/* Calls as text. */
#include "nn/config/spec.h"

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nn/config/near_names.h"
#include "nn/config/number.h"

enum { NEAR_TEXT = 512 }; /* names that are near a wrong one */
enum { MAX_NAMES = 64, MAX_WORD = 64 };

bool nn_fail(char *message, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (message) vsnprintf(message, NN_MESSAGE, format, arguments);
    va_end(arguments);
    return false;
}

/* Part of a text. */
typedef struct piece {
    const char *start;
    size_t length;
} piece;

static piece trimmed(const char *start, size_t length) {
    while (length && isspace((unsigned char)*start)) start++, length--;
    while (length && isspace((unsigned char)start[length - 1])) length--;
    return (piece){start, length};
}

/* A copy that ends with NUL; false, and cut, when it is longer than any word that is known. */
static bool copy_word(piece p, char word[MAX_WORD]) {
    snprintf(word, MAX_WORD, "%.*s", (int)(p.length < MAX_WORD ? p.length : MAX_WORD), p.start);
    return p.length < MAX_WORD;
}

const char *nn_spec_next_piece(const char **rest, char separator, size_t *length) {
    const char *start = *rest, *end = start;
    if (!start) return NULL;
    for (int depth = 0; *end && (*end != separator || depth > 0); end++)
        depth += (*end == '(' || *end == '[') - (*end == ')' || *end == ']');
    *rest = *end ? end + 1 : NULL;
    piece p = trimmed(start, (size_t)(end - start));
    *length = p.length;
    return p.start;
}

/* ---- classes ---- */

/* Equal but for case and underscores. */
static bool same_name(const char *a, const char *b) {
    for (;; a++, b++) {
        while (*a == '_') a++;
        while (*b == '_') b++;
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b)) return false;
        if (!*a) return true;
    }
}

static bool is_called(const nn_class *type, const char *name) {
    if (same_name(type->name, name) || (!type->same_as && same_name(type->keras, name)))
        return true;
    for (const char *const *alias = type->aliases; alias && *alias; alias++)
        if (same_name(*alias, name)) return true;
    return false;
}

const nn_class *nn_table_class(const nn_table *table, size_t i) {
    return (const nn_class *)((const char *)table->rows + i * table->row_size);
}

static const nn_class *find_class(piece name, const nn_table *table, char *message) {
    char word[MAX_WORD], near[NEAR_TEXT];
    const char *names[MAX_NAMES];
    size_t known = table->count < MAX_NAMES ? table->count : MAX_NAMES;
    copy_word(name, word);
    for (size_t i = 0; i < table->count; i++)
        if (is_called(nn_table_class(table, i), word)) return nn_table_class(table, i);
    for (size_t i = 0; i < known; i++) names[i] = nn_table_class(table, i)->name;
    nn_near_names(word, names, known, near, sizeof near);
    if (*word)
        nn_fail(message, "unknown %s '%s'; %s", table->what, word, near);
    else
        nn_fail(message, "the name of the %s is missing; %s", table->what, near);
    return NULL;
}

static bool is_list(const nn_argument *a) {
    return a->kind == NN_LIST || a->kind == NN_WHOLES;
}

size_t nn_spec_slot(const nn_class *type, size_t argument) {
    size_t slot = 0;
    for (size_t i = 0; i < argument; i++)
        slot += is_list(&type->arguments[i]) ? 1 + NN_SPEC_ITEMS : 1;
    return slot;
}

static size_t slot_of(const nn_class *type, const char *argument) {
    size_t i = 0;
    while (strcmp(type->arguments[i].name, argument) != 0) i++;
    return nn_spec_slot(type, i);
}

bool nn_spec_has(const nn_spec *spec, const char *argument) {
    const nn_class *type = spec->type;
    for (size_t i = 0; i < type->argument_count; i++)
        if (strcmp(type->arguments[i].name, argument) == 0) return true;
    return false;
}

double nn_spec_value(const nn_spec *spec, const char *argument) {
    return spec->values[slot_of(spec->type, argument)];
}

void nn_spec_set(nn_spec *spec, const char *argument, double value) {
    spec->values[slot_of(spec->type, argument)] = value;
}

nn_spec nn_spec_default(const nn_class *type) {
    nn_spec spec = {.type = type->same_as ? type->same_as : type};
    memcpy(spec.values, type->values, sizeof spec.values);
    return spec;
}

/* ---- values ---- */

/* " from 0 to 1", " above 0", or nothing where any number will do. */
static const char *range_text(const nn_argument *a, char *text, size_t size) {
    text[0] = '\0';
    bool positive = a->least == DBL_MIN;
    bool bounded = a->most < FLT_MAX;
    if (positive && bounded)
        snprintf(text, size, " above 0 and up to %g", a->most);
    else if (positive)
        snprintf(text, size, " above 0");
    else if (a->most == NN_BELOW_1)
        snprintf(text, size, " from %g to below 1", a->least);
    else if (a->least > -FLT_MAX && bounded)
        snprintf(text, size, " from %g to %g", a->least, a->most);
    else if (a->least > -FLT_MAX)
        snprintf(text, size, " from %g on", a->least);
    return text;
}

static bool parse_number(const nn_argument *a, const char *word, double *value, char *message) {
    char range[64];
    bool read = nn_number_parse(word, value);
    bool whole = a->kind == NN_WHOLE || a->kind == NN_WHOLES;
    bool number = read && isfinite(*value) && *value >= a->least && *value <= a->most &&
                  (!whole || *value == floor(*value));
    if (read && fabs(*value) > FLT_MAX && a->most == FLT_MAX)
        return nn_fail(message, "%s: '%s' is beyond float32, which ends at %.2g", a->name, word,
                       FLT_MAX);
    return number || nn_fail(message, "%s: not a %snumber%s: '%s'", a->name, whole ? "whole " : "",
                             range_text(a, range, sizeof range), word);
}

static bool parse_flag(const nn_argument *a, const char *word, double *value, char *message) {
    bool yes = same_name(word, "true") || strcmp(word, "1") == 0;
    *value = yes;
    return yes || same_name(word, "false") || strcmp(word, "0") == 0 ||
           nn_fail(message, "%s: neither true nor false: '%s'", a->name, word);
}

static bool parse_choice(const nn_argument *a, const char *word, double *value, char *message) {
    char near[256];
    size_t count = 0;
    for (; a->choices[count]; count++) {
        *value = (double)count;
        if (same_name(word, a->choices[count])) return true;
    }
    nn_near_names(word, a->choices, count, near, sizeof near);
    return nn_fail(message, "%s: unknown '%s'; %s", a->name, word, near);
}

static bool too_long(const nn_argument *a, const char *word, char *message) {
    return nn_fail(message, "%s: too long: '%s...'", a->name, word);
}

static bool parse_list(const nn_argument *a, piece text, double *values, char *message) {
    char inside[NN_SPEC_TEXT], word[MAX_WORD];
    if (text.length < 2 || *text.start != '[' || text.start[text.length - 1] != ']' ||
        text.length > sizeof inside)
        return nn_fail(message, "%s: a list in brackets is wanted, as [1,2]", a->name);
    snprintf(inside, sizeof inside, "%.*s", (int)text.length - 2, text.start + 1);
    const char *rest = inside;
    size_t length, count = 0;
    for (const char *item; (item = nn_spec_next_piece(&rest, ',', &length)); count++) {
        if (count == NN_SPEC_ITEMS)
            return nn_fail(message, "%s: more than %d items", a->name, NN_SPEC_ITEMS);
        if (!copy_word((piece){item, length}, word)) return too_long(a, word, message);
        if (!parse_number(a, word, &values[1 + count], message)) return false;
    }
    values[0] = (double)count;
    return true;
}

static bool parse_value(const nn_argument *a, piece text, double *values, char *message) {
    char word[MAX_WORD];
    if (text.length > 1 && (*text.start == '\'' || *text.start == '"') &&
        text.start[text.length - 1] == *text.start)
        text = (piece){text.start + 1, text.length - 2};
    bool whole = copy_word(text, word);
    if (!whole && !is_list(a)) return too_long(a, word, message);
    if (a->optional && same_name(word, "none")) {
        *values = NAN;
        return true;
    }
    switch (a->kind) {
    case NN_FLAG: return parse_flag(a, word, values, message);
    case NN_CHOICE: return parse_choice(a, word, values, message);
    case NN_LIST:
    case NN_WHOLES: return parse_list(a, text, values, message);
    case NN_NUMBER:
    case NN_WHOLE: break;
    }
    return parse_number(a, word, values, message);
}

/* ---- arguments ---- */

/* Which one a name, or its beginning, means; argument_count when it is unknown. */
static size_t find_argument(const nn_class *type, piece name, char *message) {
    char word[MAX_WORD], near[NEAR_TEXT];
    const char *names[NN_SPEC_VALUES];
    copy_word(name, word);
    size_t begun = 0, found = 0;
    for (size_t i = 0; i < type->argument_count; i++) {
        names[i] = type->arguments[i].name;
        if (strcmp(names[i], word) == 0) return i;
        if (strncmp(names[i], word, strlen(word)) == 0) found = i, begun++;
    }
    if (begun == 1 && *word) return found;
    nn_near_names(word, names, type->argument_count, near, sizeof near);
    nn_fail(message, "unknown argument '%s'; %s", word, near);
    return type->argument_count;
}

/* The name of an argument if the text is one; else NULL. */
static const char *argument_called(const nn_class *type, piece text) {
    char word[MAX_WORD];
    for (size_t i = 0; copy_word(text, word) && i < type->argument_count; i++)
        if (strcmp(word, type->arguments[i].name) == 0) return type->arguments[i].name;
    return NULL;
}

/* Parse "value" for argument 'position', or "name=value". */
static bool parse_argument(nn_spec *spec, const nn_class *type, piece text, size_t position,
                           bool given[NN_SPEC_VALUES], bool *named, char *message) {
    const char *equals = memchr(text.start, '=', text.length);
    size_t i = position;
    piece value = text;
    if (equals) {
        size_t before = (size_t)(equals - text.start);
        i = find_argument(type, trimmed(text.start, before), message);
        if (i == type->argument_count) return false;
        value = trimmed(equals + 1, text.length - before - 1);
        *named = true;
    } else if (*named) {
        return nn_fail(message, "an argument without a name after one with a name: '%.*s'",
                       (int)text.length, text.start);
    } else if (i >= type->argument_count) {
        return nn_fail(message, "too many arguments");
    }
    const char *meant = equals ? NULL : argument_called(type, text);
    if (meant || !value.length)
        return nn_fail(message, "%s has no value; write %s=VALUE",
                       meant ? meant : type->arguments[i].name,
                       meant ? meant : type->arguments[i].name);
    if (given[i]) return nn_fail(message, "%s is given twice", type->arguments[i].name);
    given[i] = true;
    return parse_value(&type->arguments[i], value, &spec->values[nn_spec_slot(type, i)], message);
}

/* What has no default must be given. */
static bool check_complete(const nn_spec *spec, char *message) {
    for (size_t i = 0; i < spec->type->argument_count; i++)
        if (!spec->type->arguments[i].optional && isnan(spec->values[nn_spec_slot(spec->type, i)]))
            return nn_fail(message, "%s is missing", spec->type->arguments[i].name);
    return true;
}

/* Whether "name=value" is for an argument that an option of the program sets. */
static bool is_elsewhere(const nn_table *table, piece text) {
    const char *equals = memchr(text.start, '=', text.length);
    char word[MAX_WORD];
    return table->elsewhere && equals &&
           copy_word(trimmed(text.start, (size_t)(equals - text.start)), word) &&
           strcmp(word, table->elsewhere) == 0;
}

/* Parse the text between the parentheses. */
static bool parse_arguments(nn_spec *spec, const nn_class *type, const nn_table *table,
                            const char *text, char *message) {
    bool given[NN_SPEC_VALUES] = {false}, named = false;
    size_t length, position = 0;
    for (const char *start; (start = nn_spec_next_piece(&text, ',', &length)); position++) {
        const piece argument = {start, length};
        if (!length && !position && !text) break; /* "()" */
        if (is_elsewhere(table, argument))
            return nn_fail(message, "%s is not an argument here: use %s", table->elsewhere,
                           table->option);
        if (type->fixed || !type->argument_count) return nn_fail(message, "takes no arguments");
        if (!parse_argument(spec, type, argument, position, given, &named, message)) return false;
    }
    return check_complete(spec, message);
}

bool nn_spec_parse(const char *text, const nn_table *table, nn_spec *spec,
                   char message[NN_MESSAGE]) {
    char inside[NN_SPEC_TEXT], reason[NN_MESSAGE];
    piece all = trimmed(text, strlen(text));
    const char *open = memchr(all.start, '(', all.length);
    piece name = trimmed(all.start, open ? (size_t)(open - all.start) : all.length);
    const nn_class *type = find_class(name, table, message);
    if (!type) return false;
    *spec = nn_spec_default(type);
    size_t length = open ? all.length - (size_t)(open - all.start) : 0;
    if (open && open[length - 1] != ')')
        return nn_fail(message, "%s '%s': no parenthesis at its end", table->what, text);
    if (length > sizeof inside) return nn_fail(message, "%s: too long", type->name);
    snprintf(inside, sizeof inside, "%.*s", open ? (int)length - 2 : 0, open ? open + 1 : "");
    return parse_arguments(spec, type, table, inside, reason) ||
           nn_fail(message, "%s: %s", type->name, reason);
}

/* ---- texts ---- */

static bool same_number(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

/* Append to a text of NN_SPEC_TEXT. */
__attribute__((format(printf, 2, 3))) static void put(char *text, const char *format, ...) {
    size_t used = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + used, NN_SPEC_TEXT - used, format, arguments);
    va_end(arguments);
}

char *nn_number_text(double value, char text[NN_NUMBER_TEXT]) {
    int digits = 1;
    do snprintf(text, NN_NUMBER_TEXT, "%.*e", digits - 1, value);
    while (strtod(text, NULL) != value && digits++ < 17);
    int exponent = atoi(strchr(text, 'e') + 1), decimals = digits - 1 - exponent;
    if (exponent < 16 && exponent >= -4)
        snprintf(text, NN_NUMBER_TEXT, "%.*f", decimals > 0 ? decimals : 0, value);
    return text;
}

static void put_number(char *text, double value) {
    char number[NN_NUMBER_TEXT];
    put(text, "%s", nn_number_text(value, number));
}

static void put_value(char *text, const nn_argument *a, const double *values) {
    if (isnan(*values)) {
        put(text, "None");
        return;
    }
    switch (a->kind) {
    case NN_NUMBER:
    case NN_WHOLE: put_number(text, *values); break;
    case NN_FLAG: put(text, "%s", *values != 0 ? "true" : "false"); break;
    case NN_CHOICE: put(text, "%s", a->choices[(size_t)*values]); break;
    case NN_LIST:
    case NN_WHOLES:
        for (size_t i = 0; i < (size_t)*values; i++) {
            put(text, i ? "," : "[");
            put_number(text, values[1 + i]);
        }
        put(text, "]");
        break;
    }
}

static bool same_value(const nn_argument *a, const double *x, const double *y) {
    size_t count = is_list(a) && !isnan(*x) ? (size_t)*x : 0;
    for (size_t i = 0; i <= count; i++)
        if (!same_number(x[i], y[i])) return false;
    return true;
}

bool nn_spec_equal(const nn_spec *a, const nn_spec *b) {
    if (a->type != b->type) return false;
    for (size_t i = 0; i < a->type->argument_count; i++) {
        size_t slot = nn_spec_slot(a->type, i);
        if (!same_value(&a->type->arguments[i], a->values + slot, b->values + slot)) return false;
    }
    return true;
}

bool nn_spec_is_default(const nn_spec *spec) {
    const nn_spec plain = nn_spec_default(spec->type);
    return nn_spec_equal(spec, &plain);
}

/* A class's name, and in parentheses what is no default. */
static char *call_text(const nn_spec *spec, const char *name, char *text) {
    const nn_class *type = spec->type;
    const char *before = "(";
    text[0] = '\0';
    put(text, "%s", name);
    for (size_t i = 0; i < type->argument_count && !type->fixed; i++) {
        const nn_argument *a = &type->arguments[i];
        const double *value = spec->values + nn_spec_slot(type, i);
        if (same_value(a, value, type->values + nn_spec_slot(type, i))) continue;
        put(text, "%s%s=", before, a->name);
        put_value(text, a, value);
        before = ",";
    }
    if (*before == ',') put(text, ")");
    return text;
}

char *nn_spec_text(const nn_spec *spec, char *text) {
    return call_text(spec, spec->type->name, text);
}

char *nn_spec_keras_text(const nn_spec *spec, char *text) {
    return call_text(spec, spec->type->keras, text);
}

char *nn_spec_arguments_text(const nn_spec *spec, char *text) {
    text[0] = '\0';
    for (size_t i = 0; i < spec->type->argument_count; i++) {
        put(text, "%s%s=", i ? ", " : "", spec->type->arguments[i].name);
        put_value(text, &spec->type->arguments[i], spec->values + nn_spec_slot(spec->type, i));
    }
    return text;
}
