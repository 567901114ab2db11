/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of a tblog_summary. Each kind's file (scalar.c, histogram.c, ...) makes a tensor in
 * the summary's arena and appends it here as a value.
 */
#ifndef TBLOG_KINDS_SUMMARY_H
#define TBLOG_KINDS_SUMMARY_H

#include <tblog/summary.h>

#include "summary.pb-c.h"
#include "tblog/arena.h"

struct tblog_summary {
    Tblog__Summary message; /* its values live in the arena */
    size_t capacity;        /* of message.value */
    size_t last_call;       /* the first value that the last adding call added */
    int png_level;          /* of images; 0 is TensorFlow's */
    tblog__arena arena;
};

/* For a summary that is not from tblog_summary_new, e.g. on the stack; then clear instead of free.
 */
void tblog__summary_init(tblog_summary *summary);

/* A message packed into the summary's arena: what a dashboard keeps. data is NULL without memory.
 */
ProtobufCBinaryData tblog__summary_pack(tblog_summary *summary, const ProtobufCMessage *message);

/* Whether a tag is one: TBLOG_OK or TBLOG_ERR_ARGUMENT. */
tblog_status tblog__tag_check(const char *tag, tblog_error *err);

/*
 * Append a value for the dashboard 'plugin'; NULL for one without metadata. 'content' is what that
 * dashboard keeps in the metadata, mostly nothing. A NULL tensor means that there was no memory for
 * it. 'plugin' and the content's bytes are not copied: constants, or in the arena.
 */
tblog_status tblog__summary_append(tblog_summary *summary, const char *tag, const char *plugin,
                                   ProtobufCBinaryData content, Tblog__TensorProto *tensor,
                                   tblog_error *err);

#endif
