/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a regular expression compiles in Python: a recursive descent that follows
 * Lib/re/_parser.py of Python 3.11 function by function, but stores only what errors depend on: the
 * last item, for "nothing to repeat"; the groups, for references; the width of a match, for
 * look-behinds. It accepts whatever any Python from 3.9 to 3.14 accepts.
 */
#include "tblog/kinds/checks/python_regex.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Python's own parser gives up at 1,000 calls, which are fewer than 500 levels. */
enum { MAX_GROUPS = 1000, MAX_DEPTH = 500 };
static const uint64_t MAX_REPEAT = UINT32_MAX;

/* The characters that a match can have. */
typedef struct width {
    uint64_t min, max;
} width;

static const width NOTHING = {0, 0}, ONE = {1, 1};

/* Inline flags, as bits by their place in "aiLmstux". */
enum { ASCII = 1, TEMPLATE = 1 << 5, UNICODE = 1 << 6, VERBOSE = 1 << 7 };

typedef enum item_kind { NO_ITEM, PLACE, REPEAT, OTHER } item_kind;

typedef struct group {
    const char *name; /* in the pattern; NULL without */
    size_t name_size;
    bool closed;
    width width;
} group;

typedef struct parser {
    const char *at;
    const char *fault;  /* the first; then everything returns */
    bool gave_up;       /* see give_up */
    unsigned top_flags; /* of the whole pattern */
    size_t groups;      /* group 0 is the whole */
    size_t behind_from; /* inside of a look-behind: groups from here on are inside too; else 0 */
    size_t asked_for;   /* the largest group of a (?(1)...) */
    int depth;
    group group[MAX_GROUPS];
} parser;

static uint64_t add(uint64_t a, uint64_t b) {
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static uint64_t multiply(uint64_t a, uint64_t b) {
    return a && b > UINT64_MAX / a ? UINT64_MAX : a * b;
}

static width follow(width a, width b) {
    return (width){add(a.min, b.min), add(a.max, b.max)};
}

static width either(width a, width b) {
    return (width){a.min < b.min ? a.min : b.min, a.max > b.max ? a.max : b.max};
}

static void fail(parser *p, const char *fault) {
    if (!p->fault) p->fault = fault;
}

/* The rest is not checked: it counts as valid. */
static void give_up(parser *p) {
    p->gave_up = !p->fault;
    fail(p, "");
}

static bool take(parser *p, char c) {
    if (*p->at != c) return false;
    p->at++;
    return true;
}

/* Pass over one character, of up to four bytes; its number. */
static uint32_t take_character(parser *p) {
    unsigned char lead = (unsigned char)*p->at++;
    uint32_t c = lead < 0x80   ? lead
                 : lead < 0xe0 ? lead & 0x1f
                 : lead < 0xf0 ? lead & 0xf
                               : lead & 7;
    while (lead >= 0x80 && ((unsigned char)*p->at & 0xc0) == 0x80)
        c = c << 6 | ((unsigned char)*p->at++ & 0x3f);
    return c;
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_octal(char c) {
    return c >= '0' && c <= '7';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* ---- groups ---- */

/* Read a name up to 'end', and skip that. Returns its size; 0 after an error. */
static size_t take_name(parser *p, char end, const char **name) {
    const char *stop = strchr(p->at, end);
    *name = p->at;
    if (!stop) return fail(p, "a name is not terminated"), 0;
    if (stop == p->at) return fail(p, "a name is missing"), 0;
    p->at = stop + 1;
    return (size_t)(stop - *name);
}

static bool is_identifier(const char *name, size_t size) {
    bool good = size && !is_digit(*name);
    for (size_t i = 0; i < size && good; i++)
        good = is_letter(name[i]) || is_digit(name[i]) || name[i] == '_' ||
               (unsigned char)name[i] >= 0x80;
    return good;
}

/* The number of a group by its name; 0 if there is none. */
static size_t find_group(const parser *p, const char *name, size_t size) {
    for (size_t i = 1; i < p->groups; i++)
        if (p->group[i].name && p->group[i].name_size == size &&
            memcmp(p->group[i].name, name, size) == 0)
            return i;
    return 0;
}

static void check_behind(parser *p, size_t number) {
    if (!p->behind_from) return;
    if (number >= p->groups || !p->group[number].closed)
        fail(p, "it refers to a group that is open");
    else if (number >= p->behind_from)
        fail(p, "it refers to a group in the same look-behind");
}

static width refer_to(parser *p, size_t number) {
    if (!number || number >= p->groups)
        return fail(p, "it refers to a group that is not there"), NOTHING;
    if (!p->group[number].closed) return fail(p, "it refers to a group that is open"), NOTHING;
    check_behind(p, number);
    return p->group[number].width;
}

static width take_reference_by_name(parser *p) {
    const char *name;
    size_t size = take_name(p, ')', &name);
    if (size && !is_identifier(name, size)) fail(p, "a group's name is not an identifier");
    return p->fault ? NOTHING : refer_to(p, find_group(p, name, size));
}

/* ---- escapes ---- */

/* So many hexadecimal digits. */
static uint32_t take_hex(parser *p, int digits) {
    uint32_t value = 0;
    for (int i = 0; i < digits; i++) {
        char c = *p->at;
        bool hex = is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (!hex) return fail(p, "an escape is incomplete"), 0;
        value = value * 16 + (uint32_t)(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
        p->at++;
    }
    return value;
}

/* Read an escape that both kinds have; false, and nothing is read, for others. */
static bool take_character_escape(parser *p, char c, uint32_t *character) {
    static const char letters[] = "afnrtv\\", codes[] = "\a\f\n\r\t\v\\";
    const char *name, *letter = strchr(letters, c);
    *character = letter ? (unsigned char)codes[letter - letters] : 0;
    if (letter) return p->at++, true;
    if (c != 'x' && c != 'u' && c != 'U' && c != 'N') return false;
    p->at++;
    if (c == 'N' && !take(p, '{')) return fail(p, "'{' is missing after \\N"), true;
    if (c == 'N') return take_name(p, '}', &name), true;
    *character = take_hex(p, c == 'x' ? 2 : c == 'u' ? 4 : 8);
    if (*character > 0x10ffff) fail(p, "a character's number is too large");
    return true;
}

static uint32_t take_octal(parser *p, int most) {
    uint32_t value = 0;
    for (int i = 0; i < most && is_octal(*p->at); i++)
        value = value * 8 + (uint32_t)(*p->at++ - '0');
    if (value > 0377) fail(p, "an octal escape is over \\377");
    return value;
}

/* \1 to \99 are groups, \101 to \377 characters. */
static width take_number_escape(parser *p) {
    const char *d = p->at;
    if (*d == '0') return take_octal(p, 3), ONE;
    if (is_octal(d[0]) && is_octal(d[1]) && is_octal(d[2])) return take_octal(p, 3), ONE;
    size_t number = (size_t)(*p->at++ - '0');
    if (is_digit(*p->at)) number = number * 10 + (size_t)(*p->at++ - '0');
    return refer_to(p, number);
}

/* After a backslash. */
static width take_escape(parser *p, item_kind *kind) {
    uint32_t unused;
    char c = *p->at;
    *kind = strchr("AbBZz", c) ? PLACE : OTHER; /* \z: Python 3.14 */
    if (*kind == PLACE) return p->at++, NOTHING;
    if (strchr("dDsSwW", c)) return p->at++, ONE;
    if (take_character_escape(p, c, &unused)) return ONE;
    if (is_digit(c)) return take_number_escape(p);
    if (is_letter(c)) fail(p, "an escape is unknown");
    take_character(p);
    return ONE;
}

/* ---- sets: [a-z] ---- */

/* One member; its number goes to *character, false if it is a class of characters. */
static bool take_member(parser *p, uint32_t *character) {
    *character = 0;
    if (!take(p, '\\')) return *character = take_character(p), true;
    char c = *p->at;
    if (strchr("dDsSwW", c)) return p->at++, false;
    if (c == 'b') return p->at++, *character = '\b', true;
    if (take_character_escape(p, c, character)) return true;
    if (is_octal(c)) return *character = take_octal(p, 3), true;
    if (is_letter(c) || is_digit(c)) fail(p, "an escape is unknown");
    *character = take_character(p);
    return true;
}

static void take_set(parser *p) {
    bool any = false;
    take(p, '^');
    for (; !p->fault && !(any && take(p, ']')); any = true) {
        uint32_t low = 0, high = 0;
        bool is_character = *p->at && take_member(p, &low);
        if (take(p, '-')) {
            if (take(p, ']')) return; /* "-" is the last member */
            bool is_range = *p->at && take_member(p, &high) && is_character && low <= high;
            if (!is_range && *p->at) fail(p, "a range of a set is bad");
        }
        if (!*p->at) fail(p, "a set is not terminated");
    }
}

/* ---- repetition ---- */

/* A number, or 'absent' without one. */
static uint64_t take_count(parser *p, uint64_t absent) {
    if (!is_digit(*p->at)) return absent;
    uint64_t value = 0;
    while (is_digit(*p->at)) value = add(multiply(value, 10), (uint64_t)(*p->at++ - '0'));
    if (value >= MAX_REPEAT) fail(p, "a number of repetitions is too large");
    return value;
}

/* Read {2}, {2,}, {,3} or {2,3}; false, and nothing is read, if the brace is only a character. */
static bool take_counts(parser *p, width *times) {
    const char *start = p->at;
    if (*p->at == '}') return false;
    times->min = take_count(p, 0);
    times->max = p->at == start ? MAX_REPEAT : times->min;
    if (take(p, ',')) times->max = take_count(p, MAX_REPEAT);
    if (take(p, '}')) return true;
    p->at = start;
    p->fault = NULL; /* it was none: there is no number */
    return false;
}

static width repeat(parser *p, width last, width times, item_kind *kind) {
    if (times.min > times.max) fail(p, "a least number of repetitions is over the largest");
    if (*kind == NO_ITEM || *kind == PLACE) fail(p, "there is nothing to repeat");
    if (*kind == REPEAT) fail(p, "a repetition is repeated");
    *kind = REPEAT;
    if (!take(p, '?')) take(p, '+');
    uint64_t max = times.max == MAX_REPEAT && last.max ? UINT64_MAX : multiply(last.max, times.max);
    return (width){multiply(last.min, times.min), max};
}

/* ---- groups and their extensions ---- */

static width take_alternatives(parser *p, bool verbose, bool top);
static width take_sequence(parser *p, bool verbose, bool first);

static void expect_end(parser *p) {
    if (!take(p, ')')) fail(p, "a ')' is missing");
}

static width take_rest_of_group(parser *p, bool verbose) {
    width inside = take_alternatives(p, verbose, false);
    expect_end(p);
    return inside;
}

static width take_group(parser *p, const char *name, size_t name_size, bool verbose) {
    if (p->groups == MAX_GROUPS) return give_up(p), NOTHING;
    group *own = &p->group[p->groups++];
    *own = (group){.name = name, .name_size = name_size};
    own->width = take_rest_of_group(p, verbose);
    own->closed = true;
    return own->width;
}

/* After "(?=", "(?!", "(?<=" or "(?<!". */
static void take_look(parser *p, bool behind, bool verbose) {
    size_t outer = p->behind_from;
    if (behind && !outer) p->behind_from = p->groups;
    width inside = take_rest_of_group(p, verbose);
    p->behind_from = outer;
    if (behind && inside.min != inside.max) fail(p, "a look-behind has no fixed width");
    if (behind && inside.min > UINT32_MAX) fail(p, "a look-behind is too wide");
}

/* After "(?(". */
static width take_condition(parser *p, bool verbose) {
    const char *name;
    size_t size = take_name(p, ')', &name), number = 0;
    if (p->fault) return NOTHING;
    if (is_identifier(name, size)) {
        number = find_group(p, name, size);
        if (!number) fail(p, "it refers to a group that is not there");
    } else {
        for (size_t i = 0; i < size; i++) {
            if (!is_digit(name[i])) fail(p, "a group's name is not an identifier");
            if (number < MAX_GROUPS) number = number * 10 + (size_t)(name[i] - '0');
        }
        if (!number) fail(p, "a group has no number 0");
        if (number > p->asked_for) p->asked_for = number;
    }
    check_behind(p, number);
    width yes = take_sequence(p, verbose, false), no = NOTHING;
    if (take(p, '|')) {
        no = take_sequence(p, verbose, false);
        if (*p->at == '|') fail(p, "a condition has more than two branches");
    }
    expect_end(p);
    return either(yes, no);
}

/* "imsx" or the like; those that are set. */
static unsigned take_flag_letters(parser *p, const char *allowed) {
    static const char letters[] = "aiLmstux";
    unsigned flags = 0;
    const char *start = p->at;
    for (const char *letter; *p->at && (letter = strchr(letters, *p->at)); p->at++) {
        if (!strchr(allowed, *letter)) return fail(p, "a flag is not allowed here"), 0;
        flags |= 1u << (letter - letters);
    }
    if (p->at == start) fail(p, "a flag is missing or unknown");
    return flags;
}

/* After "(?" and before flags: (?i), or (?i-m:...). False if they were those of the whole. */
static bool take_flags(parser *p, bool *verbose, bool first) {
    unsigned on = *p->at == '-' ? 0 : take_flag_letters(p, "aimstux"), off = 0;
    if ((on & ASCII) && (on & UNICODE)) fail(p, "flags a and u exclude each other");
    if (p->fault) return false;
    if (take(p, ')')) {
        if (!first) give_up(p); /* an error only since Python 3.11 */
        p->top_flags |= on;
        *verbose = (p->top_flags & VERBOSE) != 0;
        return false;
    }
    if (take(p, '-')) off = take_flag_letters(p, "imstx");
    if (!take(p, ':')) fail(p, "a ':' is missing after flags");
    if ((on | off) & TEMPLATE) fail(p, "a flag is not allowed here");
    if (on & off) fail(p, "a flag is turned on and off");
    *verbose = (*verbose || (on & VERBOSE)) && !(off & VERBOSE);
    return true;
}

/* After "(?P". */
static width take_python_extension(parser *p, bool verbose) {
    const char *name;
    if (take(p, '=')) return take_reference_by_name(p);
    if (!take(p, '<')) return fail(p, "an extension is unknown"), NOTHING;
    size_t size = take_name(p, '>', &name);
    if (p->fault) return NOTHING;
    if (!is_identifier(name, size)) fail(p, "a group's name is not an identifier");
    if (find_group(p, name, size)) fail(p, "two groups have one name");
    return take_group(p, name, size, verbose);
}

static void take_comment(parser *p) {
    while (*p->at && *p->at != ')') p->at += *p->at == '\\' && p->at[1] ? 2 : 1;
    if (!take(p, ')')) fail(p, "a comment is not terminated");
}

/* After "("; *is_item is false for a comment, and for flags of the whole. */
static width take_parenthesis(parser *p, bool *verbose, bool first, bool *is_item) {
    *is_item = true;
    if (!take(p, '?')) return take_group(p, NULL, 0, *verbose);
    if (take(p, 'P')) return take_python_extension(p, *verbose);
    if (take(p, ':') || take(p, '>')) return take_rest_of_group(p, *verbose);
    if (take(p, '(')) return take_condition(p, *verbose);
    if (take(p, '=') || take(p, '!')) return take_look(p, false, *verbose), NOTHING;
    if (take(p, '<')) {
        if (!take(p, '=') && !take(p, '!')) fail(p, "an extension is unknown");
        return take_look(p, true, *verbose), NOTHING;
    }
    if (take(p, '#')) return *is_item = false, take_comment(p), NOTHING;
    bool inside = *verbose;
    if (take_flags(p, &inside, first)) return take_rest_of_group(p, inside);
    *is_item = false;
    *verbose = inside;
    return NOTHING;
}

/* ---- the whole ---- */

/* Blanks and comments, in a verbose pattern. */
static bool take_blank(parser *p) {
    if (*p->at && strchr(" \t\n\r\v\f", *p->at)) return p->at++, true;
    if (*p->at != '#') return false;
    while (*p->at && *p->at != '\n') {
        if (*p->at == '\\') p->at++; /* a backslash takes what follows with it */
        p->at++;
    }
    if (*p->at) p->at++;
    return true;
}

/* What stands between two '|'. As deep as MAX_DEPTH. */
static width take_sequence(parser *p, bool verbose, bool first) {
    width all = NOTHING, last = NOTHING; /* without the last; its own */
    item_kind kind = NO_ITEM;
    if (++p->depth > MAX_DEPTH) fail(p, "it is nested too deeply");
    while (!p->fault && *p->at && *p->at != '|' && *p->at != ')') {
        width times = {0, MAX_REPEAT};
        if (verbose && take_blank(p)) continue;
        char c = *p->at++;
        if (c == '*' || c == '+' || c == '?' || (c == '{' && take_counts(p, &times))) {
            if (c == '+') times.min = 1;
            if (c == '?') times.max = 1;
            last = repeat(p, last, times, &kind);
            continue;
        }
        if (c == '(') {
            bool is_item;
            width inside = take_parenthesis(p, &verbose, first && kind == NO_ITEM, &is_item);
            if (!is_item) continue;
            all = follow(all, last);
            last = inside;
            kind = OTHER;
            continue;
        }
        all = follow(all, last);
        last = c == '^' || c == '$' ? NOTHING : ONE;
        kind = c == '^' || c == '$' ? PLACE : OTHER;
        if (c == '\\')
            last = take_escape(p, &kind);
        else if (c == '[')
            take_set(p);
        else
            while (((unsigned char)*p->at & 0xc0) == 0x80) p->at++; /* the rest of a character */
    }
    p->depth--;
    return follow(all, last);
}

/* As deep as MAX_DEPTH. */
static width take_alternatives(parser *p, bool verbose, bool top) {
    width all = take_sequence(p, verbose, top);
    while (!p->fault && take(p, '|'))
        all = either(all, take_sequence(p, top ? p->top_flags & VERBOSE : verbose, false));
    return all;
}

static bool ends_with_lone_backslash(const char *pattern) {
    size_t size = strlen(pattern), count = 0;
    while (count < size && pattern[size - 1 - count] == '\\') count++;
    return count % 2;
}

const char *tblog__python_regex_fault(const char *pattern) {
    parser *p = calloc(1, sizeof *p);
    if (!p) return NULL; /* not known to be one */
    p->at = pattern;
    p->groups = 1;
    if (ends_with_lone_backslash(pattern)) fail(p, "it ends with a backslash");
    take_alternatives(p, false, true);
    if (*p->at) fail(p, "a ')' has no '('");
    if (p->asked_for >= p->groups) fail(p, "it refers to a group that is not there");
    if ((p->top_flags & ASCII) && (p->top_flags & UNICODE))
        fail(p, "flags a and u exclude each other");
    const char *fault = p->gave_up ? NULL : p->fault;
    free(p);
    return fault;
}
