/* SPDX-License-Identifier: Apache-2.0 */
/* Event files of any content. */
#include "raw_events.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "tblog/bytes.h"
#include "tblog/record.h"

enum { VALUES = 16 };

void raw_put_record(FILE *file, const void *payload, size_t size) {
    uint8_t *record = malloc(tblog__record_size(size));
    ck_assert_ptr_nonnull(record);
    if (size) memcpy(record + TBLOG__RECORD_HEADER_SIZE, payload, size);
    tblog__record_seal(record, size);
    ck_assert_uint_eq(fwrite(record, 1, tblog__record_size(size), file), tblog__record_size(size));
    free(record);
}

void raw_put_event(FILE *file, const Tblog__Event *event) {
    uint8_t *packed = malloc(tblog__event__get_packed_size(event) + 1);
    ck_assert_ptr_nonnull(packed);
    raw_put_record(file, packed, tblog__event__pack(event, packed));
    free(packed);
}

/* protobuf-c's texts are not const. */
static char *text_of(const char *text) {
    return (char *)(uintptr_t)text;
}

void raw_put(FILE *file, int64_t step, double wall_time_s, const raw_value *values, size_t count) {
    Tblog__Event event = TBLOG__EVENT__INIT;
    Tblog__Summary summary = TBLOG__SUMMARY__INIT;
    Tblog__Summary__Value v[VALUES], *all[VALUES];
    Tblog__SummaryMetadata metadata[VALUES];
    Tblog__SummaryMetadata__PluginData plugins[VALUES];
    ck_assert_uint_le(count, VALUES);
    for (size_t i = 0; i < count; i++) {
        tblog__summary__value__init(&v[i]);
        tblog__summary_metadata__init(&metadata[i]);
        tblog__summary_metadata__plugin_data__init(&plugins[i]);
        all[i] = &v[i];
        v[i].tag = text_of(values[i].tag);
        v[i].value_case = values[i].tensor ? TBLOG__SUMMARY__VALUE__VALUE_TENSOR
                                           : TBLOG__SUMMARY__VALUE__VALUE_SIMPLE_VALUE;
        if (values[i].tensor)
            v[i].tensor = values[i].tensor;
        else
            v[i].simple_value = values[i].simple;
        if (!values[i].plugin) continue;
        plugins[i].plugin_name = text_of(values[i].plugin);
        metadata[i].plugin_data = &plugins[i];
        v[i].metadata = &metadata[i];
    }
    summary.n_value = count;
    summary.value = all;
    event.step = step;
    event.wall_time = wall_time_s;
    event.what_case = TBLOG__EVENT__WHAT_SUMMARY;
    event.summary = &summary;
    raw_put_event(file, &event);
}

/* ---- tensors ---- */

static Tblog__TensorProto *tensor_of(int dtype, size_t rank, int64_t size) {
    static Tblog__TensorProto tensor;
    static Tblog__TensorShapeProto shape;
    static Tblog__TensorShapeProto__Dim dim, *dims[] = {&dim};
    tblog__tensor_proto__init(&tensor);
    tblog__tensor_shape_proto__init(&shape);
    tblog__tensor_shape_proto__dim__init(&dim);
    dim.size = size;
    shape.n_dim = rank;
    shape.dim = dims;
    tensor.dtype = (Tblog__DataType)dtype;
    tensor.tensor_shape = &shape;
    return &tensor;
}

Tblog__TensorProto *raw_number(int dtype, const void *content, size_t size, bool listed) {
    static uint8_t bytes[16];
    Tblog__TensorProto *tensor = tensor_of(dtype, listed, 1);
    ck_assert_uint_le(size, sizeof bytes);
    tblog__copy_le(bytes, content, 1, size);
    tensor->tensor_content = (ProtobufCBinaryData){size, bytes};
    return tensor;
}

Tblog__TensorProto *raw_float(float number) {
    return raw_number(TBLOG__DATA_TYPE__DT_FLOAT, &number, sizeof number, false);
}

Tblog__TensorProto *raw_buckets(const float (*buckets)[3], size_t count) {
    static Tblog__TensorShapeProto__Dim sizes[2], *dims[] = {&sizes[0], &sizes[1]};
    static float content[VALUES][3];
    Tblog__TensorProto *tensor = tensor_of(TBLOG__DATA_TYPE__DT_FLOAT, 2, 0);
    ck_assert_uint_le(count, VALUES);
    tblog__copy_le((uint8_t *)content, buckets, count * 3, sizeof content[0][0]);
    for (size_t i = 0; i < 2; i++) tblog__tensor_shape_proto__dim__init(&sizes[i]);
    sizes[0].size = (int64_t)count;
    sizes[1].size = 3;
    tensor->tensor_shape->dim = dims;
    tensor->tensor_content = (ProtobufCBinaryData){count * sizeof *buckets, (uint8_t *)content};
    return tensor;
}

Tblog__TensorProto *raw_texts(const char *const *texts, size_t count) {
    static ProtobufCBinaryData strings[VALUES];
    Tblog__TensorProto *tensor = tensor_of(TBLOG__DATA_TYPE__DT_STRING, 1, (int64_t)count);
    ck_assert_uint_le(count, VALUES);
    for (size_t i = 0; i < count; i++)
        strings[i] = (ProtobufCBinaryData){strlen(texts[i]), (uint8_t *)text_of(texts[i])};
    tensor->n_string_val = count;
    tensor->string_val = strings;
    return tensor;
}
