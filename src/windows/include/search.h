/* SPDX-License-Identifier: Apache-2.0 */
#pragma GCC system_header /* for the next line */
#include_next <search.h>

/* Free a tree of tsearch, and each key by this function. */
void tdestroy(void *root, void (*free_key)(void *key));
