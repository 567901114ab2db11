/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matrices (D, H) of which one side works with rows and the other, the sparse products, with panels
 * (kernels.h). Only one of the two has the numbers at a time; they are moved when the other needs
 * them, which takes as long as reading them once or twice.
 */
#ifndef NN_KERNELS_PANELS_H
#define NN_KERNELS_PANELS_H

#include <stdbool.h>
#include <stddef.h>

enum { NN_PANELS_MAX = 5 };

typedef struct nn_panels {
    size_t D, H, count;
    float *rows[NN_PANELS_MAX];   /* (count), the owner's */
    float *panels[NN_PANELS_MAX]; /* (count), or NULL before they are first needed */
    bool packed;                  /* the panels have the numbers; else the rows */
} nn_panels;

/* Of matrices in rows, up to NN_PANELS_MAX; NULL when there is no memory. */
nn_panels *nn_panels_new(size_t D, size_t H, float *const *rows, size_t count);
void nn_panels_free(nn_panels *self);

/* The numbers are to be in the panels; false when there is no memory for these. */
bool nn_panels_pack(nn_panels *self);

/* The numbers are to be in the rows. */
void nn_panels_unpack(nn_panels *self);

#endif
