/* SPDX-License-Identifier: Apache-2.0 */
/* TensorProtos in an arena. */
#include "tblog/tensor.h"

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

Tblog__TensorProto *tblog__tensor_strings(tblog__arena *arena, size_t rank, const size_t *shape,
                                          size_t count, ProtobufCBinaryData *strings) {
    Tblog__TensorProto *tensor = new_tensor(arena, TBLOG__DATA_TYPE__DT_STRING, rank, shape);
    if (!tensor) return NULL;
    tensor->n_string_val = count;
    tensor->string_val = strings;
    return tensor;
}
