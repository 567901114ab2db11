/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Histograms: a DT_DOUBLE tensor [buckets, 3] of left edge, right edge and count for the plugin
 * "histograms".
 *
 * The computation is that of tensorboard/plugins/histogram/summary_v2.py as TensorFlow 2.21 does it
 * on x86-64, in float64 with one rounding per operation, so nothing here may be reassociated or
 * contracted. doc/event-format.md, "Histogram", has the rule and its edge cases.
 */
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/summary.h>

#include "tblog/array_view.h"
#include "tblog/bytes.h"
#include "tblog/error.h"
#include "tblog/float_env.h"
#include "tblog/kinds/bucket_loops.h"
#include "tblog/kinds/summary.h"
#include "tblog/kinds/tensor_proto.h"
#include "tblog/write/writer.h"

enum { BLOCK = 256 }; /* elements converted at a time */

/* TensorFlow flushes subnormals: they count as zeros of the same sign. */
static float flush_float(float x) {
    return fabsf(x) < FLT_MIN ? copysignf(0, x) : x;
}

static double flush_double(double x) {
    return fabs(x) < DBL_MIN ? copysign(0, x) : x;
}

/* Elements [first, first + n) of the array as doubles; subnormals of the array's type are
 * flushed. */
static void load(const tblog_array *array, size_t first, size_t n, double *out) {
    bool single = array->dtype == TBLOG_FLOAT32 || array->dtype == TBLOG_BFLOAT16;
    double smallest = single ? (double)FLT_MIN : array->dtype == TBLOG_FLOAT64 ? DBL_MIN : 0;
    tblog__array_doubles(array, first, n, out);
    if (smallest == 0) return;
    for (size_t i = 0; i < n; i++) out[i] = fabs(out[i]) < smallest ? copysign(0, out[i]) : out[i];
}

typedef struct extent {
    double min, max; /* both are the first NaN, if there is one */
} extent;

/* The extent of n >= 1 elements. Among zeros of both signs the last one counts, as in
 * TensorFlow. */
static extent find_extent(const tblog_array *array, size_t n) {
    double block[BLOCK], start = 0;
    load(array, 0, 1, &start);
    extent e = {start, start};
    for (size_t first = 0; first < n; first += BLOCK) {
        size_t size = n - first < BLOCK ? n - first : BLOCK;
        load(array, first, size, block);
        for (size_t i = 0; i < size; i++) {
            e.min = block[i] <= e.min ? block[i] : e.min;
            e.max = block[i] >= e.max ? block[i] : e.max;
        }
        for (size_t i = 0; i < size; i++)
            if (isnan(block[i])) return (extent){block[i], block[i]};
    }
    return e;
}

/*
 * a + b, where 'a' is in the data, or an edge of it. A NaN in the data keeps its bits, but is made
 * quiet; one that comes of inf - inf has the sign bit set: as on x86-64, whatever this machine's
 * sums do (RISC-V's make every NaN the same).
 */
static double add(double a, double b) {
    double sum = a + b;
    if (!isnan(sum)) return sum;
    if (!isnan(a)) return copysign(NAN, -1);
    uint64_t bits;
    memcpy(&bits, &a, sizeof bits);
    bits |= UINT64_C(1) << 51;
    memcpy(&a, &bits, sizeof a);
    return a;
}

/* counts[floor((x - min) / width)]++ for all n elements; elements without a bucket are not
 * counted. */
static void count_elements(const tblog_array *array, size_t n, double min, double width,
                           uint64_t *counts, size_t buckets) {
    double block[BLOCK];
    for (size_t first = 0; first < n; first += BLOCK) {
        size_t size = n - first < BLOCK ? n - first : BLOCK;
        load(array, first, size, block);
        for (size_t i = 0; i < size; i++) block[i] = (block[i] - min) / width;
        for (size_t i = 0; i < size; i++) {
            /* NaN, and what TensorFlow's int32 could not hold, has no bucket. */
            if (!(block[i] >= 0 && block[i] < 0x1p31)) continue;
            size_t bucket = (size_t)block[i];
            counts[bucket < buckets ? bucket : buckets - 1]++;
        }
    }
}

static void put_row(uint8_t *row, double left, double right, double count) {
    tblog__put_double(row, left);
    tblog__put_double(row + 8, right);
    tblog__put_double(row + 16, count);
}

/* The extent by the fast loops; false, and nothing is done, if they do not accept the array. */
static bool fast_extent(const tblog_array *array, size_t n, extent *e) {
    float min, max;
    if (array->dtype != TBLOG_FLOAT32 ||
        !tblog__bucket_loops_best()->extent(array->data, n, &min, &max))
        return false;
    *e = (extent){(double)min, (double)max};
    if (min != 0 && max != 0) return true;
    const float *x = array->data; /* for the last zero's sign */
    size_t i = n - 1;
    while (flush_float(x[i]) != 0) i--;
    if (min == 0) e->min = copysign(0, (double)x[i]);
    if (max == 0) e->max = copysign(0, (double)x[i]);
    return true;
}

static bool fast_count(const tblog_array *array, size_t n, const extent *e, double width,
                       uint64_t *counts, size_t buckets) {
    if (array->dtype != TBLOG_FLOAT32 || buckets > TBLOG__FAST_BUCKETS || !buckets ||
        !isfinite(e->min) || !isfinite(e->max) || !isfinite(width) || !isfinite(1 / width))
        return false;
    tblog__bucket_loops_best()->count(array->data, n, e->min, width, counts, buckets);
    return true;
}

/* Fill the rows (buckets of 24 bytes). 'counts' is as many zeros; both may be empty. */
static TBLOG__APART void fill(const tblog_array *array, size_t n, uint8_t *rows, uint64_t *counts,
                              size_t buckets) {
    extent e = {0, 0};
    double width = 0;
    if (n) {
        if (!fast_extent(array, n, &e)) e = find_extent(array, n);
        double range = flush_double(add(e.max, -e.min));
        if (range == 0) { /* all equal */
            e.min = e.max;
            if (buckets) counts[buckets - 1] = n;
        } else {
            width = flush_double(range / (double)buckets);
            if (buckets && !fast_count(array, n, &e, width, counts, buckets))
                count_elements(array, n, e.min, width, counts, buckets);
        }
    }
    double left = e.min;
    for (size_t i = 0; i < buckets; i++, rows += 24) {
        double right = e.max;
        if (i + 1 < buckets && width != 0) right = add(e.min, width * (double)(i + 1));
        put_row(rows, left, right, (double)counts[i]);
        left = right;
    }
}

static tblog_status check_real(const tblog_array *values, tblog_error *err) {
    if (!tblog__dtype_is_complex(values->dtype)) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT, "complex numbers have no histogram");
}

tblog_status tblog_summary_histogram(tblog_summary *summary, const char *tag,
                                     const tblog_array *values, size_t buckets, tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    size_t n;
    tblog_status status = tblog__array_dense(&summary->arena, &values, &n, err);
    if (status) return status;
    status = check_real(values, err);
    if (status) return status;
    if (buckets > TBLOG_MAX_BUCKETS)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "%zu buckets are more than %d", buckets,
                           TBLOG_MAX_BUCKETS);

    tblog__arena *arena = &summary->arena;
    ProtobufCBinaryData content = {buckets * 24, tblog__arena_take(arena, buckets * 24)};
    uint64_t *counts = tblog__arena_take(arena, buckets * sizeof *counts);
    if (!content.data || !counts) return tblog__fail_no_memory(err);
    for (size_t i = 0; i < buckets; i++) counts[i] = 0;
    tblog__float_env before = tblog__float_env_enter();
    fill(values, n, content.data, counts, buckets);
    tblog__float_env_leave(&before);
    return tblog__summary_append(summary, tag, "histograms", (ProtobufCBinaryData){0},
                                 tblog__tensor_numbers(arena, TBLOG__DATA_TYPE__DT_DOUBLE, 2,
                                                       (size_t[]){buckets, 3}, content),
                                 err);
}

static TBLOG__APART size_t count_nonfinite(const tblog_array *values, size_t n) {
    double block[BLOCK];
    size_t count = 0;
    for (size_t first = 0; first < n; first += BLOCK) {
        size_t size = n - first < BLOCK ? n - first : BLOCK;
        load(values, first, size, block);
        for (size_t i = 0; i < size; i++) count += isfinite(block[i]) ? 0 : 1;
    }
    return count;
}

/* For finite numbers: whether the range between them is finite, so that TensorBoard can draw it. */
static TBLOG__APART bool has_finite_range(const tblog_array *values, size_t n) {
    extent e = n ? find_extent(values, n) : (extent){0, 0};
    return isfinite(e.max - e.min);
}

static tblog_status check_range(const tblog_array *values, size_t n, tblog_error *err) {
    tblog__float_env before = tblog__float_env_enter();
    bool good = has_finite_range(values, n);
    tblog__float_env_leave(&before);
    if (good) return TBLOG_OK;
    return tblog__fail(
        err, TBLOG_ERR_ARGUMENT,
        "the values are further apart than the largest number: edges of buckets would be infinite");
}

/* Copy the finite ones of n values to where there is room for all; returns how many. */
static TBLOG__APART size_t copy_finite(const tblog_array *values, size_t n, double *out) {
    double block[BLOCK];
    size_t count = 0;
    for (size_t first = 0; first < n; first += BLOCK) {
        size_t size = n - first < BLOCK ? n - first : BLOCK;
        load(values, first, size, block);
        for (size_t i = 0; i < size; i++)
            if (isfinite(block[i])) out[count++] = block[i];
    }
    return count;
}

static tblog_status histogram_of_finite(tblog_summary *summary, const char *tag,
                                        const tblog_array *values, size_t n, size_t finite,
                                        size_t buckets, tblog_error *err) {
    double *kept = malloc((finite ? finite : 1) * sizeof *kept);
    if (!kept) return tblog__fail_no_memory(err);
    tblog__float_env before = tblog__float_env_enter();
    copy_finite(values, n, kept);
    tblog__float_env_leave(&before);
    const tblog_array view = {TBLOG_FLOAT64, kept, 1, &finite, NULL};
    tblog_status status = check_range(&view, finite, err);
    if (!status) status = tblog_summary_histogram(summary, tag, &view, buckets, err);
    free(kept);
    return status;
}

tblog_status tblog_summary_finite_histogram(tblog_summary *summary, const char *tag,
                                            const tblog_array *values, size_t buckets,
                                            tblog_nonfinite choice, size_t *nonfinite,
                                            tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    size_t n;
    tblog_status status = tblog__array_dense(&summary->arena, &values, &n, err);
    if (!status) status = check_real(values, err);
    if (status) return status;
    tblog__float_env before = tblog__float_env_enter();
    size_t bad = count_nonfinite(values, n);
    tblog__float_env_leave(&before);
    if (nonfinite) *nonfinite = bad;
    if (!bad && choice != TBLOG_NONFINITE_KEEP) status = check_range(values, n, err);
    if (status) return status;
    if (!bad || choice == TBLOG_NONFINITE_KEEP)
        return tblog_summary_histogram(summary, tag, values, buckets, err);
    if (choice == TBLOG_NONFINITE_REFUSE)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "%zu of %zu values are NaN or infinite", bad,
                           n);
    return histogram_of_finite(summary, tag, values, n, n - bad, buckets, err);
}

/* Check ready-made buckets, which are stored unchanged: the dashboards must be able to draw
 * them. */
static TBLOG__APART tblog_status check_buckets(const double *edges, const double *counts,
                                               size_t buckets, tblog_error *err) {
    if (buckets && (!edges || !counts))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the buckets have no edges or no counts");
    if (buckets > TBLOG_MAX_BUCKETS)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "%zu buckets are more than %d", buckets,
                           TBLOG_MAX_BUCKETS);
    for (size_t i = 0; i < buckets; i++) {
        if (!(edges[i] <= edges[i + 1]) || !isfinite(edges[i]) || !isfinite(edges[i + 1]))
            return tblog__fail(err, TBLOG_ERR_ARGUMENT, "edge %zu is not finite and ascending", i);
        if (!(counts[i] >= 0) || !isfinite(counts[i]))
            return tblog__fail(err, TBLOG_ERR_ARGUMENT, "count %zu is not a number from 0", i);
    }
    if (buckets && !isfinite(edges[buckets] - edges[0]))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "the edges are further apart than the largest number");
    return TBLOG_OK;
}

tblog_status tblog_summary_histogram_buckets(tblog_summary *summary, const char *tag,
                                             const double *edges, const double *counts,
                                             size_t buckets, tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    tblog__float_env before = tblog__float_env_enter();
    tblog_status status = check_buckets(edges, counts, buckets, err);
    tblog__float_env_leave(&before);
    if (status) return status;
    tblog__arena *arena = &summary->arena;
    ProtobufCBinaryData content = {buckets * 24, tblog__arena_take(arena, buckets * 24)};
    if (!content.data) return tblog__fail_no_memory(err);
    for (size_t i = 0; i < buckets; i++)
        put_row(content.data + 24 * i, edges[i], edges[i + 1], counts[i]);
    return tblog__summary_append(summary, tag, "histograms", (ProtobufCBinaryData){0},
                                 tblog__tensor_numbers(arena, TBLOG__DATA_TYPE__DT_DOUBLE, 2,
                                                       (size_t[]){buckets, 3}, content),
                                 err);
}

/* ---- the one-line function ---- */

static tblog_status add_call(tblog_summary *summary, const tblog__log_call *call,
                             tblog_error *err) {
    return tblog_summary_histogram(summary, call->tag, call->arrays[0], TBLOG_DEFAULT_BUCKETS, err);
}

tblog_status tblog_histogram_array(tblog_writer *writer, const char *tag, int64_t step,
                                   const tblog_array *values) {
    return tblog__writer_log(
        writer, &(tblog__log_call){.add = add_call, .tag = tag, .step = step, .arrays = {values}});
}

tblog_status tblog_histogram(tblog_writer *writer, const char *tag, int64_t step,
                             const float *values, size_t n) {
    return tblog_histogram_array(writer, tag, step, TBLOG_ARRAY(TBLOG_FLOAT32, values, n));
}
