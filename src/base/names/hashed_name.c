/* SPDX-License-Identifier: Apache-2.0 */
/* The names of a sweep's runs. The report and initlab's display call this. */
#include "base/names/hashed_name.h"

#include <string.h>

enum { HASH = 9 }; /* "-1c0b365f" */

size_t length_without_hash(const char *name) {
    size_t length = strlen(name);
    if (length <= HASH || name[length - HASH] != '-') return length;
    const char *digits = name + length - HASH + 1;
    return strspn(digits, "0123456789abcdef") == HASH - 1 ? length - HASH : length;
}
