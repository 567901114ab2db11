/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that lives as long as one event: allocated piece by piece and freed all at once.
 *
 * The first bytes come from a block inside the arena itself, so that a scalar event on the stack
 * allocates nothing; what does not fit goes into chunks from malloc.
 */
#ifndef TBLOG_ARENA_H
#define TBLOG_ARENA_H

#include <stddef.h>
#include <stdint.h>

enum { TBLOG__ARENA_INLINE = 1536 };

/* The largest piece: at least TBLOG_RECORD_MAX, on 64-bit systems far above it, and small enough
 * that sums of sizes cannot overflow. */
#define TBLOG__ARENA_PIECE_MAX (SIZE_MAX > UINT32_MAX ? SIZE_MAX >> 31 : SIZE_MAX / 4)

typedef struct tblog__chunk tblog__chunk;

typedef struct tblog__arena {
    uint8_t *next; /* free bytes of the current block: [next, end) */
    uint8_t *end;
    tblog__chunk *chunks; /* chunks from malloc, newest first */
    _Alignas(max_align_t) uint8_t block[TBLOG__ARENA_INLINE];
} tblog__arena;

void tblog__arena_init(tblog__arena *arena);

/*
 * Allocate 'size' bytes, aligned for any type, not zeroed. NULL when there is no memory, or if size
 * is over TBLOG__ARENA_PIECE_MAX.
 */
void *tblog__arena_take(tblog__arena *arena, size_t size);

/* A copy of 'size' bytes; NULL when there is no memory. */
void *tblog__arena_copy(tblog__arena *arena, const void *bytes, size_t size);

/* Free everything; the arena is then as after init. */
void tblog__arena_reset(tblog__arena *arena);

#endif
