/* SPDX-License-Identifier: Apache-2.0 */
/* Event files of any content, as other writers or strangers leave them, value by value. */
#ifndef TESTS_RAW_EVENTS_H
#define TESTS_RAW_EVENTS_H

#include <stdbool.h>
#include <stdio.h>

#include "event.pb-c.h"

/* A value: a tensor, or if that is NULL a scalar of TensorFlow 1. */
typedef struct raw_value {
    const char *tag;
    const char *plugin; /* in its metadata; NULL: it has none */
    Tblog__TensorProto *tensor;
    float simple;
} raw_value;

/* Append an event, and a record of any payload. */
void raw_put(FILE *file, int64_t step, double wall_time_s, const raw_value *values, size_t count);
void raw_put_event(FILE *file, const Tblog__Event *event);
void raw_put_record(FILE *file, const void *payload, size_t size);

/* A tensor with one element in 'content', of rank 0 or, if 'listed', of shape [1]; and one of
 * texts. Good until the next call. */
Tblog__TensorProto *raw_number(int dtype, const void *content, size_t size, bool listed);
Tblog__TensorProto *raw_float(float number);
Tblog__TensorProto *raw_buckets(const float (*buckets)[3], size_t count);
Tblog__TensorProto *raw_texts(const char *const *texts, size_t count);

#endif
