/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The data sets that are known by name.
 *
 * EMNIST (Cohen et al. 2017, arXiv:1702.05373) keeps images column by column, and in "letters"
 * counts from 1, capital and small letters being one class. "balanced" and "bymerge" merge those
 * that look alike; the order of their 47 classes is that of EMNIST's mapping files.
 */
#include "data/known_set.h"

#include <string.h>

static const char *const fashion[] = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
                                      "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};

static const char *const kuzushiji[] = {"o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"};

/* Digits, capital letters, small letters. */
static const char *const characters[] = {
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "A", "B", "C", "D", "E", "F",
    "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V",
    "W", "X", "Y", "Z", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l",
    "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"};

static const char *const merged[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "A", "B",
                                     "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N",
                                     "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z",
                                     "a", "b", "d", "e", "f", "g", "h", "n", "q", "r", "t"};

static const known_set sets[] = {
    {"emnist-balanced", 47, merged, 0, true, NULL, NULL},
    {"emnist-byclass", 62, characters, 0, true, NULL, NULL},
    {"emnist-bymerge", 47, merged, 0, true, NULL, NULL},
    {"emnist-digits", 10, characters, 0, true, NULL, NULL},
    {"emnist-letters", 26, characters + 10, 1, true, NULL, NULL},
    {"emnist-mnist", 10, characters, 0, true, NULL, NULL},
    {"fashion-mnist", 10, fashion, 0, false, NULL, "/usr/share/datasets/fashion-mnist"},
    {"kmnist", 10, kuzushiji, 0, false, NULL, NULL},
    {"mnist", 10, characters, 0, false, "MNIST_DIR", NULL},
};

const known_set *known_sets(size_t *count) {
    *count = sizeof sets / sizeof sets[0];
    return sets;
}

const known_set *known_set_find(const char *name) {
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++)
        if (strcmp(sets[i].name, name) == 0) return &sets[i];
    return NULL;
}

#define TEN(tens)                                                                                  \
#tens "0", #tens "1", #tens "2", #tens "3", #tens "4", #tens "5", #tens "6", #tens "7",        \
        #tens "8", #tens "9"

const char *class_number(size_t label) {
    static const char *const numbers[] = {
        TEN(),   TEN(1),  TEN(2),  TEN(3),  TEN(4),  TEN(5),  TEN(6),  TEN(7),  TEN(8),
        TEN(9),  TEN(10), TEN(11), TEN(12), TEN(13), TEN(14), TEN(15), TEN(16), TEN(17),
        TEN(18), TEN(19), TEN(20), TEN(21), TEN(22), TEN(23), TEN(24), TEN(25)};
    return label < 256 ? numbers[label] : "";
}
