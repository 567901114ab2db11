/* SPDX-License-Identifier: Apache-2.0 */
/* FNV-1a, by Fowler, Noll and Vo: equal texts have equal hashes on every machine, also in files and
 * names that are kept. Not for tables that strangers fill. */
#ifndef BASE_TEXT_HASH_H
#define BASE_TEXT_HASH_H

#include <stdint.h>

uint64_t text_hash(const char *text);

#endif
