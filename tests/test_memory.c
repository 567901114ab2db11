/* SPDX-License-Identifier: Apache-2.0 */
/* What a writer takes of the memory. The linker leads the library's allocations through here. */
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "suite.h"
#include "temp_folder.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static size_t allocations, bytes;

static void count(size_t size) {
    allocations++;
    bytes += size;
}

void *__wrap_malloc(size_t size) {
    count(size);
    return __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size) {
    count(n * size);
    return __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size) {
    count(size);
    return __real_realloc(old, size);
}

static char *folder;

static void setup(void) {
    folder = temp_folder_new();
}

static void teardown(void) {
    temp_folder_remove(folder);
}

START_TEST(an_idle_writer_takes_less_than_256_KiB) {
    allocations = bytes = 0;
    tblog_writer *writer = tblog_writer_open(folder, NULL, NULL);
    ck_assert_uint_gt(allocations, 0);
    ck_assert_uint_gt(bytes, 64 * 1024);
    ck_assert_uint_lt(bytes, 256 * 1024);
    tblog_writer_close(writer, NULL);
}
END_TEST

static void assert_scalars_allocate_nothing(size_t queue_bytes) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.queue_bytes = queue_bytes;
    tblog_writer *writer = tblog_writer_open(folder, &options, NULL);
    tblog_scalar(writer, "loss", 0, 1); /* its kind is remembered */
    tblog_writer_flush(writer, NULL);
    allocations = 0;
    for (int64_t step = 1; step < 10000; step++) tblog_scalar(writer, "loss", step, 1);
    tblog_writer_flush(writer, NULL);
    ck_assert_uint_eq(allocations, 0);
    tblog_writer_close(writer, NULL);
}

START_TEST(a_scalar_allocates_nothing) {
    assert_scalars_allocate_nothing(0);
    assert_scalars_allocate_nothing(1 << 16);
}
END_TEST

SUITE_WITH("memory", setup, teardown, an_idle_writer_takes_less_than_256_KiB,
           a_scalar_allocates_nothing)
