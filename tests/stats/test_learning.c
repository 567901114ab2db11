/* SPDX-License-Identifier: Apache-2.0 */
/* Which accuracies show that nothing was learned. */
#include "stats/learning.h"

#include <math.h>

#include "suite.h"

enum { MOST = 5 };

START_TEST(failure_is_near_chance_or_never_leaves_the_first_value) {
    static const struct {
        double accuracies[MOST];
        size_t count, classes;
        bool failed;
    } cases[] = {
        {{0}, 0, 10, false},
        {{.1135, .1135, .1135, .1135}, 4, 10, true}, /* zeros on MNIST */
        {{.098}, 1, 10, true},                       /* ones after the first epoch, ... */
        {{.098, .098, .2, .5, .81}, 5, 10, false},   /* which learns late */
        {{.1135, .1135, .1135}, 3, 0, true},         /* also if the classes are not known */
        {{.1, .3, .12}, 3, 10, true},
        {{.6, .6, .6005}, 3, 2, true}, /* of two classes one is more frequent */
        {{.54}, 1, 2, true},
        {{.7, .8}, 2, 2, false},
        {{.98, .98, .98}, 3, 10, false}, /* good from the first epoch on */
        {{.08, .09, .12}, 3, 26, false},
        {{.1, .149}, 2, 10, true},
        {{.1, .151}, 2, 10, false},
        {{.01, .05}, 2, 100, false}, /* five times chance */
        {{.01, .014}, 2, 100, true},
        {{.5, .9, NAN}, 3, 10, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        accuracy_range range = {0};
        for (size_t k = 0; k < cases[i].count; k++)
            accuracy_range_add(&range, cases[i].accuracies[k]);
        ck_assert_msg(accuracy_range_failed(&range, cases[i].classes) == cases[i].failed, "%zu", i);
    }
}
END_TEST

SUITE("learning", failure_is_near_chance_or_never_leaves_the_first_value)
