/* SPDX-License-Identifier: Apache-2.0 */
/* Random orthogonal matrices. */
#ifndef NN_ORTHOGONAL_H
#define NN_ORTHOGONAL_H

#include <stdbool.h>
#include <stddef.h>

#include "nn/initializers/rng.h"

/*
 * gain times a matrix with orthonormal columns (rows >= cols) or rows (rows < cols), uniformly
 * distributed among those: the Q of a normal matrix, each column with the sign of R's diagonal
 * (Saxe et al. 2013; Mezzadri 2007 for the signs), as keras/src/initializers has it. False when
 * there is no memory.
 */
bool nn_orthogonal(nn_rng *rng, size_t rows, size_t cols, double gain,
                   float *kernel /* (rows, cols) */);

#endif
