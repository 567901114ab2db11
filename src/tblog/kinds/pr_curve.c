/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Precision-recall curves: a DT_FLOAT tensor [6, thresholds] of true and false positives, true and
 * false negatives, precision and recall for the plugin "pr_curves".
 *
 * The computation is that of tensorboard/plugins/pr_curve/summary.py, pb().
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/summary.h>

#include "plugin_data.pb-c.h"
#include "tblog/array_view.h"
#include "tblog/bytes.h"
#include "tblog/error.h"
#include "tblog/float_env.h"
#include "tblog/half.h"
#include "tblog/kinds/summary.h"
#include "tblog/kinds/tensor_proto.h"
#include "tblog/write/writer.h"

/* The least divisor of precision and recall. */
static const double MINIMUM_COUNT = 1e-7;

enum { BLOCK = 256 }; /* elements converted at a time */

/* The input of a curve; all arrays have the shape of 'labels'. */
typedef struct measured {
    const tblog_array *labels, *predictions;
    const tblog_array *weights; /* or NULL */
    size_t count;
} measured;

/* A block of the input, as doubles. */
typedef struct block {
    double labels[BLOCK], predictions[BLOCK], weights[BLOCK];
    size_t first, count;
} block;

static bool next_block(const measured *m, block *b) {
    b->first += b->count;
    b->count = m->count - b->first < BLOCK ? m->count - b->first : BLOCK;
    if (!b->count) return false;
    tblog__array_doubles(m->labels, b->first, b->count, b->labels);
    tblog__array_doubles(m->predictions, b->first, b->count, b->predictions);
    if (m->weights) tblog__array_doubles(m->weights, b->first, b->count, b->weights);
    for (size_t i = 0; !m->weights && i < b->count; i++) b->weights[i] = 1;
    return true;
}

/* x times the number of the last threshold, in x's own type, as NumPy multiplies. */
static double scale(tblog_dtype dtype, double x, size_t last) {
    if (dtype == TBLOG_FLOAT32) return (double)((float)x * (float)last);
    if (dtype == TBLOG_BFLOAT16)
        return (double)tblog__bfloat_round((float)x * tblog__bfloat_round((float)last));
    if (dtype == TBLOG_FLOAT16)
        return (double)tblog__half_round((float)x * tblog__half_round((float)last));
    return x * (double)last;
}

/* For each threshold, count the positives and negatives whose prediction is at least the threshold.
 * Both arrays must be zeros. */
static void count(const measured *m, double *positives, double *negatives, size_t thresholds) {
    for (block b = {.first = 0}; next_block(m, &b);)
        for (size_t i = 0; i < b.count; i++) {
            double place = floor(scale(m->predictions->dtype, b.predictions[i], thresholds - 1));
            if (!(place >= 0 && place <= (double)(thresholds - 1))) continue; /* as np.histogram */
            (b.labels[i] != 0 ? positives : negatives)[(size_t)place] += b.weights[i];
        }
    for (size_t t = thresholds - 1; t > 0; t--) {
        positives[t - 1] += positives[t];
        negatives[t - 1] += negatives[t];
    }
}

/* rows: (6, thresholds) floats */
static void put_rows(uint8_t *rows, const double *tp, const double *fp, size_t thresholds) {
    for (size_t t = 0; t < thresholds; t++) {
        double fn = tp[0] - tp[t];
        const double values[] = {tp[t],
                                 fp[t],
                                 fp[0] - fp[t],
                                 fn,
                                 tp[t] / fmax(MINIMUM_COUNT, tp[t] + fp[t]),
                                 tp[t] / fmax(MINIMUM_COUNT, tp[t] + fn)};
        for (size_t k = 0; k < 6; k++)
            tblog__put_float(rows + 4 * (k * thresholds + t), (float)values[k]);
    }
}

/* Append the curve. Its tag is its name with "/pr_curves"; its name is the display name. */
static tblog_status append(tblog_summary *summary, const char *name, Tblog__TensorProto *tensor,
                           size_t thresholds, tblog_error *err) {
    Tblog__PrCurvePluginData plugin = TBLOG__PR_CURVE_PLUGIN_DATA__INIT;
    plugin.num_thresholds = (uint32_t)thresholds;
    ProtobufCBinaryData content = tblog__summary_pack(summary, &plugin.base);
    size_t size = strlen(name) + sizeof "/pr_curves";
    char *tag = tblog__arena_take(&summary->arena, size);
    if (!content.data || !tag) return tblog__fail_no_memory(err);
    snprintf(tag, size, "%s/pr_curves", name);
    tblog_status status = tblog__summary_append(summary, tag, "pr_curves", content, tensor, err);
    return status ? status : tblog_summary_describe(summary, name, NULL, err);
}

/* Check that all predictions and weights are numbers; otherwise precision and recall would not
 * be. */
static tblog_status check_numbers(const measured *m, tblog_error *err) {
    for (block b = {.first = 0}; next_block(m, &b);)
        for (size_t i = 0; i < b.count; i++) {
            if (!(b.predictions[i] >= 0 && b.predictions[i] <= 1))
                return tblog__fail(err, TBLOG_ERR_ARGUMENT, "prediction %zu is not in [0, 1]",
                                   b.first + i);
            if (!(b.weights[i] >= 0) || !isfinite(b.weights[i]))
                return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                                   "weight %zu is not a finite number from 0", b.first + i);
        }
    return TBLOG_OK;
}

static tblog_status check_name(const char *name, tblog_error *err) {
    if (name && *name) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the name is empty");
}

static TBLOG__APART tblog_status add(tblog_summary *summary, const char *name, const measured *m,
                                     size_t thresholds, tblog_error *err) {
    tblog_status status = check_name(name, err);
    if (status) return status;
    if (thresholds < 2 || thresholds > TBLOG_MAX_THRESHOLDS)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "%zu thresholds are not 2 to %d", thresholds,
                           TBLOG_MAX_THRESHOLDS);
    if ((status = check_numbers(m, err))) return status;

    tblog__arena *arena = &summary->arena;
    double *positives = tblog__arena_take(arena, 2 * thresholds * sizeof *positives);
    ProtobufCBinaryData rows = {24 * thresholds, tblog__arena_take(arena, 24 * thresholds)};
    if (!positives || !rows.data) return tblog__fail_no_memory(err);
    double *negatives = positives + thresholds;
    for (size_t t = 0; t < 2 * thresholds; t++) positives[t] = 0;
    count(m, positives, negatives, thresholds);
    put_rows(rows.data, positives, negatives, thresholds);
    return append(summary, name,
                  tblog__tensor_numbers(arena, TBLOG__DATA_TYPE__DT_FLOAT, 2,
                                        (size_t[]){6, thresholds}, rows),
                  thresholds, err);
}

static tblog_status check_array(tblog__arena *arena, const tblog_array **array, const char *what,
                                size_t *count, tblog_error *err) {
    tblog_status status = tblog__array_dense(arena, array, count, err);
    if (!status && tblog__dtype_is_complex((*array)->dtype))
        status = tblog__fail(err, TBLOG_ERR_ARGUMENT, "the %s are complex numbers", what);
    return status;
}

tblog_status tblog_summary_pr_curve_arrays(tblog_summary *summary, const char *name,
                                           const tblog_array *labels,
                                           const tblog_array *predictions,
                                           const tblog_array *weights, size_t thresholds,
                                           tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    size_t counts[3];
    tblog__arena *arena = &summary->arena;
    tblog_status status = check_array(arena, &labels, "labels", &counts[0], err);
    if (!status) status = check_array(arena, &predictions, "predictions", &counts[1], err);
    counts[2] = counts[0];
    if (!status && weights) status = check_array(arena, &weights, "weights", &counts[2], err);
    if (status) return status;
    if (counts[1] != counts[0] || counts[2] != counts[0])
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "there are %zu labels, %zu predictions and %zu weights", counts[0],
                           counts[1], counts[2]);
    const measured m = {labels, predictions, weights, counts[0]};
    tblog__float_env before = tblog__float_env_enter();
    status = add(summary, name, &m, thresholds, err);
    tblog__float_env_leave(&before);
    return status;
}

/* ---- of ready counts ---- */

enum { TRUE_POSITIVES, FALSE_POSITIVES, TRUE_NEGATIVES, FALSE_NEGATIVES, PRECISION, RECALL, ROWS };

static tblog_status check_counts(const double *rows, size_t count, size_t thresholds,
                                 tblog_error *err) {
    for (size_t i = 0; i < count; i++) {
        bool share = i >= PRECISION * thresholds;
        if (!(rows[i] >= 0) || !isfinite(rows[i]) || (share && rows[i] > 1))
            return tblog__fail(err, TBLOG_ERR_ARGUMENT, "row %zu of the counts, threshold %zu: %s",
                               i / thresholds, i % thresholds,
                               share ? "precision and recall are from 0 to 1"
                                     : "a count is a finite number from 0");
    }
    return TBLOG_OK;
}

/* Fill the rows of precision and recall, as in put_rows. */
static void add_shares(double *rows, size_t thresholds) {
    for (size_t t = 0; t < thresholds; t++) {
        double tp = rows[t], fp = rows[FALSE_POSITIVES * thresholds + t],
               fn = rows[FALSE_NEGATIVES * thresholds + t];
        rows[PRECISION * thresholds + t] = tp / fmax(MINIMUM_COUNT, tp + fp);
        rows[RECALL * thresholds + t] = tp / fmax(MINIMUM_COUNT, tp + fn);
    }
}

static TBLOG__APART tblog_status add_counts(tblog_summary *summary, const char *name,
                                            const tblog_array *counts, size_t count,
                                            tblog_error *err) {
    size_t thresholds = counts->shape[1];
    tblog__arena *arena = &summary->arena;
    double *rows = tblog__arena_take(arena, ROWS * thresholds * sizeof *rows);
    ProtobufCBinaryData content = {24 * thresholds, tblog__arena_take(arena, 24 * thresholds)};
    if (!rows || !content.data) return tblog__fail_no_memory(err);
    tblog__array_doubles(counts, 0, count, rows);
    tblog_status status = check_counts(rows, count, thresholds, err);
    if (status) return status;
    if (counts->shape[0] < ROWS) add_shares(rows, thresholds);
    for (size_t i = 0; i < ROWS * thresholds; i++)
        tblog__put_float(content.data + 4 * i, (float)rows[i]);
    return append(summary, name,
                  tblog__tensor_numbers(arena, TBLOG__DATA_TYPE__DT_FLOAT, 2,
                                        (size_t[]){ROWS, thresholds}, content),
                  thresholds, err);
}

tblog_status tblog_summary_pr_curve_counts(tblog_summary *summary, const char *name,
                                           const tblog_array *counts, tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    size_t count;
    tblog_status status = check_array(&summary->arena, &counts, "counts", &count, err);
    if (!status) status = check_name(name, err);
    if (status) return status;
    if (counts->rank != 2 || (counts->shape[0] != PRECISION && counts->shape[0] != ROWS) ||
        counts->shape[1] < 2 || counts->shape[1] > TBLOG_MAX_THRESHOLDS)
        return tblog__fail(
            err, TBLOG_ERR_ARGUMENT,
            "the counts of a PR curve are (4, thresholds) or (6, thresholds), with 2 "
            "to %d thresholds",
            TBLOG_MAX_THRESHOLDS);
    tblog__float_env before = tblog__float_env_enter();
    status = add_counts(summary, name, counts, count, err);
    tblog__float_env_leave(&before);
    return status;
}

tblog_status tblog_summary_pr_curve(tblog_summary *summary, const char *name, const uint8_t *labels,
                                    const float *predictions, const float *weights, size_t n,
                                    size_t thresholds, tblog_error *err) {
    return tblog_summary_pr_curve_arrays(summary, name, TBLOG_ARRAY(TBLOG_UINT8, labels, n),
                                         TBLOG_ARRAY(TBLOG_FLOAT32, predictions, n),
                                         weights ? TBLOG_ARRAY(TBLOG_FLOAT32, weights, n) : NULL,
                                         thresholds, err);
}

/* ---- the one-line function ---- */

static tblog_status add_call(tblog_summary *summary, const tblog__log_call *call,
                             tblog_error *err) {
    return tblog_summary_pr_curve_arrays(summary, call->tag, call->arrays[0], call->arrays[1], NULL,
                                         TBLOG_DEFAULT_THRESHOLDS, err);
}

tblog_status tblog_pr_curve(tblog_writer *writer, const char *name, int64_t step,
                            const uint8_t *labels, const float *predictions, size_t n) {
    return tblog__writer_log(
        writer, &(tblog__log_call){.add = add_call,
                                   .tag = name,
                                   .step = step,
                                   .arrays = {TBLOG_ARRAY(TBLOG_UINT8, labels, n),
                                              TBLOG_ARRAY(TBLOG_FLOAT32, predictions, n)}});
}
