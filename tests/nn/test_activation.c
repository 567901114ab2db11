/* SPDX-License-Identifier: Apache-2.0 */
/* Activations and their slopes against the real Keras: golden/training/activations.json. */
#include <math.h>
#include <string.h>

#include "json_file.h"
#include "nn/activation.h"
#include "spec_texts.h"
#include "suite.h"

enum { POINTS = 29 };

/* A few last bits: Eigen's exp and tanh are not the C library's. */
static void assert_near(float got, double want, const char *text, const char *what, float u) {
    bool same = isnan(want) ? isnan(got) : fabs((double)got - want) <= 3e-6 * fabs(want) + 6e-7;
    ck_assert_msg(same, "%s at %g: %s %.9g, not %.9g", text, (double)u, what, (double)got, want);
}

static void read_numbers(const cJSON *array, float x[POINTS]) {
    ck_assert_int_eq(cJSON_GetArraySize(array), POINTS);
    for (int i = 0; i < POINTS; i++) x[i] = (float)json_number(cJSON_GetArrayItem(array, i));
}

START_TEST(each_is_the_real_one_at_its_kinks_too) {
    cJSON *file = json_file_read(TEST_DATA "/golden/training/activations.json");
    float points[POINTS], u[POINTS], a[POINTS];
    read_numbers(json_member(file, "u"), points);
    bool seen[64] = {false};
    const cJSON *row;
    cJSON_ArrayForEach(row, json_member(file, "cases")) {
        const nn_activation activation = spec_parsed(nn_activation_parse, row->string);
        for (size_t i = 0; i < nn_activations.count; i++)
            seen[i] |= activation.type == nn_table_class(&nn_activations, i);
        memcpy(u, points, sizeof u);
        nn_activation_forward(&activation, u, a, POINTS);
        for (int i = 0; i < POINTS; i++) {
            double value = json_number(cJSON_GetArrayItem(json_member(row, "value"), i));
            double slope = json_number(cJSON_GetArrayItem(json_member(row, "slope"), i));
            assert_near(a[i], value, row->string, "value", points[i]);
            assert_near(u[i], slope, row->string, "slope", points[i]);
        }
    }
    for (size_t i = 0; i < nn_activations.count; i++)
        ck_assert_msg(seen[i], "%s has no trace", nn_table_class(&nn_activations, i)->name);
    cJSON_Delete(file);
}
END_TEST

START_TEST(units_die_where_the_function_is_flat_at_zero) {
    static const char *const can[] = {"relu", "relu6", "relu(max_value=2)",
                                      "leaky_relu(negative_slope=0)"};
    static const char *const cannot[] = {"tanh", "leaky_relu", "elu", "gelu", "linear", "softplus"};
    for (size_t i = 0; i < sizeof can / sizeof can[0]; i++) {
        const nn_activation a = spec_parsed(nn_activation_parse, can[i]);
        ck_assert_msg(nn_activation_can_die(&a), "%s", can[i]);
    }
    for (size_t i = 0; i < sizeof cannot / sizeof cannot[0]; i++) {
        const nn_activation a = spec_parsed(nn_activation_parse, cannot[i]);
        ck_assert_msg(!nn_activation_can_die(&a), "%s", cannot[i]);
    }
}
END_TEST

SUITE("activation", each_is_the_real_one_at_its_kinks_too,
      units_die_where_the_function_is_flat_at_zero)
