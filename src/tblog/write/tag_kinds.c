/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which dashboard each tag of a writer belongs to. The writer checks every value that it appends,
 * with its lock held.
 */
#include "tblog/write/tag_kinds.h"

#include <stdlib.h>
#include <string.h>

/* Make room in kind_of for one more tag. */
static bool reserve(tblog__tag_kinds *kinds) {
    if (kinds->tags.count < kinds->capacity) return true;
    size_t capacity = kinds->capacity ? 2 * kinds->capacity : 32;
    uint32_t *grown = realloc(kinds->kind_of, capacity * sizeof *grown);
    if (!grown) return false;
    kinds->kind_of = grown;
    kinds->capacity = capacity;
    return true;
}

static void add(tblog__tag_kinds *kinds, tblog_text_view tag, tblog_text_view kind) {
    size_t tag_number, kind_number;
    if (kinds->tags.count < TBLOG__TAG_KINDS_MAX && reserve(kinds) &&
        tblog__text_table_add(&kinds->kinds, kind.data, kind.size, &kind_number) &&
        tblog__text_table_add(&kinds->tags, tag.data, tag.size, &tag_number))
        kinds->kind_of[tag_number] = (uint32_t)kind_number;
}

const char *tblog__tag_kinds_note(tblog__tag_kinds *kinds, tblog_text_view tag,
                                  tblog_text_view kind) {
    size_t number;
    if (!tblog__text_table_find(&kinds->tags, tag.data, tag.size, &number)) {
        add(kinds, tag, kind);
        return NULL;
    }
    const char *known = tblog__text_table_get(&kinds->kinds, kinds->kind_of[number]);
    bool same = strncmp(known, kind.data, kind.size) == 0 && !known[kind.size];
    return same ? NULL : known;
}

void tblog__tag_kinds_free(tblog__tag_kinds *kinds) {
    tblog__text_table_free(&kinds->tags);
    tblog__text_table_free(&kinds->kinds);
    free(kinds->kind_of);
    *kinds = (tblog__tag_kinds){0};
}
