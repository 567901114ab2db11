/* SPDX-License-Identifier: Apache-2.0 */
/* Events with fewer values than they had. */
#ifndef TBLOG_REDUCE_H
#define TBLOG_REDUCE_H

#include "tblog/read/logged.h"
#include "tblog/read/message.h"
#include "tblog/read/series.h"

/* Whether a value, if it came first, would give its tag the dashboard and metadata of the
 * series. */
bool tblog__introduces(const tblog__series *series, const tblog__logged *logged);

/* Append to a summary the value with metadata that do so, if such metadata exist. */
void tblog__reduce_introduce(tblog__message *summary, const tblog__series *series,
                             const tblog__logged *logged);

/* Append the value unchanged. */
void tblog__reduce_keep(tblog__message *summary, const tblog__logged *logged);

/* Make a framed record of an event's other fields and the summary. TBLOG_ERR_NO_MEMORY, or
 * TBLOG_ERR_TOO_LARGE. */
tblog_status tblog__reduce_finish(tblog__message *out, const tblog_record *record,
                                  const tblog__message *summary, tblog_error *err);

#endif
