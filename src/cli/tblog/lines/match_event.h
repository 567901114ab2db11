/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of any program as scalars, found by regular expressions (`tblog log --match`). */
#ifndef CLI_MATCH_EVENT_H
#define CLI_MATCH_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tblog/tblog.h>

/*
 * Patterns with named groups, (?<name>...), whose names may be any text: "step" is the step,
 * "value" the value of the tag that the group "tag" has, and each other group the value of the tag
 * that is its name.
 */
typedef struct matcher matcher;

/* {0} patterns. NULL when there is no memory. */
matcher *matcher_new(void);
void matcher_free(matcher *self);

/* Add a regular expression of PCRE2, in UTF-8; false with the reason if it is wrong. */
bool matcher_add(matcher *self, const char *pattern, char *reason, size_t size);

/* Called with each scalar of a line; 'tag' is valid during the call. */
typedef bool (*match_visitor)(void *context, const char *tag, double value);

/* What a line has. */
typedef struct match_line {
    int64_t step;
    bool found;        /* a step or a scalar */
    char bad_step[32]; /* where a step should be: not a whole number, maybe cut; "": none */
} match_line;

/*
 * Visit the scalars of a line that ends in NUL, by all patterns that match, each as often as it
 * does. A line without a step has the last one's; if no pattern has a step, lines with scalars are
 * counted from 0. Of a line with carriage returns, what follows the last one counts. False when
 * 'visit' returned it, or with the reason if PCRE2 fails, as when an expression takes too long.
 */
bool matcher_visit(matcher *self, const char *line, match_line *result, match_visitor visit,
                   void *context, char *reason, size_t size);

#endif
