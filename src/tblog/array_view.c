/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of a tblog_array, and its elements. Called by the kinds, in any thread. */
#include "tblog/array_view.h"

#include <stdint.h>
#include <string.h>

#include "tblog/error.h"
#include "tblog/half.h"

size_t tblog__dtype_size(tblog_dtype dtype) {
    switch (dtype) {
    case TBLOG_FLOAT16: return 2;
    case TBLOG_FLOAT32: return 4;
    case TBLOG_FLOAT64: return 8;
    case TBLOG_UINT8: return 1;
    case TBLOG_INT32: return 4;
    case TBLOG_INT64: return 8;
    case TBLOG_BOOL: return 1;
    case TBLOG_INT8: return 1;
    case TBLOG_INT16: return 2;
    case TBLOG_UINT16: return 2;
    case TBLOG_UINT32: return 4;
    case TBLOG_UINT64: return 8;
    case TBLOG_COMPLEX64: return 8;
    case TBLOG_COMPLEX128: return 16;
    case TBLOG_BFLOAT16: return 2;
    }
    return 0;
}

tblog_status tblog__array_check(const tblog_array *array, size_t *count, tblog_error *err) {
    if (!array || (array->rank && !array->shape))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the array has no shape");
    size_t item = tblog__dtype_size(array->dtype);
    if (!item)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the array's type %d is unknown",
                           (int)array->dtype);
    size_t limit = SIZE_MAX / 2 / item;
    size_t product = 1;
    size_t empty = 0;
    for (size_t i = 0; i < array->rank; i++) {
        size_t size = array->shape[i];
        if (!size)
            empty = 1;
        else if (product > limit / size)
            return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the array's shape is too large");
        else
            product *= size;
    }
    *count = empty ? 0 : product;
    if (*count && !array->data)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the array has no data");
    return TBLOG_OK;
}

/* Copy n elements of 'item' bytes, 'step' bytes apart; returns the end of the copies. */
static uint8_t *copy_row(const uint8_t *from, ptrdiff_t step, size_t item, size_t n, uint8_t *to) {
#define COPY(size)                                                                                 \
    for (size_t i = 0; i < n; i++) memcpy(to + i * (size), from + (ptrdiff_t)i * step, size)
    switch (item) { /* a constant size is one instruction */
    case 1: COPY(1); break;
    case 2: COPY(2); break;
    case 4: COPY(4); break;
    case 8: COPY(8); break;
    default: COPY(item);
    }
#undef COPY
    return to + n * item;
}

/* Copy the elements of dimension 'axis' and those within it; returns the end of what was copied. */
static uint8_t *copy_axis(const tblog_array *array, size_t axis, const uint8_t *from, uint8_t *to) {
    size_t item = tblog__dtype_size(array->dtype), n = array->shape[axis];
    ptrdiff_t step = array->strides[axis];
    if (axis + 1 < array->rank) {
        for (size_t i = 0; i < n; i++)
            to = copy_axis(array, axis + 1, from + (ptrdiff_t)i * step, to);
        return to;
    }
    if (step != (ptrdiff_t)item) return copy_row(from, step, item, n, to);
    memcpy(to, from, n * item);
    return to + n * item;
}

void tblog__array_copy(const tblog_array *array, size_t count, void *to) {
    if (!count) return;
    if (array->strides && array->rank)
        copy_axis(array, 0, array->data, to);
    else
        memcpy(to, array->data, count * tblog__dtype_size(array->dtype));
}

tblog_status tblog__array_dense(tblog__arena *arena, const tblog_array **array, size_t *count,
                                tblog_error *err) {
    tblog_status status = tblog__array_check(*array, count, err);
    if (status || !(*array)->strides) return status;
    void *data = tblog__arena_take(arena, *count * tblog__dtype_size((*array)->dtype));
    tblog_array *dense = tblog__arena_copy(arena, *array, sizeof **array);
    if (!data || !dense) return tblog__fail_no_memory(err);
    tblog__array_copy(*array, *count, data);
    dense->data = data;
    dense->strides = NULL;
    *array = dense;
    return TBLOG_OK;
}

bool tblog__dtype_is_complex(tblog_dtype dtype) {
    return dtype == TBLOG_COMPLEX64 || dtype == TBLOG_COMPLEX128;
}

void tblog__array_doubles(const tblog_array *array, size_t first, size_t n, double *out) {
#define LOAD(type, expression)                                                                     \
    do {                                                                                           \
        const type *in = (const type *)array->data + first;                                        \
        for (size_t i = 0; i < n; i++) out[i] = (double)(expression);                              \
    } while (0)
    switch (array->dtype) {
    case TBLOG_FLOAT16: LOAD(uint16_t, tblog__half_value(in[i])); break;
    case TBLOG_BFLOAT16: LOAD(uint16_t, tblog__bfloat_value(in[i])); break;
    case TBLOG_FLOAT32: LOAD(float, in[i]); break;
    case TBLOG_FLOAT64: memcpy(out, (const double *)array->data + first, n * sizeof *out); break;
    case TBLOG_UINT8: LOAD(uint8_t, in[i]); break;
    case TBLOG_INT32: LOAD(int32_t, in[i]); break;
    case TBLOG_INT64: LOAD(int64_t, in[i]); break;
    case TBLOG_BOOL: LOAD(uint8_t, in[i] != 0); break;
    case TBLOG_INT8: LOAD(int8_t, in[i]); break;
    case TBLOG_INT16: LOAD(int16_t, in[i]); break;
    case TBLOG_UINT16: LOAD(uint16_t, in[i]); break;
    case TBLOG_UINT32: LOAD(uint32_t, in[i]); break;
    case TBLOG_UINT64: LOAD(uint64_t, in[i]); break;
    case TBLOG_COMPLEX64:
    case TBLOG_COMPLEX128: break; /* see above */
    }
#undef LOAD
}
