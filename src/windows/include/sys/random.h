/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>
#include <sys/types.h>

enum { GRND_NONBLOCK = 1 };

ssize_t getrandom(void *bytes, size_t size, unsigned flags);
