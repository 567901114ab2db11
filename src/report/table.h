/* SPDX-License-Identifier: Apache-2.0 */
/* What the runs reached, in numbers, and which of the differences are more than chance. */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include "report/logs.h"
#include "stats/sample.h"

enum { TABLE_LATE = 5 };

/* The number by which runs are compared. */
typedef struct headline {
    const char *tag;  /* NULL when no tag is known to be an accuracy or a loss */
    const char *part; /* in which it is logged */
    bool is_accuracy; /* higher is better; else a loss */
} headline;

/* Of one repeat; what it does not have is NaN. */
typedef struct repeat_numbers {
    double final, best; /* the headline's last value, and the best of its values */
    double compared;    /* the value by which it is compared, see report_table.common */
    double late, late_low, late_high; /* mean and range of its last TABLE_LATE values */
    double val_loss, loss;            /* the last losses, of validation and of training */
    double epochs;                    /* until it reached the target */
    double seconds;                   /* of training, see seconds.h */
} repeat_numbers;

/* Of one run. Summaries are of its repeats that have the number. */
typedef struct table_row {
    size_t run; /* its number in the logs */
    repeat_numbers *repeats;
    size_t repeat_count;
    sample_summary final, best, compared, late, val_loss, loss, epochs, seconds;
    double late_low, late_high; /* over all repeats */
    int64_t last_step;          /* of the headline; of the repeat that ended first */
    size_t length;              /* points of the headline, of the repeat that has most */
} table_row;

typedef struct report_table {
    headline by;
    double target;   /* that 'epochs' is about */
    table_row *rows; /* (count), best mean of 'compared' first; NaN last */
    size_t count;
    /*
     * Runs are compared at the last step that all of them logged, if they end at different steps:
     * a curve that has no point at the last epoch did not fail there. Runs that ended before half
     * of the longest one's steps have no say in it and are compared by their last values.
     */
    int64_t common;
    bool has_common; /* some runs end at other steps than the others */
    /* (count, count): of the difference of two rows' compared values, by paired t-tests over their
     * common seeds, corrected by Holm for all pairs; NaN where there was no test. NULL when there
     * was none at all. */
    const double *p;
    const double *lead; /* with p: the differences that it is about */
    size_t test_count;  /* how many pairs were tested */
} report_table;

/* Compute it into the logs' memory; false if memory is out. */
bool table_make(report_table *self, report_logs *logs, double target);

/* The corrected p-value of two rows; NaN: none. */
double table_p(const report_table *self, size_t row, size_t other);

/* How much higher a row's mean compared value is than another's: percentage points, or loss. Over
 * the common seeds where there was a test, else over all. */
double table_lead(const report_table *self, size_t row, size_t other);

/* Whether two rows differ significantly. */
bool table_differs(const report_table *self, size_t row, size_t other);

/* Whether there is such a row, and it has a value to be compared by. */
bool table_is_measured(const report_table *self, size_t row);

/* The points of the headline of a row's repeat; NULL: it has none. */
const tblog_series *table_headline(const report_table *self, const report_logs *logs, size_t row,
                                   size_t repeat);

/* Whether step s of a tag is epoch s + 1: Keras counts them from 0. */
bool is_epoch_tag(const char *tag);

#endif
