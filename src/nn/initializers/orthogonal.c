/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random orthogonal matrices by Householder's QR (Golub and Van Loan, "Matrix Computations", 5.2),
 * in double. Columns lie contiguous, so that every inner loop runs along memory.
 */
#include "nn/initializers/orthogonal.h"

#include <math.h>
#include <stdlib.h>

static double dot(const double *x, const double *y, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i] * y[i];
    return sum;
}

/* y -= 2 (v . y) v, the reflection at the plane normal to the unit vector v. */
static void reflect(const double *v, double *y, size_t n) {
    double twice = 2 * dot(v, y, n);
    for (size_t i = 0; i < n; i++) y[i] -= twice * v[i];
}

/*
 * Turn x into the unit vector v whose reflection maps x onto (r, 0, ..., 0); returns r. Its sign is
 * opposite to x[0]'s, so that nothing cancels.
 */
static double householder(double *x, size_t n) {
    double r = -copysign(sqrt(dot(x, x, n)), x[0]);
    x[0] -= r;
    double norm = sqrt(dot(x, x, n));
    for (size_t i = 0; norm > 0 && i < n; i++) x[i] /= norm;
    return r;
}

/*
 * a holds n columns of m >= n elements. Afterwards q, of the same shape, holds Q with each column's
 * sign turned to that of R's diagonal; a holds the reflections.
 */
static void signed_q(double *a /* (n, m) */, double *q /* (n, m) */, size_t m, size_t n) {
    for (size_t k = 0; k < n; k++) {
        double *v = a + k * m + k;
        double r = householder(v, m - k);
        for (size_t j = k + 1; j < n; j++) reflect(v, a + j * m + k, m - k);
        for (size_t i = 0; i < m; i++) q[k * m + i] = 0;
        q[k * m + k] = r < 0 ? -1 : 1;
    }
    for (size_t k = n; k-- > 0;)
        for (size_t j = k; j < n; j++) reflect(a + k * m + k, q + j * m + k, m - k);
}

bool nn_orthogonal(nn_rng *rng, size_t rows, size_t cols, double gain, float *kernel) {
    size_t m = rows > cols ? rows : cols, n = rows > cols ? cols : rows;
    double *a = malloc(2 * m * n * sizeof *a);
    if (!a) return false;
    double *q = a + m * n;
    for (size_t i = 0; i < m * n; i++) a[i] = nn_rng_normal(rng);
    signed_q(a, q, m, n);
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < m; i++)
            kernel[rows >= cols ? i * cols + k : k * cols + i] = (float)(gain * q[k * m + i]);
    free(a);
    return true;
}
