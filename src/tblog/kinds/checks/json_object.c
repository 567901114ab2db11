/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a text is a JSON object: a recursive descent over the grammar of RFC 8259. */
#include "tblog/kinds/checks/json_object.h"

#include <stddef.h>
#include <string.h>

enum { MAX_DEPTH = 100 };

/* Each function reads what it is named for and returns where that ends; NULL if it is missing. For
 * NULL it returns NULL. */

static const char *blanks(const char *at) {
    return at ? at + strspn(at, " \t\r\n") : NULL;
}

static const char *one(const char *at, char c) {
    return at && *at == c ? at + 1 : NULL;
}

static const char *word(const char *at, const char *text) {
    return strncmp(at, text, strlen(text)) == 0 ? at + strlen(text) : NULL;
}

static const char *digits(const char *at) {
    size_t count = at ? strspn(at, "0123456789") : 0;
    return count ? at + count : NULL;
}

static const char *number(const char *at) {
    if (*at == '-') at++;
    at = *at == '0' ? at + 1 : digits(at);
    if (at && *at == '.') at = digits(at + 1);
    if (at && (*at == 'e' || *at == 'E')) {
        at++;
        at = digits(*at == '+' || *at == '-' ? at + 1 : at);
    }
    return at;
}

static const char *escape(const char *at) {
    if (*at == 'u') return strspn(at + 1, "0123456789abcdefABCDEF") >= 4 ? at + 5 : NULL;
    return *at && strchr("\"\\/bfnrt", *at) ? at + 1 : NULL;
}

static const char *string(const char *at) {
    at = one(at, '"');
    while (at && *at != '"') {
        if ((unsigned char)*at < 0x20) return NULL; /* the final NUL too */
        at = *at == '\\' ? escape(at + 1) : at + 1;
    }
    return one(at, '"');
}

static const char *value(const char *at, int depth);

static const char *member(const char *at, int depth) {
    at = one(blanks(string(blanks(at))), ':');
    return at ? value(at, depth) : NULL;
}

/* Elements or members, in their brackets, with commas between them. */
static const char *list(const char *at, char end, int depth,
                        const char *(*element)(const char *at, int depth)) {
    at = blanks(at);
    if (*at == end) return at + 1;
    for (;;) {
        at = blanks(element(at, depth));
        if (!at || *at != ',') return one(at, end);
        at++;
    }
}

/* As deep as MAX_DEPTH. */
static const char *value(const char *at, int depth) {
    at = blanks(at);
    if (depth == MAX_DEPTH) return NULL;
    switch (*at) {
    case '{': return list(at + 1, '}', depth + 1, member);
    case '[': return list(at + 1, ']', depth + 1, value);
    case '"': return string(at);
    case 't': return word(at, "true");
    case 'f': return word(at, "false");
    case 'n': return word(at, "null");
    default: return number(at);
    }
}

bool tblog__json_object(const char *text) {
    const char *start = blanks(text), *end = *start == '{' ? blanks(value(start, 0)) : NULL;
    return end && !*end;
}
