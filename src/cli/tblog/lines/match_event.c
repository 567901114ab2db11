/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of any program as scalars. log.c calls this. */
#include "cli/tblog/lines/match_event.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/pool.h"
#include "cli/tblog/regex.h"

enum { MOST_GROUPS = 64 };

/* A group with a name. The name may be any text, so the expression has a second one for it, "g" and
 * its index here. */
typedef struct group {
    const char *name;
    size_t number; /* in the expression */
} group;

/* One pattern. */
typedef struct pattern {
    regex *regex;
    group groups[MOST_GROUPS];
    size_t count;
    bool has_step;
} pattern;

struct matcher {
    pattern *patterns; /* (count) */
    size_t count;
    bool has_step; /* one of them has */
    int64_t step;  /* the last one */
    pool names;
};

matcher *matcher_new(void) {
    return calloc(1, sizeof(matcher));
}

void matcher_free(matcher *self) {
    if (!self) return;
    for (size_t i = 0; i < self->count; i++) regex_free(self->patterns[i].regex);
    free(self->patterns);
    pool_free(&self->names);
    free(self);
}

/* ---- patterns ---- */

/* The end of what begins with these two texts at 'at', or of the text; 'at' if it does not. */
static const char *after(const char *at, const char *begin, const char *end) {
    if (strncmp(at, begin, strlen(begin)) != 0) return at;
    const char *found = strstr(at + strlen(begin), end);
    return found ? found + strlen(end) : at + strlen(at);
}

/* The end of a bracket expression that begins at 'at', or of the text. */
static const char *after_bracket(const char *at) {
    at += at[1] == '^' ? 2 : 1;
    if (*at == ']') at++;
    while (*at && *at != ']') {
        const char *end = after(at, "[:", ":]");
        if (end == at) end = at + (at[0] == '\\' && at[1] ? 2 : 1);
        at = end;
    }
    return *at ? at + 1 : at;
}

/* The end of what begins at 'at' and may hold a parenthesis that begins no group; else the next
 * byte. */
static const char *after_item(const char *at) {
    const char *end = after(at, "\\Q", "\\E");
    if (end == at) end = after(at, "(?#", ")");
    if (end > at) return end;
    if (*at == '[') return after_bracket(at);
    return at + (at[0] == '\\' && at[1] ? 2 : 1);
}

/* The length of what begins a named group: (?<, (?P< or (?'. 0: no named group begins here. */
static size_t opening(const char *at) {
    if (strncmp(at, "(?P<", 4) == 0) return 4;
    if (strncmp(at, "(?'", 3) == 0) return 3;
    return strncmp(at, "(?<", 3) == 0 && at[3] != '=' && at[3] != '!' ? 3 : 0;
}

/* Copy the expression with the other names, and note the groups'. 'plain' has room for those. */
static bool take_names(matcher *self, pattern *p, const char *text, char *plain, char *reason,
                       size_t size) {
    for (const char *at = text; *at;) {
        size_t open = opening(at);
        if (!open) {
            const char *end = after_item(at);
            memcpy(plain, at, (size_t)(end - at));
            plain += end - at;
            at = end;
            continue;
        }
        const char *name = at + open;
        size_t length = strcspn(name, name[-1] == '<' ? ">)" : "')");
        if (!length || !name[length] || name[length] == ')') {
            snprintf(reason, size, "'%.5s': a group with a name is (?<name>...)", at);
            return false;
        }
        if (p->count == MOST_GROUPS) {
            snprintf(reason, size, "it has more than %d named groups", MOST_GROUPS);
            return false;
        }
        group *g = &p->groups[p->count];
        if (!(g->name = pool_print(&self->names, "%.*s", (int)length, name))) {
            snprintf(reason, size, "out of memory");
            return false;
        }
        plain += sprintf(plain, "(?<g%zu>", p->count++);
        at = name + length + 1;
    }
    *plain = '\0';
    return true;
}

static bool has(const pattern *p, const char *name) {
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->groups[i].name, name) == 0) return true;
    return false;
}

/* Whether it can find anything. */
static bool is_useful(const pattern *p, char *reason, size_t size) {
    if (!p->count)
        snprintf(reason, size,
                 "it has no named group: (?<step>...), (?<loss>...), or (?<tag>...) with "
                 "(?<value>...)");
    else if (has(p, "tag") != has(p, "value"))
        snprintf(reason, size, "the groups tag and value go together");
    else
        return true;
    return false;
}

static bool compile(pattern *p, const char *plain, char *reason, size_t size) {
    p->regex = regex_new(plain, false, reason, size);
    if (!p->regex) return false;
    for (size_t i = 0; i < p->count; i++) {
        char name[24];
        snprintf(name, sizeof name, "g%zu", i);
        p->groups[i].number = regex_group_number(p->regex, name);
    }
    p->has_step = has(p, "step");
    return true;
}

bool matcher_add(matcher *self, const char *text, char *reason, size_t size) {
    pattern *grown = realloc(self->patterns, (self->count + 1) * sizeof *grown);
    if (grown) self->patterns = grown;
    /* "(?<a>" becomes "(?<g63>" */
    char *plain = malloc(2 * strlen(text) + 1);
    if (!grown || !plain) {
        free(plain);
        snprintf(reason, size, "out of memory");
        return false;
    }
    pattern p = {0};
    bool good = take_names(self, &p, text, plain, reason, size) && is_useful(&p, reason, size) &&
                compile(&p, plain, reason, size);
    free(plain);
    if (!good) return false;
    self->has_step |= p.has_step;
    grown[self->count++] = p;
    return true;
}

/* ---- lines ---- */

/* The group with that name that took part; NULL: none. */
static const group *group_named(const pattern *p, const char *name) {
    size_t from, size;
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->groups[i].name, name) == 0 &&
            regex_group(p->regex, p->groups[i].number, &from, &size))
            return &p->groups[i];
    return NULL;
}

/* Its text in 'text' of 'size' bytes; false if it did not take part, or is longer. */
static bool text_of(const pattern *p, const group *g, const char *line, char *text, size_t size) {
    size_t from, length;
    if (!g || !regex_group(p->regex, g->number, &from, &length) || length >= size) return false;
    snprintf(text, size, "%.*s", (int)length, line + from);
    return true;
}

static bool number_of(const pattern *p, const group *g, const char *line, double *number) {
    char text[128];
    return text_of(p, g, line, text, sizeof text) && number_parse(text, number);
}

/* Take the step of a match, if it has one. */
static void take_step(matcher *self, const pattern *p, const char *line, match_line *result) {
    const group *g = group_named(p, "step");
    uint64_t number;
    size_t from, size;
    char text[sizeof result->bad_step];
    if (!g || !regex_group(p->regex, g->number, &from, &size)) return;
    if (text_of(p, g, line, text, sizeof text) && whole_parse(text, 0, INT64_MAX, &number)) {
        self->step = (int64_t)number;
        result->found = true;
    } else {
        snprintf(result->bad_step, sizeof result->bad_step, "%.*s", (int)size, line + from);
    }
}

/* What a line is searched for. */
typedef struct search {
    matcher *self;
    const char *line;
    match_line *result;
    match_visitor visit; /* NULL: take steps only */
    void *context;
    bool scalars; /* some were found */
} search;

static bool visit_scalar(search *s, const char *tag, double value) {
    s->scalars = true;
    return s->visit(s->context, tag, value);
}

static bool visit_tag_and_value(search *s, const pattern *p) {
    char tag[512];
    double value;
    if (!text_of(p, group_named(p, "tag"), s->line, tag, sizeof tag) ||
        !number_of(p, group_named(p, "value"), s->line, &value))
        return true;
    return visit_scalar(s, tag, value);
}

static bool visit_named(search *s, const pattern *p) {
    for (size_t i = 0; i < p->count; i++) {
        const char *name = p->groups[i].name;
        double value;
        if (strcmp(name, "step") == 0 || strcmp(name, "tag") == 0 || strcmp(name, "value") == 0 ||
            !number_of(p, &p->groups[i], s->line, &value))
            continue;
        if (!visit_scalar(s, name, value)) return false;
    }
    return visit_tag_and_value(s, p);
}

/* All matches of a pattern in the line. False when 'visit' returned it, or matching fails. */
static bool visit_pattern(search *s, const pattern *p, char *reason, size_t size) {
    size_t length = strlen(s->line), from = 0, matched = 0;
    for (size_t start = 0; start <= length;) {
        regex_result result = regex_find(p->regex, s->line, length, start, reason, size);
        if (result != REGEX_FOUND) return result == REGEX_NOT_FOUND;
        if (!s->visit)
            take_step(s->self, p, s->line, s->result);
        else if (!visit_named(s, p))
            return false;
        bool empty = !regex_group(p->regex, 0, &from, &matched) || !matched;
        if (from + matched > start) start = from + matched;
        if (!empty) continue;
        /* go on by a character */
        do start++;
        while (start < length && ((unsigned char)s->line[start] & 0xc0) == 0x80);
    }
    return true;
}

bool matcher_visit(matcher *self, const char *line, match_line *result, match_visitor visit,
                   void *context, char *reason, size_t size) {
    const char *last = strrchr(line, '\r');
    if (last && last[1]) line = last + 1;
    *result = (match_line){0};
    search s = {self, line, result, NULL, context, false};
    bool good = true;
    for (size_t i = 0; good && i < self->count; i++)
        if (self->patterns[i].has_step) good = visit_pattern(&s, &self->patterns[i], reason, size);
    result->step = self->step;
    s.visit = visit;
    for (size_t i = 0; good && i < self->count; i++)
        good = visit_pattern(&s, &self->patterns[i], reason, size);
    if (!self->has_step) self->step += s.scalars;
    result->found |= s.scalars;
    return good;
}
