/* SPDX-License-Identifier: Apache-2.0 */
/* NumPy's .npz files: zip archives of .npy files, as np.savez and np.savez_compressed write them
 * and as Keras distributes its data sets. */
#ifndef DATA_FILES_NPZ_H
#define DATA_FILES_NPZ_H

#include "data/files/npy.h"

typedef struct npz npz;

/* Open the archive and read its directory; NULL, with the reason in 'err', if it is not one. The
 * path is kept. Archives of 4 GiB and more are refused. */
/* Where FILE.npz ends in a path FILE.npz or FILE.npz:NAME; NULL if it is neither. */
const char *npz_path_end(const char *path);

npz *npz_open(const char *path, error *err);
void npz_close(npz *self); /* NULL is fine */

/* How many arrays there are, and the name of each, without its .npy. */
size_t npz_count(const npz *self);
const char *npz_name(const npz *self, size_t i);

/* Whether there is an array of that name. */
bool npz_has(const npz *self, const char *name);

/*
 * Read an array; free it by npy_free. Its size is checked before anything is allocated, its CRC-32
 * afterwards. On failure false, with the file's and the array's name in 'err', and nothing to free.
 */
bool npz_read(const npz *self, const char *name, npy_array *array, error *err);

#endif
