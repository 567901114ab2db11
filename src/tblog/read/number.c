/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The number of a scalar. decode.c, dashboard.c and run.c call this. A tensor's elements are in
 * tensor_content, or else in the list of its type: float_val, int_val and so on, packed or not
 * (tensorflow/core/framework/tensor.proto).
 */
#include "tblog/read/number.h"

#include "tblog/float_env.h"
#include "tblog/half.h"
#include "tblog/read/wire.h"

enum { DT_FLOAT = 1, DT_BOOL = 10, DT_HALF = 19 };

typedef enum element_kind { NOT_A_NUMBER, FLOATING, HALF, SIGNED, UNSIGNED } element_kind;

/* For each DataType: the type of its elements; their size in bytes in tensor_content; the field of
 * its list, 0 if TensorBoard reads none; and the list's wire type. */
static const struct {
    element_kind kind;
    uint32_t size, field, wire;
} dtypes[] = {
    [1] = {FLOATING, 4, 5, TBLOG__WIRE_32},      [2] = {FLOATING, 8, 6, TBLOG__WIRE_64},
    [3] = {SIGNED, 4, 7, TBLOG__WIRE_VARINT},    [4] = {UNSIGNED, 1, 7, TBLOG__WIRE_VARINT},
    [5] = {SIGNED, 2, 7, TBLOG__WIRE_VARINT},    [6] = {SIGNED, 1, 7, TBLOG__WIRE_VARINT},
    [9] = {SIGNED, 8, 10, TBLOG__WIRE_VARINT},   [DT_BOOL] = {UNSIGNED, 1, 11, TBLOG__WIRE_VARINT},
    [17] = {UNSIGNED, 2, 7, TBLOG__WIRE_VARINT}, [DT_HALF] = {HALF, 2, 13, TBLOG__WIRE_VARINT},
    [22] = {UNSIGNED, 4, 0, TBLOG__WIRE_VARINT}, [23] = {UNSIGNED, 8, 0, TBLOG__WIRE_VARINT}};

static bool is_number_type(int dtype) {
    return dtype >= 0 && (size_t)dtype < sizeof dtypes / sizeof dtypes[0] &&
           dtypes[dtype].kind != NOT_A_NUMBER;
}

static bool has_one_element(const tblog_value *value) {
    if (value->rank > TBLOG_VALUE_MAX_RANK) return false;
    for (size_t i = 0; i < value->rank; i++)
        if (value->shape[i] != 1) return false;
    return true;
}

/* An element of tensor_content, little endian. */
static double number_of_bytes(int dtype, const uint8_t *bytes) {
    tblog__field field = {0};
    size_t size = dtypes[dtype].size;
    for (size_t i = 0; i < size; i++) field.bits |= (uint64_t)bytes[i] << 8 * i;
    unsigned above = 64 - 8 * (unsigned)size; /* bits that the number does not have */
    switch (dtypes[dtype].kind) {
    case FLOATING:
        return size == 4 ? (double)tblog__field_float(&field) : tblog__field_double(&field);
    case HALF: return (double)tblog__half_value((uint16_t)field.bits);
    case SIGNED: return (double)((int64_t)(field.bits << above) >> above);
    default: return dtype == DT_BOOL ? (double)(field.bits != 0) : (double)field.bits;
    }
}

/* An element of a list. False if it is out of the type's range, which TensorBoard refuses. */
static bool number_of_field(int dtype, const tblog__field *field, double *number) {
    size_t size = dtypes[dtype].size;
    int64_t whole = (int64_t)field->bits, limit = size < 8 ? (int64_t)1 << 8 * size : INT64_MAX;
    switch (dtypes[dtype].kind) {
    case FLOATING:
        *number = size == 4 ? (double)tblog__field_float(field) : tblog__field_double(field);
        return true;
    case HALF:
        *number = (double)tblog__half_value((uint16_t)field->bits);
        return whole >= 0 && whole < limit;
    case SIGNED:
        *number = (double)whole;
        return size == 8 || (whole >= -limit / 2 && whole < limit / 2);
    default:
        *number = dtype == DT_BOOL ? (double)(whole != 0) : (double)whole;
        return dtype == DT_BOOL || (whole >= 0 && whole < limit);
    }
}

/* How many elements the type's list has; *element is the first. More than 2 count as 2. */
static size_t find_in_list(const tblog_value *value, tblog__field *element) {
    uint32_t number = dtypes[value->dtype].field, wire = dtypes[value->dtype].wire;
    size_t count = 0;
    tblog__wire w = tblog__wire_of(value->body);
    for (tblog__field field; w.at < w.end && count < 2;) {
        if (!tblog__wire_next(&w, &field)) return 0;
        if (!number || field.number != number) continue;
        if (field.type == wire && !count++) *element = field;
        tblog__wire packed = field.bytes;
        while (field.type == TBLOG__WIRE_BYTES && packed.at < packed.end && count < 2) {
            if (!tblog__wire_packed(&packed, wire, &field.bits)) return 0;
            if (!count++) *element = field;
        }
    }
    return count;
}

static TBLOG__APART bool value_number(const tblog_value *value, tblog__number *number) {
    tblog__field element = {0};
    *number = (tblog__number){.plain = true};
    if (value->form == TBLOG_VALUE_V1_SCALAR) return number->number = (double)value->simple, true;
    if (value->form != TBLOG_VALUE_TENSOR || !is_number_type(value->dtype) ||
        !has_one_element(value))
        return false;
    bool plain = value->dtype == DT_FLOAT && value->rank == 0;
    size_t listed = find_in_list(value, &element);
    number->wide = dtypes[value->dtype].size > 2 && value->dtype != DT_FLOAT;
    number->plain = plain && (listed == 1 || (!listed && value->content.size == 4));
    /* If both are present, the data server reads the list and the Python loader the content. */
    if (!value->content.size || (number->plain && listed))
        return listed == 1 && number_of_field(value->dtype, &element, &number->number);
    if (value->content.size != dtypes[value->dtype].size) return false;
    number->number = number_of_bytes(value->dtype, (const uint8_t *)value->content.data);
    return true;
}

bool tblog__value_number(const tblog_value *value, tblog__number *number) {
    /* A signalling NaN may be converted to a double. */
    tblog__float_env before = tblog__float_env_enter();
    bool has_one = value_number(value, number);
    tblog__float_env_leave(&before);
    return has_one;
}
