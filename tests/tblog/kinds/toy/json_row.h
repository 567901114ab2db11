/* SPDX-License-Identifier: Apache-2.0 */
/* What `tblog log` needs for toys: a function and its row, put into json_kinds.c by CMake. */
#include "toy.h"

static tblog_status add_toy(const cJSON *line, const char *tag, tblog_summary *summary,
                            tblog_error *err) {
    double value = 0;
    tblog_status status = get_value(line, &value, err);
    return status ? status : tblog_summary_toy(summary, tag, (int32_t)value, err);
}

#define TOY_ROW {"toy", {"value"}, true, add_toy, NULL},
