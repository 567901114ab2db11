/* SPDX-License-Identifier: Apache-2.0 */
/* The last step of each tag: TensorBoard's default loader drops points when steps go back. */
#ifndef CLI_TAG_STEPS_H
#define CLI_TAG_STEPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The number of tags that are watched; later ones are not. */
enum { TAG_STEPS_MAX = 1 << 16 };

/* Starts as zeros; free it by tag_steps_free. */
typedef struct tag_steps {
    void *tags; /* by tsearch(3) */
    size_t count;
} tag_steps;

/* Record a step. True if it is the tag's first step that is not above the previous one, *last. */
bool tag_steps_go_back(tag_steps *self, const char *tag, int64_t step, int64_t *last);

void tag_steps_free(tag_steps *self);

#endif
