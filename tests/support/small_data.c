/* SPDX-License-Identifier: Apache-2.0 */
/* A small data set that a network can learn. */
#include "small_data.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "temp_folder.h"

enum { SIDE = 28, PIXELS = SIDE * SIDE, CLASSES = 10 };

/* A linear congruential generator is random enough for noise. */
static uint8_t noise(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint8_t)(*state >> 58); /* 0 to 63 */
}

dataset small_data(size_t n, uint64_t seed) {
    dataset set = {.n = n,
                   .rows = SIDE,
                   .cols = SIDE,
                   .classes = CLASSES,
                   .images = malloc(n * PIXELS),
                   .labels = malloc(n)};
    ck_assert(set.images && set.labels);
    for (size_t i = 0; i < n; i++) {
        set.labels[i] = (uint8_t)(i % CLASSES);
        for (size_t k = 0; k < PIXELS; k++) set.images[i * PIXELS + k] = noise(&seed);
        memset(set.images + i * PIXELS + 2 * SIDE * set.labels[i], 255, SIDE);
    }
    return set;
}

static void write_part(const char *folder, const char *part, size_t n, uint64_t seed) {
    dataset set = small_data(n, seed);
    uint8_t sizes[] = {(uint8_t)(n >> 8), (uint8_t)n};
    uint8_t *images = malloc(16 + n * PIXELS), *labels = malloc(8 + n);
    memcpy(images, (uint8_t[]){0, 0, 8, 3, 0, 0, sizes[0], sizes[1], 0, 0, 0, SIDE, 0, 0, 0, SIDE},
           16);
    memcpy(images + 16, set.images, n * PIXELS);
    memcpy(labels, (uint8_t[]){0, 0, 8, 1, 0, 0, sizes[0], sizes[1]}, 8);
    memcpy(labels + 8, set.labels, n);
    char *images_path = path_of("%s/%s-images-idx3-ubyte", folder, part);
    char *labels_path = path_of("%s/%s-labels-idx1-ubyte", folder, part);
    file_write(images_path, images, 16 + n * PIXELS);
    file_write(labels_path, labels, 8 + n);
    free(images_path);
    free(labels_path);
    free(images);
    free(labels);
    dataset_free(&set);
}

void small_data_write(const char *folder, size_t n) {
    write_part(folder, "train", n, 1);
    write_part(folder, "t10k", n / 2, 2);
}
