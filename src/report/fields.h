/* SPDX-License-Identifier: Apache-2.0 */
/* Fields of protobuf messages (tblog/reader.h) by their numbers. */
#ifndef REPORT_FIELDS_H
#define REPORT_FIELDS_H

#include <stdbool.h>
#include <stdint.h>
#include <tblog/tblog.h>

/* Types of a tblog_field. */
enum { VARINT = 0, BITS_64 = 1, BYTES = 2, BITS_32 = 5 };

/* The last field with that number and type; false if the message has none. */
bool field_find(tblog_text_view message, uint32_t number, uint32_t type, tblog_field *found);

/* The bytes of the last field with that number; empty if the message has none. */
tblog_text_view field_bytes(tblog_text_view message, uint32_t number);

#endif
