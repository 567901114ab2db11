/* SPDX-License-Identifier: Apache-2.0 */
/* A value to export. */
#ifndef CLI_TBLOG_EXPORT_ITEM_H
#define CLI_TBLOG_EXPORT_ITEM_H

#include <tblog/tblog.h>

typedef struct export_item {
    const char *run;
    const tblog_series *series;
    const tblog_point *point;
    const tblog_value *value;
} export_item;

#endif
