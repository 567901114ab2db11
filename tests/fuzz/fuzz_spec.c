/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What somebody writes for an initializer, an activation, an optimizer, a schedule, layers or early
 * stopping. Properties: a failure has a message; what was parsed has a text that means the same and
 * prints as itself; and a schedule gives a number.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz_file.h"
#include "nn/config/config.h"
#include "train/callbacks/early_stopping.h"
#include "train/callbacks/reduce_lr.h"

typedef bool parser(const char *text, nn_spec *spec, char message[NN_MESSAGE]);
typedef char *writer(const nn_spec *spec, char *text);

/* True if 'text' was parsed. */
static bool check(parser *parse, writer *write, const char *text, nn_spec *spec) {
    char message[NN_MESSAGE] = "", first[NN_SPEC_TEXT], second[NN_SPEC_TEXT];
    nn_spec again;
    if (!parse(text, spec, message)) {
        FUZZ_ASSERT(*message);
        return false;
    }
    write(spec, first);
    FUZZ_ASSERT(parse(first, &again, message));
    FUZZ_ASSERT(nn_spec_equal(spec, &again));
    FUZZ_ASSERT(strcmp(first, write(&again, second)) == 0);
    FUZZ_ASSERT(!strchr(first, '/'));
    return true;
}

static void check_layers(const char *text) {
    char message[NN_MESSAGE] = "";
    nn_layer_initializers first, second;
    if (!nn_layer_initializers_parse(text, &first, message)) {
        FUZZ_ASSERT(*message);
        return;
    }
    char *a = nn_layer_initializers_text(&first), *b = NULL;
    FUZZ_ASSERT(a && nn_layer_initializers_parse(a, &second, message));
    FUZZ_ASSERT((b = nn_layer_initializers_text(&second)) && strcmp(a, b) == 0);
    free(a);
    free(b);
}

/* Every field of a network, from any text. */
static void check_fields(const char *text) {
    size_t count;
    const nn_field *fields = nn_fields(&count);
    for (size_t i = 0; i < count; i++) {
        char message[NN_MESSAGE] = "";
        nn_model_config config = nn_model_config_default(), again = config;
        if (!nn_field_parse(&fields[i], &config, text, message)) {
            FUZZ_ASSERT(*message);
            continue;
        }
        char *first = nn_field_text(&fields[i], &config), *second = NULL;
        FUZZ_ASSERT(first && nn_field_parse(&fields[i], &again, first, message));
        FUZZ_ASSERT((second = nn_field_text(&fields[i], &again)) && strcmp(first, second) == 0);
        free(first);
        free(second);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char message[NN_MESSAGE];
    nn_spec spec;
    nn_model_config config = nn_model_config_default();
    char *text = malloc(size + 1);
    memcpy(text, bytes, size);
    text[size] = '\0';
    check(nn_initializer_parse, nn_initializer_text, text, &spec);
    check(nn_activation_parse, nn_activation_text, text, &spec);
    check(nn_optimizer_parse, nn_optimizer_text, text, &spec);
    check(stopping_rule_parse, monitor_rule_text, text, &spec);
    check(reduction_rule_parse, monitor_rule_text, text, &spec);
    if (check(nn_schedule_parse, nn_schedule_text, text, &spec)) {
        nn_schedule_complete(&spec, .001, 1000);
        for (uint64_t step = 1; step < 5000; step *= 7) (void)nn_schedule_at(&spec, step);
    }
    check_layers(text);
    if (nn_layers_parse(text, &config, message)) {
        char *layers = nn_layers_text(&config);
        FUZZ_ASSERT(layers && nn_layers_parse(layers, &config, message));
        free(layers);
    }
    check_fields(text);
    free(text);
    return 0;
}
