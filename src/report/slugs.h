/* SPDX-License-Identifier: Apache-2.0 */
/* Names of figures' files: from tags, and never two alike, also where case does not count. */
#ifndef REPORT_SLUGS_H
#define REPORT_SLUGS_H

#include "base/pool.h"

/* Names that are taken; empty when zeroed. */
typedef struct slug_list {
    const char **names; /* (count), in a pool */
    size_t count, capacity;
} slug_list;

#define SLUG_CLOSE_UP "-close-up"

/*
 * "validation-epoch_accuracy" of "validation" and "epoch_accuracy": letters, digits and -_. of
 * both; with a number if it is taken, as "train" and "loss" take the name of "train-loss". With
 * SLUG_CLOSE_UP after it, it is taken too. NULL when there is no memory.
 */
const char *slug_take(slug_list *self, pool *memory, const char *part, const char *tag);

#endif
