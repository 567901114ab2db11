/* SPDX-License-Identifier: Apache-2.0 */
/* The names of a sweep's runs, which end in "-" and eight hexadecimal digits (runs/sweep/plan.c).
 */
#ifndef BASE_HASHED_NAME_H
#define BASE_HASHED_NAME_H

#include <stddef.h>

/* The length of a name without that end; the whole length if it has no such end, or nothing else.
 */
size_t length_without_hash(const char *name);

#endif
