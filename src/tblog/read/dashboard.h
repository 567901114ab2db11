/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which dashboard shows a tag, and which of its values. TensorBoard chooses the dashboard by the
 * first value of the tag in the run and ignores the metadata of later ones. Whether it shows a
 * value depends on how the value's data are stored.
 */
#ifndef TBLOG_DASHBOARD_H
#define TBLOG_DASHBOARD_H

#include <tblog/reader.h>

/* How TensorBoard stores a tag's values: summary.proto, DataClass. */
typedef enum tblog__data_class {
    TBLOG__CLASS_UNKNOWN = 0, /* not stored: no dashboard shows them */
    TBLOG__CLASS_SCALAR = 1,
    TBLOG__CLASS_TENSOR = 2,
    TBLOG__CLASS_BLOBS = 3 /* a list of byte strings: images, sound, graphs */
} tblog__data_class;

typedef struct tblog__dashboard {
    tblog_text_view kind; /* the plugin's name; views the value, or is static */
    tblog__data_class data_class;
} tblog__dashboard;

/* The dashboard for a tag's first value; 'metadata' is its SummaryMetadata, NULL if it has none. */
tblog__dashboard tblog__dashboard_of(const tblog_value *first, const tblog_text_view *metadata);

/* Whether the data server, TensorBoard's default loader, shows this value in that dashboard. */
bool tblog__dashboard_shows(const tblog__dashboard *dashboard, const tblog_value *value);

/* Whether a value is what the dashboard needs. If not, TensorBoard does not show it, or shows an
 * error instead of the whole tag. */
bool tblog__dashboard_fits(const tblog__dashboard *dashboard, const tblog_value *value);

#endif
