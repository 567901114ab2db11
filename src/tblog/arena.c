/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that lives as long as one event. Called in the thread that encodes the event. */
#include "tblog/arena.h"

#include <stdlib.h>
#include <string.h>

struct tblog__chunk {
    tblog__chunk *older;
    _Alignas(max_align_t) uint8_t bytes[];
};

enum { CHUNK_SIZE = 16 * 1024 };

void tblog__arena_init(tblog__arena *arena) {
    arena->next = arena->block;
    arena->end = arena->block + sizeof arena->block;
    arena->chunks = NULL;
}

/* A chunk of at least 'size' bytes becomes the current block; the rest of the old one is lost. */
static int arena_grow(tblog__arena *arena, size_t size) {
    size_t capacity = size < CHUNK_SIZE ? CHUNK_SIZE : size;
    tblog__chunk *chunk = malloc(sizeof *chunk + capacity);
    if (!chunk) return 0;
    chunk->older = arena->chunks;
    arena->chunks = chunk;
    arena->next = chunk->bytes;
    arena->end = chunk->bytes + capacity;
    return 1;
}

void *tblog__arena_take(tblog__arena *arena, size_t size) {
    const size_t align = _Alignof(max_align_t);
    if (size > TBLOG__ARENA_PIECE_MAX) return NULL;
    size = (size + align - 1) / align * align;
    if (size > (size_t)(arena->end - arena->next) && !arena_grow(arena, size)) return NULL;
    void *taken = arena->next;
    arena->next += size;
    return taken;
}

void *tblog__arena_copy(tblog__arena *arena, const void *bytes, size_t size) {
    void *copy = tblog__arena_take(arena, size);
    if (copy && size) memcpy(copy, bytes, size);
    return copy;
}

void tblog__arena_reset(tblog__arena *arena) {
    while (arena->chunks) {
        tblog__chunk *older = arena->chunks->older;
        free(arena->chunks);
        arena->chunks = older;
    }
    tblog__arena_init(arena);
}
