/* SPDX-License-Identifier: Apache-2.0 */
/* TensorProtos as v2 summaries store them, built in an arena. */
#ifndef TBLOG_TENSOR_PROTO_H
#define TBLOG_TENSOR_PROTO_H

#include <tblog/array.h>

#include "tblog/arena.h"
#include "tensor.pb-c.h"

/*
 * A tensor of numbers: dtype, shape, and the elements as little-endian bytes. 'content' is not
 * copied and must live as long as the arena. NULL when there is no memory.
 */
Tblog__TensorProto *tblog__tensor_numbers(tblog__arena *arena, Tblog__DataType dtype, size_t rank,
                                          const size_t *shape, ProtobufCBinaryData content);

/* A tensor of a checked dense array's elements, which are copied. NULL when there is no memory. */
Tblog__TensorProto *tblog__tensor_of_array(tblog__arena *arena, const tblog_array *array,
                                           size_t count);

/* A tensor of strings; 'strings', count of them, and their bytes must live as long as the arena. */
Tblog__TensorProto *tblog__tensor_strings(tblog__arena *arena, size_t rank, const size_t *shape,
                                          size_t count, ProtobufCBinaryData *strings);

#endif
