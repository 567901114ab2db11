/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that TensorBoard parses, beside what Python says of them: golden/checks. */
#include <stdlib.h>
#include <string.h>

#include "json_file.h"
#include "suite.h"
#include "tblog/kinds/checks/json_object.h"
#include "tblog/kinds/checks/python_regex.h"
#include "temp_folder.h"

static bool is_regex(const char *text) {
    return tblog__python_regex_fault(text) == NULL;
}

static void assert_verdicts(const char *name, bool (*verdict)(const char *text)) {
    char *path = path_of("%s/golden/checks/%s.json", TEST_DATA, name);
    cJSON *rows = json_file_read(path);
    ck_assert_int_gt(cJSON_GetArraySize(rows), 700);
    for (const cJSON *row = rows->child; row; row = row->next) {
        const char *text = row->child->valuestring;
        char *exact = strdup(text); /* so that a sanitizer guards its end */
        ck_assert_msg(verdict(exact) == cJSON_IsTrue(row->child->next), "%s", text);
        free(exact);
    }
    cJSON_Delete(rows);
    free(path);
}

START_TEST(regular_expressions_are_those_of_python) {
    assert_verdicts("regex", is_regex);
}
END_TEST

START_TEST(json_objects_are_those_of_python) {
    assert_verdicts("json", tblog__json_object);
}
END_TEST

START_TEST(what_people_write_is_accepted) {
    static const char *const patterns[] = {"",
                                           "loss",
                                           "loss/.*",
                                           "^(train|validation)/epoch_(loss|accuracy)$",
                                           "(?i)LOSS",
                                           "dense_\\d+/kernel",
                                           "a{2,3}b?c+?",
                                           "[^/]+/(?P<metric>\\w+)",
                                           "(?<!val_)loss",
                                           "loss(?i)",
                                           "loss\\z",
                                           "損失.*"};
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++)
        ck_assert_msg(is_regex(patterns[i]), "%s", patterns[i]);
}
END_TEST

START_TEST(reasons_are_given) {
    ck_assert_str_eq(tblog__python_regex_fault("*loss"), "there is nothing to repeat");
    ck_assert_str_eq(tblog__python_regex_fault("loss("), "a ')' is missing");
    ck_assert_str_eq(tblog__python_regex_fault("loss)"), "a ')' has no '('");
    ck_assert_str_eq(tblog__python_regex_fault("[a-"), "a set is not terminated");
    ck_assert_str_eq(tblog__python_regex_fault("a\\"), "it ends with a backslash");
    ck_assert_str_eq(tblog__python_regex_fault("(?<=a+)b"), "a look-behind has no fixed width");
}
END_TEST

/* Nothing overflows: neither the stack nor the list of groups. */
START_TEST(a_strangers_pattern_is_only_a_pattern) {
    enum { SIZE = 300000 };
    char *deep = malloc(SIZE + 1);
    memset(deep, '(', SIZE);
    deep[SIZE] = '\0';
    ck_assert_str_eq(tblog__python_regex_fault(deep), "it is nested too deeply");
    for (size_t i = 1; i < SIZE; i += 2) deep[i] = ')';
    ck_assert(is_regex(deep)); /* 150,000 groups */
    deep[400] = '\0';
    memset(deep, '(', 200);
    memset(deep + 200, ')', 200);
    ck_assert(is_regex(deep)); /* which Python takes */
    free(deep);
}
END_TEST

SUITE("checks", regular_expressions_are_those_of_python, json_objects_are_those_of_python,
      what_people_write_is_accepted, reasons_are_given, a_strangers_pattern_is_only_a_pattern)
