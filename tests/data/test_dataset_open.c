/* SPDX-License-Identifier: Apache-2.0 */
/* Data sets as runs use them: the classes that a user names. */
#include "data/dataset_open.h"

#include <string.h>

#include "suite.h"

static dataset train, validation;
static error err;

/* Labels are 0 to 2. */
static bool open_with(const char *classes) {
    const dataset_options o = {.source = TEST_DATA "/golden/data/bytes", .classes = classes};
    return dataset_open(&o, &train, &validation, &err);
}

static void unload(void) {
    dataset_free(&train);
    dataset_free(&validation);
}

START_TEST(names_are_counted) {
    static const struct {
        const char *text;
        size_t count;
    } cases[] = {{"cat,dog,bird", 3},
                 {"12", 12},
                 {"256", 256},
                 {"a,2", 2},
                 {"0,1", 2},
                 {"", 0},
                 {"1", 0},
                 {"257", 0},
                 {"one", 0},
                 {"a,", 0},
                 {",a", 0},
                 {"a,,b", 0},
                 {",", 0},
                 {"-3", 0},
                 {"99999999999999999999", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_msg(dataset_count_classes(cases[i].text) == cases[i].count, "%s", cases[i].text);
}
END_TEST

START_TEST(names_are_given_to_both_parts) {
    char text[] = "cat,a dog,bird,none";
    ck_assert_msg(open_with(text), "%s", err.message);
    memset(text, 'x', sizeof text - 1); /* it was copied */
    ck_assert_uint_eq(train.classes, 4);
    ck_assert_uint_eq(validation.classes, 4);
    ck_assert_str_eq(dataset_class_name(&train, 0), "cat");
    ck_assert_str_eq(dataset_class_name(&validation, 1), "a dog");
    ck_assert_str_eq(dataset_class_name(&train, 3), "none");
    unload();
}
END_TEST

START_TEST(a_number_leaves_numbers) {
    ck_assert_msg(open_with("12"), "%s", err.message);
    ck_assert_uint_eq(train.classes, 12);
    ck_assert_str_eq(dataset_class_name(&train, 11), "11");
    unload();
}
END_TEST

START_TEST(there_must_be_one_for_each_label) {
    ck_assert(!open_with("cat,dog"));
    ck_assert_msg(strstr(err.message, "there is a label 2, which 2 classes do not have") != NULL,
                  "%s", err.message);
}
END_TEST

START_TEST(data_of_one_class_may_be_given_more) {
    dataset_options o = {.source = TEST_DATA "/golden/arrays/x_u1.npy," TEST_DATA
                                             "/golden/arrays/zeros.npy",
                         .validation_split = .5};
    ck_assert(!dataset_open(&o, &train, &validation, &err));
    ck_assert_msg(strstr(err.message, "zeros.npy: all labels are 0") != NULL, "%s", err.message);
    o.classes = "no,yes";
    ck_assert_msg(dataset_open(&o, &train, &validation, &err), "%s", err.message);
    ck_assert_uint_eq(train.classes, 2);
    ck_assert_str_eq(dataset_class_name(&validation, 1), "yes");
    unload();
}
END_TEST

SUITE("dataset_open", data_of_one_class_may_be_given_more, names_are_counted,
      names_are_given_to_both_parts, a_number_leaves_numbers, there_must_be_one_for_each_label)
