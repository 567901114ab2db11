/* SPDX-License-Identifier: Apache-2.0 */
/* Which name a misspelt one stands for. */
#include "base/names/near_name.h"

#include <string.h>

#include "suite.h"

static const char *nearest(const char *text) {
    static const char *const names[] = {"ls",   "log",     "verify", "export",
                                        "edit", "--epoch", "epochs", "scalars"};
    near_name near = {.text = text};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) near_name_try(&near, names[i]);
    return near.name ? near.name : "";
}

START_TEST(a_name_is_found_by_its_edits) {
    static const char *const cases[][2] = {
        {"lss", "ls"},       {"l", "ls"},          {"sl", "ls"},         {"exprot", "export"},
        {"exort", "export"}, {"eXport", "export"}, {"epoch", "epochs"},  {"scalar", "scalars"},
        {"edit", "edit"},    {"etid", "edit"},     {"verfiy", "verify"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_str_eq(nearest(cases[i][0]), cases[i][1]);
}
END_TEST

START_TEST(other_texts_are_near_no_name) {
    char text[200];
    memset(text, 'e', sizeof text);
    text[sizeof text - 1] = '\0';
    ck_assert_str_eq(nearest(text), "");
    ck_assert_str_eq(nearest(""), "");
    ck_assert_str_eq(nearest("histogram"), "");
    ck_assert_str_eq(nearest("yxs"), ""); /* as far from ls as from nothing */
}
END_TEST

START_TEST(a_hint_names_it) {
    char hint[64];
    near_name near = {.text = "epohcs"};
    ck_assert_str_eq(near_name_hint(&near, "--", hint, sizeof hint), "");
    near_name_try(&near, "epochs");
    ck_assert_uint_eq(near.edits, 1); /* neighbours are exchanged */
    ck_assert_str_eq(near_name_hint(&near, "--", hint, sizeof hint), "; did you mean --epochs?");
}
END_TEST

SUITE("near_name", a_name_is_found_by_its_edits, other_texts_are_near_no_name, a_hint_names_it)
