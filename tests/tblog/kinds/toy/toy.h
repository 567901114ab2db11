/* SPDX-License-Identifier: Apache-2.0 */
/* A kind that only the tests have: its declaration, as it would stand in summary.h and writer.h. */
#ifndef TESTS_TOY_H
#define TESTS_TOY_H

#include <tblog/tblog.h>

/* A whole number, for the dashboard "toy". */
tblog_status tblog_summary_toy(tblog_summary *summary, const char *tag, int32_t number,
                               tblog_error *err);

/* The same in one line. */
tblog_status tblog_toy(tblog_writer *writer, const char *tag, int64_t step, int32_t number);

#endif
