/* SPDX-License-Identifier: Apache-2.0 */
/* What the suites of initializers, optimizers and schedules ask of their texts. */
#ifndef TESTS_SPEC_TEXTS_H
#define TESTS_SPEC_TEXTS_H

#include "nn/config/spec.h"

/* nn_optimizer_parse and its like. */
typedef bool spec_parser(const char *text, nn_spec *spec, char message[NN_MESSAGE]);

/* Parsed; fails the test, with the reason, where that is not possible. */
nn_spec spec_parsed(spec_parser *parse, const char *text);

/* The spelling stands for what 'want' is the text of. */
void assert_spec_text(spec_parser *parse, const char *spelling, const char *want);

/* The text is refused, and the message has the reason in it. */
void assert_spec_refused(spec_parser *parse, const char *text, const char *reason);

#endif
