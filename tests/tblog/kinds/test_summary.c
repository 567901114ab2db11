/* SPDX-License-Identifier: Apache-2.0 */
/* Summaries: what is refused, and what the golden files do not hold. */
#include <math.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "event_file.h"
#include "own_folder.h"
#include "suite.h"
#include "tblog/bytes.h"
#include "tblog/kinds/bucket_loops.h"
#include "tblog/kinds/summary.h"

static tblog_summary *summary;
static tblog_error err;

static void setup(void) {
    own_folder_setup();
    summary = tblog_summary_new();
    err = (tblog_error){0};
}

static void teardown(void) {
    tblog_summary_free(summary);
    own_folder_teardown();
}

/* The summary's events as a reader sees them. */
static event_file write_and_read(void) {
    tblog_writer *writer = tblog_writer_open(folder, NULL, &err);
    ck_assert_msg(writer != NULL, "%s", err.message);
    ck_assert_int_eq(tblog_writer_add(writer, 1, TBLOG_NOW, summary, &err), TBLOG_OK);
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
    char *path = only_file(folder);
    event_file file = event_file_read(path);
    free(path);
    return file;
}

static const Tblog__TensorProto *tensor_of(const event_file *file) {
    ck_assert_uint_eq(file->count, 2);
    return file->records[1].event->summary->value[0]->tensor;
}

/* Decode by libpng's simplified reader to RGBA, which keeps every channel of 8 bits. */
static uint8_t *decode(ProtobufCBinaryData png, size_t *height, size_t *width, int *format) {
    png_image image = {.version = PNG_IMAGE_VERSION};
    ck_assert(png_image_begin_read_from_memory(&image, png.data, png.len));
    *format = (int)image.format;
    *height = image.height;
    *width = image.width;
    uint8_t *pixels = malloc(PNG_IMAGE_SIZE(image));
    ck_assert(png_image_finish_read(&image, NULL, pixels, 0, NULL));
    return pixels;
}

START_TEST(tags_that_tensorboard_cannot_read_are_refused) {
    static const char *const tags[] = {NULL, "", "\xff", "loss\xc3"};
    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(tblog_summary_scalar(summary, tags[i], 1, &err), TBLOG_ERR_ARGUMENT);
        ck_assert_ptr_nonnull(strstr(err.message, "tag"));
    }
    ck_assert_uint_eq(tblog_summary_count(summary), 0);
}
END_TEST

START_TEST(describing_needs_a_value_and_utf_8) {
    ck_assert_int_eq(tblog_summary_describe(summary, "a", "b", &err), TBLOG_ERR_ARGUMENT);
    tblog_summary_scalar(summary, "a", 1, NULL);
    ck_assert_int_eq(tblog_summary_describe(summary, "\xff", NULL, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_summary_describe(summary, NULL, "\xff", &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_summary_describe(summary, NULL, NULL, &err), TBLOG_OK);
}
END_TEST

START_TEST(arrays_without_type_shape_or_data_are_refused) {
    float x = 1;
    const tblog_array no_shape = {TBLOG_FLOAT32, &x, 1, NULL, NULL};
    ck_assert_int_eq(tblog_summary_histogram(summary, "h", NULL, 30, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_summary_histogram(summary, "h", &no_shape, 30, &err),
                     TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(
        tblog_summary_histogram(summary, "h", TBLOG_ARRAY(TBLOG_FLOAT32, NULL, 2), 30, &err),
        TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(
        tblog_summary_histogram(summary, "h", TBLOG_ARRAY((tblog_dtype)99, &x, 1), 30, &err),
        TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_summary_histogram(
                         summary, "h", TBLOG_ARRAY(TBLOG_FLOAT32, &x, SIZE_MAX / 2, 3), 30, &err),
                     TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_summary_histogram(summary, "h", TBLOG_ARRAY(TBLOG_FLOAT32, &x, 1),
                                             TBLOG_MAX_BUCKETS + 1, &err),
                     TBLOG_ERR_ARGUMENT);
    ck_assert_uint_eq(tblog_summary_count(summary), 0);
}
END_TEST

START_TEST(an_array_of_rank_0_is_one_number) {
    double x = 2.5;
    const tblog_array number = {TBLOG_FLOAT64, &x, 0, NULL, NULL};
    ck_assert_int_eq(tblog_summary_histogram(summary, "h", &number, 1, &err), TBLOG_OK);
    event_file file = write_and_read();
    double row[3];
    ck_assert_uint_eq(tensor_of(&file)->tensor_content.len, sizeof row);
    tblog__copy_le((uint8_t *)row, tensor_of(&file)->tensor_content.data, 3, sizeof row[0]);
    ck_assert(row[0] == 2.5 && row[1] == 2.5 && row[2] == 1);
    event_file_free(&file);
}
END_TEST

/* As np.histogram: each integer type and bool is counted by its value. */
START_TEST(every_type_is_counted_by_value) {
    const uint8_t bytes[] = {0, 255}, truths[] = {0, 7};
    const int32_t ints[] = {-5, 5};
    const int64_t longs[] = {-5000000000, 5000000000};
    const uint16_t halfs[] = {0xbc00, 0x3c00};
    const struct {
        tblog_dtype dtype;
        const void *data;
        double min, max;
    } cases[] = {{TBLOG_UINT8, bytes, 0, 255},
                 {TBLOG_BOOL, truths, 0, 1},
                 {TBLOG_INT32, ints, -5, 5},
                 {TBLOG_INT64, longs, -5e9, 5e9},
                 {TBLOG_FLOAT16, halfs, -1, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_int_eq(tblog_summary_histogram(
                             summary, "h", TBLOG_ARRAY(cases[i].dtype, cases[i].data, 2), 2, &err),
                         TBLOG_OK);
    event_file file = write_and_read();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double rows[2][3];
        tblog__copy_le((uint8_t *)rows,
                       file.records[1].event->summary->value[i]->tensor->tensor_content.data, 6,
                       sizeof rows[0][0]);
        ck_assert(rows[0][0] == cases[i].min && rows[1][1] == cases[i].max);
        ck_assert(rows[0][2] == 1 && rows[1][2] == 1);
    }
    event_file_free(&file);
}
END_TEST

START_TEST(image_pixels_survive_in_every_channel_count) {
    static const int formats[] = {PNG_FORMAT_GRAY, PNG_FORMAT_GA, PNG_FORMAT_RGB, PNG_FORMAT_RGBA};
    for (size_t channels = 1; channels <= 4; channels++) {
        uint8_t pixels[2 * 3 * 4];
        for (size_t i = 0; i < sizeof pixels; i++) pixels[i] = (uint8_t)(i * 11 + 1);
        tblog_summary_clear(summary);
        ck_assert_int_eq(tblog_summary_image(summary, "i",
                                             TBLOG_ARRAY(TBLOG_UINT8, pixels, 2, 3, channels), 3,
                                             &err),
                         TBLOG_OK);
        event_file file = write_and_read();
        const Tblog__TensorProto *tensor = tensor_of(&file);
        ck_assert_uint_eq(tensor->n_string_val, 3);
        ck_assert_mem_eq(tensor->string_val[0].data, "3", 1); /* width first */
        ck_assert_mem_eq(tensor->string_val[1].data, "2", 1);
        size_t height, width;
        int format;
        uint8_t *decoded = decode(tensor->string_val[2], &height, &width, &format);
        ck_assert_uint_eq(height, 2);
        ck_assert_uint_eq(width, 3);
        ck_assert_int_eq(format, formats[channels - 1]);
        ck_assert_mem_eq(decoded, pixels, 6 * channels);
        free(decoded);
        event_file_free(&file);
        char *path = only_file(folder);
        remove(path);
        free(path);
    }
}
END_TEST

START_TEST(of_many_images_the_first_max_outputs_are_stored) {
    uint8_t pixels[5] = {10, 20, 30, 40, 50};
    ck_assert_int_eq(
        tblog_summary_image(summary, "i", TBLOG_ARRAY(TBLOG_UINT8, pixels, 5, 1, 1, 1), 2, &err),
        TBLOG_OK);
    event_file file = write_and_read();
    const Tblog__TensorProto *tensor = tensor_of(&file);
    ck_assert_uint_eq(tensor->n_string_val, 4);
    ck_assert_int_eq(tensor->tensor_shape->dim[0]->size, 4);
    size_t height, width;
    int format;
    uint8_t *second = decode(tensor->string_val[3], &height, &width, &format);
    ck_assert_uint_eq(second[0], 20);
    free(second);
    event_file_free(&file);
}
END_TEST

START_TEST(what_is_no_image_is_refused) {
    float x[32] = {0};
    const struct {
        const tblog_array *array;
        size_t max_outputs;
    } cases[] = {
        {TBLOG_ARRAY(TBLOG_FLOAT32, x, 4), 3},
        {TBLOG_ARRAY(TBLOG_FLOAT32, x, 1, 1, 5), 3},
        {TBLOG_ARRAY(TBLOG_FLOAT32, x, 0, 4), 3},
        {TBLOG_ARRAY(TBLOG_FLOAT32, x, 2, 2, 0), 3},
        {TBLOG_ARRAY(TBLOG_COMPLEX64, x, 2, 2), 3},
        {TBLOG_ARRAY(TBLOG_FLOAT32, x, 2, 2), 0},
        {TBLOG_ARRAY(TBLOG_FLOAT32, x, 1, 1, 1, 1, 1), 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_msg(tblog_summary_image(summary, "i", cases[i].array, cases[i].max_outputs,
                                          &err) == TBLOG_ERR_ARGUMENT,
                      "case %zu", i);
    ck_assert_int_eq(
        tblog_summary_weight_image(summary, "w", TBLOG_ARRAY(TBLOG_INT32, x, 2, 2), &err),
        TBLOG_ERR_ARGUMENT);
    ck_assert_uint_eq(tblog_summary_count(summary), 0);
}
END_TEST

START_TEST(an_empty_weight_is_skipped) {
    float x = 0;
    ck_assert_int_eq(
        tblog_summary_weight_image(summary, "w", TBLOG_ARRAY(TBLOG_FLOAT32, &x, 3, 0), &err),
        TBLOG_OK);
    ck_assert_uint_eq(tblog_summary_count(summary), 0);
}
END_TEST

START_TEST(an_empty_model_is_refused) {
    ck_assert_int_eq(tblog_summary_keras_model(summary, "", 0, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_summary_keras_model(summary, NULL, 5, &err), TBLOG_ERR_ARGUMENT);
}
END_TEST

START_TEST(every_status_has_a_text) {
    for (int status = TBLOG_OK; status <= TBLOG_ERR_FORMAT; status++)
        ck_assert_str_ne(tblog_status_text((tblog_status)status), "unknown status");
    ck_assert_str_eq(tblog_status_text((tblog_status)1000), "unknown status");
}
END_TEST

/* float32 takes the fast loops, the same numbers as float64 the general ones. */
static void assert_fast_buckets(const float *x, size_t n, size_t buckets) {
    double *wide = malloc(n * sizeof *wide);
    for (size_t i = 0; i < n; i++) wide[i] = (double)x[i];
    tblog_summary_clear(summary);
    tblog_summary_histogram(summary, "f", TBLOG_ARRAY(TBLOG_FLOAT32, x, n), buckets, &err);
    tblog_summary_histogram(summary, "d", TBLOG_ARRAY(TBLOG_FLOAT64, wide, n), buckets, &err);
    event_file file = write_and_read();
    const Tblog__Summary *both = file.records[1].event->summary;
    ProtobufCBinaryData fast = both->value[0]->tensor->tensor_content;
    ProtobufCBinaryData general = both->value[1]->tensor->tensor_content;
    ck_assert_uint_eq(fast.len, general.len);
    ck_assert_msg(memcmp(fast.data, general.data, fast.len) == 0, "%zu values, %zu buckets", n,
                  buckets);
    event_file_free(&file);
    char *path = only_file(folder);
    remove(path);
    free(path);
    free(wide);
}

START_TEST(fast_loops_count_as_the_general_ones) {
    static const size_t sizes[] = {1, 2, 15, 16, 17, 511, 512, 513, 5000};
    static const size_t buckets[] = {1, 2, 7, 30, 256, 257};
    float x[5000];
    for (int shape = 0; shape < 6; shape++) {
        uint64_t state = 7;
        for (size_t i = 0; i < 5000; i++) {
            state = (state * 1664525u + 1013904223u) & UINT32_MAX;
            float u = (float)(state >> 8) / 16777216.0f;
            const float shapes[] = {u - .5f,    (float)(int)(u * 30), (float)(int)(u * 100) / 10,
                                    u * 1e-30f, u < .5f ? 0 : u,      1e30f * u};
            x[i] = shapes[shape];
        }
        for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++)
            for (size_t b = 0; b < sizeof buckets / sizeof buckets[0]; b++)
                assert_fast_buckets(x, sizes[k], buckets[b]);
        tblog_summary_clear(summary);
    }
}
END_TEST

/* Each instruction set that this machine has. */
START_TEST(every_instruction_set_finds_the_same) {
    extern const tblog__bucket_loops tblog__bucket_loops_portable;
    const tblog__bucket_loops *portable = &tblog__bucket_loops_portable;
    const tblog__bucket_loops *best = tblog__bucket_loops_best();
    float x[1003], min[2], max[2];
    uint64_t counts[2][30] = {{0}};
    for (int i = 0; i < 1003; i++) x[i] = sinf((float)i * 1.7f) * 3;
    ck_assert(portable->extent(x, 1003, &min[0], &max[0]));
    ck_assert(best->extent(x, 1003, &min[1], &max[1]));
    ck_assert(min[0] == min[1] && max[0] == max[1]);
    portable->count(x, 1003, (double)min[0], .2, counts[0], 30);
    best->count(x, 1003, (double)min[0], .2, counts[1], 30);
    ck_assert_mem_eq(counts[0], counts[1], sizeof counts[0]);
    x[1002] = NAN;
    ck_assert(!portable->extent(x, 1003, &min[0], &max[0]));
    ck_assert(!best->extent(x, 1003, &min[1], &max[1]));
}
END_TEST

START_TEST(values_that_are_not_finite_are_kept_dropped_or_refused) {
    const float x[] = {1, NAN, 3, INFINITY, -INFINITY, 2}, good[] = {1, 3, 2};
    const tblog_array *six = TBLOG_ARRAY(TBLOG_FLOAT32, x, 6);
    size_t bad = 99;
    ck_assert_int_eq(
        tblog_summary_finite_histogram(summary, "h", six, 2, TBLOG_NONFINITE_REFUSE, &bad, &err),
        TBLOG_ERR_ARGUMENT);
    ck_assert_uint_eq(bad, 3);
    ck_assert_ptr_nonnull(strstr(err.message, "3 of 6 values"));
    ck_assert_int_eq(
        tblog_summary_finite_histogram(summary, "h", six, 2, TBLOG_NONFINITE_DROP, NULL, &err),
        TBLOG_OK);
    tblog_summary_histogram(summary, "h", TBLOG_ARRAY(TBLOG_FLOAT32, good, 3), 2, &err);
    tblog_summary_finite_histogram(summary, "h", six, 2, TBLOG_NONFINITE_KEEP, NULL, &err);
    tblog_summary_histogram(summary, "h", six, 2, &err);
    event_file file = write_and_read();
    Tblog__Summary__Value **v = file.records[1].event->summary->value;
    for (size_t i = 0; i < 4; i += 2)
        ck_assert_mem_eq(v[i]->tensor->tensor_content.data, v[i + 1]->tensor->tensor_content.data,
                         48);
    ck_assert_mem_ne(v[0]->tensor->tensor_content.data, v[2]->tensor->tensor_content.data, 48);
    event_file_free(&file);
}
END_TEST

/* A gradient's PNG at each level: as many bytes as it takes, always the same pixels. */
START_TEST(a_compression_level_changes_the_bytes_and_no_pixel) {
    enum { SIDE = 64, SIZE = SIDE * SIDE };
    uint8_t pixels[SIZE];
    for (size_t i = 0; i < SIZE; i++) pixels[i] = (uint8_t)(i * i / 7 % 251);
    size_t sizes[10], height, width;
    ck_assert_int_eq(tblog_summary_set_png_level(summary, 10, &err), TBLOG_ERR_ARGUMENT);
    ck_assert_int_eq(tblog_summary_set_png_level(summary, -1, &err), TBLOG_ERR_ARGUMENT);
    for (int level = 0; level <= 9; level++) {
        if (level) ck_assert_int_eq(tblog_summary_set_png_level(summary, level, &err), TBLOG_OK);
        tblog_summary_clear(summary); /* the level stays */
        const tblog_array *image = TBLOG_ARRAY(TBLOG_UINT8, pixels, SIDE, SIDE);
        ck_assert_int_eq(tblog_summary_image(summary, "i", image, 1, &err), TBLOG_OK);
        own_folder_teardown();
        own_folder_setup();
        event_file file = write_and_read();
        ProtobufCBinaryData png = tensor_of(&file)->string_val[2];
        int format;
        uint8_t *decoded = decode(png, &height, &width, &format);
        ck_assert_mem_eq(decoded, pixels, SIZE);
        sizes[level] = png.len;
        free(decoded);
        event_file_free(&file);
    }
    ck_assert_uint_eq(sizes[0], sizes[6]); /* what zlib's own default stands for */
    ck_assert_uint_ne(sizes[1], sizes[9]);
}
END_TEST

/* ---- what only TensorBoard's front end would refuse ---- */

static void assert_refused(tblog_status status, const char *words) {
    ck_assert_int_eq(status, TBLOG_ERR_ARGUMENT);
    ck_assert_msg(strstr(err.message, words) != NULL, "'%s' does not say '%s'", err.message, words);
    ck_assert_uint_eq(tblog_summary_count(summary), 0);
}

START_TEST(a_mesh_that_cannot_be_drawn_is_refused) {
    const float points[12] = {0};
    const uint8_t rgb[15] = {0};
    const int32_t good[] = {0, 1, 3}, high[] = {0, 1, 4}, low[] = {0, -1, 2};
    const tblog_array *v = TBLOG_ARRAY(TBLOG_FLOAT32, points, 1, 4, 3);
    const tblog_array *f = TBLOG_ARRAY(TBLOG_INT32, good, 1, 1, 3);
    static const char *const scenes[] = {
        "",           "{",           "[]",         "nonsense",       "{\"a\":}",
        "{\"a\":1,}", "{\"a\":01}",  "{\"a\":.5}", "{'a':1}",        "{} {}",
        "{a:1}",      "{\"a\":NaN}", "\"\"",       "{\"a\":\"\t\"}", "{\"\\x\":1}",
        "null",       "{\"a\":[1,]}"};
    assert_refused(
        tblog_summary_mesh(summary, "m", v, f, TBLOG_ARRAY(TBLOG_UINT8, rgb, 1, 3, 3), NULL, &err),
        "4 vertices and 3 colors");
    assert_refused(
        tblog_summary_mesh(summary, "m", v, f, TBLOG_ARRAY(TBLOG_UINT8, rgb, 1, 5, 3), NULL, &err),
        "4 vertices and 5 colors");
    assert_refused(tblog_summary_mesh(summary, "m", v, TBLOG_ARRAY(TBLOG_INT32, high, 1, 1, 3),
                                      NULL, NULL, &err),
                   "face 0 of the mesh has vertex 4");
    assert_refused(tblog_summary_mesh(summary, "m", v, TBLOG_ARRAY(TBLOG_INT32, low, 1, 1, 3), NULL,
                                      NULL, &err),
                   "vertex -1");
    for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++)
        assert_refused(tblog_summary_mesh(summary, "m", v, f, NULL, scenes[i], &err), "JSON");
    ck_assert_int_eq(tblog_summary_mesh(
                         summary, "m", v, f, TBLOG_ARRAY(TBLOG_UINT8, rgb, 1, 4, 3),
                         " {\"camera\": {\"fov\": -7.5e+1, \"a\": [true, false, null, 0, {}, []], "
                         "\"\\u00e4\\n\": \"ä\"}}\n",
                         &err),
                     TBLOG_OK);
}
END_TEST

START_TEST(a_scene_may_be_nested_but_not_without_end) {
    char deep[2048] = "{\"a\":";
    const float points[3] = {0};
    const tblog_array *v = TBLOG_ARRAY(TBLOG_FLOAT32, points, 1, 1, 3);
    for (int i = 0; i < 90; i++) strcat(deep, "[");
    for (int i = 0; i < 90; i++) strcat(deep, "]");
    strcat(deep, "}");
    ck_assert_int_eq(tblog_summary_mesh(summary, "m", v, NULL, NULL, deep, &err), TBLOG_OK);
    tblog_summary_clear(summary);
    memset(deep + 5, '[', sizeof deep - 6);
    assert_refused(tblog_summary_mesh(summary, "m", v, NULL, NULL, deep, &err), "JSON");
}
END_TEST

START_TEST(a_curve_of_weights_that_are_none_is_refused) {
    const uint8_t labels[] = {0, 1};
    const float guesses[] = {0.25F, 0.75F};
    const float bad[][2] = {{1, -0.5F}, {1, NAN}, {1, INFINITY}};
    for (size_t i = 0; i < 3; i++)
        assert_refused(tblog_summary_pr_curve(summary, "c", labels, guesses, bad[i], 2, 11, &err),
                       "weight 1 is not a finite number from 0");
    assert_refused(tblog_summary_pr_curve_arrays(summary, "c", TBLOG_ARRAY(TBLOG_UINT8, labels, 2),
                                                 TBLOG_ARRAY(TBLOG_FLOAT32, guesses, 1), NULL, 11,
                                                 &err),
                   "2 labels, 1 predictions");
    assert_refused(
        tblog_summary_pr_curve_arrays(summary, "c", TBLOG_ARRAY(TBLOG_COMPLEX64, guesses, 1),
                                      TBLOG_ARRAY(TBLOG_FLOAT32, guesses, 1), NULL, 11, &err),
        "complex");
}
END_TEST

START_TEST(hyperparameters_that_contradict_themselves_are_refused) {
    const tblog_hparam one[] = {TBLOG_HPARAM_NUMBER("lr", 1), TBLOG_HPARAM_NUMBER("n", 1),
                                TBLOG_HPARAM_STRING("lr", "x")};
    const tblog_hparam domain[] = {TBLOG_HPARAM_NUMBER("", 1), TBLOG_HPARAM_STRING("", "1"),
                                   TBLOG_HPARAM_BOOL("", 1), TBLOG_HPARAM_NUMBER("", 1)};
    const tblog_metric_info metrics[] = {
        {.tag = "loss"}, {.tag = "loss", .group = "validation"}, {.tag = "loss", .group = ""}};
    tblog_hparam_info infos[] = {{.name = "lr", .has_interval = 1, .min = 2, .max = 1},
                                 {.name = "n", .values = domain, .value_count = 4}};
    tblog_experiment e = {.hparams = infos, .hparam_count = 1};
    assert_refused(tblog_summary_hparams_experiment(summary, &e, &err), "'lr' goes from 2 to 1");
    infos[0].max = NAN;
    assert_refused(tblog_summary_hparams_experiment(summary, &e, &err), "'lr' goes from 2 to nan");
    infos[0].max = 2;
    e.hparam_count = 2;
    assert_refused(tblog_summary_hparams_experiment(summary, &e, &err), "values 0 and 3 of");
    infos[1].value_count = 3;
    infos[1].name = "lr";
    assert_refused(tblog_summary_hparams_experiment(summary, &e, &err), "two hyperparameters 'lr'");
    infos[1].name = "n";
    e.metrics = metrics;
    e.metric_count = 3;
    assert_refused(tblog_summary_hparams_experiment(summary, &e, &err), "two metrics 'loss'");
    assert_refused(tblog_summary_hparams_start(summary, one, 3, NULL, 0, &err),
                   "two hyperparameters 'lr'");
    e.metric_count = 2;
    ck_assert_int_eq(tblog_summary_hparams_experiment(summary, &e, &err), TBLOG_OK);
    ck_assert_int_eq(tblog_summary_hparams_start(summary, one, 2, NULL, 0, &err), TBLOG_OK);
}
END_TEST

START_TEST(a_chart_of_tags_that_match_nothing_is_refused) {
    static const char *const tags[] = {"loss", "*loss"};
    const tblog_chart chart = {.title = "c", .tags = tags, .tag_count = 2};
    const tblog_category category = {.title = "t", .charts = &chart, .chart_count = 1};
    assert_refused(tblog_summary_custom_scalars(summary, &category, 1, &err),
                   "'*loss' is not a regular expression of Python's: there is nothing to repeat");
}
END_TEST

/* Headers only, 7 wide and 300 high; that of the JPEG comes after other segments. */
START_TEST(encoded_images_have_the_size_that_is_said) {
    static const struct {
        const char *format, *bytes;
        size_t size;
    } images[] = {
        {"PNG", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\7\0\0\1\x2c\x8\2", 26},
        {"GIF", "GIF89a\7\0\x2c\1\0", 11},
        {"BMP", "BM________\0\0\0\0\x28\0\0\0\7\0\0\0\x2c\1\0\0\0", 27},
        {"BMP", "BM________\0\0\0\0\x28\0\0\0\7\0\0\0\xd4\xfe\xff\xff\0", 27},
        {"BMP", "BM________\0\0\0\0\x0c\0\0\0\7\0\x2c\1\0\0\0\0\0", 27},
        {"JPEG", "\xff\xd8\xff\xe0\0\4JF\xff\xff\xc4\0\3H\xff\xc2\0\x11\x8\1\x2c\0\7\3", 24}};
    for (size_t i = 0; i < sizeof images / sizeof images[0]; i++) {
        const tblog_bytes image = {images[i].bytes, images[i].size};
        ck_assert_msg(tblog_summary_encoded_images(summary, "i", 7, 300, &image, 1, &err) ==
                          TBLOG_OK,
                      "%s: %s", images[i].format, err.message);
        tblog_summary_clear(summary);
        assert_refused(tblog_summary_encoded_images(summary, "i", 8, 300, &image, 1, &err),
                       images[i].format);
        assert_refused(tblog_summary_encoded_images(summary, "i", 7, 301, &image, 1, &err),
                       "width 7 and height 300, not 7 and 301");
        tblog_status turned = tblog_summary_encoded_images(summary, "i", 300, 7, &image, 1, &err);
        ck_assert_int_eq(turned, images[i].format[0] == 'J' ? TBLOG_OK : TBLOG_ERR_ARGUMENT);
        tblog_summary_clear(summary);
        for (size_t size = 1; size < images[i].size; size++) { /* no byte beyond is read */
            void *cut = malloc(size);
            memcpy(cut, images[i].bytes, size);
            const tblog_bytes part = {cut, size};
            tblog_summary_encoded_images(summary, "i", 7, 300, &part, 1, &err);
            free(cut);
        }
        tblog_summary_clear(summary);
    }
}
END_TEST

START_TEST(a_histogram_without_finite_edges_is_refused) {
    const double far[] = {-1.7e308, 1.7e308, 0}, odd[] = {-1.7e308, NAN, 1.7e308};
    const double edges[] = {-1.7e308, 0, 1.7e308}, counts[] = {1, 1};
    const tblog_array *apart = TBLOG_ARRAY(TBLOG_FLOAT64, far, 3);
    size_t bad;
    assert_refused(
        tblog_summary_finite_histogram(summary, "h", apart, 30, TBLOG_NONFINITE_REFUSE, &bad, &err),
        "further apart");
    ck_assert_uint_eq(bad, 0);
    assert_refused(
        tblog_summary_finite_histogram(summary, "h", apart, 30, TBLOG_NONFINITE_DROP, NULL, &err),
        "further apart");
    assert_refused(tblog_summary_finite_histogram(summary, "h", TBLOG_ARRAY(TBLOG_FLOAT64, odd, 3),
                                                  30, TBLOG_NONFINITE_DROP, NULL, &err),
                   "further apart");
    assert_refused(tblog_summary_histogram_buckets(summary, "h", edges, counts, 2, &err),
                   "further apart");
    ck_assert_int_eq(
        tblog_summary_finite_histogram(summary, "h", apart, 30, TBLOG_NONFINITE_KEEP, NULL, &err),
        TBLOG_OK);
}
END_TEST

/* TensorFlow flushes subnormals: a width of 1e-309 is 0, and no element falls into a bucket. */
START_TEST(a_histogram_of_subnormal_buckets_counts_nothing) {
    static const double values[] = {0, 3e-308};
    ck_assert_int_eq(
        tblog_summary_histogram(summary, "h", TBLOG_ARRAY(TBLOG_FLOAT64, values, 2), 30, &err),
        TBLOG_OK);
    const ProtobufCBinaryData *rows = &summary->message.value[0]->tensor->tensor_content;
    ck_assert_uint_eq(rows->len, 30 * 3 * sizeof(double));
    for (size_t i = 0; i < 30; i++) {
        double count;
        tblog__copy_le((uint8_t *)&count, rows->data + 24 * i + 16, 1, sizeof count);
        ck_assert(count == 0);
    }
}
END_TEST

/* As TensorFlow's FloatToInt16Sample: roundf, half away from zero. */
START_TEST(a_sample_is_rounded_half_away_from_zero) {
    static const float samples[] = {0.5F / 32768, 2.5F / 32768, -0.5F / 32768, 1.25F / 32768};
    static const int16_t want[] = {1, 3, -1, 1};
    ck_assert_int_eq(tblog_summary_audio(summary, "a", TBLOG_ARRAY(TBLOG_FLOAT32, samples, 1, 4, 1),
                                         8000, 1, &err),
                     TBLOG_OK);
    const ProtobufCBinaryData *wav = &summary->message.value[0]->tensor->string_val[0];
    ck_assert_uint_eq(wav->len, 44 + sizeof want);
    uint8_t bytes[sizeof want];
    tblog__copy_le(bytes, want, 4, sizeof want[0]);
    ck_assert_mem_eq(wav->data + 44, bytes, sizeof bytes);
}
END_TEST

/* Of each type the curve that tensorboard.plugins.pr_curve.summary.pb makes of these numbers. */
START_TEST(a_curve_is_made_of_numbers_of_any_type) {
    static const int32_t labels[] = {0, 7, 0, 1};
    static const double doubles[] = {0, 0.9, 0.8, 0.7996666666666666};
    static const float floats[] = {0, 0.9F, 0.8F, 0.7996666666666666F};
    static const uint16_t halfs[] = {0, 15155, 14950, 14950}; /* np.float16 of them */
    static const int8_t wholes[] = {0, 1, 0, 1};
    const struct {
        tblog_array predictions;
        float true_positives[11], false_positives[11];
    } cases[] = {{{TBLOG_FLOAT64, doubles, 0, NULL, NULL},
                  {2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 0},
                  {2, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0}},
                 {{TBLOG_FLOAT32, floats, 0, NULL, NULL},
                  {2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 0},
                  {2, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0}},
                 {{TBLOG_FLOAT16, halfs, 0, NULL, NULL},
                  {2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 0},
                  {2, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0}},
                 {{TBLOG_INT8, wholes, 0, NULL, NULL},
                  {2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2},
                  {2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        float rows[66];
        tblog_array predictions = cases[i].predictions;
        predictions.rank = 1;
        predictions.shape = (const size_t[]){4};
        ck_assert_int_eq(tblog_summary_pr_curve_arrays(summary, "c",
                                                       TBLOG_ARRAY(TBLOG_INT32, labels, 2, 2),
                                                       &predictions, NULL, 11, &err),
                         TBLOG_OK);
        const Tblog__TensorProto *tensor = summary->message.value[0]->tensor;
        ck_assert_uint_eq(tensor->tensor_content.len, sizeof rows);
        tblog__copy_le((uint8_t *)rows, tensor->tensor_content.data, sizeof rows / 4, 4);
        ck_assert_mem_eq(rows, cases[i].true_positives, sizeof cases[i].true_positives);
        ck_assert_mem_eq(rows + 11, cases[i].false_positives, sizeof cases[i].false_positives);
        tblog_summary_clear(summary);
    }
}
END_TEST

SUITE_WITH("summary", setup, teardown, a_mesh_that_cannot_be_drawn_is_refused,
           a_scene_may_be_nested_but_not_without_end, a_curve_of_weights_that_are_none_is_refused,
           hyperparameters_that_contradict_themselves_are_refused,
           a_chart_of_tags_that_match_nothing_is_refused, encoded_images_have_the_size_that_is_said,
           a_histogram_without_finite_edges_is_refused,
           a_histogram_of_subnormal_buckets_counts_nothing, a_sample_is_rounded_half_away_from_zero,
           a_curve_is_made_of_numbers_of_any_type,
           a_compression_level_changes_the_bytes_and_no_pixel,
           tags_that_tensorboard_cannot_read_are_refused, describing_needs_a_value_and_utf_8,
           arrays_without_type_shape_or_data_are_refused, an_array_of_rank_0_is_one_number,
           every_type_is_counted_by_value, image_pixels_survive_in_every_channel_count,
           of_many_images_the_first_max_outputs_are_stored, what_is_no_image_is_refused,
           fast_loops_count_as_the_general_ones,
           values_that_are_not_finite_are_kept_dropped_or_refused,
           every_instruction_set_finds_the_same, an_empty_weight_is_skipped,
           an_empty_model_is_refused, every_status_has_a_text)
