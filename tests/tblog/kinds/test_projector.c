/* SPDX-License-Identifier: Apache-2.0 */
/* Projector files: what is refused. What is written, the real TensorBoard reads in tensorboard/. */
#include <fcntl.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "own_folder.h"
#include "suite.h"

static tblog_error err;

static void assert_refused(const tblog_embedding *embedding, const char *words) {
    ck_assert_int_eq(tblog_projector_write(folder, embedding, 1, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_msg(strstr(err.message, words) != NULL, "'%s' does not say '%s'", err.message, words);
    ck_assert_int_ne(rmdir(folder), -1); /* nothing was left behind */
    free(folder);
    own_folder_setup();
}

START_TEST(what_the_dashboard_could_not_read_is_refused) {
    const float points[] = {1, 2, 3, 4};
    const uint8_t pixels[8] = {0};
    const char *const good[] = {"a", "b"}, *const tabbed[] = {"a", "b\tc"};
    const tblog_array *vectors = TBLOG_ARRAY(TBLOG_FLOAT32, points, 2, 2);
    const tblog_embedding sound = {
        .name = "e", .vectors = vectors, .column_count = 1, .labels = good};
    tblog_embedding e = sound;
    e.name = "a\"b";
    assert_refused(&e, "name");
    e = sound;
    e.vectors = TBLOG_ARRAY(TBLOG_FLOAT32, points, 4);
    assert_refused(&e, "shape (n, d)");
    e = sound;
    e.labels = tabbed;
    assert_refused(&e, "label 1");
    e = sound;
    e.column_count = 2;
    assert_refused(&e, "headings");
    const char *const blank[] = {"a", " \u00a0\u3000\ufeff"}, *const empty[] = {"", "b"};
    e = sound;
    e.labels = blank;
    assert_refused(&e, "label 1 is blank");
    e.labels = empty;
    assert_refused(&e, "label 0 is blank");
    const char *const rows[] = {"1", "", "", " "}, *const headings[] = {"x", "y\n"};
    e = (tblog_embedding){.name = "e", .vectors = vectors, .column_count = 2, .labels = rows};
    e.columns = good;
    assert_refused(&e, "label 2 is blank"); /* the whole row */
    e.columns = headings;
    assert_refused(&e, "heading 1");
    e.columns = rows + 2;
    assert_refused(&e, "heading 0 is blank");
    e = sound;
    e.pictures = TBLOG_ARRAY(TBLOG_UINT8, pixels, 1, 2, 2);
    assert_refused(&e, "pictures must be");
}
END_TEST

START_TEST(several_columns_have_a_heading_and_one_has_none) {
    const float points[] = {1, -2.5f};
    const char *const names[] = {"digit", "name"}, *const labels[] = {"1", "one", "2", "two"};
    const tblog_embedding two[] = {{.name = "e",
                                    .vectors = TBLOG_ARRAY(TBLOG_FLOAT32, points, 2, 1),
                                    .columns = names,
                                    .column_count = 2,
                                    .labels = labels},
                                   {.name = "f",
                                    .vectors = TBLOG_ARRAY(TBLOG_FLOAT32, points, 1, 2),
                                    .column_count = 1,
                                    .labels = labels}};
    ck_assert_int_eq(tblog_projector_write(folder, two, 2, &err), TBLOG_OK);
    static const struct {
        const char *name, *text;
    } files[] = {{"embedding_0_metadata.tsv", "digit\tname\n1\tone\n2\ttwo\n"},
                 {"embedding_0_tensors.tsv", "1\n-2.5\n"},
                 {"embedding_1_metadata.tsv", "1\n"},
                 {"embedding_1_tensors.tsv", "1\t-2.5\n"}};
    for (size_t i = 0; i < 4; i++) {
        char *path = path_of("%s/%s", folder, files[i].name);
        file_bytes content = file_read(path);
        ck_assert_str_eq((const char *)content.bytes, files[i].text);
        free(content.bytes);
        free(path);
    }
}
END_TEST

START_TEST(a_missing_folder_is_named) {
    const float x = 1;
    const tblog_embedding e = {.name = "e", .vectors = TBLOG_ARRAY(TBLOG_FLOAT32, &x, 1, 1)};
    ck_assert_int_eq(tblog_projector_write("/nowhere", &e, 1, &err), TBLOG_ERR_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "/nowhere/embedding_0_tensors.tsv"));
}
END_TEST

static const float corners[] = {.25f, -.5f, 1e-7f, 2};

static tblog_status write_corners(void) {
    const tblog_embedding e = {.name = "e", .vectors = TBLOG_ARRAY(TBLOG_FLOAT32, corners, 2, 2)};
    return tblog_projector_write(folder, &e, 1, &err);
}

static void assert_text(const char *name, const char *want) {
    char *path = path_of("%s/%s", folder, name);
    file_bytes file = file_read(path);
    ck_assert_uint_eq(file.size, strlen(want));
    ck_assert_mem_eq(file.bytes, want, file.size);
    free(file.bytes);
    free(path);
}

static void assert_corners(void) {
    assert_text("embedding_0_tensors.tsv", "0.25\t-0.5\n1.00000001e-07\t2\n");
}

/* As the German one, in which a number has a comma. */
START_TEST(the_program_may_have_another_locale) {
    static const char source[] = "comment_char %\nescape_char /\nLC_NUMERIC\ndecimal_point \",\"\n"
                                 "thousands_sep \".\"\ngrouping 3;3\nEND LC_NUMERIC\n";
    char *file = path_of("%s/source", folder), number[8];
    char *make = path_of("localedef -c -i '%s' -f UTF-8 '%s/xx_XX' 2>/dev/null", file, folder);
    file_write(file, source, sizeof source - 1);
    setenv("LOCPATH", folder, 1);
    bool made =
        system(make) >= 0 && setlocale(LC_ALL, "xx_XX") && *localeconv()->decimal_point == ',';
    free(make);
    free(file);
    if (!made) SKIP("no locale can be made whose numbers have a comma");
    ck_assert_int_eq(write_corners(), TBLOG_OK);
    snprintf(number, sizeof number, "%.1f", .5);
    setlocale(LC_ALL, "C");
    ck_assert_str_eq(number, "0,5"); /* that is still the program's own */
    assert_corners();
}
END_TEST

/* Whoever may write to the folder could place them there for others. */
START_TEST(no_link_is_followed) {
    char *victim = path_of("%s/victim", folder);
    file_write(victim, "mine", 4);
    for (int i = 0; i < 2; i++) {
        char *link = path_of("%s/embedding_0_tensors.tsv%s", folder, i == 0 ? "" : ".new");
        ck_assert_int_eq(symlink(victim, link), 0);
        free(link);
    }
    ck_assert_int_eq(write_corners(), TBLOG_OK);
    assert_corners();
    assert_text("victim", "mine");
    free(victim);
}
END_TEST

START_TEST(several_processes_may_write_to_a_folder) {
    enum { PROCESSES = 4 };
    pid_t processes[PROCESSES];
    for (int i = 0; i < PROCESSES; i++)
        if ((processes[i] = fork()) == 0) {
            for (int round = 0; round < 50; round++)
                if (write_corners()) _exit(1);
            _exit(0);
        }
    for (int i = 0; i < PROCESSES; i++) {
        int status;
        waitpid(processes[i], &status, 0);
        ck_assert_int_eq(status, 0);
    }
    assert_corners();
}
END_TEST

/* What the linker leads here. */
static size_t synced_files, synced_folders;

int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __real_fdatasync(int fd);
int __wrap_fdatasync(int fd);

static void count_sync(int fd) {
    struct stat info;
    fstat(fd, &info);
    synced_files += S_ISREG(info.st_mode);
    synced_folders += S_ISDIR(info.st_mode);
    ck_assert(fcntl(fd, F_GETFD) & FD_CLOEXEC);
}

int __wrap_fsync(int fd) {
    count_sync(fd);
    return __real_fsync(fd);
}

int __wrap_fdatasync(int fd) {
    count_sync(fd);
    return __real_fdatasync(fd);
}

START_TEST(files_are_on_disk_have_the_mode_of_others_and_are_not_inherited) {
    struct stat info;
    char *path = path_of("%s/projector_config.pbtxt", folder);
    umask(027);
    ck_assert_int_eq(write_corners(), TBLOG_OK);
    ck_assert_uint_eq(synced_files, 2); /* the tensors and the configuration */
    ck_assert_uint_eq(synced_folders, 2);
    ck_assert_int_eq(stat(path, &info), 0);
    ck_assert_uint_eq(info.st_mode & 0777, 0640);
    free(path);
}
END_TEST

/* The list is what tensorboard.plugins.projector's own files have: text_format of ProjectorConfig.
 */
START_TEST(files_that_are_there_are_listed) {
    char *vectors = path_of("%s/my vectors.tsv", folder),
         *list = path_of("%s/projector_config.pbtxt", folder);
    file_write(vectors, "1\t2\n", 4);
    const tblog_embedding_files files[] = {{"a", "my vectors.tsv", NULL},
                                           {"b", vectors, "my vectors.tsv"}};
    ck_assert_int_eq(tblog_projector_write_list(folder, files, 2, &err), TBLOG_OK);
    char *want =
        path_of("embeddings {\n  tensor_name: \"a\"\n  tensor_path: \"my vectors.tsv\"\n}\n"
                "embeddings {\n  tensor_name: \"b\"\n  tensor_path: \"%s\"\n"
                "  metadata_path: \"my vectors.tsv\"\n}\n",
                vectors);
    file_bytes got = file_read(list);
    ck_assert_uint_eq(got.size, strlen(want));
    ck_assert_int_eq(memcmp(got.bytes, want, got.size), 0);
    const tblog_embedding_files missing[] = {{"a", "my vectors.tsv", "missing.tsv"}};
    ck_assert_int_eq(tblog_projector_write_list(folder, missing, 1, &err), TBLOG_ERR_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "/missing.tsv: cannot read"));
    const tblog_embedding_files quoted[] = {{"a", "a\"b", NULL}}, nameless[] = {{"", "x", NULL}};
    ck_assert_int_eq(tblog_projector_write_list(folder, quoted, 1, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_projector_write_list(folder, nameless, 1, &err), TBLOG_ERR_ARGUMENT);
    free(got.bytes);
    free(want);
    free(vectors);
    free(list);
}
END_TEST

SUITE_WITH("projector", own_folder_setup, own_folder_teardown, files_that_are_there_are_listed,
           what_the_dashboard_could_not_read_is_refused,
           several_columns_have_a_heading_and_one_has_none, a_missing_folder_is_named,
           the_program_may_have_another_locale, no_link_is_followed,
           several_processes_may_write_to_a_folder,
           files_are_on_disk_have_the_mode_of_others_and_are_not_inherited)
