/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A report of a log folder, made in three steps: what the files hold (logs), what that is in
 * numbers, curves and sentences (below), and how it is shown (page, Markdown, figures).
 *
 *     report_options options = {.html = "report.html"};
 *     log_report report; if (!report_make(&report, "logs", .97, &err) || !report_write(&report,
 * &options, &err)) ... report_free(&report);
 *
 * The same logs make the same bytes: nothing of the clock or the machine is in them.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "report/chart/drawing.h"
#include "report/curves.h"
#include "report/logs.h"
#include "report/sweep.h"
#include "report/table.h"
#include "report/weights.h"
#include "report/words/conclusions.h"
#include "report/words/context.h"
#include "report/words/standing.h"

enum { REPORT_NOTES = 32 };

typedef struct log_report {
    report_logs logs;
    report_sweep sweep;
    report_table table;
    report_charts charts;
    report_weights weights;
    report_context context;
    report_standings standings;
    report_conclusions conclusions;
    const char *verdict;             /* the answer: the title; names marked as in markup.h */
    const char *scope;               /* how much was trained */
    const char *about;               /* what it is about, in a line: folder, scope, time, date */
    const char *const *names;        /* of all runs, as the report calls them */
    const report_ink *inks;          /* in which all runs are drawn */
    bool has_seeds;                  /* a run has more than one repeat */
    const char *step_name;           /* "epoch" or "step": what the steps of weights are */
    int step_offset;                 /* to be added to them: epochs are counted from 1 here */
    const char *about_table;         /* what its columns mean */
    const char *about_pairs;         /* how pairs were tested; NULL when none was */
    const char *notes[REPORT_NOTES]; /* (note_count): what is not shown, and why */
    size_t note_count;
} log_report;

/* Where to write what; NULL: not at all. */
typedef struct report_options {
    const char *html;     /* a page that needs nothing else; "-" is standard output */
    const char *markdown; /* it shows the pictures in 'figures' if that is given */
    const char *figures;  /* folder for each figure as PNG and PDF */
} report_options;

/* Read and compute; 'target' is the accuracy whose first epoch is reported. Free it in any case. */
bool report_make(log_report *self, const char *logdir, double target, error *err);
bool report_write(const log_report *self, const report_options *options, error *err);

/* Whether the program can draw files of figures: it was built with cairo. */
bool figures_can_be_written(void);

void report_free(log_report *self);

#endif
