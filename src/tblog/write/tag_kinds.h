/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which dashboard each tag of a writer belongs to. A tag that is used for two makes TensorBoard's
 * fast loader show neither and its slow one answer with an error, so a writer refuses the second.
 */
#ifndef TBLOG_TAG_KINDS_H
#define TBLOG_TAG_KINDS_H

#include <stddef.h>
#include <stdint.h>
#include <tblog/reader.h>

#include "tblog/text_table.h"

/* So many tags are remembered; of more, the later ones are not checked. */
enum { TBLOG__TAG_KINDS_MAX = 1 << 16 };

/* Starts as zeros. */
typedef struct tblog__tag_kinds {
    tblog__text_table tags, kinds;
    uint32_t *kind_of; /* the kind's number by the tag's number */
    size_t capacity;   /* of kind_of */
} tblog__tag_kinds;

/*
 * Remember that the tag is of this kind, the name of a plugin. NULL; or, when the tag is of another
 * kind already, that kind. Without memory nothing is remembered.
 */
const char *tblog__tag_kinds_note(tblog__tag_kinds *kinds, tblog_text_view tag,
                                  tblog_text_view kind);

void tblog__tag_kinds_free(tblog__tag_kinds *kinds);

#endif
