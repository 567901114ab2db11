/* SPDX-License-Identifier: Apache-2.0 */
/* Learning-rate schedules against the real ones: golden/training/schedules.json. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json_file.h"
#include "nn/schedule.h"
#include "spec_texts.h"
#include "suite.h"

static nn_schedule parse(const char *text) {
    return spec_parsed(nn_schedule_parse, text);
}

/* A power, a cosine or a logarithm is the C library's: a few last bits. */
START_TEST(each_is_the_real_one) {
    cJSON *file = json_file_read(TEST_DATA "/golden/training/schedules.json");
    const cJSON *steps = json_member(file, "steps"), *row;
    int count = 0;
    cJSON_ArrayForEach(row, json_member(file, "cases")) {
        char text[NN_SPEC_TEXT];
        nn_schedule schedule = parse(row->string);
        ck_assert_str_eq(nn_schedule_text(&schedule, text), row->string);
        for (int i = 0; i < cJSON_GetArraySize(steps); i++) {
            uint64_t step = (uint64_t)cJSON_GetArrayItem(steps, i)->valuedouble;
            double want = cJSON_GetArrayItem(row, i)->valuedouble;
            double got = (double)nn_schedule_at(&schedule, step);
            ck_assert_msg(fabs(got - want) <= 1e-6 * fabs(want) + 1e-8, "%s at %d: %.9g, not %.9g",
                          row->string, (int)step, got, want);
        }
        count++;
    }
    ck_assert_int_eq(count, 13);
    cJSON_Delete(file);
}
END_TEST

START_TEST(what_is_left_out_is_the_trainings) {
    nn_schedule cosine = parse("cosine(alpha=.5)"),
                warm = parse("cosine(0,warmup_t=.2,warmup_s=20)"),
                piecewise = parse("piecewise([5],[2,1])");
    ck_assert(nn_schedule_starts_open(&cosine));
    ck_assert(!nn_schedule_starts_open(&warm));
    ck_assert(!nn_schedule_starts_open(&piecewise));
    nn_schedule_complete(&cosine, .1, 200);
    nn_schedule_complete(&warm, .1, 200);
    nn_schedule_complete(&piecewise, .1, 200);
    ck_assert(nn_schedule_at(&cosine, 0) == .1f);
    ck_assert(fabsf(nn_schedule_at(&cosine, 200) - .05f) < 1e-8f);
    ck_assert(nn_schedule_at(&warm, 0) == 0);
    ck_assert(nn_schedule_at(&warm, 20) == .2f);
    ck_assert(fabsf(nn_schedule_at(&warm, 200)) < 1e-8f);
    ck_assert(nn_schedule_at(&piecewise, 5) == 2 && nn_schedule_at(&piecewise, 6) == 1);
}
END_TEST

static void assert_refused(const char *text, const char *reason) {
    assert_spec_refused(nn_schedule_parse, text, reason);
}

START_TEST(what_is_wrong_is_named) {
    assert_refused("cosin", "unknown schedule 'cosin'; did you mean cosine");
    assert_refused("exponential", "exponential: decay_rate is missing");
    assert_refused("piecewise(boundaries=[1,2],values=[1,2])", "2 boundaries need 3 values, not 2");
    assert_refused("piecewise(boundaries=[5,2],values=[1,2,3])",
                   "boundaries must ascend, but 2 comes after 5");
    assert_refused("piecewise([1.5],[1,2])", "boundaries: not a whole number");
    assert_refused("piecewise(1,[1,2])", "a list in brackets");
    assert_refused("piecewise([1,2,3,4,5,6,7,8,9],[1])", "more than 8");
    assert_refused("cosine(decay_steps=0)", "decay_steps: not a whole number from 1 on");
}
END_TEST

static void check_of(const char *text, uint64_t steps, const char *reason) {
    char message[NN_MESSAGE] = "";
    nn_schedule schedule = parse(text);
    nn_schedule_complete(&schedule, .1, (double)steps);
    ck_assert_msg(nn_schedule_check(&schedule, steps, message) == !reason, "%s: %s", text, message);
    ck_assert_msg(!reason || strstr(message, reason) != NULL, "%s: %s", text, message);
}

/* Keras' own CosineDecayRestarts(0.1, 10, t_mul=0.5) gives NaN from step 20 on. */
START_TEST(a_rate_that_ends_is_refused) {
    check_of("cosine_restarts(first_decay_steps=10,t_mul=.5)", 20, NULL);
    check_of("cosine_restarts(first_decay_steps=10,t_mul=.5)", 21, "from step 20 of 21 on");
    check_of("cosine_restarts(t_mul=.5)", 1000, NULL);
    check_of("polynomial(decay_steps=10,power=-1)", 30, "from step 10 of 30 on");
    check_of("exponential(decay_steps=1,decay_rate=10)", 2000, "step 39 of 2000");
    check_of("cosine", 1000, NULL);
}
END_TEST

SUITE("schedule", each_is_the_real_one, what_is_left_out_is_the_trainings, what_is_wrong_is_named,
      a_rate_that_ends_is_refused)
