/* SPDX-License-Identifier: Apache-2.0 */
/* Projector files: what is refused. What is written, the real TensorBoard reads in tensorboard/. */
#include <stdlib.h>
#include <string.h>
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

SUITE_WITH("projector", own_folder_setup, own_folder_teardown,
           what_the_dashboard_could_not_read_is_refused,
           several_columns_have_a_heading_and_one_has_none, a_missing_folder_is_named)
