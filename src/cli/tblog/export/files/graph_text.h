/* SPDX-License-Identifier: Apache-2.0 */
/* A GraphDef in protobuf's text format, .pbtxt. */
#ifndef CLI_TBLOG_EXPORT_GRAPH_TEXT_H
#define CLI_TBLOG_EXPORT_GRAPH_TEXT_H

#include <stdbool.h>
#include <stdio.h>
#include <tblog/tblog.h>

/* Print a serialized GraphDef; fields that TensorFlow does not have are left out. False, with part
 * of it printed, if it is malformed, or there is no memory. */
bool graph_text_put(tblog_text_view graph, FILE *out);

#endif
