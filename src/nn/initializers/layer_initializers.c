/* SPDX-License-Identifier: Apache-2.0 */
/* The initializers of a network's layers, kept by stretches: fifty layers alike take no more room.
 */
#include "nn/initializers/layer_initializers.h"

#include <stdio.h>
#include <stdlib.h>

nn_layer_initializers nn_layer_initializers_of(const nn_initializer *initializer) {
    return (nn_layer_initializers){.count = 1, .stretches = 1, .ends = {1}, .of = {*initializer}};
}

/* The next layer's; false when there is no room. */
static bool add(nn_layer_initializers *self, const nn_initializer *next) {
    if (self->count == NN_MAX_LAYERS) return false;
    bool same = self->stretches && nn_spec_equal(next, &self->of[self->stretches - 1]);
    if (!same) {
        if (self->stretches == NN_MAX_STRETCHES) return false;
        self->of[self->stretches++] = *next;
    }
    self->ends[self->stretches - 1] = ++self->count;
    return true;
}

bool nn_layer_initializers_parse(const char *text, nn_layer_initializers *initializers,
                                 char message[NN_MESSAGE]) {
    char one_text[NN_SPEC_TEXT];
    size_t length;
    initializers->count = initializers->stretches = 0;
    for (const char *start; (start = nn_spec_next_piece(&text, '+', &length));) {
        nn_initializer one;
        if (length >= sizeof one_text)
            return nn_fail(message, "an initializer of more than %d characters: '%.40s...'",
                           NN_SPEC_TEXT - 1, start);
        snprintf(one_text, sizeof one_text, "%.*s", (int)length, start);
        if (!nn_initializer_parse(one_text, &one, message)) return false;
        if (!add(initializers, &one))
            return nn_fail(message,
                           "initializers for more than %d layers, or %d changes from one "
                           "layer to the next",
                           NN_MAX_LAYERS, NN_MAX_STRETCHES);
    }
    return true;
}

const nn_initializer *nn_layer_initializer(const nn_layer_initializers *initializers,
                                           size_t layer) {
    size_t s = 0;
    while (s + 1 < initializers->stretches && layer >= initializers->ends[s]) s++;
    return &initializers->of[s];
}

char *nn_layer_initializers_text(const nn_layer_initializers *initializers) {
    char *text = NULL, one_text[NN_SPEC_TEXT];
    size_t length, layer = 0;
    FILE *out = open_memstream(&text, &length);
    if (!out) return NULL;
    for (size_t s = 0; s < initializers->stretches; s++) {
        bool last = s + 1 == initializers->stretches;
        nn_initializer_text(&initializers->of[s], one_text);
        for (size_t end = last ? layer + 1 : initializers->ends[s]; layer < end; layer++)
            fprintf(out, "%s%s", layer ? "+" : "", one_text);
    }
    bool failed = ferror(out) != 0;
    if (fclose(out) == 0 && !failed) return text;
    free(text);
    return NULL;
}
