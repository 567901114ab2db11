/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of specs. */
#include "spec_texts.h"

#include <check.h>
#include <string.h>

nn_spec spec_parsed(spec_parser *parse, const char *text) {
    nn_spec spec;
    char message[NN_MESSAGE];
    ck_assert_msg(parse(text, &spec, message), "%s", message);
    return spec;
}

void assert_spec_text(spec_parser *parse, const char *spelling, const char *want) {
    char text[NN_SPEC_TEXT];
    const nn_spec spec = spec_parsed(parse, spelling);
    ck_assert_str_eq(nn_spec_text(&spec, text), want);
}

void assert_spec_refused(spec_parser *parse, const char *text, const char *reason) {
    nn_spec spec;
    char message[NN_MESSAGE];
    ck_assert_msg(!parse(text, &spec, message), "%s", text);
    ck_assert_msg(strstr(message, reason) != NULL, "%s: %s", text, message);
}
