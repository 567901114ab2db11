/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include <string.h>

#include "suite.h"

START_TEST(a_message_that_fits_is_whole) {
    char text[sizeof(((error *)0)->message)];
    error err;
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    ck_assert(!error_set(&err, "%s", text));
    ck_assert_str_eq(err.message, text);
}
END_TEST

/* A long path never hides the reason, and no character is cut. */
START_TEST(a_message_that_is_too_long_loses_its_middle) {
    char path[4096];
    error err;
    for (size_t length = 1000; length < 1100; length++) {
        strcpy(path, "logs/");
        while (strlen(path) < length) strcat(path, "\xc3\xa9");
        error_set(&err, "%s: record 3 at byte 200: data CRC got 00000000", path);
        const char *dots = strstr(err.message, "...");
        ck_assert(strlen(err.message) < sizeof err.message);
        ck_assert_int_eq(strncmp(err.message, "logs/\xc3\xa9", 7), 0);
        ck_assert_ptr_nonnull(strstr(err.message, "\xa9: record 3 at byte 200: data CRC got 0000"));
        if (strlen(path) + 46 < sizeof err.message) continue;
        ck_assert_ptr_nonnull(dots);
        ck_assert(dots[-1] == '\xa9' && dots[3] == '\xc3');
        ck_assert_uint_ge(strlen(err.message), sizeof err.message - 3);
    }
}
END_TEST

START_TEST(too_little_memory_says_how_much) {
    error err;
    ck_assert(!error_memory(&err, "x.npy", 640));
    ck_assert_str_eq(err.message, "x.npy: out of memory: 640 bytes are needed");
    error_memory(&err, "x.npy", 376320000);
    ck_assert_str_eq(err.message, "x.npy: out of memory: 376.3 MB are needed");
    error_memory(&err, "x.npy", 12500000000);
    ck_assert_str_eq(err.message, "x.npy: out of memory: 12.5 GB are needed");
}
END_TEST

SUITE("error", a_message_that_fits_is_whole, a_message_that_is_too_long_loses_its_middle,
      too_little_memory_says_how_much)
