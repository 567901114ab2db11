/* SPDX-License-Identifier: Apache-2.0 */
/* The main function of every suite: runs the tests it is given, in order. */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

/* In a test that this system cannot do: says why, and ends the test. */
#define SKIP(why)                                                                                  \
    do {                                                                                           \
        printf("%s:%d: skipped: %s\n", __FILE__, __LINE__, why);                                   \
        return;                                                                                    \
    } while (0)

/* A child that was forked while another thread allocated finds the lock of a sanitizer's allocator
 * taken: LeakSanitizer waits for it at exit, and malloc() and free() may. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { FORK_BESIDE_THREADS_HANGS = 1 };
#else
enum { FORK_BESIDE_THREADS_HANGS = 0 };
#endif

/* SUITE("name", test, test, ...) */
#define SUITE(name, ...) SUITE_WITH(name, NULL, NULL, __VA_ARGS__)

/* The same, with functions to be called before and after each test, or NULL. */
#define SUITE_WITH(name, setup, teardown, ...)                                                     \
    int main(void) {                                                                               \
        const TTest *const tests[] = {__VA_ARGS__};                                                \
        Suite *suite = suite_create(name);                                                         \
        TCase *tcase = tcase_create(name);                                                         \
        tcase_set_timeout(tcase, 900); /* for sanitizers on a machine with other work */           \
        tcase_add_checked_fixture(tcase, setup, teardown);                                         \
        for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)                                \
            tcase_add_test(tcase, tests[i]);                                                       \
        suite_add_tcase(suite, tcase);                                                             \
        SRunner *runner = srunner_create(suite);                                                   \
        srunner_run_all(runner, CK_ENV);                                                           \
        int failed = srunner_ntests_failed(runner);                                                \
        srunner_free(runner);                                                                      \
        return failed ? EXIT_FAILURE : EXIT_SUCCESS;                                               \
    }

#endif
