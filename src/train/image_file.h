/* SPDX-License-Identifier: Apache-2.0 */
/* Images from files, as a model takes them. */
#ifndef TRAIN_IMAGE_FILE_H
#define TRAIN_IMAGE_FILE_H

#include "data/dataset.h"
#include "train/callback.h"

/* More images of one file are refused. */
enum { IMAGE_FILE_MOST = 1000000 };

/*
 * Read a PNG of any kind, or an IDX file of one image (rows, cols) or several (n, rows, cols), as a
 * data set of rows x cols pixels whose labels are all 0; free it by dataset_free. Colours become
 * their brightness; what has another size is scaled to fit and put in the middle of black
 * (picture/grey.h).
 *
 * invert     make dark ink on light ground, as on paper, what MNIST is: light on dark.
 * light_rim  becomes whether most of the first image's rim is light then, as paper is.
 *
 * False, with the path and the reason in 'err', and nothing to free, on failure.
 */
bool image_file_read(const char *path, size_t rows, size_t cols, bool invert, dataset *set,
                     bool *light_rim, error *err);

#endif
