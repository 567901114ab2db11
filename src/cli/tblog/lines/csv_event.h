/* SPDX-License-Identifier: Apache-2.0 */
/* One CSV line of `tblog log --csv`, step,tag,value, as a summary. */
#ifndef CLI_CSV_EVENT_H
#define CLI_CSV_EVENT_H

#include <stdbool.h>

#include "cli/tblog/lines/json_event.h"

/*
 * Parse a line (text[length] is NUL) and append its scalar to the empty 'summary'. The tag may be
 * quoted (RFC 4180). A 'first' line that starts with "step," is a heading and appends nothing.
 */
tblog_status csv_event_parse(const char *text, size_t length, bool first, tblog_summary *summary,
                             json_event *event, tblog_error *err);

#endif
