/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that lives as long as one event: taken piece by piece, given back all at once.
 *
 * The first bytes come from a block inside the arena itself, so that a scalar event on the stack
 * allocates nothing; what does not fit gets malloc'ed chunks.
 */
#ifndef TBLOG_ARENA_H
#define TBLOG_ARENA_H

#include <stddef.h>
#include <stdint.h>

enum { TBLOG__ARENA_INLINE = 1536 };

/* No piece may be larger: far above TBLOG_RECORD_MAX, and sums of sizes below it cannot overflow.
 */
#define TBLOG__ARENA_PIECE_MAX ((size_t)1 << 32)

typedef struct tblog__chunk tblog__chunk;

typedef struct tblog__arena {
    uint8_t *next; /* free bytes of the current block: [next, end) */
    uint8_t *end;
    tblog__chunk *chunks; /* all that was malloc'ed, newest first */
    _Alignas(max_align_t) uint8_t block[TBLOG__ARENA_INLINE];
} tblog__arena;

void tblog__arena_init(tblog__arena *arena);

/*
 * 'size' bytes aligned for anything, not zeroed; NULL when there is no memory, or when size is over
 * TBLOG__ARENA_PIECE_MAX.
 */
void *tblog__arena_take(tblog__arena *arena, size_t size);

/* A copy of 'size' bytes, or NULL. */
void *tblog__arena_copy(tblog__arena *arena, const void *bytes, size_t size);

/* Give everything back; the arena is as after init. */
void tblog__arena_reset(tblog__arena *arena);

#endif
