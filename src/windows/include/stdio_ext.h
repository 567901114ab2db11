/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

/* Bytes that are in the stream's buffer and not written yet. */
size_t __fpending(FILE *file);
