/* SPDX-License-Identifier: Apache-2.0 */
/* What is allowed in data, but likely a mistake. */
#include "data/dataset_hints.h"

#include <stdio.h>

/* Inputs of this size and more slow every optimizer down. */
static const double LARGE = 16;

/* Only where nobody has chosen how inputs are scaled. */
static bool hint_at_scale(const dataset *set, char *line) {
    size_t size = set->n * set->rows * set->cols;
    uint8_t most = 0;
    if (set->scaling != DATASET_SCALE) return false;
    for (size_t i = 0; set->images && i < size && most <= 1; i++)
        most = set->images[i] > most ? set->images[i] : most;
    if (set->values && (set->largest >= LARGE || set->least <= -LARGE))
        return snprintf(
                   line, DATASET_HINT_BYTES,
                   "inputs go from %.6g to %.6g: floats are taken as they are; scale them to 0 "
                   "to 1 before, or use --standardize pixel or set",
                   set->least, set->largest) > 0;
    if (set->images && most == 1)
        return snprintf(
                   line, DATASET_HINT_BYTES,
                   "all bytes are 0 or 1, and become 0 or 1/255; --standardize none takes them "
                   "as they are") > 0;
    return false;
}

static void count(const dataset *set, size_t counts[DATASET_MAX_CLASSES]) {
    for (size_t i = 0; i < set->n; i++) counts[set->labels[i]]++;
}

static bool hint_at_classes(const dataset *train, const dataset *validation, char *line) {
    size_t seen[DATASET_MAX_CLASSES] = {0}, wanted[DATASET_MAX_CLASSES] = {0}, first = 0, more = 0;
    count(train, seen);
    count(validation, wanted);
    for (size_t c = 0; c < train->classes; c++) {
        if (!wanted[c] || seen[c]) continue;
        if (!more++) first = c;
    }
    if (!more) return false;
    char others[48] = "";
    if (more > 1)
        snprintf(others, sizeof others, " and %zu other%s", more - 1, more > 2 ? "s" : "");
    return snprintf(line, DATASET_HINT_BYTES,
                    "no training image is of class %.64s%s, but validation images are: shuffle "
                    "samples that are sorted by class before they are split",
                    dataset_class_name(train, first), others) > 0;
}

size_t dataset_hints(const dataset *train, const dataset *validation,
                     char lines[DATASET_HINTS][DATASET_HINT_BYTES]) {
    size_t used = 0;
    used += hint_at_scale(train, lines[used]);
    used += hint_at_classes(train, validation, lines[used]);
    return used;
}
