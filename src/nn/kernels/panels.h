/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matrices (D, H) of which one side works with rows and the other, the sparse products, with panels
 * (kernels.h). Numbers are copied when one side needs them and the other has changed them, which
 * takes as long as reading them once or twice.
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
    bool current;                 /* the panels have the numbers, */
    bool changed;                 /* which the rows do not have yet */
} nn_panels;

/* Of matrices in rows, up to NN_PANELS_MAX; NULL when there is no memory. */
nn_panels *nn_panels_new(size_t D, size_t H, float *const *rows, size_t count);
void nn_panels_free(nn_panels *self);

/* Have the numbers in the panels; with 'change' they will be changed there. False when there is no
 * memory for these. */
bool nn_panels_pack(nn_panels *self, bool change);

/* Have the numbers in the rows, where they may then be changed. Where the rows have them already,
 * nothing is written there, so that another thread may read them. */
void nn_panels_unpack(nn_panels *self);

#endif
