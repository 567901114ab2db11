/* SPDX-License-Identifier: Apache-2.0 */
/* Which dashboard each tag of a writer belongs to. */
#include "tblog/write/tag_kinds.h"

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

static void add(tblog__tag_kinds *kinds, uint32_t hash, tblog_text_view tag, tblog_text_view kind) {
    if (kinds->count >= TBLOG__TAG_KINDS_MAX || !grow(kinds)) return;
    tblog__tag_kind *k = malloc(sizeof *k + tag.size + kind.size + 1);
    if (!k) return;
    k->hash = hash;
    k->size = tag.size;
    k->kind = k->tag + tag.size;
    memcpy(k->tag, tag.data, tag.size);
    memcpy(k->kind, kind.data, kind.size);
    k->kind[kind.size] = '\0';
    kinds->slots[find(kinds, hash, tag.data, tag.size)] = k;
    kinds->count++;
}

const char *tblog__tag_kinds_note(tblog__tag_kinds *kinds, tblog_text_view tag,
                                  tblog_text_view kind) {
    uint32_t hash = tblog__crc32c(tag.data, tag.size); /* one instruction for eight bytes */
    const tblog__tag_kind *k =
        kinds->slot_count ? kinds->slots[find(kinds, hash, tag.data, tag.size)] : NULL;
    if (!k)
        add(kinds, hash, tag, kind);
    else if (strncmp(k->kind, kind.data, kind.size) != 0 || k->kind[kind.size])
        return k->kind;
    return NULL;
}

void tblog__tag_kinds_free(tblog__tag_kinds *kinds) {
    for (size_t i = 0; i < kinds->slot_count; i++) free(kinds->slots[i]);
    free(kinds->slots);
    *kinds = (tblog__tag_kinds){0};
}
