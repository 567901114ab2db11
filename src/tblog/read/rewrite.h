/* SPDX-License-Identifier: Apache-2.0 */
/* Events written anew: with other or fewer values, another step, another wall time. */
#ifndef TBLOG_REWRITE_H
#define TBLOG_REWRITE_H

#include "tblog/read/logged.h"
#include "tblog/read/message.h"
#include "tblog/read/series.h"

/* What a value has instead of what it had. All zero: it stays as it is. */
typedef struct tblog__value_edit {
    tblog_text_view tag;           /* data NULL: unchanged */
    const tblog__series *metadata; /* with the metadata of this series; NULL: with its own */
    tblog_text_view description;   /* in these metadata; data NULL: unchanged */
} tblog__value_edit;

/* Whether a value, if it came first, would give its tag the dashboard and metadata of the
 * series. */
bool tblog__introduces(const tblog__series *series, const tblog__logged *logged);

/* Append the value, edited, to a summary. */
void tblog__rewrite_value(tblog__message *summary, const tblog__logged *logged,
                          const tblog__value_edit *edit);

/* Make a framed record of an event with this summary, unless it is NULL, and with this step and
 * wall time, unless that is NULL. TBLOG_ERR_NO_MEMORY, or TBLOG_ERR_TOO_LARGE. */
tblog_status tblog__rewrite_finish(tblog__message *out, const tblog_record *record,
                                   const tblog__message *summary, const tblog_event *moment,
                                   tblog_error *err);

#endif
