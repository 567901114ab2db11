/* SPDX-License-Identifier: Apache-2.0 */
/* Data sets in files: known ones by name, folders, pairs of files. */
#ifndef DATA_DATASET_FILES_H
#define DATA_DATASET_FILES_H

#include "data/dataset.h"
#include "data/known_set.h"

/*
 * One part of a set: a file of images and one of labels, as dataset_arrays.h says. NumPy's files
 * are recognized by their name (.npz, .npy) or content; all others are IDX files, plain or gzipped.
 * A known set, or NULL, says what labels there may be, and whether images are kept column by
 * column. Free it by dataset_free. On failure false, and nothing to free.
 */
bool dataset_read(const char *images, const char *labels, const known_set *known, dataset *set,
                  error *err);

/*
 * Both parts of a set. 'source' is one of
 *
 *     FOLDER        with four files: MNIST's (train-images-idx3-ubyte, train-labels-idx1-ubyte,
 *                   t10k-...), EMNIST's (emnist-letters-train-images-idx3-ubyte, ...-test-...),
 *                   each plain or with .gz, also with a point for the second hyphen
 *                   (train-images.idx3-ubyte), or NumPy's (x_train.npy, y_train.npy, x_test.npy,
 *                   y_test.npy); if it is named as a known set, it has that one's classes
 *     NAME          of a known set: in the folder that dataset_folder finds; NULL means mnist
 *     FOLDER/NAME   that set in a folder with the files of several
 *     FILE.npz      with x_train, y_train, x_test, y_test, as Keras' mnist.npz; if it is named as
 *                   a known set, it has that one's classes
 *     IMAGES,LABELS,TEST-IMAGES,TEST-LABELS
 *                   files, whose names may have commas themselves if they are there;
 *                   FILE.npz:NAME is one array of several
 *
 * where NumPy's files, and those given one by one, may be the training part alone: then test->n
 * is 0. Classes are those of the known set, or as many as the labels show, but at least 'classes';
 * there must be two. Free both by dataset_free. On failure false, and nothing to free.
 */
bool dataset_load(const char *source, size_t classes, dataset *train, dataset *test, error *err);

/* The folder of a known set: the one that the user's environment names, or else the first of
 * known_folders_list with files of it. Free it; NULL if there is none, or no memory. */
char *dataset_folder(const known_set *known);

#endif
