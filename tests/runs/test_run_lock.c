/* SPDX-License-Identifier: Apache-2.0 */
/* The lock on a run's folder. */
#include "runs/lock.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "own_folder.h"
#include "suite.h"

START_TEST(a_lock_is_for_one_process_and_ends_with_it) {
    static atomic_bool stop;
    run r = {.options = {.logdir = folder}, .name = "a/b"};
    error err;
    int go[2], held[2];
    char byte = 0;
    ck_assert(pipe(go) == 0 && pipe(held) == 0);
    pid_t child = fork();
    if (!child) {
        byte = run_lock_take(&r, &stop, &err) >= 0;
        if (write(held[1], &byte, 1) == 1 && read(go[0], &byte, 1) == 1) _exit(0);
        _exit(1);
    }
    ck_assert_int_eq(read(held[0], &byte, 1), 1);
    ck_assert_int_eq(byte, 1);
    stop = true; /* do not wait */
    ck_assert_int_lt(run_lock_take(&r, &stop, &err), 0);
    ck_assert_str_eq(err.message, "");
    ck_assert_int_eq(write(go[1], "", 1), 1);
    waitpid(child, NULL, 0); /* it ends without letting go */
    int lock = run_lock_take(&r, &stop, &err);
    ck_assert_int_ge(lock, 0);
    run_lock_release(&r, lock);
    char *path = path_of("%s/a/b/lock", folder);
    ck_assert_int_ne(access(path, F_OK), 0);
    free(path);
}
END_TEST

SUITE_WITH("run_lock", own_folder_setup, own_folder_teardown,
           a_lock_is_for_one_process_and_ends_with_it)
