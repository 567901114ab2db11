/* SPDX-License-Identifier: Apache-2.0 */
/* Matrices in rows or in panels. */
#include "nn/kernels/panels.h"

#include <stdlib.h>
#include <string.h>

#include "nn/kernels/kernels.h"

nn_panels *nn_panels_new(size_t D, size_t H, float *const *rows, size_t count) {
    nn_panels *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    *self = (nn_panels){.D = D, .H = H, .count = count};
    for (size_t k = 0; k < count; k++) self->rows[k] = rows[k];
    return self;
}

void nn_panels_free(nn_panels *self) {
    if (!self) return;
    for (size_t k = 0; k < self->count; k++) free(self->panels[k]);
    free(self);
}

/* One matrix, from rows to panels or back. */
static void move(const nn_panels *self, float *rows, float *panels, bool pack) {
    size_t D = self->D, H = self->H;
    for (size_t first = 0; first < H; first += NN_PANEL) {
        size_t width = H - first < NN_PANEL ? H - first : NN_PANEL, bytes = width * sizeof *rows;
        float *row = rows + first, *packed = panels + first * D;
        for (size_t d = 0; d < D; d++, row += H, packed += width)
            memcpy(pack ? packed : row, pack ? row : packed, bytes);
    }
}

static void move_all(nn_panels *self, bool pack) {
    for (size_t k = 0; k < self->count; k++) move(self, self->rows[k], self->panels[k], pack);
}

static bool allocate(nn_panels *self) {
    size_t bytes = (self->D * self->H * sizeof(float) + 63) / 64 * 64;
    for (size_t k = 0; k < self->count; k++)
        if (!self->panels[k] && !(self->panels[k] = aligned_alloc(64, bytes))) return false;
    return true;
}

bool nn_panels_pack(nn_panels *self, bool change) {
    if (!allocate(self)) return false;
    if (!self->current) move_all(self, true);
    self->current = true;
    self->changed |= change;
    return true;
}

void nn_panels_unpack(nn_panels *self) {
    if (self->changed) move_all(self, false);
    self->current = self->changed = false;
}
