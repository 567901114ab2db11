/* SPDX-License-Identifier: Apache-2.0 */
/* Which dashboard each tag of a writer belongs to. */
#include "tblog/tag_kinds.h"

#include <stdlib.h>
#include <string.h>

#include "tblog/crc32c.h"

struct tblog__tag_kind {
    uint32_t hash;
    size_t size;
    char *kind; /* behind the tag */
    char tag[];
};

static size_t find(const tblog__tag_kinds *kinds, uint32_t hash, const char *tag, size_t size) {
    size_t i = hash & (kinds->slot_count - 1);
    for (;; i = (i + 1) & (kinds->slot_count - 1)) {
        const tblog__tag_kind *k = kinds->slots[i];
        if (!k || (k->hash == hash && k->size == size && memcmp(k->tag, tag, size) == 0)) return i;
    }
}

/* At most half of the slots are taken. */
static bool grow(tblog__tag_kinds *kinds) {
    if (2 * (kinds->count + 1) <= kinds->slot_count) return true;
    tblog__tag_kinds grown = {.slot_count = kinds->slot_count ? 2 * kinds->slot_count : 64,
                              .count = kinds->count};
    grown.slots = calloc(grown.slot_count, sizeof *grown.slots);
    if (!grown.slots) return false;
    for (size_t i = 0; i < kinds->slot_count; i++) {
        tblog__tag_kind *k = kinds->slots[i];
        if (k) grown.slots[find(&grown, k->hash, k->tag, k->size)] = k;
    }
    free(kinds->slots);
    *kinds = grown;
    return true;
}

static void add(tblog__tag_kinds *kinds, uint32_t hash, const char *tag, size_t size,
                const char *kind) {
    size_t kind_size = strlen(kind) + 1;
    if (kinds->count >= TBLOG__TAG_KINDS_MAX || !grow(kinds)) return;
    tblog__tag_kind *k = malloc(sizeof *k + size + kind_size);
    if (!k) return;
    k->hash = hash;
    k->size = size;
    k->kind = k->tag + size;
    memcpy(k->tag, tag, size);
    memcpy(k->kind, kind, kind_size);
    kinds->slots[find(kinds, hash, tag, size)] = k;
    kinds->count++;
}

const char *tblog__tag_kinds_note(tblog__tag_kinds *kinds, const char *tag, size_t size,
                                  const char *kind) {
    uint32_t hash = tblog__crc32c(tag, size); /* one instruction for eight bytes */
    const tblog__tag_kind *k =
        kinds->slot_count ? kinds->slots[find(kinds, hash, tag, size)] : NULL;
    if (k) return strcmp(k->kind, kind) == 0 ? NULL : k->kind;
    add(kinds, hash, tag, size, kind);
    return NULL;
}

void tblog__tag_kinds_free(tblog__tag_kinds *kinds) {
    for (size_t i = 0; i < kinds->slot_count; i++) free(kinds->slots[i]);
    free(kinds->slots);
    *kinds = (tblog__tag_kinds){0};
}
