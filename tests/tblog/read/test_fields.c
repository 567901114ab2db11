/* SPDX-License-Identifier: Apache-2.0 */
/* Fields of any message. Bytes: protobuf.dev/programming-guides/encoding, and by hand from it. */
#include <string.h>
#include <tblog/reader.h>

#include "suite.h"

static tblog_text_view view(const char *bytes, size_t size) {
    return (tblog_text_view){bytes, size};
}

START_TEST(fields_come_one_after_the_other) {
    /* 1: 150; 2: "testing"; 3 as 64 bits: 1; a group 4 with a field; 5 as 32 bits: 2 */
    static const char bytes[] =
        "\x08\x96\x01\x12\x07testing\x19\1\0\0\0\0\0\0\0\x23\x08\1\x24\x2d\2\0\0";
    tblog_text_view rest = view(bytes, sizeof bytes);
    tblog_field field;
    ck_assert(tblog_field_next(&rest, &field));
    ck_assert(field.number == 1 && field.type == 0 && field.bits == 150 && !field.bytes.size);
    ck_assert(tblog_field_next(&rest, &field));
    ck_assert(field.number == 2 && field.type == 2 && field.bytes.size == 7);
    ck_assert_mem_eq(field.bytes.data, "testing", 7);
    ck_assert(tblog_field_next(&rest, &field));
    ck_assert(field.number == 3 && field.type == 1 && field.bits == 1);
    ck_assert(tblog_field_next(&rest, &field));
    ck_assert(field.number == 4 && field.type == 3);
    ck_assert(tblog_field_next(&rest, &field));
    ck_assert(field.number == 5 && field.type == 5 && field.bits == 2);
    ck_assert(!tblog_field_next(&rest, &field) && rest.size == 0);
}
END_TEST

/* The rest is where it was. */
START_TEST(a_malformed_field_ends_them) {
    static const char *const cut[] = {"\x08", "\x12\x05test", "\x19\1\2\3", "\x23\x08\1", "\x0f\1"};
    for (size_t i = 0; i < sizeof cut / sizeof cut[0]; i++) {
        tblog_text_view rest = view(cut[i], strlen(cut[i]));
        tblog_field field;
        ck_assert_msg(!tblog_field_next(&rest, &field), "%zu", i);
        ck_assert(rest.data == cut[i] && rest.size == strlen(cut[i]));
    }
    tblog_text_view none = {0};
    ck_assert(!tblog_field_next(&none, &(tblog_field){0}));
}
END_TEST

START_TEST(packed_numbers_come_one_after_the_other) {
    uint64_t bits;
    tblog_text_view rest = view("\3\x8e\2\x9e\xa7\5\x80", 7); /* 3, 270, 86942, and one cut */
    ck_assert(tblog_packed_next(&rest, 0, &bits) && bits == 3);
    ck_assert(tblog_packed_next(&rest, 0, &bits) && bits == 270);
    ck_assert(tblog_packed_next(&rest, 0, &bits) && bits == 86942);
    ck_assert(!tblog_packed_next(&rest, 0, &bits) && rest.size == 1);
    rest = view("\1\0\0\0\2\0\0", 7);
    ck_assert(tblog_packed_next(&rest, 5, &bits) && bits == 1);
    ck_assert(!tblog_packed_next(&rest, 5, &bits) && rest.size == 3);
    rest = view("\1\0\0\0\2\0\0\x80", 8);
    ck_assert(tblog_packed_next(&rest, 1, &bits) && bits == 0x8000000200000001);
    ck_assert(!tblog_packed_next(&rest, 1, &bits) && rest.size == 0);
}
END_TEST

SUITE("fields", fields_come_one_after_the_other, a_malformed_field_ends_them,
      packed_numbers_come_one_after_the_other)
