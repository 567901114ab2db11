/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 validation: a protobuf string that is not UTF-8 makes TensorBoard's data server stop
 * reading the file. */
#ifndef TBLOG_UTF8_H
#define TBLOG_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether the NUL-terminated text is UTF-8 (RFC 3629: no overlong form, no surrogate). */
bool tblog__utf8_valid(const char *text);

/* The same for 'size' bytes, which may include NULs. */
bool tblog__utf8_valid_bytes(const uint8_t *bytes, size_t size);

#endif
