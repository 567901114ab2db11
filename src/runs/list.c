/* SPDX-License-Identifier: Apache-2.0 */
/* The runs of a comparison. */
#include "runs/list.h"

#include <stdlib.h>

#include "runs/folder.h"
#include "runs/lock.h"

static bool reserve(run_list *self) {
    if (self->count < self->capacity) return true;
    size_t capacity = self->capacity ? 2 * self->capacity : 16;
    run *grown = reallocarray(self->runs, capacity, sizeof *grown);
    if (!grown) return false;
    self->runs = grown;
    self->capacity = capacity;
    return true;
}

/* Keep the run if it could be made; otherwise free it again. */
static run *keep(run_list *self, run *made, bool good) {
    if (good) return &self->runs[self->count++];
    run_free(made);
    return NULL;
}

run *run_list_add(run_list *self, const run_options *options,
                  const nn_layer_initializers *initializers, const char *name) {
    if (!reserve(self)) return NULL;
    run *next = &self->runs[self->count];
    return keep(self, next, run_init(next, options, initializers, name));
}

static run *add_seed(run_list *self, const run_options *options,
                     const nn_layer_initializers *initializers, uint64_t seed) {
    if (!reserve(self)) return NULL;
    run *next = &self->runs[self->count];
    return keep(self, next, run_init_seed(next, options, initializers, NULL, seed));
}

bool run_list_add_comparison(run_list *self, const run_options *options,
                             const nn_layer_initializers *initializers, size_t count,
                             size_t seeds) {
    uint64_t first = options->model.seed;
    if (seeds && seeds - 1 > UINT64_MAX - first) return false;
    for (size_t i = 0; i < count && !seeds; i++)
        if (!run_list_add(self, options, &initializers[i], NULL)) return false;
    for (size_t s = 0; s < seeds; s++)
        for (size_t i = 0; i < count; i++)
            if (!add_seed(self, options, &initializers[i], first + s)) return false;
    return true;
}

void run_list_free(run_list *self) {
    for (size_t i = self->count; i-- > 0;) run_free(&self->runs[i]);
    free(self->runs);
    *self = (run_list){0};
}

bool run_list_lock(const run_list *self, error *err) {
    for (size_t i = 0; i < self->count; i++)
        if (!run_lock_take(&self->runs[i], err)) return false;
    return true;
}

bool run_list_prepare(const run_list *self, bool overwrite, error *err) {
    bool good = true;
    for (size_t i = 0; i < self->count && good; i++) {
        if (self->runs[i].options.resume) continue;
        char *folder = run_folder(&self->runs[i]);
        good =
            folder ? run_folder_prepare(folder, overwrite, err) : error_set(err, "out of memory");
        free(folder);
    }
    return good;
}
