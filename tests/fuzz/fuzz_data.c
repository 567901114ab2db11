/* SPDX-License-Identifier: Apache-2.0 */
/* The files of numbers: .npy, .npz, IDX plain and .gz, safetensors. What is read can be read to its
 * end.
 */
#include <stdlib.h>
#include <string.h>

#include "data/files/idx.h"
#include "data/files/npy.h"
#include "data/files/npz.h"
#include "data/files/safetensors.h"
#include "fuzz_file.h"

static volatile uint8_t sink;

static void look_at(const void *data, size_t size) {
    for (size_t i = 0; i < size; i++) sink ^= ((const uint8_t *)data)[i];
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    error err;
    npy_array array;
    npy_array idx;
    const char *path = fuzz_file(bytes, size);
    if (npy_read(path, &array, &err)) {
        look_at(array.data, array.count * npy_item_size(array.dtype));
        npy_free(&array);
    }
    if (idx_read(path, &idx, &err)) {
        look_at(idx.data, idx.count * npy_item_size(idx.dtype));
        npy_free(&idx);
    }
    npz *archive = npz_open(path, &err);
    for (size_t i = 0; archive && i < npz_count(archive); i++)
        if (npz_read(archive, npz_name(archive, i), &array, &err)) {
            look_at(array.data, array.count * npy_item_size(array.dtype));
            npy_free(&array);
        }
    npz_close(archive);
    safetensors *file = safetensors_read(path, &err);
    const safetensors_array *found = file ? safetensors_find(file, "dense/kernel") : NULL;
    if (found) {
        size_t count = found->dtype == SAFETENSORS_F64 ? 8 : 4;
        for (size_t i = 0; i < found->rank; i++) count *= found->shape[i];
        look_at(found->data, count);
    }
    safetensors_free(file);
    return 0;
}
