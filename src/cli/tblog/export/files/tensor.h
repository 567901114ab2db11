/* SPDX-License-Identifier: Apache-2.0 */
/* The elements of a tensor, and the .npy file of them. */
#ifndef CLI_TBLOG_EXPORT_TENSOR_H
#define CLI_TBLOG_EXPORT_TENSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <tblog/tblog.h>

typedef struct tensor {
    char type;   /* NumPy's: f, i, u, b (bool), c (complex), S (bytes) */
    size_t size; /* of an element, in bytes */
    size_t rank;
    const size_t *shape; /* (rank) views the value */
    size_t count;        /* how many elements */
    char *bytes;         /* all elements, little-endian */
} tensor;

/* Read the value's tensor; bfloat16 becomes float32, which NumPy has. False, with *reason, if it
 * is not a tensor, is malformed, or NumPy has no such type. */
bool tensor_read(const tblog_value *value, tensor *self, const char **reason);
void tensor_free(tensor *self);

/* Whether its elements are real numbers; one of these. */
bool tensor_is_numbers(const tensor *self);
double tensor_number(const tensor *self, size_t i);

/* Write it as numpy.save does. */
void tensor_put_npy(const tensor *self, FILE *out);

#endif
