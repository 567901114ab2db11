/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file that describes a sweep: a line for each option of its runs, with the values to try.
 * doc/sweep.md is its manual.
 *
 *     init   = he_normal, 'VarianceScaling(scale=2, mode=fan_avg)'
 *     lr     = log 1e-4 .. 1e-1
 *     seed   = 0 .. 9
 *     search = random                # a setting of the sweep itself
 *     runs   = 40
 *
 * The meaning of names and values is not known here: the caller checks them.
 */
#ifndef RUNS_SWEEP_FILE_H
#define RUNS_SWEEP_FILE_H

#include "train/callback.h"

typedef enum sweep_search {
    SWEEP_GRID,   /* all combinations */
    SWEEP_RANDOM, /* a number of random draws */
} sweep_search;

typedef enum sweep_kind {
    SWEEP_LIST,
    SWEEP_WHOLE,  /* from, from + step, ...: whole numbers */
    SWEEP_LINEAR, /* from, from + step, ... */
    SWEEP_LOG,    /* from, from * step, ... */
} sweep_kind;

/* An option and its values. */
typedef struct sweep_line {
    char *name;
    size_t line; /* line number in the file, from 1; 0: from the command line */
    sweep_kind kind;
    char **list;           /* (count) values of a list */
    double from, to, step; /* of a range */
    bool whole;            /* a range between whole numbers: values drawn from it are whole too */
    size_t count;          /* number of values; 0: a range without steps, only for draws */
} sweep_line;

typedef struct sweep_file {
    char *path;
    sweep_line *lines; /* (count), in the order of the file */
    size_t count;
    sweep_search search;
    size_t runs;          /* number of runs of a random search; 0: not given */
    uint64_t search_seed; /* seed of the draws */
    size_t halving;       /* one in 'halving' runs continues to the next rung; 0: all do */
    size_t min_epochs;    /* epochs of the first rung */
} sweep_file;

/* Whether an option of that name accepts that value; false with the reason in 'err'. */
typedef bool (*sweep_check)(void *context, const char *name, const char *value, error *err);

/* Size of the longest value of a range as text, with its NUL. */
enum { SWEEP_NUMBER = 32 };

/*
 * Read a file. False with "PATH:LINE: reason" or "PATH: reason" in 'err'. Free by sweep_file_free
 * in any case.
 */
bool sweep_file_read(sweep_file *self, const char *path, error *err);

/* The same from 'text' (NUL-terminated) that was read from 'path'. */
bool sweep_file_parse(sweep_file *self, const char *path, const char *text, error *err);

void sweep_file_free(sweep_file *self);

/* Set one value for an option, from the command line; it replaces the option's line if there is
 * one. False when there is no memory. */
bool sweep_file_set(sweep_file *self, const char *name, const char *value);

/* Call 'check' for every value of the lists and for both ends of the ranges. */
bool sweep_file_check(const sweep_file *self, sweep_check check, void *context, error *err);

/* Value i of a line whose count is not 0: a list's own text, or a number written to 'number'. */
const char *sweep_line_value(const sweep_line *line, size_t i, char number[SWEEP_NUMBER]);

/* The value at a fraction in [0, 1) of the line's values, or of its range if it has no steps. */
const char *sweep_line_draw(const sweep_line *line, double fraction, char number[SWEEP_NUMBER]);

/* Set 'err' to "PATH:LINE: NAME: reason", or "--NAME: reason" for a value from the command line. */
void sweep_line_fail(const sweep_file *self, const sweep_line *line, const char *reason,
                     error *err);

#endif
