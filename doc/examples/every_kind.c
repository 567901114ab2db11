/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One of everything that TensorBoard's dashboards show:
 *
 *     cc every_kind.c $(pkg-config --cflags --libs tblog) -lm && ./a.out logs/kinds
 *     tensorboard --logdir logs
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <tblog/tblog.h>

static void or_exit(tblog_status status, const tblog_error *err) {
    if (status == TBLOG_OK) return;
    fprintf(stderr, "%s\n", err->message);
    exit(1);
}

/* A noise between -1 and 1 that is the same everywhere. */
static float noise(unsigned *state) {
    *state = *state * 1103515245u + 12345u;
    return (float)(*state >> 16 & 0x7fff) / 16383.5f - 1;
}

static void log_scalars_and_histograms(tblog_writer *w) {
    unsigned state = 1;
    for (int step = 0; step < 50; step++) {
        float values[1000];
        for (int i = 0; i < 1000; i++)
            values[i] = (noise(&state) + noise(&state) + noise(&state)) * (1 + (float)step / 25);
        tblog_scalar(w, "loss/train", step, exp(-step / 12.0));
        tblog_scalar(w, "loss/validation", step, exp(-step / 12.0) + .05);
        tblog_scalar(w, "loss/low", step, exp(-step / 12.0) - .1);
        tblog_scalar(w, "loss/high", step, exp(-step / 12.0) + .1);
        if (step % 10 == 0) tblog_histogram(w, "weights", step, values, 1000);
    }
}

static void log_image(tblog_writer *w) {
    static unsigned char pixels[64][96][3];
    for (int y = 0; y < 64; y++)
        for (int x = 0; x < 96; x++) {
            pixels[y][x][0] = (unsigned char)(x * 255 / 95);
            pixels[y][x][1] = (unsigned char)(y * 255 / 63);
            pixels[y][x][2] = (unsigned char)(128 + 127 * sin(x * y / 200.0));
        }
    tblog_image(w, "gradient", 0, TBLOG_ARRAY(TBLOG_UINT8, pixels, 64, 96, 3));
}

static void log_texts(tblog_writer *w, tblog_summary *s) {
    static const char *const table[] = {"layer", "units", "dense", "256", "dense_1", "128"};
    tblog_error err;
    tblog_text(w, "notes", 0, "# A run\nwith **Markdown**, `code` and\n\n- a list\n- of two");
    or_exit(tblog_summary_texts(s, "table", table, 2, (size_t[]){3, 2}, &err), &err);
    or_exit(tblog_writer_add(w, 0, TBLOG_NOW, s, &err), &err);
    tblog_summary_clear(s);
}

static void log_audio(tblog_writer *w) {
    enum { RATE = 8000 };
    static float clip[RATE];
    for (int i = 0; i < RATE; i++) clip[i] = .5f * sinf(6.2832f * 440 * (float)i / RATE);
    tblog_audio(w, "concert pitch", 0, TBLOG_ARRAY(TBLOG_FLOAT32, clip, 1, RATE, 1), RATE);
}

static void log_pr_curve(tblog_writer *w) {
    enum { N = 1000 };
    static unsigned char labels[N];
    static float predictions[N];
    unsigned state = 2;
    for (int i = 0; i < N; i++) {
        labels[i] = i % 3 == 0;
        float p = .5f + (labels[i] ? .2f : -.2f) + .3f * noise(&state);
        predictions[i] = p < 0 ? 0 : p > 1 ? 1 : p;
    }
    tblog_pr_curve(w, "classifier", 0, labels, predictions, N);
}

static void log_mesh(tblog_writer *w) {
    static const float vertices[1][4][3] = {{{1, 1, 1}, {-1, -1, 1}, {-1, 1, -1}, {1, -1, -1}}};
    static const int faces[1][4][3] = {{{0, 1, 2}, {0, 3, 1}, {0, 2, 3}, {1, 3, 2}}};
    static const unsigned char colors[1][4][3] = {
        {{255, 64, 64}, {64, 255, 64}, {64, 64, 255}, {255, 255, 64}}};
    tblog_mesh(w, "tetrahedron", 0, TBLOG_ARRAY(TBLOG_FLOAT32, vertices, 1, 4, 3),
               TBLOG_ARRAY(TBLOG_INT32, faces, 1, 4, 3), TBLOG_ARRAY(TBLOG_UINT8, colors, 1, 4, 3));
}

static void log_hparams(tblog_writer *w, tblog_summary *s) {
    const tblog_hparam values[] = {TBLOG_HPARAM_STRING("initializer", "he_normal"),
                                   TBLOG_HPARAM_NUMBER("learning_rate", 1e-3),
                                   TBLOG_HPARAM_BOOL("dropout", 1)};
    const tblog_hparam_info infos[] = {{.name = "initializer", .type = TBLOG_HPARAM_IS_STRING},
                                       {.name = "learning_rate", .type = TBLOG_HPARAM_IS_NUMBER},
                                       {.name = "dropout", .type = TBLOG_HPARAM_IS_BOOL}};
    const tblog_metric_info metric = {.tag = "loss/validation", .display_name = "validation loss"};
    const tblog_experiment experiment = {
        .hparams = infos, .hparam_count = 3, .metrics = &metric, .metric_count = 1};
    tblog_error err;
    or_exit(tblog_summary_hparams_experiment(s, &experiment, &err), &err);
    or_exit(tblog_summary_hparams_start(s, values, 3, NULL, 1700000000, &err), &err);
    or_exit(tblog_summary_hparams_end(s, TBLOG_SESSION_SUCCESS, 1700000060, &err), &err);
    or_exit(tblog_writer_add_each(w, 0, TBLOG_NOW, s, &err), &err);
    tblog_summary_clear(s);
}

static void log_layout(tblog_writer *w, tblog_summary *s) {
    static const char *const tags[] = {"loss/train", "loss/validation"};
    const tblog_margin band = {"loss/train", "loss/low", "loss/high"};
    const tblog_chart charts[] = {{.title = "both losses", .tags = tags, .tag_count = 2},
                                  {.title = "with a band", .margins = &band, .margin_count = 1}};
    const tblog_category category = {.title = "losses", .charts = charts, .chart_count = 2};
    tblog_error err;
    or_exit(tblog_summary_custom_scalars(s, &category, 1, &err), &err);
    or_exit(tblog_writer_add(w, 0, TBLOG_NOW, s, &err), &err);
    tblog_summary_clear(s);
}

static void log_graph(tblog_writer *w) {
    static const char *const names[] = {"model/input", "model/dense", "model/dropout",
                                        "model/softmax"};
    static const char *const ops[] = {"Placeholder", "Dense", "Dropout", "Softmax"};
    tblog_graph *g = tblog_graph_new();
    tblog_error err;
    for (int i = 0; g && i < 4; i++) {
        or_exit(tblog_graph_add(g, names[i], ops[i], i ? &names[i - 1] : NULL, i > 0, &err), &err);
        or_exit(tblog_graph_attribute(g, "place", i ? "inside" : "first", &err), &err);
    }
    if (g) or_exit(tblog_writer_add_graph(w, TBLOG_NOW, g, &err), &err);
    tblog_graph_free(g);
}

/* Twelve points on a circle in three dimensions, with a label and a picture each. */
static void write_embedding(const char *folder) {
    enum { N = 12, SIDE = 8 };
    static const char *const hours[N] = {"12", "1", "2", "3", "4",  "5",
                                         "6",  "7", "8", "9", "10", "11"};
    static float points[N][3];
    static unsigned char pictures[N][SIDE][SIDE];
    tblog_error err;
    for (int i = 0; i < N; i++) {
        points[i][0] = sinf(6.2832f * (float)i / N);
        points[i][1] = cosf(6.2832f * (float)i / N);
        points[i][2] = .1f * (float)i;
        for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++) pictures[i][y][x] = (unsigned char)(20 * i + x);
    }
    const tblog_embedding embedding = {.name = "clock",
                                       .vectors = TBLOG_ARRAY(TBLOG_FLOAT32, points, N, 3),
                                       .column_count = 1,
                                       .labels = hours,
                                       .pictures =
                                           TBLOG_ARRAY(TBLOG_UINT8, pictures, N, SIDE, SIDE)};
    or_exit(tblog_projector_write(folder, &embedding, 1, &err), &err);
}

int main(int argc, char **argv) {
    const char *folder = argc > 1 ? argv[1] : "logs/kinds";
    tblog_error err;
    tblog_writer *w = tblog_writer_open(folder, NULL, &err);
    tblog_summary *s = tblog_summary_new();
    if (!w || !s) return fprintf(stderr, "%s\n", w ? "out of memory" : err.message), 1;
    log_graph(w);
    log_hparams(w, s);
    log_layout(w, s);
    log_scalars_and_histograms(w);
    log_image(w);
    log_texts(w, s);
    log_audio(w);
    log_pr_curve(w);
    log_mesh(w);
    write_embedding(folder);
    tblog_summary_free(s);
    or_exit(tblog_writer_close(w, &err), &err);
    return 0;
}
