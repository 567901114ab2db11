/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which dashboard each tag of a writer belongs to. If a tag is used for two, TensorBoard's fast
 * loader shows neither and its slow one returns an error, so a writer refuses the second.
 */
#ifndef TBLOG_TAG_KINDS_H
#define TBLOG_TAG_KINDS_H

#include <stddef.h>
#include <stdint.h>
#include <tblog/reader.h>

#include "tblog/text_table.h"

/* The number of tags that are remembered; later ones are not checked. */
enum { TBLOG__TAG_KINDS_MAX = 1 << 16 };

/* Starts as zeros. */
typedef struct tblog__tag_kinds {
    tblog__text_table tags, kinds;
    uint32_t *kind_of; /* the number of the kind, by the number of the tag */
    size_t capacity;   /* of kind_of */
} tblog__tag_kinds;

/*
 * Remember that the tag is of this kind, the name of a plugin. Returns NULL or, if the tag already
 * has another kind, that kind. When there is no memory, nothing is remembered.
 */
const char *tblog__tag_kinds_note(tblog__tag_kinds *kinds, tblog_text_view tag,
                                  tblog_text_view kind);

void tblog__tag_kinds_free(tblog__tag_kinds *kinds);

#endif
