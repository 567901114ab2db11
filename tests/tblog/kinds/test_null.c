/* SPDX-License-Identifier: Apache-2.0 */
/* NULL where the headers allow none is refused, by every function of summaries, graphs and
 * embeddings. */
#include <stdlib.h>
#include <tblog/tblog.h>

#include "own_folder.h"
#include "suite.h"

static tblog_summary *summary;
static tblog_graph *graph;
static tblog_error err;

static void setup(void) {
    own_folder_setup();
    summary = tblog_summary_new();
    graph = tblog_graph_new();
}

static void teardown(void) {
    tblog_summary_free(summary);
    tblog_graph_free(graph);
    own_folder_teardown();
}

/* The call, whose last argument is &err, is refused with a reason. */
#define REFUSED(call)                                                                              \
    do {                                                                                           \
        err = (tblog_error){0};                                                                    \
        ck_assert_msg((call) == TBLOG_ERR_ARGUMENT, "not refused: %s", #call);                     \
        ck_assert_int_eq(err.status, TBLOG_ERR_ARGUMENT);                                          \
        ck_assert_msg(err.message[0], "no reason: %s", #call);                                     \
    } while (0)

static const float number = 1;
static const uint8_t pixel[3] = {1, 2, 3};
#define FLOATS TBLOG_ARRAY(TBLOG_FLOAT32, &number, 1)
#define IMAGE  TBLOG_ARRAY(TBLOG_UINT8, pixel, 1, 1, 3)

START_TEST(no_summary_is_refused) {
    const double edges[] = {0, 1}, counts[] = {1}, rows[8] = {0};
    const tblog_bytes bytes = {pixel, sizeof pixel};
    const char *text = "text";
    const tblog_experiment experiment = {0};
    size_t nonfinite;
    ck_assert_uint_eq(tblog_summary_count(NULL), 0);
    tblog_summary_clear(NULL);
    REFUSED(tblog_summary_describe(NULL, "a", "b", &err));
    REFUSED(tblog_summary_scalar(NULL, "a", 1, &err));
    REFUSED(tblog_summary_histogram(NULL, "a", FLOATS, 30, &err));
    REFUSED(tblog_summary_finite_histogram(NULL, "a", FLOATS, 30, TBLOG_NONFINITE_DROP, &nonfinite,
                                           &err));
    REFUSED(tblog_summary_histogram_buckets(NULL, "a", edges, counts, 1, &err));
    REFUSED(tblog_summary_image(NULL, "a", IMAGE, 3, &err));
    REFUSED(tblog_summary_image_layout(NULL, "a", IMAGE, "HWC", 3, &err));
    REFUSED(tblog_summary_image_grid(NULL, "a", IMAGE, "HWC", 8, 2, &err));
    REFUSED(
        tblog_summary_clip(NULL, "a", TBLOG_ARRAY(TBLOG_UINT8, pixel, 3, 1, 1), "NHW", 1, 0, &err));
    REFUSED(tblog_summary_set_png_level(NULL, 1, &err));
    REFUSED(tblog_summary_weight_image(NULL, "a", FLOATS, &err));
    REFUSED(tblog_summary_keras_model(NULL, "{}", 2, &err));
    REFUSED(tblog_summary_encoded_images(NULL, "a", 1, 1, &bytes, 1, &err));
    REFUSED(tblog_summary_encoded_image(NULL, "a", "GIF89a\1\0\1\0", 10, &err));
    REFUSED(tblog_summary_text(NULL, "a", text, &err));
    REFUSED(tblog_summary_texts(NULL, "a", &text, 0, NULL, &err));
    REFUSED(
        tblog_summary_audio(NULL, "a", TBLOG_ARRAY(TBLOG_FLOAT32, &number, 1, 1, 1), 1, 1, &err));
    REFUSED(tblog_summary_encoded_audio(NULL, "a", &bytes, 1, &err));
    REFUSED(tblog_summary_pr_curve(NULL, "a", pixel, &number, NULL, 1, 10, &err));
    REFUSED(tblog_summary_pr_curve_arrays(NULL, "a", FLOATS, FLOATS, NULL, 10, &err));
    REFUSED(tblog_summary_pr_curve_counts(NULL, "a", TBLOG_ARRAY(TBLOG_FLOAT64, rows, 4, 2), &err));
    REFUSED(tblog_summary_mesh(NULL, "a", FLOATS, NULL, NULL, NULL, &err));
    REFUSED(tblog_summary_tensor(NULL, "a", FLOATS, NULL, &err));
    REFUSED(tblog_summary_string_tensor(NULL, "a", &bytes, 0, NULL, NULL, &err));
    REFUSED(tblog_summary_custom_scalars(NULL, NULL, 0, &err));
    REFUSED(tblog_summary_hparams_experiment(NULL, &experiment, &err));
    REFUSED(tblog_summary_hparams_start(NULL, NULL, 0, NULL, 0, &err));
    REFUSED(tblog_summary_hparams_end(NULL, TBLOG_SESSION_SUCCESS, 0, &err));
}
END_TEST

START_TEST(no_data_is_refused) {
    const double edges[] = {0, 1};
    const tblog_bytes none = {NULL, 1};
    const size_t one = 1;
    const char *no_text = NULL;
    REFUSED(tblog_summary_scalar(summary, NULL, 1, &err));
    REFUSED(tblog_summary_histogram(summary, "a", NULL, 30, &err));
    REFUSED(
        tblog_summary_finite_histogram(summary, "a", NULL, 30, TBLOG_NONFINITE_DROP, NULL, &err));
    REFUSED(tblog_summary_histogram_buckets(summary, "a", NULL, edges, 1, &err));
    REFUSED(tblog_summary_histogram_buckets(summary, "a", edges, NULL, 1, &err));
    REFUSED(tblog_summary_image(summary, "a", NULL, 3, &err));
    REFUSED(tblog_summary_image_layout(summary, "a", NULL, "HWC", 3, &err));
    REFUSED(tblog_summary_image_grid(summary, "a", NULL, "HWC", 8, 2, &err));
    REFUSED(tblog_summary_clip(summary, "a", NULL, "NHW", 1, 0, &err));
    REFUSED(tblog_summary_weight_image(summary, "a", NULL, &err));
    REFUSED(tblog_summary_keras_model(summary, NULL, 2, &err));
    REFUSED(tblog_summary_encoded_images(summary, "a", 1, 1, NULL, 1, &err));
    REFUSED(tblog_summary_encoded_images(summary, "a", 1, 1, &none, 1, &err));
    REFUSED(tblog_summary_encoded_image(summary, "a", NULL, 10, &err));
    REFUSED(tblog_summary_text(summary, "a", NULL, &err));
    REFUSED(tblog_summary_texts(summary, "a", NULL, 0, NULL, &err));
    REFUSED(tblog_summary_texts(summary, "a", &no_text, 1, &one, &err));
    REFUSED(tblog_summary_texts(summary, "a", &no_text, 1, NULL, &err));
    REFUSED(tblog_summary_audio(summary, "a", NULL, 1, 1, &err));
    REFUSED(tblog_summary_encoded_audio(summary, "a", NULL, 1, &err));
    REFUSED(tblog_summary_encoded_audio(summary, "a", &none, 1, &err));
    REFUSED(tblog_summary_pr_curve(summary, "a", NULL, &number, NULL, 1, 10, &err));
    REFUSED(tblog_summary_pr_curve(summary, "a", pixel, NULL, NULL, 1, 10, &err));
    REFUSED(tblog_summary_pr_curve_arrays(summary, "a", NULL, FLOATS, NULL, 10, &err));
    REFUSED(tblog_summary_pr_curve_arrays(summary, "a", FLOATS, NULL, NULL, 10, &err));
    REFUSED(tblog_summary_pr_curve_arrays(summary, NULL, FLOATS, FLOATS, NULL, 10, &err));
    REFUSED(tblog_summary_pr_curve_counts(summary, "a", NULL, &err));
    REFUSED(tblog_summary_mesh(summary, "a", NULL, NULL, NULL, NULL, &err));
    REFUSED(tblog_summary_mesh(summary, NULL, FLOATS, NULL, NULL, NULL, &err));
    REFUSED(tblog_summary_tensor(summary, "a", NULL, NULL, &err));
    REFUSED(tblog_summary_tensor(summary, "a", FLOATS, &(tblog_plugin){0}, &err));
    REFUSED(tblog_summary_string_tensor(summary, "a", NULL, 0, NULL, NULL, &err));
    REFUSED(tblog_summary_string_tensor(summary, "a", &none, 0, NULL, NULL, &err));
    ck_assert_uint_eq(tblog_summary_count(summary), 0);
}
END_TEST

START_TEST(no_list_is_refused) {
    const tblog_chart tags = {.title = "a", .tag_count = 1},
                      margins = {.title = "a", .margin_count = 1};
    const tblog_category no_charts = {.title = "a", .chart_count = 1},
                         no_tags = {.title = "a", .charts = &tags, .chart_count = 1},
                         no_margins = {.title = "a", .charts = &margins, .chart_count = 1};
    const tblog_hparam_info no_values = {
        .name = "a", .type = TBLOG_HPARAM_IS_NUMBER, .value_count = 1};
    const tblog_hparam no_name = {.type = TBLOG_HPARAM_IS_NUMBER};
    REFUSED(tblog_summary_custom_scalars(summary, NULL, 1, &err));
    REFUSED(tblog_summary_custom_scalars(summary, &no_charts, 1, &err));
    REFUSED(tblog_summary_custom_scalars(summary, &no_tags, 1, &err));
    REFUSED(tblog_summary_custom_scalars(summary, &no_margins, 1, &err));
    REFUSED(tblog_summary_hparams_experiment(summary, NULL, &err));
    REFUSED(
        tblog_summary_hparams_experiment(summary, &(tblog_experiment){.hparam_count = 1}, &err));
    REFUSED(
        tblog_summary_hparams_experiment(summary, &(tblog_experiment){.metric_count = 1}, &err));
    REFUSED(tblog_summary_hparams_experiment(
        summary, &(tblog_experiment){.hparams = &no_values, .hparam_count = 1}, &err));
    REFUSED(tblog_summary_hparams_start(summary, NULL, 1, NULL, 0, &err));
    REFUSED(tblog_summary_hparams_start(summary, &no_name, 1, NULL, 0, &err));
    ck_assert_uint_eq(tblog_summary_count(summary), 0);
    REFUSED(tblog_projector_write(folder, NULL, 1, &err));
    REFUSED(tblog_projector_write(folder, &(tblog_embedding){.name = "a"}, 1, &err));
    REFUSED(tblog_projector_write(NULL, NULL, 0, &err));
    REFUSED(tblog_projector_write_list(folder, NULL, 1, &err));
    REFUSED(tblog_projector_write_list(folder, &(tblog_embedding_files){.name = "a"}, 1, &err));
    REFUSED(tblog_projector_write_list(NULL, NULL, 0, &err));
}
END_TEST

START_TEST(no_graph_is_refused) {
    tblog_writer *writer = tblog_writer_open(folder, NULL, &err);
    REFUSED(tblog_graph_add(NULL, "a", "b", NULL, 0, &err));
    REFUSED(tblog_graph_attribute(NULL, "a", "b", &err));
    REFUSED(tblog_writer_add_graph(writer, 1, NULL, &err));
    REFUSED(tblog_writer_add_graph(NULL, 1, graph, &err));
    REFUSED(tblog_graph_add(graph, NULL, "b", NULL, 0, &err));
    REFUSED(tblog_graph_add(graph, "a", NULL, NULL, 0, &err));
    REFUSED(tblog_graph_add(graph, "a", "b", NULL, 1, &err));
    REFUSED(tblog_graph_add(graph, "a", "b", (const char *[]){NULL}, 1, &err));
    ck_assert_int_eq(tblog_graph_add(graph, "a", "b", NULL, 0, &err), TBLOG_OK);
    REFUSED(tblog_graph_attribute(graph, NULL, "b", &err));
    REFUSED(tblog_graph_attribute(graph, "a", NULL, &err));
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
}
END_TEST

SUITE_WITH("null", setup, teardown, no_summary_is_refused, no_data_is_refused, no_list_is_refused,
           no_graph_is_refused)
