/* SPDX-License-Identifier: Apache-2.0 */
/* What the runs reached, in numbers, and which of the differences are more than chance. */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include "report/logs.h"
#include "stats/sample.h"

/* The number by which runs are compared. */
typedef struct headline {
    const char *tag;  /* NULL when no tag is known to be an accuracy or a loss */
    const char *part; /* in which it is logged */
    bool is_accuracy; /* higher is better; else a loss */
} headline;

/* Of one repeat; what it does not have is NaN. */
typedef struct repeat_numbers {
    double final, best; /* the headline's last value, and the best of its values */
    double epochs;      /* until it reached the target */
    double seconds;     /* between the first and the last event */
} repeat_numbers;

/* Of one run. Summaries are of its repeats that have the number. */
typedef struct table_row {
    size_t run; /* its number in the logs */
    const repeat_numbers *repeats;
    size_t repeat_count;
    sample_summary final, best, epochs, seconds;
    size_t length; /* points of the headline, of the repeat that has most */
} table_row;

typedef struct report_table {
    headline by;
    double target;   /* that 'epochs' is about */
    table_row *rows; /* (count), best final mean first; NaN last */
    size_t count;
    /* (count, count): of the difference of two rows' final values, by paired t-tests over their
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

/* How much higher a row's mean final value is than another's: percentage points, or loss. Over the
 * common seeds where there was a test, else over all. */
double table_lead(const report_table *self, size_t row, size_t other);

/* Whether two rows differ significantly. */
bool table_differs(const report_table *self, size_t row, size_t other);

/* Whether step s of a tag is epoch s + 1: Keras counts them from 0. */
bool is_epoch_tag(const char *tag);

#endif
