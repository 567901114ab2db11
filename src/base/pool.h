/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that is allocated piece by piece and freed all at once. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

/* Empty when zeroed. */
typedef struct pool {
    struct pool_piece *pieces; /* the last one first */
} pool;

/* Allocate 'count' zeroed elements of 'size' bytes. NULL only when there is no memory, also if
 * 'count' is 0. */
void *pool_take(pool *self, size_t count, size_t size);

/* printf into memory of the pool; NULL when there is no memory. */
__attribute__((format(printf, 2, 3))) char *pool_print(pool *self, const char *format, ...);

/*
 * Copy untrusted text so that it can be shown: invalid UTF-8 and controls become U+FFFD. NULL when
 * there is no memory.
 */
char *pool_clean_text(pool *self, const char *text, size_t size);

/* Free all of it. */
void pool_free(pool *self);

#endif
