/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "suite.h"
#include "tblog/crc/crc32c.h"
#include "tblog/crc/crc32c_table.h"

/* RFC 3720, appendix B.4. */
START_TEST(crcs_are_those_of_rfc_3720) {
    uint8_t bytes[32];
    memset(bytes, 0, 32);
    ck_assert_uint_eq(tblog__crc32c(bytes, 32), 0x8a9136aa);
    memset(bytes, 0xff, 32);
    ck_assert_uint_eq(tblog__crc32c(bytes, 32), 0x62a8ab43);
    for (uint8_t i = 0; i < 32; i++) bytes[i] = i;
    ck_assert_uint_eq(tblog__crc32c(bytes, 32), 0x46dd794e);
    for (uint8_t i = 0; i < 32; i++) bytes[i] = (uint8_t)(31 - i);
    ck_assert_uint_eq(tblog__crc32c(bytes, 32), 0x113fdb5c);
}
END_TEST

START_TEST(the_crc_of_nothing_is_zero) {
    ck_assert_uint_eq(tblog__crc32c("", 0), 0);
}
END_TEST

/* The check value of CRC-32/ISCSI; the mask is that of TensorFlow's crc32c.h. */
START_TEST(masking_rotates_and_adds) {
    ck_assert_uint_eq(tblog__crc32c("123456789", 9), 0xe3069283);
    ck_assert_uint_eq(tblog__crc32c_masked("123456789", 9), 0xc78ab0e5);
}
END_TEST

/* From any register, of any length and alignment: what is taken without ISA-L. */
START_TEST(tables_give_the_same) {
    uint8_t bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)(i * i * 31 + i * 7 + i / 3);
    for (size_t at = 0; at < 9; at++)
        for (size_t size = 0; size + at < sizeof bytes; size++)
            ck_assert_uint_eq(
                tblog__crc32c_table_register(0x12345678 * (uint32_t)at, bytes + at, size),
                tblog__crc32c_register(0x12345678 * (uint32_t)at, bytes + at, size));
}
END_TEST

/* The values of RFC 3720, whichever of the two the library takes. */
START_TEST(tables_are_those_of_rfc_3720) {
    uint8_t bytes[32];
    for (uint8_t i = 0; i < 32; i++) bytes[i] = (uint8_t)(31 - i);
    ck_assert_uint_eq(~tblog__crc32c_table_register(UINT32_MAX, bytes, 32), 0x113fdb5c);
    ck_assert_uint_eq(~tblog__crc32c_table_register(UINT32_MAX, "123456789", 9), 0xe3069283);
}
END_TEST

SUITE("crc32c", crcs_are_those_of_rfc_3720, the_crc_of_nothing_is_zero, masking_rotates_and_adds,
      tables_give_the_same, tables_are_those_of_rfc_3720)
