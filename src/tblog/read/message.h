/* SPDX-License-Identifier: Apache-2.0 */
/* A protobuf message being written, field by field, into memory that grows. */
#ifndef TBLOG_MESSAGE_H
#define TBLOG_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tblog/reader.h>

/* Empty when zeroed. After a failed allocation 'failed' is true and nothing more is added. */
typedef struct tblog__message {
    uint8_t *bytes; /* (capacity); 'size' bytes are written */
    size_t size, capacity;
    bool failed;
} tblog__message;

void tblog__message_free(tblog__message *message);

/* Append bytes that consist of whole fields. */
void tblog__message_bytes(tblog__message *message, const void *bytes, size_t size);

/* Append a field of bytes: a text or a message. */
void tblog__message_field(tblog__message *message, uint32_t number, tblog_text_view bytes);

/* Append a field that is a whole number. */
void tblog__message_number(tblog__message *message, uint32_t number, uint64_t value);

/* Append a field that is a double. */
void tblog__message_double(tblog__message *message, uint32_t number, double value);

#endif
