/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nn/model.h"
#include "nn/thread.h"
#include "suite.h"

enum { BATCH = 6, INPUTS = 5, CLASSES = 3 };

static float x[BATCH * INPUTS];
static uint8_t labels[BATCH];
static const nn_input inputs = {.B = BATCH, .dense = x};

static void setup(void) {
    nn_thread_init();
    nn_rng rng = nn_rng_stream(7, NN_STREAM_INIT, 0);
    for (int i = 0; i < BATCH * INPUTS; i++) x[i] = (float)nn_rng_normal(&rng);
    for (int i = 0; i < BATCH; i++) labels[i] = (uint8_t)(i % CLASSES);
}

static nn_model_config small_config(double dropout) {
    nn_model_config config = nn_model_config_default();
    config.inputs = INPUTS;
    config.layers = 3;
    config.units[0] = 7, config.units[1] = 4, config.units[2] = CLASSES;
    config.dropout = dropout;
    config.batch_size = BATCH;
    config.seed = 3;
    return config;
}

/* The mean loss of the batch, with the given weights and the mask of the first step. */
static double loss_at(const nn_model_config *config, const nn_param *params, size_t count) {
    nn_model *probe = nn_model_new(config);
    size_t n;
    const nn_param *mine = nn_model_params(probe, &n);
    for (size_t i = 0; i < count; i++)
        memcpy(mine[i].value, params[i].value, params[i].count * sizeof(float));
    nn_metrics sum = {0};
    nn_model_train_batch(probe, &inputs, labels, &sum);
    nn_model_free(probe);
    return sum.loss_sum / BATCH;
}

/*
 * Every parameter's gradient against the loss's own change, central difference. The loss is
 * float32: its rounding limits the difference to some 1e-4.
 */
static void assert_gradients(nn_model_config config) {
    nn_spec_set(&config.optimizer, "learning_rate", 0); /* the weights stay */
    nn_model *model = nn_model_new(&config);
    size_t count;
    const nn_param *params = nn_model_params(model, &count);
    for (size_t i = 0; i < count; i++) /* biases away from zero, so that ReLU has no kink near */
        for (size_t k = 0; k < params[i].count && strcmp(params[i].name, "bias") == 0; k++)
            params[i].value[k] = .3f + .05f * (float)k;
    nn_metrics sum = {0};
    nn_model_train_batch(model, &inputs, labels, &sum);
    const float *values = params[0].value, *gradients = nn_model_gradients(model);
    double largest = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < params[i].count && params[i].trainable; k++) {
            const float h = 2e-3f, at = params[i].value[k];
            double got = (double)gradients[params[i].value - values + (ptrdiff_t)k];
            params[i].value[k] = at + h;
            double above = loss_at(&config, params, count);
            params[i].value[k] = at - h;
            double below = loss_at(&config, params, count);
            params[i].value[k] = at;
            double want = (above - below) / (double)((at + h) - (at - h));
            largest = fmax(largest, fabs(want));
            ck_assert_msg(fabs(got - want) < 6e-4 + .01 * fabs(want),
                          "%s: %s of %s %zu, %zu: %g, not %g", config.activation.type->name,
                          params[i].name, params[i].kind, params[i].layer, k, got, want);
        }
    }
    ck_assert(largest > .05); /* there was something to compare */
    nn_model_free(model);
}

START_TEST(gradients_match_finite_differences) {
    assert_gradients(small_config(0));
}
END_TEST

START_TEST(gradients_match_finite_differences_through_a_dropout_mask) {
    assert_gradients(small_config(.4));
}
END_TEST

/* Finite differences do not show the slope of a function that jumps, and are too coarse after two
 * exponentials. */
static bool is_too_steep(const char *activation) {
    return strcmp(activation, "hard_shrink") == 0 || strcmp(activation, "threshold") == 0 ||
           strcmp(activation, "exponential") == 0;
}

/* With all that there is. */
START_TEST(gradients_of_every_activation_match_finite_differences) {
    nn_model_config config = small_config(.2);
    for (size_t i = 0; i < nn_activations.count; i++) {
        const nn_class *class = nn_table_class(&nn_activations, i);
        if (is_too_steep(class->name)) continue;
        config.activation = nn_spec_default(class);
        for (int with = 0; with < 4; with++) {
            config.batch_norm = with % 2;
            config.l2 = with < 2 ? 0 : .05;
            assert_gradients(config);
        }
    }
}
END_TEST

static void train(nn_model *model, int steps) {
    for (int i = 0; i < steps; i++) {
        nn_metrics sum = {0};
        nn_model_train_batch(model, &inputs, labels, &sum);
    }
}

static nn_metrics evaluate(nn_model *model) {
    nn_metrics sum = {0};
    nn_model_evaluate(model, &inputs, labels, &sum);
    return sum;
}

START_TEST(it_learns_a_small_batch_by_heart) {
    nn_model_config config = small_config(0);
    nn_spec_set(&config.optimizer, "learning_rate", .01);
    nn_model *model = nn_model_new(&config);
    double before = evaluate(model).loss_sum;
    train(model, 500);
    ck_assert_uint_eq(evaluate(model).correct, BATCH);
    ck_assert(evaluate(model).loss_sum < before / 50);
    ck_assert_uint_eq(nn_model_iterations(model), 500);
    nn_model_free(model);
}
END_TEST

START_TEST(evaluating_changes_nothing_and_drops_nothing) {
    nn_model_config config = small_config(.5);
    nn_model *model = nn_model_new(&config);
    double first = evaluate(model).loss_sum;
    for (int i = 0; i < 5; i++) ck_assert(evaluate(model).loss_sum == first);
    ck_assert_uint_eq(nn_model_iterations(model), 0);
    nn_model_free(model);
}
END_TEST

START_TEST(predictions_are_what_evaluation_counts) {
    nn_model_config config = small_config(.5);
    nn_model *model = nn_model_new(&config);
    train(model, 20);
    float p[BATCH][CLASSES];
    double loss = 0;
    nn_model_predict(model, &inputs, p[0]);
    for (size_t b = 0; b < BATCH; b++) {
        float sum = 0;
        for (size_t c = 0; c < CLASSES; c++) sum += p[b][c];
        ck_assert(fabsf(sum - 1) < 1e-6f);
        loss -= log((double)p[b][labels[b]]);
    }
    ck_assert(fabs(loss - evaluate(model).loss_sum) < 1e-5);
    nn_model_free(model);
}
END_TEST

/* Logits whose softmax is the prediction; hidden units that are positive or off. */
START_TEST(a_layers_outputs_are_those_of_the_last_batch) {
    nn_model_config config = small_config(.5);
    nn_model *model = nn_model_new(&config);
    size_t B, H, off = 0;
    float p[BATCH][CLASSES];
    nn_model_predict(model, &(nn_input){.B = 4, .dense = x}, p[0]);
    const float *logits = nn_model_layer_outputs(model, 2, &B, &H);
    ck_assert_uint_eq(B, 4);
    ck_assert_uint_eq(H, CLASSES);
    for (size_t c = 0; c < CLASSES; c++)
        ck_assert(fabsf(logf(p[3][c] / p[3][0]) - (logits[9 + c] - logits[9])) < 1e-5f);
    train(model, 1);
    const float *hidden = nn_model_layer_outputs(model, 0, &B, &H);
    ck_assert_uint_eq(B, BATCH);
    ck_assert_uint_eq(H, 7);
    for (size_t i = 0; i < B * H; i++) {
        ck_assert(hidden[i] >= 0);
        off += hidden[i] == 0;
    }
    ck_assert(off > B * H / 2 && off < B * H); /* dropped, or off by themselves */
    nn_model_free(model);
}
END_TEST

START_TEST(smaller_batches_are_part_of_larger_ones) {
    nn_model_config config = small_config(0);
    nn_model *model = nn_model_new(&config);
    nn_metrics parts = {0};
    nn_model_evaluate(model, &(nn_input){.B = 4, .dense = x}, labels, &parts);
    nn_model_evaluate(model, &(nn_input){.B = 2, .dense = x + 4 * INPUTS}, labels + 4, &parts);
    ck_assert(fabs(parts.loss_sum - evaluate(model).loss_sum) < 1e-5);
    ck_assert_uint_eq(parts.count, BATCH);
    nn_model_free(model);
}
END_TEST

START_TEST(parameters_come_as_keras_orders_them) {
    nn_model_config config = nn_model_config_default();
    nn_model *model = nn_model_new(&config);
    static const struct {
        size_t layer;
        const char *name;
        size_t rank, rows, cols;
    } want[] = {{0, "kernel", 2, 784, 256}, {0, "bias", 1, 256, 0},    {1, "kernel", 2, 256, 128},
                {1, "bias", 1, 128, 0},     {2, "kernel", 2, 128, 10}, {2, "bias", 1, 10, 0}};
    size_t count;
    const nn_param *params = nn_model_params(model, &count);
    ck_assert_uint_eq(count, 6);
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_eq(params[i].layer, want[i].layer);
        ck_assert_str_eq(params[i].name, want[i].name);
        ck_assert_uint_eq(params[i].rank, want[i].rank);
        ck_assert_uint_eq(params[i].shape[0], want[i].rows);
        ck_assert_uint_eq(params[i].count, want[i].rows * (want[i].cols ? want[i].cols : 1));
        for (size_t k = 0; k < params[i].count && params[i].rank == 1; k++)
            ck_assert(params[i].value[k] == 0);
    }
    nn_model_free(model);
}
END_TEST

typedef struct twin {
    nn_model *model;
    uint64_t seed;
} twin;

static void *train_twin(void *context) {
    twin *t = context;
    nn_model_config config = small_config(.2);
    config.seed = t->seed;
    nn_thread_init();
    t->model = nn_model_new(&config);
    train(t->model, 200);
    return NULL;
}

static bool same_weights(const nn_model *a, const nn_model *b) {
    size_t count;
    const nn_param *p = nn_model_params(a, &count), *q = nn_model_params(b, &count);
    for (size_t i = 0; i < count; i++)
        if (memcmp(p[i].value, q[i].value, p[i].count * sizeof(float)) != 0) return false;
    return true;
}

START_TEST(the_same_seed_gives_the_same_bits_beside_other_threads) {
    pthread_t threads[3];
    twin alone = {NULL, 1}, twins[3] = {{NULL, 1}, {NULL, 1}, {NULL, 2}};
    train_twin(&alone);
    for (int i = 0; i < 3; i++) pthread_create(&threads[i], NULL, train_twin, &twins[i]);
    for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
    ck_assert(same_weights(alone.model, twins[0].model));
    ck_assert(same_weights(alone.model, twins[1].model));
    ck_assert(!same_weights(alone.model, twins[2].model));
    nn_model_free(alone.model);
    for (int i = 0; i < 3; i++) nn_model_free(twins[i].model);
}
END_TEST

/* Of dropout too: the masks of two seeds differ if these do in any bit. */
START_TEST(every_bit_of_the_seed_counts_for_dropout) {
    nn_model_config config = small_config(.5);
    nn_model *model = nn_model_new(&config);
    size_t count;
    const nn_param *params = nn_model_params(model, &count);
    double loss = loss_at(&config, params, count);
    for (int bit = 0; bit < 64; bit += 3) {
        config.seed = 3 ^ UINT64_C(1) << bit;
        ck_assert_msg(loss_at(&config, params, count) != loss, "bit %d", bit);
    }
    nn_model_free(model);
}
END_TEST

/* A batch with one in four inputs lit, sparse and dense. */
static void fill_sparse(nn_sparse *sparse, float *pixels, uint8_t *digits, size_t B, size_t D) {
    nn_rng rng = nn_rng_stream(9, NN_STREAM_INIT, 0);
    uint32_t at = 0;
    ck_assert(nn_sparse_init(sparse, B, D));
    sparse->B = B;
    for (size_t b = 0; b < B; b++) {
        digits[b] = (uint8_t)(b % 10);
        sparse->row_starts[b] = at;
        for (size_t d = 0; d < D; d++) {
            if (nn_rng_below(&rng, 4)) continue;
            pixels[b * D + d] = (float)nn_rng_uniform(&rng);
            sparse->columns[at] = (uint16_t)d;
            sparse->values[at++] = pixels[b * D + d];
        }
    }
    sparse->row_starts[B] = at;
}

/* The notebook's network, both ways. */
START_TEST(a_sparse_batch_trains_as_the_dense_one_does) {
    enum { B = 32, D = 784 };
    static float pixels[B * D];
    static uint8_t digits[B];
    nn_sparse sparse;
    fill_sparse(&sparse, pixels, digits, B, D);
    const nn_input ways[] = {{.B = B, .dense = pixels}, {.B = B, .sparse = &sparse}};
    nn_model_config config = nn_model_config_default();
    nn_model *models[2];
    nn_metrics sums[2] = {{0}};
    for (int i = 0; i < 2; i++) {
        models[i] = nn_model_new(&config);
        for (int step = 0; step < 3; step++)
            nn_model_train_batch(models[i], &ways[i], digits, &sums[i]);
        nn_model_evaluate(models[i], &ways[i], digits, &sums[i]);
    }
    ck_assert(fabs(sums[0].loss_sum - sums[1].loss_sum) < 1e-4 * sums[0].loss_sum);
    const float *a = nn_model_gradients(models[0]), *b = nn_model_gradients(models[1]);
    for (size_t i = 0; i < 784 * 256 + 256; i++)
        ck_assert_msg(fabsf(a[i] - b[i]) < 2e-6f, "%zu: %g, not %g", i, (double)b[i], (double)a[i]);
    nn_model_free(models[0]);
    nn_model_free(models[1]);
    nn_sparse_free(&sparse);
}
END_TEST

/* Look at all that a model shows of its weights, and change one. */
static void look_and_change(nn_model *model, bool look) {
    size_t count;
    const nn_param *params = nn_model_params(model, &count);
    if (look) ck_assert(isfinite(params->value[1]) && isfinite(*nn_model_gradients(model)));
    params->value[0] = params->value[1] = .5f;
    nn_model_slot(model, params, 1)[3] = 1;
}

/* Between sparse batches the weights are in panels, unless somebody asks for them. */
START_TEST(looking_at_weights_changes_nothing_and_changing_them_counts) {
    enum { B = 32, D = 784 };
    static float pixels[B * D];
    static uint8_t digits[B];
    nn_sparse sparse;
    fill_sparse(&sparse, pixels, digits, B, D);
    const nn_input batch = {.B = B, .sparse = &sparse};
    nn_model_config config = nn_model_config_default();
    nn_model *seldom = nn_model_new(&config), *often = nn_model_new(&config);
    nn_metrics first = {0}, before = {0}, after = {0}, other = {0};
    size_t count;
    for (int step = 0; step < 3; step++) {
        nn_model_train_batch(seldom, &batch, digits, &first);
        nn_model_train_batch(often, &batch, digits, &other);
        nn_model_params(often, &count);
        nn_model_slot(often, nn_model_params(often, &count), 0);
    }
    ck_assert_mem_eq(&first, &other, sizeof first);
    ck_assert(same_weights(seldom, often));
    nn_model_evaluate(seldom, &batch, digits, &before);
    look_and_change(seldom, false);
    look_and_change(often, true);
    nn_model_evaluate(seldom, &batch, digits, &after);
    ck_assert(after.loss_sum != before.loss_sum);
    nn_model_train_batch(seldom, &batch, digits, &first);
    nn_model_train_batch(often, &batch, digits, &other);
    ck_assert_mem_eq(&first, &other, sizeof first);
    ck_assert(same_weights(seldom, often));
    nn_model_free(seldom), nn_model_free(often);
    nn_sparse_free(&sparse);
}
END_TEST

/* Wide enough that a step's products and loops are worth dividing. */
static nn_model *model_of_threads(size_t threads, bool norm) {
    nn_model_config config = nn_model_config_default();
    config.threads = threads;
    config.layers = 4;
    config.units[0] = 300, config.units[1] = 200, config.units[2] = 520, config.units[3] = 10;
    config.batch_norm = norm;
    if (norm) ck_assert(nn_activation_parse("tanh", &config.activation, NULL));
    return nn_model_new(&config);
}

START_TEST(no_number_depends_on_the_threads) {
    enum { B = 128, D = 784 };
    nn_sparse sparse;
    float *pixels = calloc(B * D, sizeof *pixels);
    uint8_t digits[B];
    fill_sparse(&sparse, pixels, digits, B, D);
    const nn_input ways[] = {{.B = B, .sparse = &sparse}, {.B = B, .dense = pixels}};
    for (int way = 0; way < 2; way++) {
        nn_model *alone = model_of_threads(0, way);
        nn_metrics want = {0};
        for (int step = 0; step < 3; step++) nn_model_train_batch(alone, &ways[way], digits, &want);
        nn_model_evaluate(alone, &ways[way], digits, &want);
        for (size_t threads = 1; threads <= 5; threads++) {
            nn_model *model = model_of_threads(threads, way);
            nn_metrics sum = {0};
            for (int step = 0; step < 3; step++)
                nn_model_train_batch(model, &ways[way], digits, &sum);
            nn_model_evaluate(model, &ways[way], digits, &sum);
            ck_assert_msg(same_weights(alone, model) && memcmp(&sum, &want, sizeof sum) == 0,
                          "%zu threads, way %d", threads, way);
            nn_model_free(model);
        }
        nn_model_free(alone);
    }
    nn_sparse_free(&sparse);
    free(pixels);
}
END_TEST

START_TEST(batch_normalisation_has_four_arrays_more_a_layer) {
    static const char *const want[] = {
        "dense/kernel",
        "dense/bias",
        "batch_normalization/gamma",
        "batch_normalization/beta",
        "batch_normalization/moving_mean",
        "batch_normalization/moving_variance",
        "dense_1/kernel",
        "dense_1/bias",
        "batch_normalization_1/gamma",
        "batch_normalization_1/beta",
        "batch_normalization_1/moving_mean",
        "batch_normalization_1/moving_variance",
        "dense_2/kernel",
        "dense_2/bias",
    };
    nn_model_config config = small_config(0);
    config.batch_norm = true;
    nn_model *model = nn_model_new(&config);
    size_t count;
    const nn_param *params = nn_model_params(model, &count);
    ck_assert_uint_eq(count, sizeof want / sizeof want[0]);
    for (size_t i = 0; i < count; i++) {
        char layer[NN_LAYER_NAME], name[64];
        snprintf(name, sizeof name, "%s/%s", nn_param_layer(&params[i], layer), params[i].name);
        ck_assert_str_eq(name, want[i]);
        ck_assert_int_eq(params[i].trainable, strncmp(params[i].name, "moving", 6) != 0);
        float first =
            strcmp(params[i].name, "gamma") == 0 || strcmp(params[i].name, "moving_variance") == 0
                ? 1
                : 0;
        ck_assert(params[i].rank == 2 || params[i].value[0] == first);
    }
    nn_model_free(model);
}
END_TEST

/* Depth is the initializers' experiment: gradients reach the first of fifty layers and come back.
 */
START_TEST(a_network_may_be_as_deep_as_memory_takes) {
    enum { DEEP = 50 };
    nn_model_config config = small_config(0);
    char message[NN_MESSAGE];
    config.layers = DEEP + 1;
    for (size_t i = 0; i < DEEP; i++) config.units[i] = 4;
    config.units[DEEP] = CLASSES;
    config.batch_norm = true;
    ck_assert(nn_activation_parse("tanh", &config.activation, message));
    ck_assert(nn_layer_initializers_parse("orthogonal", &config.kernel_initializers, message));
    nn_model *model = nn_model_new(&config);
    size_t count;
    nn_model_params(model, &count);
    ck_assert_uint_eq(count, 6 * DEEP + 2);
    nn_metrics sum = {0};
    nn_model_train_batch(model, &inputs, labels, &sum);
    const float *gradients = nn_model_gradients(model);
    ck_assert(isfinite(sum.loss_sum) && gradients[0] != 0);
    /* 50 kernels, biases, gammas and betas of float32; gradients and Adam's two slots of each */
    double least = 4. * (4 * (INPUTS * 4 + (DEEP - 1) * 16 + 4 * CLASSES + DEEP * 12 + CLASSES));
    ck_assert(nn_model_bytes(&config) > least);
    nn_model_free(model);
    config.layers = NN_MAX_LAYERS;
    for (size_t i = 0; i < NN_MAX_LAYERS; i++) config.units[i] = 3;
    model = nn_model_new(&config);
    nn_model_train_batch(model, &inputs, labels, &sum);
    nn_model_free(model);
}
END_TEST

START_TEST(activations_have_keras_names) {
    nn_activation activation;
    char message[NN_MESSAGE];
    char text[NN_SPEC_TEXT];
    ck_assert(nn_activation_parse("LeakyReLU(.1)", &activation, message));
    ck_assert_str_eq(nn_activation_text(&activation, text), "leaky_relu(negative_slope=0.1)");
    ck_assert(nn_activation_parse("relu(0.1, 6)", &activation, message));
    ck_assert_str_eq(nn_activation_text(&activation, text), "relu(negative_slope=0.1,max_value=6)");
    ck_assert(nn_activation_parse("swish", &activation, message));
    ck_assert_str_eq(nn_activation_text(&activation, text), "silu");
    ck_assert(!nn_activation_parse("tanh(1)", &activation, message));
    ck_assert_str_eq(message, "tanh: takes no arguments");
    ck_assert(!nn_activation_parse("softmax", &activation, message));
    ck_assert(!nn_activation_parse("rellu", &activation, message));
    ck_assert_str_eq(message, "unknown activation 'rellu'; did you mean relu, selu, gelu or elu?");
}
END_TEST

START_TEST(freeing_nothing_is_fine) {
    nn_model_free(NULL);
}
END_TEST

SUITE_WITH("model", setup, NULL, gradients_match_finite_differences,
           gradients_match_finite_differences_through_a_dropout_mask,
           gradients_of_every_activation_match_finite_differences, it_learns_a_small_batch_by_heart,
           evaluating_changes_nothing_and_drops_nothing, predictions_are_what_evaluation_counts,
           a_layers_outputs_are_those_of_the_last_batch, smaller_batches_are_part_of_larger_ones,
           parameters_come_as_keras_orders_them,
           the_same_seed_gives_the_same_bits_beside_other_threads,
           every_bit_of_the_seed_counts_for_dropout, a_sparse_batch_trains_as_the_dense_one_does,
           looking_at_weights_changes_nothing_and_changing_them_counts,
           no_number_depends_on_the_threads, batch_normalisation_has_four_arrays_more_a_layer,
           a_network_may_be_as_deep_as_memory_takes, activations_have_keras_names,
           freeing_nothing_is_fine)
