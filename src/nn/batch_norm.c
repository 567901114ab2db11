/* SPDX-License-Identifier: Apache-2.0 */
/* Batch normalisation, in loops over columns that run along memory. */
#include "nn/batch_norm.h"

#include <math.h>

static const float MOMENTUM = .99f, TAKEN_IN = (float)(1 - .99), EPSILON = .001f;

/* The batch's mean and variance (biased) of each column. */
static void moments(const float *z, size_t B, size_t H, float *mean, float *variance) {
    for (size_t h = 0; h < H; h++) mean[h] = variance[h] = 0;
    for (size_t b = 0; b < B; b++)
        for (size_t h = 0; h < H; h++) mean[h] += z[b * H + h];
    for (size_t h = 0; h < H; h++) mean[h] /= (float)B;
    for (size_t b = 0; b < B; b++)
        for (size_t h = 0; h < H; h++) {
            float off = z[b * H + h] - mean[h];
            variance[h] += off * off;
        }
    for (size_t h = 0; h < H; h++) variance[h] /= (float)B;
}

/* moving = moving momentum + now (1 - momentum) */
static void move(float *moving, const float *now, size_t H) {
    for (size_t h = 0; h < H; h++) moving[h] = moving[h] * MOMENTUM + now[h] * TAKEN_IN;
}

void nn_batch_norm_forward(nn_batch_norm *self, const float *z, size_t B, bool training, float *u) {
    size_t H = self->H;
    float *mean = self->mean, *inverse = self->inverse;
    if (training) {
        moments(z, B, H, mean, inverse);
        move(self->moving_mean, mean, H);
        move(self->moving_variance, inverse, H);
    } else {
        for (size_t h = 0; h < H; h++) mean[h] = self->moving_mean[h];
        for (size_t h = 0; h < H; h++) inverse[h] = self->moving_variance[h];
    }
    for (size_t h = 0; h < H; h++) inverse[h] = 1 / sqrtf(inverse[h] + EPSILON);
    for (size_t b = 0; b < B; b++)
        for (size_t h = 0; h < H; h++) {
            float scale = inverse[h] * self->gamma[h];
            u[b * H + h] = z[b * H + h] * scale + (self->beta[h] - mean[h] * scale);
        }
}

void nn_batch_norm_backward(nn_batch_norm *self, const float *z, size_t B, float *d) {
    size_t H = self->H;
    const float *mean = self->mean, *inverse = self->inverse;
    float *dgamma = self->dgamma, *dbeta = self->dbeta;
    for (size_t h = 0; h < H; h++) dgamma[h] = dbeta[h] = 0;
    for (size_t b = 0; b < B; b++)
        for (size_t h = 0; h < H; h++) {
            dbeta[h] += d[b * H + h];
            dgamma[h] += d[b * H + h] * ((z[b * H + h] - mean[h]) * inverse[h]);
        }
    for (size_t b = 0; b < B; b++)
        for (size_t h = 0; h < H; h++) {
            float normal = (z[b * H + h] - mean[h]) * inverse[h];
            float through_moments = (dbeta[h] + normal * dgamma[h]) / (float)B;
            d[b * H + h] = self->gamma[h] * inverse[h] * (d[b * H + h] - through_moments);
        }
}
