/* SPDX-License-Identifier: Apache-2.0 */
/* Output files that are replaced as a whole or not at all. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/new_file.h"
#include "own_folder.h"
#include "suite.h"

/* Write a text to 'path' and close the file with 'good'. */
static bool put(const char *path, const char *text, bool good) {
    new_file file;
    if (!new_file_open(&file, path)) return false;
    fputs(text, file.out);
    return new_file_close(&file, good);
}

static void assert_content(const char *path, const char *want) {
    file_bytes file = file_read(path);
    ck_assert_uint_eq(file.size, strlen(want));
    ck_assert_mem_eq(file.bytes, want, file.size);
    free(file.bytes);
}

START_TEST(a_file_is_there_whole_or_as_it_was) {
    ck_assert(put("a", "one", true));
    ck_assert_int_eq(chmod("a", 0640), 0);
    ck_assert(!put("a", "half of", false));
    assert_content("a", "one");
    ck_assert(put("a", "two", true));
    assert_content("a", "two");
    struct stat info;
    ck_assert_int_eq(stat("a", &info), 0);
    ck_assert_int_eq(info.st_mode & 0777, 0640);
    char *only = only_file("."); /* no temporary is left */
    free(only);
    ck_assert(!put("none/a", "", true));
    ck_assert_int_eq(errno, ENOENT);
}
END_TEST

static void assert_link(const char *path, const char *want) {
    char target[100] = "";
    ck_assert_int_eq(readlink(path, target, sizeof target - 1), (ssize_t)strlen(want));
    ck_assert_str_eq(target, want);
}

/* All links of a chain stay, whether its target exists or not. */
START_TEST(what_a_link_leads_to_is_written) {
    ck_assert_int_eq(mkdir("real", 0700), 0);
    ck_assert(put("real/a", "one", true));
    ck_assert(symlink("real/second", "first") == 0 && symlink("a", "real/second") == 0);
    ck_assert(put("first", "two", true));
    assert_content("real/a", "two");
    ck_assert(!put("first", "half of", false));
    assert_content("real/a", "two");
    ck_assert_int_eq(unlink("real/a"), 0);
    ck_assert(put("first", "three", true));
    assert_content("real/a", "three");
    char *here = realpath("first", NULL);
    ck_assert(here && symlink(here, "real/whole_path") == 0);
    ck_assert(put("real/whole_path", "four", true));
    assert_content("real/a", "four");
    free(here);
    assert_link("first", "real/second");
    assert_link("real/second", "a");
    ck_assert(symlink("circle", "circle") == 0);
    ck_assert(!put("circle", "", true));
    ck_assert_int_eq(errno, ELOOP);
    assert_link("circle", "circle");
}
END_TEST

/* Standard output by any of its names is written to, after what the file holds. */
START_TEST(standard_output_is_written_to) {
    static const char *const names[] = {"-", "/dev/stdout", "out", "link"};
    file_write("out", "before ", 7);
    ck_assert_int_eq(symlink("/dev/stdout", "link"), 0);
    int out = open("out", O_WRONLY | O_APPEND | O_CLOEXEC), old = dup(STDOUT_FILENO);
    ck_assert_int_eq(dup2(out, STDOUT_FILENO), STDOUT_FILENO);
    bool good = true;
    for (size_t i = 0; i < 4; i++) good &= new_file_is_stdout(names[i]) && put(names[i], "x", true);
    good &= !new_file_is_stdout("none");
    ck_assert_int_eq(dup2(old, STDOUT_FILENO), STDOUT_FILENO);
    close(old);
    close(out);
    ck_assert(good);
    assert_content("out", "before xxxx");
    assert_link("link", "/dev/stdout");
}
END_TEST

START_TEST(what_is_no_file_is_written_to_and_stays) {
    struct stat info;
    char got[8] = "";
    ck_assert_int_eq(mkfifo("pipe", 0600), 0);
    int reader = open("pipe", O_RDONLY | O_NONBLOCK);
    ck_assert(put("pipe", "through", true));
    ck_assert_int_eq(read(reader, got, sizeof got), 7);
    ck_assert_mem_eq(got, "through", 7);
    close(reader);
    ck_assert_int_eq(stat("pipe", &info), 0);
    ck_assert(S_ISFIFO(info.st_mode));

    ck_assert(put("/dev/null", "gone", true));
    ck_assert(!put("/dev/full", "no room", true));
    ck_assert_int_eq(stat("/dev/full", &info), 0);
    ck_assert(S_ISCHR(info.st_mode));
    ck_assert(!put(".", "", true));
    ck_assert_int_eq(errno, EISDIR);
}
END_TEST

/* ---- what a kill leaves ---- */

/* How many files of temporary names there are. */
static int count_temporaries(void) {
    int count = 0;
    DIR *dir = opendir(".");
    ck_assert_ptr_nonnull(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        count += strncmp(entry->d_name, ".new-", 5) == 0;
    closedir(dir);
    return count;
}

static void killed_while_writing(const char *path) {
    int status;
    pid_t child = fork();
    if (!child) {
        new_file file;
        if (new_file_open(&file, path)) fputs("half of", file.out);
        fflush(file.out);
        _exit(9);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
}

START_TEST(the_next_writer_removes_what_a_killed_one_left) {
    killed_while_writing("a");
    killed_while_writing("a");
    killed_while_writing("b");
    ck_assert_int_eq(count_temporaries(), 2);
    ck_assert(put("a", "whole", true));
    assert_content("a", "whole");
    ck_assert_int_eq(count_temporaries(), 1); /* that of b */
    ck_assert(put("b", "whole", true));
    ck_assert_int_eq(count_temporaries(), 0);
}
END_TEST

START_TEST(a_writer_that_lives_keeps_its_file) {
    new_file first, second;
    ck_assert(new_file_open(&first, "a"));
    ck_assert(new_file_open(&second, "a"));
    fputs("first", first.out);
    fputs("second", second.out);
    ck_assert(new_file_close(&second, true));
    assert_content("a", "second");
    ck_assert(new_file_close(&first, true));
    assert_content("a", "first");
    ck_assert_int_eq(count_temporaries(), 0);
}
END_TEST

/* ---- loss of power ---- */

static int synced, synced_folders, sync_failure;

int __wrap_fsync(int fd);

int __wrap_fsync(int fd) {
    struct stat info;
    ck_assert_int_eq(fstat(fd, &info), 0);
    if (S_ISREG(info.st_mode)) synced = (int)info.st_size;
    synced_folders += S_ISDIR(info.st_mode);
    ck_assert(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    errno = sync_failure;
    return sync_failure ? -1 : 0;
}

/* The contents are on disk before the name; if they cannot be written, the old file stays. */
START_TEST(a_file_is_on_disk_before_it_has_its_name) {
    synced = sync_failure = 0;
    ck_assert(put("a", "twelve bytes", true));
    ck_assert_int_eq(synced, 12);
    ck_assert_int_eq(synced_folders, 1);
    sync_failure = EIO;
    ck_assert(!put("a", "never", true));
    ck_assert_int_eq(errno, EIO);
    sync_failure = 0;
    assert_content("a", "twelve bytes");
    free(only_file("."));
}
END_TEST

/* ---- other threads ---- */

static atomic_bool enough;
static atomic_int too_open;

/* The umask applies when a file is created: it must never be 0, not even for a moment. */
static void *create_files(void *unused) {
    (void)unused;
    while (!atomic_load(&enough)) {
        struct stat info;
        int fd = open("other", O_WRONLY | O_CREAT, 0666);
        if (fd >= 0 && fstat(fd, &info) == 0 && (info.st_mode & 022)) atomic_store(&too_open, 1);
        close(fd);
        unlink("other");
    }
    return NULL;
}

START_TEST(files_of_other_threads_are_as_the_umask_leaves_them) {
    struct stat info;
    pthread_t thread;
    umask(022);
    pthread_create(&thread, NULL, create_files, NULL);
    for (int i = 0; i < 3000; i++) {
        unlink("a");
        ck_assert(put("a", "", true));
    }
    atomic_store(&enough, true);
    pthread_join(thread, NULL);
    ck_assert_int_eq(atomic_load(&too_open), 0);
    ck_assert_int_eq(stat("a", &info), 0);
    ck_assert_int_eq(info.st_mode & 0777, 0644);
}
END_TEST

/* Only root can try it. */
START_TEST(the_owner_of_what_is_replaced_stays) {
    struct stat info;
    ck_assert(put("a", "one", true));
    if (chown("a", 1234, 4321) != 0) return;
    ck_assert(put("a", "two", true));
    ck_assert_int_eq(stat("a", &info), 0);
    ck_assert_int_eq(info.st_uid, 1234);
    ck_assert_int_eq(info.st_gid, 4321);
}
END_TEST

SUITE_WITH("new_file", own_folder_enter, own_folder_teardown, a_file_is_there_whole_or_as_it_was,
           what_a_link_leads_to_is_written, standard_output_is_written_to,
           what_is_no_file_is_written_to_and_stays, the_next_writer_removes_what_a_killed_one_left,
           a_writer_that_lives_keeps_its_file, a_file_is_on_disk_before_it_has_its_name,
           files_of_other_threads_are_as_the_umask_leaves_them, the_owner_of_what_is_replaced_stays)
