/* SPDX-License-Identifier: Apache-2.0 */
/* CRC32C by ISA-L, which chooses instructions for the machine at run time; without it, by tables.
 * Called in any thread. */
#include "tblog/crc/crc32c.h"

#ifdef TBLOG_ISAL

#include <isa-l/crc.h>

uint32_t tblog__crc32c_register(uint32_t before, const void *bytes, size_t size) {
    /* ISA-L counts in int, does not write through its pointer, and leaves the final inversion to
     * its caller. */
    const size_t stride = (size_t)1 << 30;
    unsigned char *at = (unsigned char *)(uintptr_t)bytes;
    for (; size > stride; size -= stride, at += stride)
        before = crc32_iscsi(at, (int)stride, before);
    return crc32_iscsi(at, (int)size, before);
}

#else

#include "tblog/crc/crc32c_table.h"

uint32_t tblog__crc32c_register(uint32_t before, const void *bytes, size_t size) {
    return tblog__crc32c_table_register(before, bytes, size);
}

#endif

uint32_t tblog__crc32c(const void *bytes, size_t size) {
    return ~tblog__crc32c_register(UINT32_MAX, bytes, size);
}

uint32_t tblog__crc32c_mask(uint32_t crc) {
    uint64_t masked = UINT64_C(0xa282ead8) + ((crc >> 15) | (crc << 17));
    return (uint32_t)(masked & UINT32_MAX); /* modulo 2^32 */
}

uint32_t tblog__crc32c_masked(const void *bytes, size_t size) {
    return tblog__crc32c_mask(tblog__crc32c(bytes, size));
}
