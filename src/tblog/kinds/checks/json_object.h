/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a text is JSON: a dashboard that cannot parse it shows nothing. */
#ifndef TBLOG_JSON_OBJECT_H
#define TBLOG_JSON_OBJECT_H

#include <stdbool.h>

/* Whether a UTF-8 text is one JSON object (RFC 8259), at most 100 levels deep. */
bool tblog__json_object(const char *text);

#endif
