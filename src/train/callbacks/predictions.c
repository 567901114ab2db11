/* SPDX-License-Identifier: Apache-2.0 */
/* What the model makes of validation images, as pictures. */
#include "train/callbacks/predictions.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "picture/confusion.h"
#include "train/image_grid.h"

/* ---- which ---- */

typedef struct mistake {
    float probability; /* of the true class; -1 for NaN */
    uint32_t sample;
} mistake;

static int by_truth(const void *a, const void *b) {
    const mistake *x = a, *y = b;
    if (x->probability != y->probability) return x->probability < y->probability ? -1 : 1;
    return x->sample < y->sample ? -1 : 1;
}

size_t predictions_worst(const evaluation *e, const uint8_t *labels, size_t most, uint32_t *order,
                         size_t *mistakes) {
    mistake *all = malloc((e->n + 1) * sizeof *all);
    size_t count = 0;
    *mistakes = 0;
    if (!all) return 0;
    for (size_t i = 0; i < e->n; i++) {
        if (e->predicted[i] == labels[i]) continue;
        float probability = e->probabilities[i * e->classes + labels[i]];
        all[(*mistakes)++] = (mistake){isnan(probability) ? -1 : probability, (uint32_t)i};
    }
    qsort(all, *mistakes, sizeof *all, by_truth);
    for (; count < *mistakes && count < most; count++) order[count] = all[count].sample;
    free(all);
    return count;
}

/* ---- what is drawn ---- */

/* Up to 5 x 5, then 10 side by side. */
static size_t columns_for(size_t count) {
    return count > 25 ? 10 : count < 5 && count ? count : 5;
}

/* Whether a class's name is too long for its probability beside it. */
static bool has_long_names(const dataset *set) {
    for (size_t c = 0; c < set->classes; c++)
        if (strlen(dataset_class_name(set, c)) > 5) return true;
    return false;
}

/* "7 97%" and, of the true class, "= 7" or "≠ 1"; long names have lines of their own. */
static void caption(const predictions *self, const evaluation *e, size_t i, picture_cell *cell) {
    size_t label = self->set->labels[i], predicted = e->predicted[i];
    bool right = predicted == label, split = has_long_names(self->set);
    const char *name = dataset_class_name(self->set, predicted);
    double percent = 100 * (double)evaluation_confidence(e, i);
    size_t size = sizeof cell->caption[0], line = 0;
    cell->tone = right ? PICTURE_RIGHT : PICTURE_WRONG;
    if (split) {
        snprintf(cell->caption[line++], size, "%s", name);
        snprintf(cell->caption[line++], size, "%.0f%%", percent);
    } else {
        snprintf(cell->caption[line++], size, "%s %.0f%%", name, percent);
    }
    snprintf(cell->caption[line], size, "%s %s", right ? "=" : "≠",
             dataset_class_name(self->set, label));
}

/* Frees the picture. */
static bool log_picture(const predictions *self, const char *tag, size_t epoch, picture *p,
                        const char *description, error *err) {
    bool good = picture_log(self->log, tag, (int64_t)epoch, p, description, err);
    picture_free(p);
    return good;
}

static bool log_images(const predictions *self, const evaluation *e, size_t epoch, error *err) {
    image_grid grid;
    picture drawn;
    char title[64];
    size_t count = self->count < e->n ? self->count : e->n, right = 0;
    bool good = image_grid_init(&grid, self->set, count) || error_set(err, "out of memory");
    for (size_t k = 0; k < count && good; k++) {
        size_t i = k * e->n / count;
        caption(self, e, i, image_grid_add(&grid, i));
        right += e->predicted[i] == self->set->labels[i];
    }
    snprintf(title, sizeof title, "epoch %zu: %zu of these %zu right", epoch + 1, right, count);
    good = good && image_grid_draw(&grid, title, columns_for(count), 1, &drawn, err);
    image_grid_free(&grid);
    return good && log_picture(self, "predictions/images", epoch, &drawn,
                               "The predicted class with its probability, **green** where it is "
                               "right and **red** where not; below it the true one.",
                               err);
}

static bool log_worst(const predictions *self, const evaluation *e, size_t epoch, error *err) {
    image_grid grid;
    picture drawn;
    char title[96];
    size_t mistakes = 0, count = 0;
    uint32_t *order = malloc((e->n + 1) * sizeof *order);
    bool good = order != NULL;
    if (good) count = predictions_worst(e, self->set->labels, self->count, order, &mistakes);
    good = image_grid_init(&grid, self->set, count) && good;
    if (!good) error_set(err, "out of memory");
    for (size_t k = 0; k < count && good; k++)
        caption(self, e, order[k], image_grid_add(&grid, order[k]));
    if (count < mistakes)
        snprintf(title, sizeof title, "epoch %zu: the worst %zu of %zu mistakes", epoch + 1, count,
                 mistakes);
    else
        snprintf(title, sizeof title, "epoch %zu: %zu mistakes", epoch + 1, mistakes);
    good = good && image_grid_draw(&grid, title, columns_for(self->count), 1, &drawn, err);
    image_grid_free(&grid);
    free(order);
    return good && log_picture(self, "predictions/worst", epoch, &drawn,
                               "The validation images with the highest loss: what was predicted, "
                               "with its probability, and below it what is true.",
                               err);
}

static bool log_confusion(const predictions *self, const evaluation *e, size_t epoch, error *err) {
    const char *names[DATASET_MAX_CLASSES];
    char title[96];
    picture drawn;
    for (size_t c = 0; c < e->classes; c++) names[c] = dataset_class_name(self->set, c);
    snprintf(title, sizeof title, "epoch %zu: %zu validation images, accuracy %.4f", epoch + 1,
             e->n, e->mean.accuracy);
    const picture_confusion matrix = {
        .title = title, .classes = e->classes, .names = names, .scale = 1, .counts = e->confusion};
    if (!picture_draw_confusion(&matrix, &drawn, err)) return false;
    return log_picture(self, "predictions/confusion", epoch, &drawn,
                       "A row for each true class, a column for each predicted one.", err);
}

/* ---- when ---- */

/* What came before the pass was logging, the pass is validation. */
static bool evaluate_timed(const predictions *self, evaluation *e, error *err) {
    nn_profile_lap(self->profile, NN_PHASE_LOGGING);
    if (self->profile) self->profile->validating = true;
    bool good = evaluate(self->model, self->set, e, err);
    if (self->profile) self->profile->validating = false;
    return good;
}

static bool on_epoch_end(void *context, const train_state *state, error *err) {
    const predictions *self = context;
    evaluation e;
    if (state->epoch % self->freq != 0) return true;
    if (!run_log_begin(self->log, err) || !evaluate_timed(self, &e, err)) return false;
    bool good = log_images(self, &e, state->epoch, err) && log_worst(self, &e, state->epoch, err) &&
                log_confusion(self, &e, state->epoch, err) && run_log_flush(self->log, err);
    evaluation_free(&e);
    return good;
}

train_callback predictions_callback(predictions *self) {
    return (train_callback){.self = self, .hooks = {[ON_EPOCH_END] = on_epoch_end}};
}
