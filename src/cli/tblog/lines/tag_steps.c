/* SPDX-License-Identifier: Apache-2.0 */
/* The last step of each tag. log.c calls this. */
#include "cli/tblog/lines/tag_steps.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

typedef struct tag_step {
    const char *tag; /* stored after the struct; in a search key, the caller's */
    int64_t step;
    bool went_back;
} tag_step;

static int by_tag(const void *a, const void *b) {
    return strcmp(((const tag_step *)a)->tag, ((const tag_step *)b)->tag);
}

/* When there is no memory, the tag is not watched. */
static void add(tag_steps *self, const char *tag, int64_t step) {
    size_t size = strlen(tag) + 1;
    tag_step *entry = self->count < TAG_STEPS_MAX ? malloc(sizeof *entry + size) : NULL;
    if (!entry) return;
    *entry = (tag_step){.tag = memcpy(entry + 1, tag, size), .step = step};
    if (tsearch(entry, &self->tags, by_tag))
        self->count++;
    else
        free(entry);
}

bool tag_steps_go_back(tag_steps *self, const char *tag, int64_t step, int64_t *last) {
    tag_step key = {.tag = tag}, **found = tfind(&key, &self->tags, by_tag);
    if (!found) {
        add(self, tag, step);
        return false;
    }
    bool first = step <= (*found)->step && !(*found)->went_back;
    *last = (*found)->step;
    (*found)->step = step;
    (*found)->went_back |= first;
    return first;
}

void tag_steps_free(tag_steps *self) {
    tdestroy(self->tags, free);
    *self = (tag_steps){0};
}
