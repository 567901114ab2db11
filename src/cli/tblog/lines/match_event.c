/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of any program as scalars. log.c calls this. */
#include "cli/tblog/lines/match_event.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/pool.h"

enum { MOST_GROUPS = 64 };

/* One pattern. */
typedef struct pattern {
    regex_t regex;
    const char *names[MOST_GROUPS + 1]; /* of group i, NULL: none; group 0 is the whole match */
    size_t groups;
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
    for (size_t i = 0; i < self->count; i++) regfree(&self->patterns[i].regex);
    free(self->patterns);
    pool_free(&self->names);
    free(self);
}

/* ---- patterns ---- */

/* The end of a bracket expression that begins at 'at', or of the text. */
static const char *after_bracket(const char *at) {
    at += at[1] == '^' ? 2 : 1;
    if (*at == ']') at++;
    for (; *at && *at != ']'; at++)
        if (at[0] == '[' && at[1] && strchr(":.=", at[1])) {
            const char close[] = {at[1], ']', '\0'}, *end = strstr(at + 2, close);
            if (end) at = end + 1;
        }
    return *at ? at + 1 : at;
}

/* Read "?<name>" or "?P<name>" after a parenthesis, and move *at past it. NULL with the reason. */
static const char *group_name(pool *memory, const char **at, char *reason, size_t size) {
    const char *start = *at + ((*at)[1] == 'P' ? 3 : 2);
    size_t length = strcspn(start, ">)");
    if (start[-1] != '<' || start[length] != '>' || !length) {
        snprintf(reason, size, "'(%.3s': a group is (...) or (?<name>...)", *at);
        return NULL;
    }
    *at = start + length + 1;
    const char *name = pool_print(memory, "%.*s", (int)length, start);
    if (!name) snprintf(reason, size, "out of memory");
    return name;
}

/* Copy the expression without the names, which regcomp does not know, and note these. */
static bool take_names(matcher *self, pattern *p, const char *text, char *plain, char *reason,
                       size_t size) {
    for (const char *at = text; *at;) {
        const char *from = at;
        if (*at == '\\' && at[1]) {
            at += 2;
        } else if (*at == '[') {
            at = after_bracket(at);
        } else {
            at++;
        }
        memcpy(plain, from, (size_t)(at - from));
        plain += at - from;
        if (*from != '(') continue;
        if (++p->groups > MOST_GROUPS) {
            snprintf(reason, size, "it has more than %d groups", MOST_GROUPS);
            return false;
        }
        p->names[p->groups] = NULL;
        if (*at == '?' && !(p->names[p->groups] = group_name(&self->names, &at, reason, size)))
            return false;
    }
    *plain = '\0';
    return true;
}

static bool has(const pattern *p, const char *name) {
    for (size_t i = 1; i <= p->groups; i++)
        if (p->names[i] && strcmp(p->names[i], name) == 0) return true;
    return false;
}

/* Whether it can find anything. */
static bool is_useful(const pattern *p, char *reason, size_t size) {
    size_t named = 0;
    for (size_t i = 1; i <= p->groups; i++) named += p->names[i] != NULL;
    if (!named)
        snprintf(reason, size,
                 "it has no named group: (?<step>...), (?<loss>...), or (?<tag>...) with "
                 "(?<value>...)");
    else if (has(p, "tag") != has(p, "value"))
        snprintf(reason, size, "the groups tag and value go together");
    else
        return true;
    return false;
}

bool matcher_add(matcher *self, const char *text, char *reason, size_t size) {
    pattern *grown = realloc(self->patterns, (self->count + 1) * sizeof *grown);
    char *plain = malloc(strlen(text) + 1);
    snprintf(reason, size, "out of memory");
    if (grown) self->patterns = grown;
    bool good = grown && plain;
    if (good) {
        pattern *p = &grown[self->count];
        p->groups = 0;
        good = take_names(self, p, text, plain, reason, size) && is_useful(p, reason, size);
        int code = good ? regcomp(&p->regex, plain, REG_EXTENDED) : 0;
        if (code) regerror(code, &p->regex, reason, size);
        good = good && !code;
        self->count += good;
        p->has_step = has(p, "step");
        self->has_step |= good && p->has_step;
    }
    free(plain);
    return good;
}

/* ---- lines ---- */

/* What one match has. */
typedef struct groups {
    const pattern *pattern;
    const char *line;
    const regmatch_t *at;
} groups;

/* The text of group i in 'text' of 'size' bytes; false if it did not take part, or is longer. */
static bool text_of(const groups *g, size_t i, char *text, size_t size) {
    if (g->at[i].rm_so < 0 || (size_t)(g->at[i].rm_eo - g->at[i].rm_so) >= size) return false;
    snprintf(text, size, "%.*s", (int)(g->at[i].rm_eo - g->at[i].rm_so), g->line + g->at[i].rm_so);
    return true;
}

static bool number_of(const groups *g, size_t i, double *number) {
    char text[128];
    return text_of(g, i, text, sizeof text) && number_parse(text, number);
}

static bool step_of(const groups *g, size_t i, int64_t *step) {
    char text[32];
    uint64_t number;
    if (!text_of(g, i, text, sizeof text) || !whole_parse(text, 0, INT64_MAX, &number))
        return false;
    *step = (int64_t)number;
    return true;
}

/* The group with that name that took part; 0: none. */
static size_t group_at(const groups *g, const char *name) {
    for (size_t i = 1; i <= g->pattern->groups; i++)
        if (g->pattern->names[i] && strcmp(g->pattern->names[i], name) == 0 && g->at[i].rm_so >= 0)
            return i;
    return 0;
}

static bool visit_tag_and_value(const groups *g, bool *found, match_visitor visit, void *context) {
    char tag[512];
    double value;
    size_t tag_group = group_at(g, "tag"), value_group = group_at(g, "value");
    if (!tag_group || !value_group) return true;
    if (!text_of(g, tag_group, tag, sizeof tag) || !number_of(g, value_group, &value)) return true;
    *found = true;
    return visit(context, tag, value);
}

static bool visit_named(const groups *g, bool *found, match_visitor visit, void *context) {
    for (size_t i = 1; i <= g->pattern->groups; i++) {
        const char *name = g->pattern->names[i];
        double value;
        if (!name || strcmp(name, "step") == 0 || strcmp(name, "tag") == 0 ||
            strcmp(name, "value") == 0 || !number_of(g, i, &value))
            continue;
        *found = true;
        if (!visit(context, name, value)) return false;
    }
    return visit_tag_and_value(g, found, visit, context);
}

/* All matches of a pattern in the line. With 'visit' NULL only their steps are taken. */
static bool visit_pattern(matcher *self, const pattern *p, const char *line, bool *stepped,
                          bool *found, match_visitor visit, void *context) {
    regmatch_t at[MOST_GROUPS + 1];
    for (int flags = 0; regexec(&p->regex, line, p->groups + 1, at, flags) == 0;
         flags = REG_NOTBOL) {
        const groups g = {p, line, at};
        size_t step = group_at(&g, "step");
        if (!visit)
            *stepped |= step && step_of(&g, step, &self->step);
        else if (!visit_named(&g, found, visit, context))
            return false;
        line += at[0].rm_eo;
        if (at[0].rm_eo == at[0].rm_so) { /* nothing: go on by a character */
            if (!*line) return true;
            line++;
        }
    }
    return true;
}

bool matcher_visit(matcher *self, const char *line, int64_t *step, bool *found, match_visitor visit,
                   void *context) {
    bool stepped = false, scalars = false;
    const char *last = strrchr(line, '\r');
    if (last && last[1]) line = last + 1;
    for (size_t i = 0; i < self->count; i++)
        if (self->patterns[i].has_step)
            visit_pattern(self, &self->patterns[i], line, &stepped, NULL, NULL, NULL);
    *step = self->step;
    bool good = true;
    for (size_t i = 0; good && i < self->count; i++)
        good = visit_pattern(self, &self->patterns[i], line, NULL, &scalars, visit, context);
    if (!self->has_step) self->step += scalars;
    *found = stepped || scalars;
    return good;
}
