/* SPDX-License-Identifier: Apache-2.0 */
/* CRC32C in plain C, eight bytes a step. */
#ifndef TBLOG_CRC32C_TABLE_H
#define TBLOG_CRC32C_TABLE_H

#include <stddef.h>
#include <stdint.h>

/* As tblog__crc32c_register. */
uint32_t tblog__crc32c_table_register(uint32_t before, const void *bytes, size_t size);

#endif
