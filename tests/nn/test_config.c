/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of a network's configuration by their names, and its layers as a user writes them. */
#include "nn/config/config.h"

#include <stdlib.h>
#include <string.h>

#include "suite.h"

static nn_model_config config;
static char message[NN_MESSAGE];

static void setup(void) {
    config = nn_model_config_default();
}

static bool set(const char *name, const char *text) {
    const nn_field *field = nn_field_find(name);
    ck_assert_msg(field != NULL, "no field %s", name);
    return nn_field_parse(field, &config, text, message);
}

static void assert_text(const char *name, const char *want) {
    char *text = nn_field_text(nn_field_find(name), &config);
    ck_assert_str_eq(text, want);
    free(text);
}

/* In version 1's files, in this form. */
START_TEST(every_field_has_a_name_and_a_text) {
    static const char *const defaults[][2] = {{"initializer", "glorot_uniform"},
                                              {"seed", "0"},
                                              {"batch_size", "128"},
                                              {"learning_rate", "0.001"},
                                              {"lr_schedule", "none"},
                                              {"optimizer", "adam"},
                                              {"layers", "256-128-10"},
                                              {"activation", "relu"},
                                              {"dropout", "0.20000000000000001"},
                                              {"batch_norm", "no"},
                                              {"l2", "0"}};
    size_t count;
    nn_fields(&count);
    ck_assert_uint_ge(count, sizeof defaults / sizeof defaults[0]);
    for (size_t i = 0; i < sizeof defaults / sizeof defaults[0]; i++)
        assert_text(defaults[i][0], defaults[i][1]);
    ck_assert_ptr_null(nn_field_find("dropou"));
}
END_TEST

START_TEST(a_text_sets_its_field) {
    static const char *const texts[][2] = {{"initializer", "he_normal+Orthogonal(gain=2)"},
                                           {"seed", "18446744073709551615"},
                                           {"batch_size", "100000"},
                                           {"optimizer", "sgd(learning_rate=0.5,momentum=0.9)"},
                                           {"learning_rate", "0.125"},
                                           {"lr_schedule", "cosine(decay_steps=100)"},
                                           {"layers", "1000000-3"},
                                           {"activation", "tanh"},
                                           {"dropout", "0.5"},
                                           {"batch_norm", "yes"},
                                           {"l2", "1e+300"}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ck_assert_msg(set(texts[i][0], texts[i][1]), "%s: %s", texts[i][0], message);
        if (i == 10) continue; /* 17 digits of it */
        assert_text(texts[i][0], texts[i][1]);
    }
    ck_assert(config.seed == UINT64_MAX && config.batch_size == 100000 && config.layers == 2);
    ck_assert(config.units[0] == 1000000 && config.units[1] == 3 && config.batch_norm);
    ck_assert(config.dropout == .5 && config.l2 == 1e300);
    ck_assert(nn_field_number(nn_field_find("learning_rate"), &config) == .125);
    ck_assert(nn_field_number(nn_field_find("batch_norm"), &config) == 1);
    ck_assert(set("lr_schedule", "none"));
    ck_assert_ptr_null(config.schedule.type);
}
END_TEST

START_TEST(what_is_not_a_value_is_refused_with_a_message) {
    static const char *const wrong[][2] = {{"initializer", "he_norml"},
                                           {"seed", "-1"},
                                           {"seed", "18446744073709551616"},
                                           {"seed", " 1"},
                                           {"batch_size", "0"},
                                           {"batch_size", "100001"},
                                           {"batch_size", "1e3"},
                                           {"learning_rate", "0"},
                                           {"learning_rate", "inf"},
                                           {"lr_schedule", "cosin"},
                                           {"optimizer", "adams"},
                                           {"layers", ""},
                                           {"layers", "256,10"},
                                           {"layers", "256-"},
                                           {"layers", "0-10"},
                                           {"activation", "rellu"},
                                           {"dropout", "1.001"},
                                           {"dropout", "nan"},
                                           {"dropout", ".5x"},
                                           {"batch_norm", "on"},
                                           {"l2", "-1"},
                                           {"l2", "inf"}};
    const nn_model_config before = config;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        *message = '\0';
        ck_assert_msg(!set(wrong[i][0], wrong[i][1]), "%s '%s'", wrong[i][0], wrong[i][1]);
        ck_assert_str_ne(message, "");
    }
    ck_assert(config.layers == before.layers && config.batch_size == before.batch_size);
    ck_assert(config.dropout == before.dropout && config.l2 == before.l2);
    ck_assert(!set("dropout", "2"));
    ck_assert_str_eq(message, "'2' is not a number from 0 to 1");
    ck_assert(set("dropout", "1")); /* as Keras: nothing is kept */
    ck_assert(config.dropout == 1);
    ck_assert(!set("l2", "-1"));
    ck_assert_str_eq(message, "'-1' is not a number from 0 on");
}
END_TEST

static void assert_layers(const char *want) {
    char *text = nn_layers_text(&config);
    ck_assert_str_eq(text, want);
    free(text);
}

START_TEST(layers_are_the_hidden_ones_units) {
    assert_layers("256,128");
    ck_assert(nn_layers_parse("512, 64,3", &config, message));
    ck_assert_uint_eq(config.layers, 4);
    ck_assert_uint_eq(config.units[3], 10);
    assert_layers("512,64,3");
    ck_assert(nn_layers_parse("none", &config, message));
    ck_assert_uint_eq(config.layers, 1);
    ck_assert_uint_eq(config.units[0], 10);
    assert_layers("none");
    static const char *const wrong[] = {"",   "0",       "-1",         "12,", "1.5",
                                        "a",  "1000001", "1,,1",       "8x",  "8x0",
                                        "x8", "8x2048",  "8x2000,8x48"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ck_assert_msg(!nn_layers_parse(wrong[i], &config, message), "%s", wrong[i]);
    ck_assert_uint_eq(config.layers, 1); /* as it was */
    ck_assert_msg(strstr(message, "1 to 2047 numbers of units from 1 to 1000000"), "%s", message);
    ck_assert(nn_layers_parse("9,8x2000,7x46", &config, message));
    ck_assert_uint_eq(config.layers, 2048);
    ck_assert(config.units[0] == 9 && config.units[2000] == 8 && config.units[2001] == 7);
    ck_assert_uint_eq(config.units[2047], 10);
    ck_assert(nn_layers_parse("4x3,2", &config, message));
    assert_layers("4,4,4,2");
}
END_TEST

SUITE_WITH("config", setup, NULL, every_field_has_a_name_and_a_text, a_text_sets_its_field,
           what_is_not_a_value_is_refused_with_a_message, layers_are_the_hidden_ones_units)
