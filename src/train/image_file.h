/* SPDX-License-Identifier: Apache-2.0 */
/* Images from files, as a model takes them. */
#ifndef TRAIN_IMAGE_FILE_H
#define TRAIN_IMAGE_FILE_H

#include "data/dataset.h"
#include "train/callback.h"

/* More images of one file are refused. */
enum { IMAGE_FILE_MOST = 1000000 };

typedef struct image_file_options {
    size_t rows, cols; /* of the model's input */
    bool invert; /* make dark ink on light ground, as on paper, what MNIST is: light on dark */
    bool center; /* crop and centre each as MNIST was made (picture/center.h) */
} image_file_options;

/* What may be a mistake in the first image. */
typedef struct image_file_notes {
    bool light_rim;  /* most of its rim is light, as paper is */
    bool off_center; /* it is not cropped and centred as MNIST was (picture/center.h) */
} image_file_notes;

/*
 * Read images as a data set whose labels are all 0; free it by dataset_free. 'path' is
 *
 *     a PNG of any kind (picture/grey.h); one with a transparent ground needs no 'invert'
 *     a .npy file, or an IDX file, plain or gzipped, of one image or several, (rows, cols), (n,
 * rows, cols), (D), (n, D), with any axes of length 1: bytes, or other numbers as dataset_arrays.h
 * has them
 *     -, for standard input with one of these
 *
 * Pictures and arrays of bytes that have another size are scaled to fit and put in the middle of
 * black, if the model's input is an image: a single row is one if its length is a square number.
 * What else has not exactly as many numbers as the model has inputs is refused.
 *
 * False, with the path and the reason in 'err', and nothing to free, on failure.
 */
bool image_file_read(const char *path, const image_file_options *options, dataset *set,
                     image_file_notes *notes, error *err);

#endif
