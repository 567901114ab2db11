/* SPDX-License-Identifier: Apache-2.0 */
/* Memory of a report: taken in pieces, given back as a whole. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

/* Empty when zeroed. */
typedef struct pool {
    struct pool_piece *pieces; /* the last one first */
} pool;

/* 'count' zeroed elements of 'size' bytes; NULL when there is no memory. Never NULL for none. */
void *pool_take(pool *self, size_t count, size_t size);

/* printf into the pool; NULL when there is no memory. */
__attribute__((format(printf, 2, 3))) char *pool_print(pool *self, const char *format, ...);

/*
 * A stranger's text, fit to be shown: what is not UTF-8 or is a control becomes U+FFFD. NULL when
 * there is no memory.
 */
char *pool_clean_text(pool *self, const char *text, size_t size);

/* Give all of it back. */
void pool_free(pool *self);

#endif
