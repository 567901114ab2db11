/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Precision-recall curves: a DT_FLOAT tensor [6, thresholds] of true and false positives, true and
 * false negatives, precision and recall for the plugin "pr_curves".
 *
 * The rule is that of tensorboard/plugins/pr_curve/summary.py, pb().
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/summary.h>

#include "plugin_data.pb-c.h"
#include "tblog/bytes.h"
#include "tblog/error.h"
#include "tblog/float_env.h"
#include "tblog/kinds/summary.h"
#include "tblog/kinds/tensor_proto.h"
#include "tblog/write/writer.h"

/* What precision and recall are divided by at least. */
static const double MINIMUM_COUNT = 1e-7;

/* Counts of positives and negatives with at least each threshold's prediction; both were zeros. */
static void count(const uint8_t *labels, const float *predictions, const float *weights, size_t n,
                  double *positives, double *negatives, size_t thresholds) {
    for (size_t i = 0; i < n; i++) {
        float place = floorf(predictions[i] * (float)(thresholds - 1));
        if (!(place >= 0 && place <= (float)(thresholds - 1))) continue; /* as np.histogram */
        double weight = weights ? (double)weights[i] : 1;
        (labels[i] ? positives : negatives)[(size_t)place] += weight;
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

/* The curve's tag is its name with "/pr_curves", its name is what is shown. */
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

static TBLOG__APART tblog_status add(tblog_summary *summary, const char *name,
                                     const uint8_t *labels, const float *predictions,
                                     const float *weights, size_t n, size_t thresholds,
                                     tblog_error *err) {
    if (!name || !*name) return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the name is empty");
    if (n && (!labels || !predictions))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "there are no labels or no predictions");
    if (thresholds < 2 || thresholds > TBLOG_MAX_THRESHOLDS)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "%zu thresholds are not 2 to %d", thresholds,
                           TBLOG_MAX_THRESHOLDS);
    for (size_t i = 0; i < n; i++)
        if (!(predictions[i] >= 0 && predictions[i] <= 1))
            return tblog__fail(err, TBLOG_ERR_ARGUMENT, "prediction %zu is not in [0, 1]", i);

    tblog__arena *arena = &summary->arena;
    double *positives = tblog__arena_take(arena, 2 * thresholds * sizeof *positives);
    ProtobufCBinaryData rows = {24 * thresholds, tblog__arena_take(arena, 24 * thresholds)};
    if (!positives || !rows.data) return tblog__fail_no_memory(err);
    double *negatives = positives + thresholds;
    for (size_t t = 0; t < 2 * thresholds; t++) positives[t] = 0;
    count(labels, predictions, weights, n, positives, negatives, thresholds);
    put_rows(rows.data, positives, negatives, thresholds);
    return append(summary, name,
                  tblog__tensor_numbers(arena, TBLOG__DATA_TYPE__DT_FLOAT, 2,
                                        (size_t[]){6, thresholds}, rows),
                  thresholds, err);
}

tblog_status tblog_summary_pr_curve(tblog_summary *summary, const char *name, const uint8_t *labels,
                                    const float *predictions, const float *weights, size_t n,
                                    size_t thresholds, tblog_error *err) {
    tblog__float_env before = tblog__float_env_enter();
    tblog_status status = add(summary, name, labels, predictions, weights, n, thresholds, err);
    tblog__float_env_leave(&before);
    return status;
}

/* ---- in one line ---- */

static tblog_status add_call(tblog_summary *summary, const tblog__log_call *call,
                             tblog_error *err) {
    const tblog_array *labels = call->arrays[0], *predictions = call->arrays[1];
    return tblog_summary_pr_curve(summary, call->tag, labels->data, predictions->data, NULL,
                                  labels->shape[0], TBLOG_DEFAULT_THRESHOLDS, err);
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
