/* SPDX-License-Identifier: Apache-2.0 */
/* What a model makes of a whole data set. */
#include "train/evaluate.h"

#include <math.h>
#include <stdlib.h>

#include "train/batch.h"

/* Of a model: inputs, classes, and which of its dense layers is the last. */
typedef struct ends {
    size_t inputs, classes, last;
} ends;

static ends ends_of(const nn_model *model) {
    size_t count;
    const nn_param *params = nn_model_params(model, &count), *bias = &params[count - 1];
    return (ends){.inputs = params[0].shape[0], .classes = bias->count, .last = bias->layer};
}

static bool check(const dataset *set, const ends *e, error *err) {
    if (set->rows * set->cols != e->inputs)
        return error_set(err, "images of %zu x %zu pixels are not for a model of %zu inputs",
                         set->rows, set->cols, e->inputs);
    if (set->classes > e->classes)
        return error_set(err, "%zu classes are not for a model of %zu", set->classes, e->classes);
    return true;
}

/* The samples of the current batch, which begin at 'first' of the set. */
static void take_batch(nn_model *model, const batch *b, size_t first, const ends *e,
                       evaluation *out, nn_metrics *sum) {
    size_t B, H;
    nn_model_evaluate(model, &b->input, b->labels, sum);
    const float *logits = nn_model_layer_outputs(model, e->last, &B, &H); /* (B, C) */
    nn_softmax(logits, B, H, out->probabilities + first * H);
    for (size_t i = 0; i < B; i++) {
        size_t predicted = nn_predicted_class(logits + i * H, H);
        out->predicted[first + i] = (uint8_t)predicted;
        out->confusion[b->labels[i] * H + predicted]++;
    }
}

train_logs evaluation_means(const nn_metrics *sum) {
    double n = sum->count ? (double)sum->count : 1, loss = sum->loss_sum / n;
    return (train_logs){isnan(loss) ? (double)NAN : loss, (double)sum->correct / n};
}

static void take_all(nn_model *model, const dataset *set, const ends *e, uint32_t *order, batch *b,
                     evaluation *out) {
    nn_metrics sum = {0};
    size_t most = nn_model_batch_size(model);
    for (size_t i = 0; i < set->n; i++) order[i] = (uint32_t)i;
    for (size_t first = 0; first < set->n; first += most) {
        size_t B = set->n - first < most ? set->n - first : most;
        batch_gather(b, set, order + first, B, nn_model_team(model));
        take_batch(model, b, first, e, out, &sum);
    }
    out->mean = evaluation_means(&sum);
}

bool evaluate(nn_model *model, const dataset *set, evaluation *out, error *err) {
    ends e = ends_of(model);
    if (!check(set, &e, err)) return false;
    batch b = {.dense = NULL};
    uint32_t *order = malloc((set->n + 1) * sizeof *order);
    *out = (evaluation){.n = set->n, .classes = e.classes};
    out->probabilities = malloc((set->n * e.classes + 1) * sizeof *out->probabilities);
    out->predicted = malloc(set->n + 1);
    out->confusion = calloc(e.classes * e.classes, sizeof *out->confusion);
    bool good = order && out->probabilities && out->predicted && out->confusion &&
                batch_init(&b, set, nn_model_batch_size(model));
    if (good)
        take_all(model, set, &e, order, &b, out);
    else
        evaluation_free(out);
    batch_free(&b);
    free(order);
    size_t each = sizeof *order + e.classes * sizeof *out->probabilities + 1;
    return good || error_memory(err, "predictions", (uint64_t)set->n * each);
}

void evaluation_free(evaluation *self) {
    free(self->probabilities);
    free(self->predicted);
    free(self->confusion);
    *self = (evaluation){0};
}

float evaluation_confidence(const evaluation *self, size_t i) {
    return self->probabilities[i * self->classes + self->predicted[i]];
}

class_score evaluation_score(const evaluation *self, size_t label) {
    const uint64_t *row = self->confusion + label * self->classes;
    class_score score = {.right = row[label]};
    for (size_t c = 0; c < self->classes; c++) {
        score.images += row[c];
        score.predicted += self->confusion[c * self->classes + label];
        if (c == label || row[c] <= score.mistakes) continue;
        score.mistaken = c;
        score.mistakes = row[c];
    }
    double right = (double)score.right;
    if (score.predicted) score.precision = right / (double)score.predicted;
    if (score.images) score.recall = right / (double)score.images;
    if (score.right) score.f1 = 2 * right / (double)(score.images + score.predicted);
    return score;
}
