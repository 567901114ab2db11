/* SPDX-License-Identifier: Apache-2.0 */
/* The model's JSON against what the real Keras logs: golden/models, by tools/golden/make_models.py.
 */
#include <stdlib.h>
#include <string.h>

#include "suite.h"
#include "temp_folder.h"
#include "train/keras_model.h"

static void assert_same_json(const char *golden, const nn_model_config *config, size_t rows,
                             size_t cols, tag_style style) {
    size_t length;
    char *json = keras_model_json(config, rows, cols, style, &length);
    file_bytes want = file_read(golden);
    ck_assert_msg(length == want.size && memcmp(json, want.bytes, length) == 0, "%s:\n%s", golden,
                  json);
    free(want.bytes);
    free(json);
}

static void assert_all_same(const char *version, tag_style style) {
    size_t count;
    const nn_initializer *all = nn_initializers(&count);
    for (size_t i = 0; i < NN_NOTEBOOK_INITIALIZERS; i++) {
        nn_model_config config = nn_model_config_default();
        config.kernel_initializer = &all[i];
        char *golden = path_of("%s/golden/models/%s/%s.json", TEST_DATA, version, all[i].run_name);
        assert_same_json(golden, &config, 28, 28, style);
        free(golden);
    }
}

START_TEST(keras_3_json_of_all_twelve_is_the_real_one) {
    assert_all_same("keras3", TAGS_KERAS3);
}
END_TEST

START_TEST(keras_2_json_of_all_twelve_is_the_real_one) {
    assert_all_same("keras2", TAGS_KERAS2);
}
END_TEST

/* The model of the golden runs: other sizes, other dropout. */
START_TEST(another_network_is_told_as_keras_tells_it) {
    nn_model_config config = nn_model_config_default();
    config.inputs = 30;
    config.units[0] = 12, config.units[1] = 7, config.units[2] = 4;
    assert_same_json(TEST_DATA "/golden/keras3/default/model.json", &config, 6, 5, TAGS_KERAS3);
    assert_same_json(TEST_DATA "/golden/keras2/default/model.json", &config, 6, 5, TAGS_KERAS2);
}
END_TEST

SUITE("keras_model", keras_3_json_of_all_twelve_is_the_real_one,
      keras_2_json_of_all_twelve_is_the_real_one, another_network_is_told_as_keras_tells_it)
