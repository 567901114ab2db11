/* SPDX-License-Identifier: Apache-2.0 */
/* The number of a scalar. */
#ifndef TBLOG_NUMBER_H
#define TBLOG_NUMBER_H

#include <tblog/reader.h>

typedef struct tblog__number {
    double number;
    bool wide;  /* it may have more digits than a float32 */
    bool plain; /* TensorBoard's data server, the default loader, reads it */
} tblog__number;

/*
 * The number of a v1 scalar, or of a tensor of any shape with one element, of any type that
 * TensorBoard's Python loader shows (make_ndarray and item of tensorboard/util/tensor_util.py). The
 * data server reads only float32 of rank 0 (data_compat.rs). False if there is no such number.
 */
bool tblog__value_number(const tblog_value *value, tblog__number *number);

#endif
