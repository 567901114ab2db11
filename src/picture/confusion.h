/* SPDX-License-Identifier: Apache-2.0 */
/* Confusion matrices: how often each class was taken for which. */
#ifndef PICTURE_CONFUSION_H
#define PICTURE_CONFUSION_H

#include "picture/picture.h"

enum { PICTURE_CLASSES_MOST = 256 };

typedef struct picture_confusion {
    const char *title;        /* above it; NULL: none */
    size_t classes;           /* C, at most PICTURE_CLASSES_MOST */
    const char *const *names; /* (C) UTF-8 */
    size_t scale;             /* 1: ten classes are 350 pixels wide, as in grid.h */
    const uint64_t *counts;   /* (C, C): a row for each true class, a column for each predicted */
} picture_confusion;

/*
 * Draw it into *out, to be freed by picture_free; false, and nothing to free, on failure. Right
 * predictions are green, wrong ones red; the colour is the stronger, the larger the root of the
 * share of the row is, so that single mistakes are seen. Beside each row is its recall, below each
 * column its precision, in percent. Above 26 classes cells are small and have no
 * numbers, and there is no precision.
 */
bool picture_draw_confusion(const picture_confusion *matrix, picture *out, error *err);

#endif
