/* SPDX-License-Identifier: Apache-2.0 */
/* TensorProtos in an arena. The kinds call this. */
#include "tblog/kinds/tensor_proto.h"

#include "tblog/array_view.h"
#include "tblog/bytes.h"

static Tblog__TensorShapeProto *new_shape(tblog__arena *arena, size_t rank, const size_t *shape) {
    Tblog__TensorShapeProto *proto = tblog__arena_take(arena, sizeof *proto);
    if (!proto) return NULL;
    tblog__tensor_shape_proto__init(proto);
    if (!rank) return proto;

    Tblog__TensorShapeProto__Dim *dims = tblog__arena_take(arena, rank * sizeof *dims);
    proto->dim = tblog__arena_take(arena, rank * sizeof *proto->dim);
    if (!dims || !proto->dim) return NULL;
    for (size_t i = 0; i < rank; i++) {
        tblog__tensor_shape_proto__dim__init(&dims[i]);
        dims[i].size = (int64_t)shape[i];
        proto->dim[i] = &dims[i];
    }
    proto->n_dim = rank;
    return proto;
}

static Tblog__TensorProto *new_tensor(tblog__arena *arena, Tblog__DataType dtype, size_t rank,
                                      const size_t *shape) {
    Tblog__TensorProto *tensor = tblog__arena_take(arena, sizeof *tensor);
    if (!tensor) return NULL;
    tblog__tensor_proto__init(tensor);
    tensor->dtype = dtype;
    tensor->tensor_shape = new_shape(arena, rank, shape);
    return tensor->tensor_shape ? tensor : NULL;
}

Tblog__TensorProto *tblog__tensor_numbers(tblog__arena *arena, Tblog__DataType dtype, size_t rank,
                                          const size_t *shape, ProtobufCBinaryData content) {
    Tblog__TensorProto *tensor = new_tensor(arena, dtype, rank, shape);
    if (tensor) tensor->tensor_content = content;
    return tensor;
}

Tblog__TensorProto *tblog__tensor_of_array(tblog__arena *arena, const tblog_array *array,
                                           size_t count) {
    static const Tblog__DataType types[] = {
        [TBLOG_FLOAT16] = TBLOG__DATA_TYPE__DT_HALF,
        [TBLOG_FLOAT32] = TBLOG__DATA_TYPE__DT_FLOAT,
        [TBLOG_FLOAT64] = TBLOG__DATA_TYPE__DT_DOUBLE,
        [TBLOG_UINT8] = TBLOG__DATA_TYPE__DT_UINT8,
        [TBLOG_INT32] = TBLOG__DATA_TYPE__DT_INT32,
        [TBLOG_INT64] = TBLOG__DATA_TYPE__DT_INT64,
        [TBLOG_BOOL] = TBLOG__DATA_TYPE__DT_BOOL,
        [TBLOG_INT8] = TBLOG__DATA_TYPE__DT_INT8,
        [TBLOG_INT16] = TBLOG__DATA_TYPE__DT_INT16,
        [TBLOG_UINT16] = TBLOG__DATA_TYPE__DT_UINT16,
        [TBLOG_UINT32] = TBLOG__DATA_TYPE__DT_UINT32,
        [TBLOG_UINT64] = TBLOG__DATA_TYPE__DT_UINT64,
        [TBLOG_COMPLEX64] = TBLOG__DATA_TYPE__DT_COMPLEX64,
        [TBLOG_COMPLEX128] = TBLOG__DATA_TYPE__DT_COMPLEX128,
        [TBLOG_BFLOAT16] = TBLOG__DATA_TYPE__DT_BFLOAT16,
    };
    size_t size = tblog__dtype_size(array->dtype);
    ProtobufCBinaryData content = {count * size, tblog__arena_take(arena, count * size)};
    if (!content.data) return NULL;
    if (array->dtype == TBLOG_COMPLEX64 || array->dtype == TBLOG_COMPLEX128)
        tblog__copy_le(content.data, array->data, 2 * count, size / 2);
    else
        tblog__copy_le(content.data, array->data, count, size);
    for (size_t i = 0; array->dtype == TBLOG_BOOL && i < count; i++)
        content.data[i] = content.data[i] != 0;
    return tblog__tensor_numbers(arena, types[array->dtype], array->rank, array->shape, content);
}

Tblog__TensorProto *tblog__tensor_strings(tblog__arena *arena, size_t rank, const size_t *shape,
                                          size_t count, ProtobufCBinaryData *strings) {
    Tblog__TensorProto *tensor = new_tensor(arena, TBLOG__DATA_TYPE__DT_STRING, rank, shape);
    if (!tensor) return NULL;
    tensor->n_string_val = count;
    tensor->string_val = strings;
    return tensor;
}
