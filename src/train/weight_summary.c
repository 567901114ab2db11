/* SPDX-License-Identifier: Apache-2.0 */
/* The histograms and images of a model's weights, encoded in the caller's thread or beside it. */
#include "train/weight_summary.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct weight_summary {
    tag_style tags;
    bool images;
    const nn_param *params; /* (count) */
    size_t count;

    /* The thread's, while it runs. */
    tblog_summary *values;
    tblog_status status; /* why they are not all */
    tblog_error reason;

    pthread_t thread;
    bool running;
};

weight_summary *weight_summary_new(tag_style tags, bool images) {
    weight_summary *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    self->tags = tags;
    self->images = images;
    self->values = tblog_summary_new();
    if (self->values) return self;
    weight_summary_free(self);
    return NULL;
}

/* Wait for the thread; false if it was not running. */
static bool wait_for_thread(weight_summary *self) {
    if (!self->running) return false;
    pthread_join(self->thread, NULL);
    self->running = false;
    return true;
}

void weight_summary_cancel(weight_summary *self) {
    wait_for_thread(self);
}

void weight_summary_free(weight_summary *self) {
    if (!self) return;
    wait_for_thread(self);
    tblog_summary_free(self->values);
    free(self);
}

/* sequential/dense_1/kernel or dense_1/kernel_0. */
static void weight_tag(const weight_summary *self, const nn_param *param, const char *kind,
                       char *tag, size_t size) {
    char name[WEIGHT_NAME];
    weight_name(param, name);
    if (self->tags == TAGS_KERAS3)
        snprintf(tag, size, "sequential/%s/%s", name, kind);
    else
        snprintf(tag, size, "%s_0/%s", name, kind);
}

static tblog_status add_weight(weight_summary *self, const nn_param *param) {
    char tag[128];
    const tblog_array weight = {TBLOG_FLOAT32, param->value, param->rank, param->shape, NULL};
    weight_tag(self, param, "histogram", tag, sizeof tag);
    tblog_status status =
        tblog_summary_histogram(self->values, tag, &weight, TBLOG_DEFAULT_BUCKETS, &self->reason);
    if (status || !self->images) return status;
    weight_tag(self, param, "image", tag, sizeof tag);
    return tblog_summary_weight_image(self->values, tag, &weight, &self->reason);
}

static void *encode(void *context) {
    weight_summary *self = context;
    tblog_summary_clear(self->values);
    self->status = TBLOG_OK;
    for (size_t i = 0; i < self->count && !self->status; i++)
        self->status = add_weight(self, &self->params[i]);
    return NULL;
}

void weight_summary_start(weight_summary *self, const nn_model *model) {
    wait_for_thread(self);
    self->params = nn_model_params(model, &self->count); /* in the thread that uses the model */
    self->running = pthread_create(&self->thread, NULL, encode, self) == 0;
}

const tblog_summary *weight_summary_get(weight_summary *self, const nn_model *model,
                                        tblog_status *status, tblog_error *err) {
    if (!wait_for_thread(self)) {
        self->params = nn_model_params(model, &self->count);
        encode(self);
    }
    *status = self->status;
    if (self->status) *err = self->reason;
    return self->values;
}
