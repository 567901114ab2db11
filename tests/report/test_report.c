/* SPDX-License-Identifier: Apache-2.0 */
/* Reports: of Keras' own logs, with the numbers that Keras handed to its callback; of made ones. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "json_file.h"
#include "own_folder.h"
#include "raw_events.h"
#include "report/chart/line_chart.h"
#include "report/chart/png.h"
#include "report/output/cells.h"
#include "report/output/markup.h"
#include "report/report.h"
#include "stats/axis.h"
#include "stats/sample.h"
#include "suite.h"

static log_report report;
static error err;

static void setup(void) {
    own_folder_setup();
    report = (log_report){0};
    err = (error){0};
}

static void teardown(void) {
    report_free(&report);
    own_folder_teardown();
}

/* ---- fixture ---- */

static tblog_writer *open_run(const char *name) {
    tblog_error why;
    char *path = path_of("%s/%s", folder, name);
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.start_time_s = 1000;
    tblog_writer *w = tblog_writer_open(path, &options, &why);
    ck_assert_msg(w != NULL, "%s", why.message);
    free(path);
    return w;
}

/* A run of one tag: a value for each step from 0 on. */
static void log_values(const char *name, const char *tag, const double *values, size_t n) {
    tblog_writer *w = open_run(name);
    for (size_t i = 0; i < n; i++) ck_assert_int_eq(tblog_scalar(w, tag, (int64_t)i, values[i]), 0);
    ck_assert_int_eq(tblog_writer_close(w, NULL), TBLOG_OK);
}

static void make_from(const char *path) {
    ck_assert_msg(report_make(&report, path, .97, &err), "%s", err.message);
}

static size_t run_named(const char *name) {
    for (size_t i = 0; i < report.logs.count; i++)
        if (strcmp(report.names[i], name) == 0) return i;
    ck_abort_msg("no run %s", name);
    return 0;
}

static const table_row *row_of(const char *name) {
    size_t run = run_named(name);
    for (size_t i = 0; i < report.table.count; i++)
        if (report.table.rows[i].run == run) return &report.table.rows[i];
    ck_abort_msg("no row %s", name);
    return NULL;
}

static const report_chart *chart_titled(const char *title) {
    for (size_t i = 0; i < report.charts.main_count; i++)
        if (strcmp(report.charts.main[i].title, title) == 0) return &report.charts.main[i];
    for (size_t i = 0; i < report.charts.more_count; i++)
        if (strcmp(report.charts.more[i].title, title) == 0) return &report.charts.more[i];
    ck_abort_msg("no chart %s", title);
    return NULL;
}

/* Whether a sentence says that. */
static bool concluded(const char *words) {
    for (size_t i = 0; i < report.conclusions.count; i++)
        if (strstr(report.conclusions.sentences[i], words)) return true;
    return false;
}

static char *write_page(const char *name) {
    char *path = path_of("%s/%s", folder, name);
    ck_assert_msg(report_write(&report, &(report_options){.html = path}, &err), "%s", err.message);
    file_bytes page = file_read(path);
    free(path);
    return (char *)page.bytes;
}

/* ---- Keras' own logs ---- */

/* The values of one name that Keras handed to the callback, epoch by epoch; free them. */
static double *keras_logs(const char *variant, const char *name, size_t *n) {
    char *path = path_of("%s/golden/%s/scalars.json", TEST_DATA, variant);
    cJSON *json = json_file_read(path);
    const cJSON *epochs = json_member(json, "on_epoch_end"), *epoch;
    double *values = malloc(((size_t)cJSON_GetArraySize(epochs) + 1) * sizeof *values);
    *n = 0;
    cJSON_ArrayForEach(epoch, epochs) {
        const cJSON *value = json_member(json_member(epoch, "logs"), name);
        values[(*n)++] = json_number_text(json_member(value, "value"));
    }
    cJSON_Delete(json);
    free(path);
    return values;
}

/* Keras logs float32. */
static void assert_reached(const char *keras, const char *variant) {
    size_t n;
    char *name = path_of("%s/%s", keras, variant);
    double *values = keras_logs(name, "val_accuracy", &n), best = 0;
    const table_row *row = row_of(variant);
    for (size_t i = 0; i < n; i++) best = fmax(best, values[i]);
    ck_assert_uint_eq(row->length, n);
    ck_assert(row->final.mean == (double)(float)values[n - 1]);
    ck_assert(row->best.mean == (double)(float)best);
    ck_assert(row->seconds.mean > 0 && row->seconds.mean < 60);
    free(values);
    free(name);
}

START_TEST(the_table_has_what_keras_reached) {
    static const char *const three[] = {"default", "no_graph", "steps_per_second", "update_freq_2",
                                        "verbose_0"};
    make_from(TEST_DATA "/golden/keras3");
    ck_assert_uint_eq(report.logs.count, 6);
    ck_assert_str_eq(report.table.by.tag, "epoch_accuracy");
    ck_assert_str_eq(report.table.by.part, "validation");
    for (size_t i = 0; i < sizeof three / sizeof three[0]; i++) assert_reached("keras3", three[i]);
}
END_TEST

START_TEST(the_table_has_what_tf_keras_reached) {
    make_from(TEST_DATA "/golden/keras2");
    assert_reached("keras2", "default");
    assert_reached("keras2", "verbose_0");
}
END_TEST

START_TEST(curves_have_every_epoch_of_keras) {
    static const struct {
        const char *title, *name;
    } charts[] = {{"Validation accuracy", "val_accuracy"},
                  {"Validation loss", "val_loss"},
                  {"Training accuracy", "accuracy"},
                  {"Training loss", "loss"}};
    make_from(TEST_DATA "/golden/keras3");
    for (size_t c = 0; c < 4; c++) {
        size_t n;
        double *values = keras_logs("keras3/default", charts[c].name, &n);
        const report_chart *chart = chart_titled(charts[c].title);
        const report_curve *curve = &chart->curves[0];
        ck_assert(curve->run == run_named("default") && curve->count == n);
        for (size_t i = 0; i < n; i++) {
            ck_assert(curve->points[i].x == (double)(i + 1));
            ck_assert(curve->points[i].y == (double)(float)values[i]);
        }
        ck_assert(!chart->has_bands && !chart->lost);
        free(values);
    }
}
END_TEST

START_TEST(histograms_count_every_weight_of_keras) {
    static const struct {
        const char *title;
        double weights;
    } layers[] = {{"dense/kernel", 30 * 12}, {"dense/bias", 12},        {"dense_1/kernel", 12 * 7},
                  {"dense_1/bias", 7},       {"dense_2/kernel", 7 * 4}, {"dense_2/bias", 4}};
    make_from(TEST_DATA "/golden/keras3");
    ck_assert_uint_eq(report.weights.group_count, 6);
    for (size_t g = 0; g < 6; g++) {
        const histogram_group *group = &report.weights.groups[g];
        ck_assert_str_eq(group->title, layers[g].title);
        ck_assert_uint_eq(group->runs[0].count, 3);
        for (size_t r = 0; r < 3; r++) {
            double sum = 0;
            const report_ridge *ridge = &group->runs[0].ridge[r];
            ck_assert_int_eq(ridge->step, (int64_t)(4 * r));
            for (size_t i = 0; i < ridge->count; i++) sum += ridge->buckets[i].count;
            ck_assert_msg(sum == layers[g].weights, "%s: %g", layers[g].title, sum);
        }
    }
}
END_TEST

START_TEST(images_are_the_bytes_that_keras_logged) {
    make_from(TEST_DATA "/golden/keras3");
    const weight_image *image = &report.weights.images[1];
    ck_assert_int_eq(image->step, 8);
    tblog_logdir *logdir = tblog_logdir_open(TEST_DATA "/golden/keras3/default/train", NULL);
    tblog_reader *reader = tblog_reader_open(tblog_logdir_file(logdir, 0, 0), NULL, NULL);
    tblog_record record;
    tblog_event event;
    tblog_value value;
    size_t found = 0;
    while (tblog_reader_next(reader, &record, NULL) == TBLOG_OK &&
           tblog_event_decode(&record, &event, NULL) == TBLOG_OK)
        while (tblog_event_next_value(&event, &value, NULL) == TBLOG_OK) {
            tblog_text_view png;
            static const char tag[] = "sequential/dense/kernel/image";
            if (event.step != 8 || value.tag.size != strlen(tag) ||
                memcmp(value.tag.data, tag, value.tag.size) != 0)
                continue;
            ck_assert(tblog_value_image(&value, 0, &png) && png.size == image->size);
            ck_assert_mem_eq(png.data, image->png, image->size);
            found++;
        }
    ck_assert_uint_eq(found, 1);
    ck_assert_uint_eq(image->units, 12);
    tblog_reader_close(reader);
    tblog_logdir_close(logdir);
}
END_TEST

/* A kernel of 16 inputs, 4 x 4, and 3 units: weight 'input' of 'unit' is unit / 4 + input / 64. */
START_TEST(units_are_unfolded_to_squares) {
    float kernel[16][3], bias[3] = {0};
    for (size_t i = 0; i < 16; i++)
        for (size_t u = 0; u < 3; u++) kernel[i][u] = (float)u / 4 + (float)i / 64;
    const size_t shape[] = {16, 3};
    const tblog_array weights = {TBLOG_FLOAT32, kernel, 2, shape, NULL};
    const tblog_array biases = {TBLOG_FLOAT32, bias, 1, shape + 1, NULL};
    tblog_writer *w = open_run("a/train");
    ck_assert_int_eq(tblog_weight_image(w, "dense/kernel/image", 0, &weights), TBLOG_OK);
    ck_assert_int_eq(tblog_weight_image(w, "dense/bias/image", 0, &biases), TBLOG_OK);
    tblog_writer_close(w, NULL);

    make_from(folder);
    ck_assert_uint_eq(report.weights.image_count, 1);
    const weight_image *image = &report.weights.images[0];
    ck_assert(image->units == 3 && image->unfolded == 3);
    ck_assert(image->width == 3 * 5 - 1 && image->height == 4);
    /* the highest weight, 47/64, is 187 of 255 */
    ck_assert(fabs(image->brighten - 255. / 187) < 1e-9);
    cairo_surface_t *tiles = png_decode(image->png, image->size);
    ck_assert_ptr_nonnull(tiles);
    for (int u = 0; u < 3; u++)
        for (int i = 0; i < 16; i++) {
            const uint32_t *row =
                (const uint32_t *)(const void *)(cairo_image_surface_get_data(tiles) +
                                                 i / 4 * cairo_image_surface_get_stride(tiles));
            double want = 255 * (u / 4. + i / 64.) * image->brighten;
            ck_assert_msg(fabs((row[u * 5 + i % 4] & 0xff) - want) < 2, "unit %d, input %d", u, i);
        }
    cairo_surface_destroy(tiles);
}
END_TEST

/* ---- folders ---- */

START_TEST(a_folders_name_has_run_seed_and_part) {
    const double one[] = {.5};
    static const char *const names[] = {"a/train",         "a/validation",       "a/diagnostics",
                                        "b/seed-10/train", "b/seed-2/train",     "c/d",
                                        "seed-x/train",    "b/seed-2/validation"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        log_values(names[i], "loss", one, 1);
    make_from(folder);
    ck_assert_uint_eq(report.logs.count, 4);
    const log_run *a = &report.logs.runs[run_named("a")], *b = &report.logs.runs[run_named("b")];
    ck_assert(a->count == 1 && a->repeats[0].count == 3);
    ck_assert_ptr_nonnull(log_part_named(&a->repeats[0], "diagnostics"));
    ck_assert(b->count == 2);
    ck_assert_str_eq(b->repeats[0].seed, "2");
    ck_assert_str_eq(b->repeats[1].seed, "10");
    ck_assert_uint_eq(b->repeats[0].count, 2);
    ck_assert_str_eq(report.logs.runs[run_named("c/d")].repeats[0].parts[0].name, "");
    run_named("seed-x");
}
END_TEST

START_TEST(one_run_alone_has_its_folders_name) {
    const double one[] = {.5};
    log_values("he_normal/train", "epoch_loss", one, 1);
    log_values("he_normal/validation", "epoch_loss", one, 1);
    char *path = path_of("%s/he_normal/", folder);
    make_from(path);
    free(path);
    ck_assert_uint_eq(report.logs.count, 1);
    ck_assert_str_eq(report.names[0], "he_normal");
    ck_assert_str_eq(report.logs.title, "he_normal");
}
END_TEST

START_TEST(what_cannot_be_reported_is_refused_by_name) {
    ck_assert(!report_make(&report, "/nowhere/logs", .97, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "/nowhere/logs"));
    report_free(&report);
    ck_assert(!report_make(&report, folder, .97, &err));
    ck_assert_ptr_nonnull(strstr(err.message, folder));
    ck_assert_ptr_nonnull(strstr(err.message, "no event files"));
    report_free(&report);
    tblog_writer *w = open_run("a");
    tblog_text(w, "t", 0, "words");
    tblog_writer_close(w, NULL);
    ck_assert(!report_make(&report, folder, .97, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "no scalars"));
}
END_TEST

START_TEST(damaged_files_are_shown_as_far_as_they_go) {
    const double values[] = {.1, .2, .3};
    log_values("a", "epoch_accuracy", values, 3);
    char *path = path_of("%s/a", folder), *file = only_file(path);
    file_bytes bytes = file_read(file);
    bytes.bytes[bytes.size - 3] ^= 1; /* the last record's data */
    file_write(file, bytes.bytes, bytes.size);
    make_from(folder);
    ck_assert_uint_eq(report.logs.warning_count, 1);
    ck_assert_ptr_nonnull(strstr(report.logs.warnings[0], file));
    ck_assert(row_of("a")->final.mean == (double).2f);
    char *page = write_page("report.html");
    ck_assert_ptr_nonnull(strstr(page, "Damaged, shown as far as it could be read"));
    free(page);
    free(bytes.bytes);
    free(file);
    free(path);
}
END_TEST

/* ---- strange values ---- */

START_TEST(numbers_that_are_not_finite_are_gaps) {
    const double values[] = {.1, NAN, .3, INFINITY, -INFINITY, .6};
    log_values("a/validation", "epoch_accuracy", values, 6);
    make_from(folder);
    const report_chart *chart = chart_titled("Validation accuracy");
    ck_assert_uint_eq(chart->lost, 3);
    for (size_t i = 0; i < 6; i++)
        ck_assert(!!isnan(chart->curves[0].points[i].y) == !isfinite(values[i]));
    ck_assert(row_of("a")->best.mean == (double).6f);
    free(write_page("report.html"));
}
END_TEST

START_TEST(a_run_that_ends_in_nan_says_so) {
    const double bad[] = {.1, NAN}, good[] = {.1, .2};
    report_cell cells[CELLS_MAX];
    log_values("bad/validation", "epoch_accuracy", bad, 2);
    log_values("good/validation", "epoch_accuracy", good, 2);
    make_from(folder);
    ck_assert_uint_eq(report.table.rows[0].run, run_named("good"));
    cells_row(&report.table, false, 1, cells);
    ck_assert_str_eq(cells[0].text, "NaN");
    ck_assert_str_eq(cells[1].text, "0.1000");
}
END_TEST

START_TEST(runs_of_one_step_are_points) {
    const double one[] = {.25};
    log_values("a/validation", "epoch_accuracy", one, 1);
    make_from(folder);
    char *page = write_page("report.html");
    ck_assert_ptr_nonnull(strstr(page, "<circle"));
    ck_assert_ptr_nonnull(strstr(page, "0.2500"));
    free(page);
}
END_TEST

START_TEST(thousands_of_points_are_thinned_and_keep_their_extremes) {
    enum { N = 50000 };
    double *values = malloc(N * sizeof *values);
    for (size_t i = 0; i < N; i++) values[i] = sin((double)i / 3000);
    values[12345] = 9;
    values[40001] = -9;
    log_values("a/train", "loss", values, N);
    make_from(folder);
    const report_curve *curve = &chart_titled("Training loss")->curves[0];
    ck_assert(curve->count > 200 && curve->count <= 400);
    double low = 0, high = 0;
    for (size_t i = 0; i < curve->count; i++) {
        low = fmin(low, curve->points[i].y);
        high = fmax(high, curve->points[i].y);
        ck_assert(i == 0 || curve->points[i].x > curve->points[i - 1].x);
    }
    ck_assert(low == -9 && high == 9);
    free(values);
}
END_TEST

/* Of a share of the points with a gap the gap stays: the line is not drawn across it. */
START_TEST(gaps_are_not_thinned_away) {
    enum { N = 50000 };
    double *values = malloc(N * sizeof *values);
    for (size_t i = 0; i < N; i++) values[i] = (double)(i % 100);
    values[33333] = NAN;
    log_values("a/train", "loss", values, N);
    make_from(folder);
    const report_curve *curve = &chart_titled("Training loss")->curves[0];
    size_t gaps = 0;
    for (size_t i = 0; i < curve->count; i++) gaps += isnan(curve->points[i].y) ? 1 : 0;
    ck_assert_uint_eq(gaps, 1);
    free(values);
}
END_TEST

/* Other writers give metadata once, and a run that is resumed logs steps again. */
START_TEST(histograms_are_those_that_tensorboard_shows) {
    static const struct {
        int64_t step;
        float count;
    } logged[] = {{0, 1}, {4, 2}, {8, 3}, {4, 5}};
    char *path = path_of("%s/tfevents.1", folder);
    FILE *file = fopen(path, "wb");
    for (size_t i = 0; i < 4; i++) {
        const float bucket[1][3] = {{-1, 1, logged[i].count}};
        raw_put(file, logged[i].step, 1000,
                &(raw_value){"dense/kernel", i ? NULL : "histograms", raw_buckets(bucket, 1), 0},
                1);
    }
    fclose(file);
    free(path);
    make_from(folder);
    ck_assert_uint_eq(report.weights.group_count, 1);
    const report_ridges *ridges = &report.weights.groups[0].runs[0];
    ck_assert_uint_eq(ridges->count, 2);
    ck_assert_int_eq(ridges->ridge[1].step, 4);
    ck_assert(ridges->ridge[0].buckets[0].count == 1 && ridges->ridge[1].buckets[0].count == 5);
}
END_TEST

START_TEST(histograms_of_no_width_or_of_nan_are_drawn) {
    const float equal[] = {.5f, .5f, .5f}, nans[] = {NAN, NAN};
    tblog_writer *w = open_run("a/train");
    tblog_histogram(w, "dense/kernel/histogram", 0, equal, 3);
    tblog_histogram(w, "dense/bias/histogram", 0, nans, 2);
    tblog_histogram(w, "other/kernel/histogram", 0, NULL, 0);
    ck_assert_int_eq(tblog_writer_close(w, NULL), TBLOG_OK);
    make_from(folder);
    ck_assert_uint_eq(report.weights.group_count, 3);
    char *page = write_page("report.html");
    ck_assert_ptr_nonnull(strstr(page, "no finite values"));
    ck_assert_ptr_null(strstr(page, "\"nan"));
    free(page);
}
END_TEST

START_TEST(layers_are_matched_by_their_place) {
    const float values[] = {1, 2, 3};
    static const char *const tags[][2] = {
        {"sequential/dense/kernel/histogram", "sequential/dense_1/kernel/histogram"},
        {"sequential_1/dense_2/kernel/histogram", "sequential_1/dense_3/kernel/histogram"}};
    for (size_t i = 0; i < 2; i++) {
        tblog_writer *w = open_run(i ? "b/train" : "a/train");
        for (size_t k = 0; k < 2; k++) tblog_histogram(w, tags[i][k], 0, values, 3);
        tblog_writer_close(w, NULL);
    }
    make_from(folder);
    ck_assert_uint_eq(report.weights.group_count, 2);
    for (size_t g = 0; g < 2; g++) ck_assert_uint_eq(report.weights.groups[g].count, 2);
    ck_assert_str_eq(report.weights.groups[1].title, "dense_1/kernel");
}
END_TEST

/* ---- sweeps ---- */

START_TEST(a_sweep_has_what_its_runs_names_vary) {
    const double one[] = {.5};
    static const char *const names[] = {
        "init=VarianceScaling(scale=2,mode=fan_avg),lr=0.01,epochs=3-0123abcd",
        "init=zeros,lr=0.1,epochs=3-0123abce", "init=zeros,lr=0.1,epochs=3-0123abcf", "other"};
    for (size_t i = 0; i < 4; i++) log_values(names[i], "loss", one, 1);
    make_from(folder);
    ck_assert_uint_eq(report.sweep.count, 3);
    const sweep_option *options = report.sweep.options;
    size_t scaled = 0;
    while (!strstr(report.logs.runs[scaled].name, "Variance")) scaled++;
    ck_assert_str_eq(options[0].name, "init");
    ck_assert_str_eq(options[0].values[scaled], "VarianceScaling(scale=2,mode=fan_avg)");
    ck_assert(!options[0].is_number && options[1].is_number);
    ck_assert(sweep_number(&options[1], scaled) == .01);
    ck_assert_str_eq(report.names[scaled],
                     "VarianceScaling(scale=2,mode=fan_avg), lr 0.01, epochs 3");
    run_named(
        "init=zeros,lr=0.1,epochs=3-0123abce"); /* two are alike: they keep their folders' names */
    run_named("init=zeros,lr=0.1,epochs=3-0123abcf");
    ck_assert_ptr_null(options[0].values[run_named("other")]);
}
END_TEST

/* The start of a session, as TensorBoard's HParams dashboard has it, in the run's own folder. */
static void log_session(const char *name, const tblog_hparam *values, size_t n) {
    tblog_writer *w = open_run(name);
    tblog_summary *start = tblog_summary_new();
    ck_assert_int_eq(tblog_summary_hparams_start(start, values, n, NULL, 1000, NULL), TBLOG_OK);
    ck_assert_int_eq(tblog_writer_add(w, 0, TBLOG_NOW, start, NULL), TBLOG_OK);
    tblog_summary_free(start);
    ck_assert_int_eq(tblog_writer_close(w, NULL), TBLOG_OK);
}

static void log_trial(const char *name, const char *init, double lr, bool norm) {
    const tblog_hparam values[] = {TBLOG_HPARAM_NUMBER("lr", lr),
                                   TBLOG_HPARAM_STRING("init", init),
                                   TBLOG_HPARAM_STRING("init_arguments", *init == 'a' ? "x" : "y"),
                                   TBLOG_HPARAM_NUMBER("epochs", 2),
                                   TBLOG_HPARAM_STRING("name", name),
                                   TBLOG_HPARAM_BOOL("norm", norm)};
    log_session(name, values, sizeof values / sizeof *values);
}

START_TEST(a_sweep_has_what_its_sessions_vary) {
    const double reached[] = {.5, .6};
    log_values("run-0/validation", "epoch_accuracy", reached, 2);
    log_values("run-1/validation", "epoch_accuracy", reached, 2);
    log_values("lr=7", "epoch_accuracy", reached, 2);
    log_trial("run-0", "a", .001, true);
    log_trial("run-1", "b", .1, true);
    log_trial("lr=7", "b", 7, false);
    log_trial("crashed", "c", 1, false); /* before its first epoch */
    make_from(folder);
    ck_assert_uint_eq(report.logs.count, 3);
    ck_assert_uint_eq(report.sweep.count, 3); /* arguments follow, and a name is no option */
    const sweep_option *options = report.sweep.options;
    ck_assert_str_eq(options[0].name, "init");
    ck_assert_str_eq(options[1].name, "lr");
    ck_assert_str_eq(options[2].name, "norm");
    ck_assert(!options[0].is_number && options[1].is_number && !options[2].is_number);
    ck_assert_str_eq(options[0].values[run_named("run-0")], "a");
    ck_assert_str_eq(options[1].values[run_named("run-0")], "0.001");
    ck_assert_str_eq(options[2].values[run_named("run-1")], "true");
    ck_assert_str_eq(options[2].values[run_named("lr=7")], "false");
}
END_TEST

START_TEST(long_hyperparameters_are_cut_between_letters) {
    const double reached[] = {.5, .6};
    char text[128], want[128] = "";
    for (int i = 0; i < 2; i++) {
        char *name = path_of("run-%d", i);
        snprintf(text, sizeof text, "%079d\xc3\xa4 and more", i);
        if (i) snprintf(want, sizeof want, "%079d\xe2\x80\xa6", i);
        const tblog_hparam value = TBLOG_HPARAM_STRING("config", text);
        log_values(name, "epoch_accuracy", reached, 2);
        log_session(name, &value, 1);
        free(name);
    }
    make_from(folder);
    ck_assert_uint_eq(report.sweep.count, 1);
    ck_assert_str_eq(report.sweep.options[0].values[run_named("run-1")], want);
}
END_TEST

START_TEST(arguments_that_vary_by_themselves_are_an_option) {
    const double reached[] = {.5, .6};
    for (int i = 0; i < 2; i++) {
        const tblog_hparam values[] = {TBLOG_HPARAM_STRING("init", "scaled"),
                                       TBLOG_HPARAM_STRING("init_arguments", i ? "2" : "1"),
                                       TBLOG_HPARAM_STRING("init_other", i ? "b" : "a")};
        char *name = path_of("run-%d", i);
        log_values(name, "epoch_accuracy", reached, 2);
        log_session(name, values, 3);
        free(name);
    }
    make_from(folder);
    ck_assert_uint_eq(report.sweep.count, 2);
    ck_assert_str_eq(report.sweep.options[0].name, "init_arguments");
    ck_assert(report.sweep.options[0].is_number);
}
END_TEST

/* Each has a Keras model of four classes, and no summary of initlab's. */
START_TEST(network_and_classes_are_those_of_kerass_model) {
    static const char *const folders[] = {TEST_DATA "/golden/keras2", TEST_DATA "/golden/keras3"};
    for (size_t i = 0; i < 2; i++) {
        make_from(folders[i]);
        ck_assert_uint_eq(report.context.classes, 4);
        ck_assert_str_eq(report.context.network,
                         "30 inputs \xe2\x86\x92 12 relu \xe2\x86\x92 dropout "
                         "0.2 \xe2\x86\x92 7 relu \xe2\x86\x92 dropout 0.2 "
                         "\xe2\x86\x92 4 softmax");
        report_free(&report);
    }
}
END_TEST

START_TEST(other_names_are_no_sweep) {
    const double one[] = {.5};
    log_values("a=1", "loss", one, 1);
    log_values("b,c", "loss", one, 1);
    log_values("=x", "loss", one, 1);
    make_from(folder);
    ck_assert_uint_eq(report.sweep.count, 0);
    ck_assert_str_eq(report.names[0], report.logs.runs[0].name);
}
END_TEST

START_TEST(no_two_figures_have_one_name) {
    pool memory = {0};
    slug_list taken = {0};
    ck_assert_str_eq(slug_take(&taken, &memory, "train", "loss"), "train-loss");
    ck_assert_str_eq(slug_take(&taken, &memory, "", "train-loss"), "train-loss-2");
    ck_assert_str_eq(slug_take(&taken, &memory, "Train", "loss"), "Train-loss-3");
    ck_assert_str_eq(slug_take(&taken, &memory, "", "train-loss-close-up"),
                     "train-loss-close-up-2");
    ck_assert_str_eq(slug_take(&taken, &memory, "", "../a b/\xc3\xa4"), "-.-a-b---");
    pool_free(&memory);
}
END_TEST

/* ---- seeds ---- */

static void log_seed(const char *run, size_t seed, const double *values, size_t n) {
    char *name = path_of("%s/seed-%zu/validation", run, seed);
    log_values(name, "epoch_accuracy", values, n);
    free(name);
}

START_TEST(seeds_are_summed_up_and_banded) {
    const double a[3][2] = {{.5, .9}, {.7, .8}, {.6, 1}};
    double first[3], last[3];
    for (size_t i = 0; i < 3; i++) {
        log_seed("a", i, a[i], 2);
        first[i] = (double)(float)a[i][0];
        last[i] = (double)(float)a[i][1];
    }
    make_from(folder);
    sample_summary want = sample_summarise(last, 3), start = sample_summarise(first, 3);
    sample_bound(&want, 0, 1); /* accuracies */
    const table_row *row = row_of("a");
    ck_assert(row->final.n == 3 && row->final.mean == want.mean && row->final.sd == want.sd);
    ck_assert(row->final.low == want.low && row->final.high == want.high);
    const report_chart *chart = chart_titled("Validation accuracy");
    ck_assert(chart->has_bands && chart->curves[0].count == 2);
    ck_assert(fabs(chart->curves[0].points[0].y - start.mean) < 1e-12);
    ck_assert(fabs(chart->curves[0].points[0].high - start.mean - start.sd) < 1e-12);
    ck_assert_str_eq(report.scope, "1 run, 3 seeds each, 2 epochs");
}
END_TEST

/* Pairs of scipy.stats.ttest_rel as the final values of two runs: one pair of runs, so that Holm's
 * correction leaves the p-value. */
/* They may have other options; and the run without may be one of the seeds a second time. */
START_TEST(seeds_and_a_run_without_are_compared_as_two) {
    const double alone[] = {.5, .2, .9}, seeds[][2] = {{.5, .8}, {.4, .6}};
    log_values("a/train", "epoch_loss", alone, 3);
    log_values("a/validation", "epoch_accuracy", alone, 3);
    log_seed("a", 0, seeds[0], 2);
    log_seed("a", 1, seeds[1], 2);
    log_seed("b", 0, seeds[0], 2);
    make_from(folder);
    ck_assert_uint_eq(report.logs.count, 3);
    ck_assert(row_of("a")->final.mean == (double).9f && row_of("a")->repeat_count == 1);
    ck_assert(fabs(row_of("a/seed-*")->final.mean - .7) < 1e-6);
    ck_assert(row_of("a/seed-*")->repeat_count == 2 && row_of("b")->repeat_count == 1);
    ck_assert_str_eq(report.names[0], "a");
}
END_TEST

START_TEST(differences_are_scipys_paired_tests) {
    cJSON *golden = json_file_read(TEST_DATA "/golden/stats/pairs.json");
    const cJSON *row = NULL, *item;
    cJSON_ArrayForEach(item, golden) {
        if (cJSON_GetArraySize(json_member(item, "a")) == 10) row = item; /* the last of n = 10 */
    }
    ck_assert_ptr_nonnull(row);
    for (int i = 0; i < 10; i++) { /* b backwards: pairs are those of a seed, not of an order */
        double a = json_number_text(cJSON_GetArrayItem(json_member(row, "a"), i));
        double b = json_number_text(cJSON_GetArrayItem(json_member(row, "b"), 9 - i));
        log_seed("a", (size_t)i, &a, 1);
        log_seed("b", 9 - (size_t)i, &b, 1);
    }
    make_from(folder);
    ck_assert_uint_eq(report.table.test_count, 1);
    double p = report.table.p[1], want = json_number_text(json_member(row, "p"));
    ck_assert_msg(fabs(p - want) < 1e-3 * want, "%g, not %g", p, want); /* values are float32 */
    ck_assert(report.table.p[2] == p);
    ck_assert_int_eq(table_differs(&report.table, 0, 1), want < .05);
    cJSON_Delete(golden);
}
END_TEST

START_TEST(a_target_that_only_some_seeds_reach_is_reported_so) {
    const double yes[] = {.5, .98}, no[] = {.5, .9}, soon[] = {.97, .98};
    log_seed("a", 1, yes, 2);
    log_seed("a", 2, no, 2);
    log_seed("b", 1, soon, 2);
    log_seed("b", 2, yes, 2);
    make_from(folder);
    report_cell cells[CELLS_MAX];
    cells_row(&report.table, true, 1, cells);
    ck_assert_str_eq(cells[3].text, "2");
    ck_assert_str_eq(cells[3].more, "(1 of 2)");
    ck_assert(concluded(NAME_BEGIN "b" NAME_END
                                   " reaches 97\xc2\xa0% after 1.5 epochs on average. " NAME_BEGIN
                                   "a" NAME_END " reaches 97\xc2\xa0% with some seeds only."));
}
END_TEST

START_TEST(one_seed_each_is_no_test) {
    const double a[] = {.5, .6}, b[] = {.5, .7};
    log_values("a/validation", "epoch_accuracy", a, 2);
    log_values("b/validation", "epoch_accuracy", b, 2);
    make_from(folder);
    ck_assert_ptr_null(report.table.p);
    ck_assert(!report.has_seeds);
}
END_TEST

/* ---- sentences ---- */

START_TEST(conclusions_name_who_fails_and_who_is_fast) {
    const double good[] = {.90, .975, .98}, other[] = {.96, .965, .979}, third[] = {.9, .96, .978},
                 climbs[] = {.1, .3, .5}, stays[] = {.1135, .1135, .1135};
    log_values("good/validation", "epoch_accuracy", good, 3);
    log_values("other/validation", "epoch_accuracy", other, 3);
    log_values("third/validation", "epoch_accuracy", third, 3);
    log_values("climbs/validation", "epoch_accuracy", climbs, 3);
    log_values("stays/validation", "epoch_accuracy", stays, 3);
    make_from(folder);
    ck_assert(concluded(NAME_BEGIN "good" NAME_END " ends highest, at 0.9800."));
    ck_assert(concluded("climbs" NAME_END " learns late: it ends at 0.5000, 48.0 points below the "
                        "best, and is still rising"));
    ck_assert(concluded("stays" NAME_END " fails: it ends at 0.1135, 86.7 points below the best, "
                        "where it was from the first epoch on"));
    ck_assert(concluded("The other 3 lie within 0.2 points, from 0.9780 to 0.9800"));
    ck_assert(
        concluded(NAME_BEGIN "good" NAME_END " reaches 97\xc2\xa0% first, after 2 epochs; last "));
    ck_assert(concluded("stays" NAME_END " never get there."));
}
END_TEST

/* A histogram of so many zeros. */
static void log_histogram(const char *name, const char *tag, size_t n) {
    float *zeros = calloc(n, sizeof *zeros);
    tblog_writer *w = open_run(name);
    ck_assert_int_eq(tblog_histogram(w, tag, 0, zeros, n), TBLOG_OK);
    tblog_writer_close(w, NULL);
    free(zeros);
}

START_TEST(diagnostics_show_why_a_run_fails) {
    const double good[] = {.9, .97, .98}, bad[] = {.1, .1, .1}, distinct[] = {1, .00390625},
                 dead[] = {0, .75};
    log_values("good/validation", "epoch_accuracy", good, 3);
    log_values("bad/validation", "epoch_accuracy", bad, 3);
    log_values("bad", "why/distinct_units/dense", distinct, 2);
    log_values("good", "why/distinct_units/dense", distinct, 2);
    log_values("bad/x", "why/dead_units/dense_1", dead, 2);
    log_histogram("bad/train", "sequential/dense/bias/histogram", 256);
    make_from(folder);
    ck_assert_uint_eq(report.logs.count, 2);
    ck_assert(
        concluded("; at the end all 256 units of dense are alike, and 75\xc2\xa0% of the units "
                  "of dense_1 are dead."));
}
END_TEST

START_TEST(a_layer_may_be_alike_and_dead) {
    const double good[] = {.9, .97, .98}, bad[] = {.1, .1, .1}, none[] = {1. / 256}, all[] = {1};
    log_values("good/validation", "epoch_accuracy", good, 3);
    log_values("bad/validation", "epoch_accuracy", bad, 3);
    log_values("bad", "why/distinct_units/dense", none, 1);
    log_values("bad/x", "why/dead_units/dense", all, 1);
    log_histogram("bad/train", "sequential/dense/bias/histogram", 256);
    log_histogram("bad/y", "sequential/dense/kernel/histogram", 256);
    make_from(folder);
    ck_assert(concluded("; at the end all 256 units of dense are alike and dead."));
    ck_assert(!concluded("are equal")); /* the weights say no more */
}
END_TEST

START_TEST(equal_weights_are_named_without_diagnostics) {
    const double good[] = {.9, .97, .98}, bad[] = {.1, .1, .1};
    log_values("good/validation", "epoch_accuracy", good, 3);
    log_values("bad/validation", "epoch_accuracy", bad, 3);
    log_histogram("bad/train", "sequential/dense/kernel/histogram", 8);
    make_from(folder);
    ck_assert(concluded("; in its last histograms all weights of dense/kernel are equal."));
}
END_TEST

START_TEST(without_a_run_that_learns_none_is_best) {
    const double zeros[] = {.1135, .1135, .1135}, ones[] = {.098, .098, .098};
    log_values("zeros/validation", "epoch_accuracy", zeros, 3);
    log_values("ones/validation", "epoch_accuracy", ones, 3);
    make_from(folder);
    ck_assert_str_eq(report.verdict, "Neither of the two learns: the best value is 0.1135");
    ck_assert(concluded("zeros" NAME_END " fails: it ends at 0.1135, where it was from"));
    ck_assert(concluded("ones" NAME_END " fails: it ends at 0.0980, 1.6 points below the best"));
    report_free(&report);
    log_values("more/validation", "epoch_accuracy", zeros, 3);
    make_from(folder);
    ck_assert_str_eq(report.verdict, "None of the three learns: the best value is 0.1135");
}
END_TEST

START_TEST(one_run_may_learn_nothing) {
    const double zeros[] = {.1135, .1135, .1135};
    log_values("zeros/validation", "epoch_accuracy", zeros, 3);
    make_from(folder);
    ck_assert_str_eq(report.verdict,
                     NAME_BEGIN "zeros" NAME_END " learns nothing: the best value is 0.1135");
}
END_TEST

/* The gradients of a run that fails may be 0. */
START_TEST(norms_of_gradients_are_logarithmic) {
    const double good[] = {.5, .3}, bad[] = {0, 0};
    log_values("good", "why/gradient_norm/dense_1", good, 2);
    log_values("bad", "why/gradient_norm/dense_1", bad, 2);
    make_from(folder);
    const report_chart *chart = chart_titled("Gradient norm, dense_1");
    chart_view view;
    ck_assert(chart_whole(chart, &view) && view.logarithmic);
    ck_assert(view.low == (double).3f && view.high == (double).5f);
    ck_assert(chart->is_why && chart->curves[0].points[0].x == 1);
}
END_TEST

START_TEST(conclusions_are_of_these_logs) {
    const double a[] = {.2, .3}, b[] = {.2, .31};
    log_values("a/validation", "epoch_accuracy", a, 2);
    log_values("b/validation", "epoch_accuracy", b, 2);
    make_from(folder);
    ck_assert(concluded("None fails: all end within 1.00 points of the best."));
    ck_assert(concluded("None reaches 97\xc2\xa0%."));
    ck_assert(!concluded(" fails: it"));
    ck_assert_str_eq(report.verdict, NAME_BEGIN "b" NAME_END " ends highest, at 0.3100");
}
END_TEST

/* Twelve initializers on ten classes of 10,000 images, in the shape of the notebook's curves: ten
 * alike, one that learns late, one that never does. */
START_TEST(the_title_answers) {
    for (size_t i = 0; i < 12; i++) {
        double values[8];
        for (size_t k = 0; k < 8; k++)
            values[k] = i < 10    ? .96 + .002 * (double)k + .0001 * (double)((i * 7 + k * 3) % 10)
                        : i == 10 ? .1 + .1 * (double)k
                                  : .1135;
        char *part = i < 10    ? path_of("run-%zu/validation", i)
                     : i == 10 ? path_of("ones/validation")
                               : path_of("zeros/validation");
        log_values(part, "epoch_accuracy", values, 8);
        free(part);
    }
    tblog_writer *w = open_run("zeros");
    tblog_text(w, "run", 0,
               "### zeros\n\n    initlab compare\n\n| | |\n|---|---|\n"
               "| network | 784 inputs \xe2\x86\x92 10 softmax |\n"
               "| data | MNIST: 60,000 training, 10,000 validation images |\n");
    tblog_scalar(w, "x", 0, 1);
    tblog_writer_close(w, NULL);
    make_from(folder);
    ck_assert_str_eq(report.verdict, "Any of ten will do; avoid " NAME_BEGIN "zeros" NAME_END
                                     " and " NAME_BEGIN "ones" NAME_END);
    ck_assert(report.context.classes == 10 && report.context.validated == 10000);
    ck_assert_str_eq(report.context.command, "initlab compare");
    ck_assert(concluded("ones" NAME_END " learns late: it ends at 0.8000"));
    ck_assert(concluded("zeros" NAME_END " fails: it ends at 0.1135"));
    ck_assert(
        concluded("and how few images measure it): with one seed each, their order means little"));
}
END_TEST

START_TEST(what_is_below_the_best_by_more_than_chance_is_named) {
    static const char *const parts[] = {"a/validation", "b/validation", "low/validation"};
    for (size_t i = 0; i < 3; i++) {
        double values[8];
        for (size_t k = 0; k < 8; k++)
            values[k] = (i < 2 ? .98 : .96) + .0001 * (double)((i + k * 3) % 8);
        log_values(parts[i], "epoch_accuracy", values, 8);
    }
    make_from(folder);
    ck_assert(concluded("; " NAME_BEGIN "low" NAME_END " is below the best by more than that."));
}
END_TEST

/* As `date -u -d @N` has them. */
START_TEST(the_day_is_that_of_the_first_event) {
    static const struct {
        double seconds;
        const char *day;
    } days[] = {{951782399, "28 February 2000"},
                {951782400, "29 February 2000"},
                {951868800, "1 March 2000"},
                {1795788869, "27 November 2026"},
                {4102444800, "1 January 2100"}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        char *path = path_of("%s/tfevents.%zu", folder, i);
        FILE *file = fopen(path, "wb");
        raw_put(file, 0, days[i].seconds, &(raw_value){"loss", "scalars", raw_float(1), 0}, 1);
        fclose(file);
        make_from(folder);
        ck_assert_str_eq(report.context.date, days[i].day);
        report_free(&report);
        unlink(path);
        free(path);
    }
}
END_TEST

/* update_freq=4 logs each second epoch of these runs, so not the last. */
START_TEST(runs_are_compared_at_the_last_common_epoch) {
    make_from(TEST_DATA "/golden/keras3");
    ck_assert(report.table.has_common && report.table.common == 7);
    ck_assert_str_eq(report.verdict, "No difference: all six are at 0.4688 after epoch 8");
    ck_assert(concluded("At epoch 8, the last that all logged, all 6 runs are at 0.4688."));
    ck_assert(!concluded("fails"));
    ck_assert(row_of("default")->final.mean == .59375);
}
END_TEST

/* A run that was interrupted early does not move the comparison of the others to its end. */
START_TEST(a_run_that_ended_early_has_no_say_in_the_common_epoch) {
    const double a[] = {.5, .6, .7, .8, .9}, b[] = {.5, .6, .7, .8}, c[] = {.4};
    log_values("a/validation", "epoch_accuracy", a, 5);
    log_values("b/validation", "epoch_accuracy", b, 4);
    log_values("c/validation", "epoch_accuracy", c, 1);
    make_from(folder);
    ck_assert(report.table.has_common && report.table.common == 3);
    ck_assert(row_of("a")->compared.mean == (double).8f);
    ck_assert(row_of("a")->final.mean == (double).9f && row_of("c")->compared.mean == (double).4f);
}
END_TEST

START_TEST(one_run_is_not_first_and_ties_are_ties) {
    const double a[] = {.5, .975}, low[] = {.5, .6};
    log_values("a/validation", "epoch_accuracy", a, 2);
    make_from(folder);
    ck_assert_str_eq(report.verdict, NAME_BEGIN "a" NAME_END " ends at 0.9750");
    ck_assert(!concluded("0.9750")); /* the title has it */
    ck_assert(!strstr(report.about_table, "best first"));
    ck_assert(concluded(NAME_BEGIN "a" NAME_END " reaches 97\xc2\xa0% after 2 epochs."));
    report_free(&report);
    log_values("b/validation", "epoch_accuracy", a, 2);
    log_values("c/validation", "epoch_accuracy", low, 2);
    make_from(folder);
    ck_assert(concluded(NAME_BEGIN "a" NAME_END " and " NAME_BEGIN "b" NAME_END
                                   " end highest, at 0.9750."));
}
END_TEST

/* .9 is .89999998 as a float32. */
START_TEST(a_target_is_reached_by_what_rounds_to_it) {
    const double a[] = {.5, .9};
    log_values("a/validation", "epoch_accuracy", a, 2);
    ck_assert(report_make(&report, folder, .9, &err));
    ck_assert(row_of("a")->epochs.mean == 2);
}
END_TEST

START_TEST(a_run_may_have_the_log_folders_name) {
    const double one[] = {.5}, two[] = {.5, .6};
    char *name = path_of("%s", strrchr(folder, '/') + 1);
    log_values(".", "epoch_accuracy", one, 1);
    log_values(name, "epoch_accuracy", two, 2);
    make_from(folder);
    ck_assert_uint_eq(report.logs.count, 2);
    ck_assert(row_of(".")->length == 1 && row_of(name)->length == 2);
    free(name);
}
END_TEST

START_TEST(seconds_are_those_of_comparison_csv) {
    const double values[] = {.5, .6}, seconds[] = {1, 3.5};
    static const char csv[] =
        "initializer,seed,epoch,loss,accuracy,val_loss,val_accuracy,seconds,run\r\n"
        "a,0,1,1,.5,1,.5,1.25,a\r\n\"a,b\",0,1,1,.5,1,.5,7,\"x,\"\"y\"\"\"\r\n"
        "a,0,2,1,.5,1,.5,2.5,a\r\n";
    char *path = path_of("%s/comparison.csv", folder);
    file_write(path, csv, sizeof csv - 1);
    free(path);
    log_values("a/validation", "epoch_accuracy", values, 2);
    log_values("x,\"y\"/validation", "epoch_accuracy", values, 2);
    log_values("b/validation", "epoch_accuracy", values, 2);
    log_values("b", "seconds", seconds, 2);
    make_from(folder);
    ck_assert(row_of("a")->seconds.mean == 3.75 && row_of("x,\"y\"")->seconds.mean == 7);
    ck_assert(row_of("b")->seconds.mean == 3.5);
}
END_TEST

/* Standard deviation of the differences .01, .03: .01414; t(.975, 1) = 12.706; over sqrt(2). */
START_TEST(the_smallest_difference_that_seeds_could_have_shown_is_named) {
    const double a[][1] = {{.9}, {.9}}, b[][1] = {{.89}, {.87}};
    for (size_t i = 0; i < 2; i++) {
        log_seed("a", i, a[i], 1);
        log_seed("b", i, b[i], 1);
    }
    make_from(folder);
    ck_assert(
        concluded("The smallest difference that 2 seeds could have shown is about 13 points."));
}
END_TEST

START_TEST(a_loss_that_rises_again_is_reported) {
    const double accuracy[] = {.9, .95, .96}, rises[] = {.3, .1, .15}, falls[] = {.3, .2, .1};
    for (size_t i = 0; i < 2; i++) {
        tblog_writer *w = open_run(i ? "falls/validation" : "rises/validation");
        for (int64_t step = 0; step < 3; step++) {
            tblog_scalar(w, "epoch_accuracy", step, accuracy[step]);
            tblog_scalar(w, "epoch_loss", step, i ? falls[step] : rises[step]);
        }
        tblog_writer_close(w, NULL);
    }
    make_from(folder);
    ck_assert(concluded(
        "Validation loss rises again before the end in 1 of the 2 that learn: it is lowest "
        "after 2 epochs and ends 0.05 above that"));
}
END_TEST

START_TEST(a_loss_is_the_headline_where_no_accuracy_is) {
    const double a[] = {2, 1}, b[] = {2, .5};
    log_values("a/train", "epoch_loss", a, 2);
    log_values("b/train", "epoch_loss", b, 2);
    make_from(folder);
    ck_assert_str_eq(report.table.by.tag, "epoch_loss");
    ck_assert(concluded("b" NAME_END " ends lowest, at 0.5000"));
    ck_assert(!concluded("97"));
}
END_TEST

START_TEST(any_scalars_get_curves) {
    const double a[] = {20, 21, 22};
    log_values("sensor", "temperature", a, 3);
    make_from(folder);
    ck_assert_ptr_null(report.table.by.tag);
    ck_assert_uint_eq(chart_titled("temperature")->curves[0].count, 3);
    char *page = write_page("report.html");
    ck_assert_ptr_nonnull(strstr(page, "There is no table"));
    free(page);
}
END_TEST

/* ---- output ---- */

/* Every figure and text of a report twice, in two folders. */
START_TEST(the_same_logs_make_the_same_bytes) {
    for (int i = 0; i < 2; i++) {
        char *out = path_of("%s/%d", folder, i), *html = path_of("%s/r.html", out);
        char *markdown = path_of("%s/r.md", out), *figures = path_of("%s/figures", out);
        ck_assert_int_eq(mkdir(out, 0777), 0);
        if (i) sleep(1); /* a second clock tick, for what would have the time in it */
        make_from(TEST_DATA "/golden/keras3");
        ck_assert_msg(report_write(&report, &(report_options){html, markdown, figures}, &err), "%s",
                      err.message);
        report_free(&report);
        free(out);
        free(html);
        free(markdown);
        free(figures);
    }
    static const char *const names[] = {"r.html",
                                        "r.md",
                                        "figures/validation-epoch_accuracy.png",
                                        "figures/validation-epoch_accuracy.pdf",
                                        "figures/histogram-dense-kernel.pdf",
                                        "figures/first-layer.png",
                                        "figures/first-layer.pdf"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *p = path_of("%s/0/%s", folder, names[i]), *q = path_of("%s/1/%s", folder, names[i]);
        file_bytes a = file_read(p), b = file_read(q);
        ck_assert_msg(a.size > 500 && a.size == b.size && memcmp(a.bytes, b.bytes, a.size) == 0,
                      "%s differs", names[i]);
        free(a.bytes);
        free(b.bytes);
        free(p);
        free(q);
    }
}
END_TEST

START_TEST(what_cannot_be_written_is_named) {
    const double one[] = {.5};
    log_values("a", "loss", one, 1);
    make_from(folder);
    ck_assert(!report_write(&report, &(report_options){.html = "/dev/null/r.html"}, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "/dev/null/r.html"));
    ck_assert(!report_write(&report, &(report_options){.figures = "/dev/null/at/all"}, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "/dev/null/at/all"));
}
END_TEST

static char *marked_up(void (*put)(FILE *, const char *), const char *text) {
    char *out = NULL;
    size_t size;
    FILE *file = open_memstream(&out, &size);
    put(file, text);
    fclose(file);
    return out;
}

START_TEST(names_are_escaped) {
    static const struct {
        void (*put)(FILE *, const char *);
        const char *text, *want;
    } cases[] = {
        {put_html, "<b a='\"'>&", "&lt;b a=&#39;&quot;&#39;&gt;&amp;"},
        {put_html_sentence, NAME_BEGIN "<a>" NAME_END " < b", "<b><bdi>&lt;a&gt;</bdi></b> &lt; b"},
        {put_markdown, "a|b_c<d>&", "a\\|b\\_c&lt;d\\>&amp;"},
        {put_markdown_sentence, NAME_BEGIN "a_b" NAME_END " a_b", "**a\\_b** a_b"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *got = marked_up(cases[i].put, cases[i].text);
        ck_assert_str_eq(got, cases[i].want);
        free(got);
    }
}
END_TEST

START_TEST(texts_of_strangers_become_showable) {
    pool memory = {0};
    ck_assert_str_eq(pool_clean_text(&memory, "a\x1b[2J\xff\xc3\xa9\xed\xa0\x80", 11),
                     "a\xef\xbf\xbd[2J\xef\xbf\xbd\xc3\xa9\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    ck_assert_str_eq(pool_clean_text(&memory, "", 0), "");
    pool_free(&memory);
}
END_TEST

/* RFC 4648, section 10. */
START_TEST(base64_is_that_of_the_rfc) {
    static const char *const want[] = {"",         "Zg==",     "Zm8=",    "Zm9v",
                                       "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
    for (size_t n = 0; n < 7; n++) {
        char *out = NULL;
        size_t size;
        FILE *file = open_memstream(&out, &size);
        put_base64(file, (const uint8_t *)"foobar", n);
        fclose(file);
        ck_assert_str_eq(out, want[n]);
        free(out);
    }
}
END_TEST

START_TEST(axes_have_round_ticks) {
    axis linear = axis_make(.113, .984, (axis_options){.widen = true, .wanted = 5}, 0, 100);
    ck_assert(linear.count == 6 && linear.low == 0 && linear.high == 1);
    ck_assert_str_eq(linear.labels[1], "0.2");
    ck_assert(fabs(axis_place(&linear, .25) - 25) < 1e-9);
    axis log = axis_make(.05, 2000, (axis_options){.logarithmic = true, .wanted = 5}, 0, 100);
    ck_assert_uint_eq(log.count, 5);
    ck_assert_str_eq(log.labels[0], "0.1");
    ck_assert_str_eq(log.labels[4], "1000");
    axis flat = axis_make(3, 3, (axis_options){.widen = true, .wanted = 5}, 0, 100);
    ck_assert(flat.low < 3 && flat.high > 3 && flat.count > 1);
    axis epochs = axis_make(1, 3, (axis_options){.least = 1, .wanted = 6}, 0, 100);
    ck_assert(epochs.count == 3 && epochs.ticks[1] == 2);
    axis wide = axis_make(-1e300, 1e300, (axis_options){.widen = true, .wanted = 5}, 0, 100);
    ck_assert(wide.count > 1 && isfinite(axis_place(&wide, 0)));
}
END_TEST

SUITE_WITH("report", setup, teardown, the_table_has_what_keras_reached,
           the_table_has_what_tf_keras_reached, curves_have_every_epoch_of_keras,
           histograms_count_every_weight_of_keras, images_are_the_bytes_that_keras_logged,
           units_are_unfolded_to_squares, a_folders_name_has_run_seed_and_part,
           one_run_alone_has_its_folders_name, what_cannot_be_reported_is_refused_by_name,
           damaged_files_are_shown_as_far_as_they_go, numbers_that_are_not_finite_are_gaps,
           a_run_that_ends_in_nan_says_so, runs_of_one_step_are_points,
           thousands_of_points_are_thinned_and_keep_their_extremes, gaps_are_not_thinned_away,
           histograms_are_those_that_tensorboard_shows, histograms_of_no_width_or_of_nan_are_drawn,
           layers_are_matched_by_their_place, a_sweep_has_what_its_runs_names_vary,
           a_sweep_has_what_its_sessions_vary, long_hyperparameters_are_cut_between_letters,
           arguments_that_vary_by_themselves_are_an_option,
           network_and_classes_are_those_of_kerass_model, other_names_are_no_sweep,
           no_two_figures_have_one_name, seeds_are_summed_up_and_banded,
           seeds_and_a_run_without_are_compared_as_two, differences_are_scipys_paired_tests,
           a_target_that_only_some_seeds_reach_is_reported_so, one_seed_each_is_no_test,
           conclusions_name_who_fails_and_who_is_fast, diagnostics_show_why_a_run_fails,
           a_layer_may_be_alike_and_dead, equal_weights_are_named_without_diagnostics,
           without_a_run_that_learns_none_is_best, one_run_may_learn_nothing,
           norms_of_gradients_are_logarithmic, conclusions_are_of_these_logs, the_title_answers,
           what_is_below_the_best_by_more_than_chance_is_named, the_day_is_that_of_the_first_event,
           runs_are_compared_at_the_last_common_epoch,
           a_run_that_ended_early_has_no_say_in_the_common_epoch,
           one_run_is_not_first_and_ties_are_ties, a_target_is_reached_by_what_rounds_to_it,
           a_run_may_have_the_log_folders_name, seconds_are_those_of_comparison_csv,
           the_smallest_difference_that_seeds_could_have_shown_is_named,
           a_loss_that_rises_again_is_reported, a_loss_is_the_headline_where_no_accuracy_is,
           any_scalars_get_curves, the_same_logs_make_the_same_bytes,
           what_cannot_be_written_is_named, names_are_escaped, texts_of_strangers_become_showable,
           base64_is_that_of_the_rfc, axes_have_round_ticks)
