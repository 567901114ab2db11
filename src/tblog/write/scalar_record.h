/* SPDX-License-Identifier: Apache-2.0 */
/* The record of a scalar event, written without building a message. */
#ifndef TBLOG_SCALAR_RECORD_H
#define TBLOG_SCALAR_RECORD_H

#include <stddef.h>
#include <stdint.h>

/* The longest tag that it takes, and room enough for the whole record then. */
enum { TBLOG__SCALAR_TAG_MAX = 255, TBLOG__SCALAR_RECORD_MAX = 384 };

/*
 * Write the record, framing included, of an event with one scalar; its size, or 0 for what must go
 * the general way: a tag that is longer, or a wall time of 0, which protobuf leaves out. The bytes
 * are those of the general way (scalar.c, event.c), which the tests hold it to. The tag has been
 * checked.
 */
size_t tblog__scalar_record(uint8_t *record, double wall_time_s, int64_t step, const char *tag,
                            size_t tag_size, float value);

#endif
