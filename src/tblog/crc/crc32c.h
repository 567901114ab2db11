/* SPDX-License-Identifier: Apache-2.0 */
/* CRC32C (Castagnoli), as TFRecord files use it. */
#ifndef TBLOG_CRC32C_H
#define TBLOG_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* CRC32C of 'size' bytes, as in RFC 3720, appendix B.4. */
uint32_t tblog__crc32c(const void *bytes, size_t size);

/* The CRC register after these bytes, given the register before them. A CRC starts with all ones
 * and is inverted at its end. */
uint32_t tblog__crc32c_register(uint32_t before, const void *bytes, size_t size);

/*
 * The CRC as records store it: rotated right by 15 bits, plus a constant, because the CRC of data
 * that contains CRCs would be weak (tensorflow/core/lib/hash/crc32c.h).
 */
uint32_t tblog__crc32c_masked(const void *bytes, size_t size);
uint32_t tblog__crc32c_mask(uint32_t crc);

#endif
