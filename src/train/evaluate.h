/* SPDX-License-Identifier: Apache-2.0 */
/* What a model makes of a whole data set. */
#ifndef TRAIN_EVALUATE_H
#define TRAIN_EVALUATE_H

#include "data/dataset.h"
#include "nn/model.h"
#include "train/callback.h"

typedef struct evaluation {
    size_t n, classes;    /* samples; C, the model's */
    train_logs mean;      /* loss, with the regularizer's part, and accuracy: as of a validation */
    float *probabilities; /* (n, C) */
    uint8_t *predicted;   /* (n) the first of the largest, as tf.argmax has it */
    uint64_t *confusion;  /* (C, C): a row for each true class, a column for each predicted */
} evaluation;

/*
 * Fill *out, to be freed by evaluation_free, with dropout off; no weight changes. The set must fit
 * the model: images of as many pixels as it has inputs, labels below its classes. False, with the
 * reason in 'err', and nothing to free, when it does not or there is no memory.
 */
bool evaluate(nn_model *model, const dataset *set, evaluation *out, error *err);
void evaluation_free(evaluation *self);

/* Means of what was summed over samples. A NaN has no sign, which printf would show. */
train_logs evaluation_means(const nn_metrics *sum);

/* The probability of sample i's predicted class. */
float evaluation_confidence(const evaluation *self, size_t i);

/* How a class fared. */
typedef struct class_score {
    uint64_t images;    /* of this class */
    uint64_t predicted; /* taken for this class, rightly or not */
    uint64_t right;
    double precision, recall, f1; /* 0 where they are of nothing */
    size_t mistaken;              /* the class that its images were most often wrongly taken for */
    uint64_t mistakes;            /* so often; 0: never for any */
} class_score;

class_score evaluation_score(const evaluation *self, size_t label);

#endif
