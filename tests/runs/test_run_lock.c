/* SPDX-License-Identifier: Apache-2.0 */
/* The lock on a run's folder. */
#include "runs/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "own_folder.h"
#include "runs/list.h"
#include "suite.h"

static error err;
static const char *removed_before; /* a file that is gone between its open and its lock */
static bool made_anew;             /* by another process, in that moment */
static int flock_error;            /* what flock fails with; 0: it does not */

int __real_flock(int fd, int operation);
int __wrap_flock(int fd, int operation);

int __wrap_flock(int fd, int operation) {
    if (removed_before && unlink(removed_before) == 0) {
        if (made_anew) file_write(removed_before, "", 0);
        removed_before = NULL; /* once */
    }
    errno = flock_error;
    return flock_error ? -1 : __real_flock(fd, operation);
}

static void setup(void) {
    own_folder_setup();
    flock_error = 0;
    removed_before = NULL;
}

static run run_of(const char *name) {
    run r = {.options = {.logdir = folder}, .name = (char *)(uintptr_t)name}; /* only read */
    return r;
}

static bool is_there(const char *name) {
    char *path = path_of("%s/%s", folder, name);
    bool there = access(path, F_OK) == 0;
    free(path);
    return there;
}

/* Another process that has the run's lock; on request it ends without releasing it. */
typedef struct holder {
    pid_t pid;
    int tell;
} holder;

static holder hold(const char *name) {
    int go[2], held[2];
    char byte = 0;
    ck_assert(pipe(go) == 0 && pipe(held) == 0);
    holder h = {fork(), go[1]};
    if (!h.pid) {
        run r = run_of(name);
        close(go[1]);
        byte = run_lock_take(&r, &err);
        if (write(held[1], &byte, 1) == 1 && read(go[0], &byte, 1) == 1) _exit(0);
        _exit(1);
    }
    close(go[0]);
    ck_assert_int_eq(read(held[0], &byte, 1), 1);
    ck_assert_int_eq(byte, 1);
    close(held[0]);
    close(held[1]);
    return h;
}

static void end(holder h) {
    ck_assert_int_eq(write(h.tell, "", 1), 1);
    waitpid(h.pid, NULL, 0);
    close(h.tell);
}

START_TEST(a_lock_is_for_one_process_and_ends_with_it) {
    run r = run_of("a/b");
    char host[256] = "", *who, *path = path_of("%s/a/b: ", folder);
    holder h = hold("a/b");
    ck_assert(!run_lock_take(&r, &err));
    gethostname(host, sizeof host - 1);
    who = path_of("process %ld on %s ", (long)h.pid, host);
    ck_assert_msg(strstr(err.message, who) != NULL, "%s", err.message);
    ck_assert_ptr_nonnull(strstr(err.message, path)); /* the run's folder, not the file in it */
    end(h);
    ck_assert(is_there("a/b/lock"));
    ck_assert_msg(run_lock_take(&r, &err), "%s", err.message);
    ck_assert_msg(run_lock_take(&r, &err), "%s", err.message); /* it has it already */
    run_lock_release(&r);
    ck_assert(!is_there("a/b/lock"));
    ck_assert_ptr_null(r.lock);
    run_lock_release(&r);
    free(who);
    free(path);
}
END_TEST

typedef struct waiting {
    size_t calls;
    char who[200];
    holder holder;
    bool ends; /* let go when it is asked for, else stop the one who waits */
    atomic_bool stop;
} waiting;

static void wait_once(void *context, run *r, const char *who) {
    waiting *w = context;
    (void)r;
    w->calls++;
    snprintf(w->who, sizeof w->who, "%s", who);
    if (w->ends)
        end(w->holder);
    else
        w->stop = true;
}

START_TEST(a_process_that_waits_learns_for_which_and_gets_the_lock) {
    run r = run_of("a");
    waiting w = {.holder = hold("a"), .ends = true};
    char *who = path_of("process %ld on ", (long)w.holder.pid);
    ck_assert_msg(run_lock_wait(&r, &w.stop, wait_once, &w, &err), "%s", err.message);
    ck_assert_uint_eq(w.calls, 1);
    ck_assert_ptr_eq(strstr(w.who, who), w.who);
    run_lock_release(&r);
    ck_assert(run_lock_wait(&r, &w.stop, wait_once, &w, &err));
    ck_assert_uint_eq(w.calls, 1); /* nobody had it */
    run_lock_release(&r);
    free(who);
}
END_TEST

START_TEST(waiting_ends_when_it_is_stopped) {
    run r = run_of("a");
    waiting w = {.holder = hold("a")};
    ck_assert(!run_lock_wait(&r, &w.stop, wait_once, &w, &err));
    ck_assert_str_eq(err.message, "");
    ck_assert_ptr_null(r.lock);
    end(w.holder);
}
END_TEST

/* Folders that a lock made and nobody wrote to go with it; those that were there stay. */
START_TEST(a_lock_leaves_nothing_behind) {
    char *there = path_of("%s/there", folder), *other = path_of("%s/new/other", folder);
    run_list list = {0};
    run_options options = {.logdir = folder};
    ck_assert_int_eq(mkdir(there, 0777), 0);
    static const char *const names[] = {"there", "new/a/b", "new/other"};
    for (size_t i = 0; i < 3; i++)
        ck_assert_ptr_nonnull(run_list_add(&list, &options, &(nn_layer_initializers){0}, names[i]));
    ck_assert_msg(run_list_lock(&list, &err), "%s", err.message);
    for (size_t i = 0; i < 3; i++) ck_assert_ptr_nonnull(list.runs[i].lock);
    ck_assert(is_there("new/a/b/lock"));
    run_list_free(&list);
    ck_assert(is_there("there") && !is_there("there/lock"));
    ck_assert(!is_there("new"));
    free(there);
    free(other);
}
END_TEST

/* Who lets go removes the file: a lock on what was removed keeps nobody out. */
START_TEST(a_file_that_is_removed_meanwhile_is_not_the_lock) {
    char *path = path_of("%s/a/lock", folder);
    for (int i = 0; i < 2; i++) {
        run r = run_of("a");
        removed_before = path;
        made_anew = i;
        ck_assert_msg(run_lock_take(&r, &err), "%s", err.message);
        ck_assert_ptr_null(removed_before);
        int other = open(path, O_RDWR | O_CLOEXEC);
        ck_assert_int_ge(other, 0);
        ck_assert_int_ne(__real_flock(other, LOCK_EX | LOCK_NB), 0); /* it is the one there */
        close(other);
        run_lock_release(&r);
    }
    free(path);
}
END_TEST

/* All or nothing: if one lock cannot be taken, the others are released. */
START_TEST(a_list_is_locked_as_a_whole) {
    holder h = hold("b");
    run_list list = {0};
    run_options options = {.logdir = folder};
    static const char *const names[] = {"a", "b", "c"};
    for (size_t i = 0; i < 3; i++)
        ck_assert_ptr_nonnull(run_list_add(&list, &options, &(nn_layer_initializers){0}, names[i]));
    ck_assert(!run_list_lock(&list, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "/b: process "));
    run_list_free(&list);
    ck_assert(!is_there("a") && !is_there("c") && is_there("b/lock"));
    end(h);
}
END_TEST

START_TEST(a_file_that_says_nothing_of_its_owner_is_another_process) {
    run r = run_of("a");
    holder h = hold("a");
    char *path = path_of("%s/a/lock", folder);
    static const char *const texts[] = {"", "x\n", "7 \033[31m\n"};
    static const char *const words[] = {"/a: another process is", "/a: another process is",
                                        "process 7 on \\x1b[31m is"};
    for (size_t i = 0; i < 3; i++) {
        file_write(path, texts[i], strlen(texts[i]));
        ck_assert(!run_lock_take(&r, &err));
        ck_assert_msg(strstr(err.message, words[i]) != NULL, "%s", err.message);
    }
    free(path);
    end(h);
}
END_TEST

START_TEST(a_file_system_without_locks_is_written_to_all_the_same) {
    run r = run_of("a");
    flock_error = ENOLCK;
    ck_assert_msg(run_lock_take(&r, &err), "%s", err.message);
    run_lock_release(&r);
    flock_error = EIO;
    ck_assert(!run_lock_take(&r, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "/a/lock: cannot lock: "));
    ck_assert_ptr_nonnull(strstr(err.message, strerror(EIO)));
}
END_TEST

START_TEST(as_many_runs_are_locked_as_the_hard_limit_has_files) {
    run_list list = {0};
    run_options options = {.logdir = folder};
    struct rlimit files;
    ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &files), 0);
    files.rlim_cur = 20;
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &files), 0);
    for (int i = 0; i < 40; i++) {
        char name[8];
        snprintf(name, sizeof name, "%d", i);
        ck_assert_ptr_nonnull(run_list_add(&list, &options, &(nn_layer_initializers){0}, name));
    }
    ck_assert_msg(run_list_lock(&list, &err), "%s", err.message);
    run_list_free(&list);
}
END_TEST

SUITE_WITH("run_lock", setup, own_folder_teardown, a_lock_is_for_one_process_and_ends_with_it,
           a_process_that_waits_learns_for_which_and_gets_the_lock, waiting_ends_when_it_is_stopped,
           a_lock_leaves_nothing_behind, a_file_that_is_removed_meanwhile_is_not_the_lock,
           a_list_is_locked_as_a_whole, a_file_that_says_nothing_of_its_owner_is_another_process,
           a_file_system_without_locks_is_written_to_all_the_same,
           as_many_runs_are_locked_as_the_hard_limit_has_files)
