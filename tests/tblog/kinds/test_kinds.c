/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every kind of summary against files that the real API wrote: golden/summaries. The calls here are
 * those of summary_cases() in tools/golden/make_golden.py, in their order.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "data/files/npy.h"
#include "event_file.h"
#include "same_events.h"
#include "suite.h"
#include "tblog/bytes.h"

static tblog_summary *s;
static tblog_writer *writer;
static event_file golden;
static size_t next_event;
static tblog_error err;

/* The wall time of the golden file's next event. */
static double golden_clock(void *context) {
    (void)context;
    ck_assert_uint_lt(next_event, golden.count);
    return golden.records[next_event++].event->wall_time;
}

static void check(tblog_status status) {
    ck_assert_msg(status == TBLOG_OK, "%s", err.message);
}

/* Write what was put together as one event. */
static void put(int64_t step) {
    check(tblog_writer_add(writer, step, TBLOG_NOW, s, &err));
    tblog_summary_clear(s);
}

static void describe(const char *description) {
    check(tblog_summary_describe(s, NULL, description, &err));
}

/* Run 'write' and compare its file with golden/summaries/<name>. */
static void assert_same_as(const char *name, void (*write)(void)) {
    char *path = path_of("%s/golden/summaries/%s/events.tfevents", TEST_DATA, name);
    char *folder = temp_folder_new();
    golden = event_file_read(path);
    next_event = 0;
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.clock = golden_clock;
    s = tblog_summary_new();
    writer = tblog_writer_open(folder, &options, &err);
    ck_assert_msg(writer != NULL, "%s", err.message);
    write();
    check(tblog_writer_close(writer, &err));
    char *ours = only_file(folder);
    assert_same_events(ours, path);
    free(ours);
    tblog_summary_free(s);
    event_file_free(&golden);
    temp_folder_remove(folder);
    free(path);
}

/* An input of the golden data and a view of it; stays until the test's end. */
static const tblog_array *input(const char *name) {
    static const tblog_dtype dtypes[] = {[NPY_FLOAT32] = TBLOG_FLOAT32,
                                         [NPY_UINT8] = TBLOG_UINT8,
                                         [NPY_INT32] = TBLOG_INT32,
                                         [NPY_BOOL] = TBLOG_BOOL};
    static npy_array arrays[16];
    static tblog_array views[16];
    static size_t count;
    error reason;
    char *path = path_of("%s/golden/summaries/inputs/%s.npy", TEST_DATA, name);
    npy_array *array = &arrays[count];
    ck_assert_msg(npy_read(path, array, &reason), "%s", reason.message);
    views[count] =
        (tblog_array){dtypes[array->dtype], array->data, array->rank, array->shape, NULL};
    free(path);
    return &views[count++];
}

static void write_scalars(void) {
    const double values[] = {0, 1.5, -2.25, 1. / 3, INFINITY, -INFINITY, NAN, 1e-45};
    for (int step = 0; step < 8; step++) {
        check(tblog_summary_scalar(s, "loss", values[step], &err));
        put(step);
    }
    check(tblog_summary_scalar(s, "described", 7, &err));
    describe("**bold** text");
    put(INT64_C(1) << 40);
    check(tblog_summary_scalar(s, "group/with space & \xc3\xbcmlaut", .1, &err));
    put(1);
    check(tblog_summary_scalar(s, "from_int", 16777217, &err));
    put(1);
}

START_TEST(scalars) {
    assert_same_as("scalar", write_scalars);
}
END_TEST

static void write_texts(void) {
    static const char *const column[] = {"a", "", "line\nbreak",
                                         "za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87"};
    static const char *const table[] = {"a", "b", "c", "d"};
    check(tblog_summary_text(s, "plain", "Hello, *world*", &err));
    put(3);
    check(tblog_summary_texts(s, "vector", column, 1, (size_t[]){4}, &err));
    put(4);
    check(tblog_summary_texts(s, "matrix", table, 2, (size_t[]){2, 2}, &err));
    describe("a table");
    put(5);
}

START_TEST(texts) {
    assert_same_as("text", write_texts);
}
END_TEST

static void write_images(void) {
    static const char *const names[] = {"float_rgb", "uint8_gray", "uint8_gray_alpha"};
    for (size_t i = 0; i < 3; i++) {
        check(tblog_summary_image(s, names[i], input(names[i]), 3, &err));
        put(1);
    }
    check(tblog_summary_image(s, "uint8_rgba_five", input("uint8_rgba_five"), 4, &err));
    put(1);
    check(tblog_summary_image(s, "described", input("described"), 3, &err));
    describe("black");
    put(1);
}

START_TEST(images) {
    assert_same_as("image", write_images);
}
END_TEST

/* The golden images handed over encoded, as a program with an encoder of its own would. */
static void write_encoded_images(void) {
    static const size_t sizes[][2] = {{7, 5}, {4, 6}, {3, 3}, {4, 3}, {2, 2}};
    for (size_t i = 1; i < golden.count; i++) {
        const Tblog__Summary__Value *value = golden.records[i].event->summary->value[0];
        const Tblog__TensorProto *tensor = value->tensor;
        tblog_bytes encoded[4];
        for (size_t k = 2; k < tensor->n_string_val; k++)
            encoded[k - 2] = (tblog_bytes){tensor->string_val[k].data, tensor->string_val[k].len};
        check(tblog_summary_encoded_images(s, value->tag, sizes[i - 1][0], sizes[i - 1][1], encoded,
                                           tensor->n_string_val - 2, &err));
        if (i == 5) describe("black");
        put(1);
    }
}

START_TEST(encoded_images) {
    assert_same_as("image", write_encoded_images);
}
END_TEST

static void write_audio(void) {
    check(tblog_summary_audio(s, "stereo", input("stereo"), 8000, 3, &err));
    put(1);
    check(tblog_summary_audio(s, "two_mono", input("two_mono"), 44100, 3, &err));
    describe("noise");
    put(2);
}

START_TEST(audio) {
    assert_same_as("audio", write_audio);
}
END_TEST

static void write_histograms(void) {
    const double three[] = {1, 2, 4};
    check(tblog_summary_histogram(s, "normal", input("normal"), 30, &err));
    put(1);
    check(tblog_summary_histogram(s, "described", TBLOG_ARRAY(TBLOG_FLOAT64, three, 3), 3, &err));
    describe("three");
    put(2);
}

START_TEST(histograms) {
    assert_same_as("histogram", write_histograms);
}
END_TEST

/* The same histograms from their buckets, as a program that counts itself would log them. */
static void write_buckets(void) {
    for (size_t i = 1; i < golden.count; i++) {
        const Tblog__Summary__Value *value = golden.records[i].event->summary->value[0];
        size_t buckets = value->tensor->tensor_content.len / 24;
        double rows[30][3], edges[31], counts[30];
        tblog__copy_le((uint8_t *)rows, value->tensor->tensor_content.data, 3 * buckets, 8);
        for (size_t b = 0; b < buckets; b++) {
            edges[b] = rows[b][0];
            edges[b + 1] = rows[b][1];
            counts[b] = rows[b][2];
        }
        check(tblog_summary_histogram_buckets(s, value->tag, edges, counts, buckets, &err));
        if (i == 2) describe("three");
        put((int64_t)i);
    }
}

START_TEST(histograms_from_buckets) {
    assert_same_as("histogram", write_buckets);
}
END_TEST

/* Keys in the order in which the golden file happens to have them: the map has none of its own. */
static void write_hparams(void) {
    const tblog_hparam initializers[] = {TBLOG_HPARAM_STRING(NULL, "he_normal"),
                                         TBLOG_HPARAM_STRING(NULL, "zeros")};
    const tblog_hparam truths[] = {TBLOG_HPARAM_BOOL(NULL, 0), TBLOG_HPARAM_BOOL(NULL, 1)};
    const tblog_hparam_info infos[] = {
        {.name = "initializer",
         .type = TBLOG_HPARAM_IS_STRING,
         .values = initializers,
         .value_count = 2},
        {.name = "learning_rate",
         .type = TBLOG_HPARAM_IS_NUMBER,
         .has_interval = 1,
         .min = 1e-4,
         .max = 1e-2},
        {.name = "units",
         .display_name = "Units",
         .description = "width",
         .type = TBLOG_HPARAM_IS_NUMBER,
         .has_interval = 1,
         .min = 8,
         .max = 256},
        {.name = "bias", .type = TBLOG_HPARAM_IS_BOOL, .values = truths, .value_count = 2},
        {.name = "free"}};
    const tblog_metric_info metrics[] = {
        {.group = "validation", .tag = "epoch_accuracy", .display_name = "accuracy"},
        {.group = "train", .tag = "epoch_loss", .dataset = TBLOG_DATASET_TRAINING}};
    const tblog_experiment experiment = {.time_created_s = 1700000000.25,
                                         .hparams = infos,
                                         .hparam_count = 5,
                                         .metrics = metrics,
                                         .metric_count = 2};
    const tblog_hparam values[] = {TBLOG_HPARAM_BOOL("bias", 1), TBLOG_HPARAM_STRING("free", "x"),
                                   TBLOG_HPARAM_STRING("initializer", "he_normal"),
                                   TBLOG_HPARAM_NUMBER("learning_rate", 1e-3),
                                   TBLOG_HPARAM_NUMBER("units", 256)};
    check(tblog_summary_hparams_experiment(s, &experiment, &err));
    put(0);
    check(tblog_summary_hparams_start(s, values, 5, "trial-1", 1700000001.5, &err));
    put(0);
    check(tblog_summary_hparams_end(s, TBLOG_SESSION_SUCCESS, 1700000009.0, &err));
    put(0);
}

START_TEST(hparams) {
    assert_same_as("hparams", write_hparams);
}
END_TEST

/* TensorBoard's API names a trial without a name by a hash of its values; ours gets the name. */
static void write_default_trial(void) {
    const tblog_hparam values[] = {
        TBLOG_HPARAM_BOOL("bias", 0), TBLOG_HPARAM_STRING("initializer", "zeros"),
        TBLOG_HPARAM_NUMBER("dropout", .2), TBLOG_HPARAM_NUMBER("units", 128)};
    check(tblog_summary_hparams_start(
        s, values, 4, "99e8b2798aec1f8b9600e586dcc77c6208be80654b12004ac80c4b34f805c958",
        1700000002.0, &err));
    put(0);
    check(tblog_summary_hparams_end(s, TBLOG_SESSION_FAILURE, 1700000003.0, &err));
    put(0);
}

START_TEST(hparams_of_another_session) {
    assert_same_as("hparams_default_trial", write_default_trial);
}
END_TEST

static void write_pr_curves(void) {
    const tblog_array *labels = input("labels"), *predictions = input("predictions");
    check(tblog_summary_pr_curve(s, "pr", labels->data, predictions->data, NULL, 60, 11, &err));
    check(tblog_summary_describe(s, "pr", "d", &err));
    put(1);
    check(tblog_summary_pr_curve(s, "pr_default", labels->data, predictions->data, NULL, 60,
                                 TBLOG_DEFAULT_THRESHOLDS, &err));
    put(2);
}

START_TEST(pr_curves) {
    assert_same_as("pr_curve", write_pr_curves);
}
END_TEST

/* The real API writes each array of a mesh as a separate event. */
static void write_meshes(void) {
    static const char scene[] = "{\"camera\": {\"cls\": \"PerspectiveCamera\", \"fov\": 75}}";
    const tblog_array *vertices = input("vertices");
    check(tblog_summary_mesh(s, "cloud", vertices, NULL, NULL, NULL, &err));
    put(1);
    check(tblog_summary_mesh(s, "solid", vertices, input("faces"), input("colors"), scene, &err));
    ck_assert_uint_eq(tblog_summary_count(s), 3);
    describe("m"); /* all three */
    check(tblog_writer_add_each(writer, 1, TBLOG_NOW, s, &err));
    tblog_summary_clear(s);
}

START_TEST(meshes) {
    assert_same_as("mesh", write_meshes);
}
END_TEST

static void write_layout(void) {
    static const char *const tags[] = {"epoch_loss", "batch_.*"};
    const tblog_margin band = {"mean", "low", "high"};
    const tblog_chart charts[] = {{.title = "loss", .tags = tags, .tag_count = 2},
                                  {.title = "band", .margins = &band, .margin_count = 1}};
    const tblog_category categories[] = {{.title = "losses", .charts = charts, .chart_count = 2},
                                         {.title = "closed one", .closed = 1}};
    check(tblog_summary_custom_scalars(s, categories, 2, &err));
    put(0);
}

START_TEST(custom_scalars) {
    assert_same_as("custom_scalar", write_layout);
}
END_TEST

static void write_tensors(void) {
    const int32_t ints[] = {1, 2, 3, 4};
    const uint8_t truths[] = {1, 0};
    const tblog_plugin plugin = {"my_plugin", "\x01\x02", 2};
    const tblog_bytes one = {"one", 3};
    check(
        tblog_summary_tensor(s, "tensor/int", TBLOG_ARRAY(TBLOG_INT32, ints, 2, 2), &plugin, &err));
    check(tblog_summary_describe(s, "shown", "raw", &err));
    put(1);
    check(tblog_summary_tensor(s, "tensor/bool", TBLOG_ARRAY(TBLOG_BOOL, truths, 2), NULL, &err));
    put(1);
    check(tblog_summary_string_tensor(s, "tensor/string_scalar", &one, 0, NULL, NULL, &err));
    put(1);
    check(tblog_summary_tensor(s, "tensor/empty", TBLOG_ARRAY(TBLOG_FLOAT32, NULL, 0, 3), NULL,
                               &err));
    put(1);
}

START_TEST(tensors) {
    assert_same_as("tensor", write_tensors);
}
END_TEST

SUITE("kinds", scalars, texts, images, encoded_images, audio, histograms, histograms_from_buckets,
      hparams, hparams_of_another_session, pr_curves, meshes, custom_scalars, tensors)
