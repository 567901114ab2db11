/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inner side of a tblog_summary. Each kind's file (scalar.c, histogram.c, ...) makes a tensor
 * in the summary's arena and appends it here as a value.
 */
#ifndef TBLOG_KINDS_SUMMARY_H
#define TBLOG_KINDS_SUMMARY_H

#include <tblog/summary.h>

#include "summary.pb-c.h"
#include "tblog/arena.h"

struct tblog_summary {
    Tblog__Summary message; /* its values live in the arena */
    size_t capacity;        /* capacity of message.value */
    size_t last_call;       /* the first value that the last call added */
    int png_level;          /* for images; 0 is TensorFlow's */
    tblog__arena arena;
};

/* For a summary that is not from tblog_summary_new, for example on the stack: use clear, not
 * free. */
void tblog__summary_init(tblog_summary *summary);

/* Pack a message into the summary's arena, as content of a dashboard's metadata. 'data' is NULL
 * when there is no memory. */
ProtobufCBinaryData tblog__summary_pack(tblog_summary *summary, const ProtobufCMessage *message);

/* Check that there is a summary: TBLOG_OK or TBLOG_ERR_ARGUMENT. */
tblog_status tblog__summary_check(const tblog_summary *summary, tblog_error *err);

/* Check that there is a list if it has members; 'what' names them. */
tblog_status tblog__list_check(const void *list, size_t count, const char *what, tblog_error *err);

/* Check that a tag is valid: TBLOG_OK or TBLOG_ERR_ARGUMENT. */
tblog_status tblog__tag_check(const char *tag, tblog_error *err);

/*
 * Append a value for the dashboard 'plugin'; NULL: a value without metadata. 'content' is that
 * dashboard's own data in the metadata, usually empty. A NULL tensor means that there was no memory
 * for it. 'plugin' and the bytes of 'content' are not copied: they must be constants or in the
 * arena.
 */
tblog_status tblog__summary_append(tblog_summary *summary, const char *tag, const char *plugin,
                                   ProtobufCBinaryData content, Tblog__TensorProto *tensor,
                                   tblog_error *err);

#endif
