/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_events FOLDER: what libtblog does in a second, a line of JSON for each case. tools/bench
 * runs it beside its peers. Each time is that of the calls and the close, on one core but for the
 * queue's thread.
 */
#include <math.h>
#include <png.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <tblog/tblog.h>
#include <time.h>

enum { SCALARS = 2000000, HISTOGRAMS = 400, IMAGES = 20, ROWS = 784, COLUMNS = 256, TAGS = 100 };

static float weights[ROWS * COLUMNS];
static const char *folder;

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void report(const char *name, double count, double seconds) {
    printf("{\"peer\": \"tblog\", \"case\": \"%s\", \"rate\": %.6g}\n", name, count / seconds);
    fflush(stdout);
}

static _Noreturn void fail(const tblog_error *err) {
    fprintf(stderr, "bench_events: %s\n", err->message);
    exit(1);
}

static tblog_writer *open_run(const char *name, const tblog_writer_options *options) {
    tblog_error err;
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    tblog_writer *writer = tblog_writer_open(path, options, &err);
    if (!writer) fail(&err);
    return writer;
}

static void close_run(tblog_writer *writer) {
    tblog_error err;
    if (tblog_writer_close(writer, &err)) fail(&err);
}

static void scalars(const char *name, size_t tags, size_t queue_bytes) {
    char names[TAGS][16];
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.queue_bytes = queue_bytes;
    for (size_t i = 0; i < TAGS; i++) snprintf(names[i], sizeof names[i], "loss/%zu", i);
    tblog_writer *writer = open_run(name, &options);
    double start = now_s();
    for (int64_t i = 0; i < SCALARS; i++)
        tblog_scalar(writer, names[(size_t)i % tags], i / (int64_t)tags, (double)i);
    close_run(writer);
    report(name, SCALARS, now_s() - start);
}

static void histograms(void) {
    tblog_writer *writer = open_run("histograms", NULL);
    double start = now_s();
    for (int64_t i = 0; i < HISTOGRAMS; i++)
        tblog_histogram(writer, "dense/kernel", i, weights, ROWS * COLUMNS);
    close_run(writer);
    report("histograms", HISTOGRAMS, now_s() - start);
}

static void weight_images(const char *name, int png_level) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.png_level = png_level;
    tblog_writer *writer = open_run(name, &options);
    double start = now_s();
    for (int64_t i = 0; i < IMAGES; i++)
        tblog_weight_image(writer, "dense/kernel", i,
                           TBLOG_ARRAY(TBLOG_FLOAT32, weights, ROWS, COLUMNS));
    close_run(writer);
    report(name, IMAGES, now_s() - start);
}

/* libpng by itself, with TensorFlow's settings, from bytes that lie ready: what nobody can beat. */
static void discard(png_structp png, png_bytep bytes, size_t size) {
    (void)png, (void)bytes, (void)size;
}

static void flush_nothing(png_structp png) {
    (void)png;
}

static void encode_by_libpng(const uint8_t *pixels) {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, NULL, discard, flush_nothing);
    png_set_compression_level(png, -1);
    png_set_compression_mem_level(png, 9);
    png_set_IHDR(png, info, ROWS, COLUMNS, 8, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (size_t i = 0; i < COLUMNS; i++) png_write_row(png, pixels + i * ROWS);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
}

static void libpng_alone(void) {
    static uint8_t pixels[ROWS * COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++)
        for (size_t k = 0; k < ROWS; k++) {
            float scaled = weights[k * COLUMNS + i] * 255.5f;
            pixels[i * ROWS + k] = (uint8_t)(scaled > 0 ? fminf(scaled, 255) : 0);
        }
    double start = now_s();
    for (int i = 0; i < IMAGES; i++) encode_by_libpng(pixels);
    printf("{\"peer\": \"libpng alone\", \"case\": \"weight_images\", \"rate\": %.6g}\n",
           IMAGES / (now_s() - start));
}

/* The scalars of the first case, read back with both CRCs checked. */
static void read_scalars(void) {
    tblog_error err;
    char path[4096];
    snprintf(path, sizeof path, "%s/scalars", folder);
    tblog_logdir *logdir = tblog_logdir_open(path, &err);
    if (!logdir) fail(&err);
    tblog_reader *reader = tblog_reader_open(tblog_logdir_file(logdir, 0, 0), NULL, &err);
    if (!reader) fail(&err);
    tblog_record record;
    tblog_event event;
    tblog_value value;
    tblog_status status;
    double number, sum = 0, count = 0, start = now_s();
    while ((status = tblog_reader_next(reader, &record, &err)) == TBLOG_OK) {
        if (tblog_event_decode(&record, &event, &err)) fail(&err);
        while (tblog_event_next_value(&event, &value, &err) == TBLOG_OK)
            if (tblog_value_scalar(&value, &number)) sum += number, count++;
    }
    double seconds = now_s() - start;
    if (status != TBLOG_END || count != SCALARS || !(sum > 0)) fail(&err);
    tblog_reader_close(reader);
    report("read", count, seconds);

    tblog_run *run;
    start = now_s();
    if (tblog_run_load(logdir, 0, TBLOG_RESTARTS_REPLACE, &run, &err)) fail(&err);
    report("load", SCALARS, now_s() - start);
    tblog_run_free(run);
    tblog_logdir_close(logdir);
}

/* Drawn as glorot_uniform draws them, and left in FOLDER/kernel.f32 for the peers. */
static void make_weights(void) {
    char path[4096];
    uint32_t state = 1;
    for (size_t i = 0; i < ROWS * COLUMNS; i++) {
        state = state * 1664525u + 1013904223u;
        weights[i] = ((float)(state >> 8) / 16777216.0f - .5f) * .152f;
    }
    snprintf(path, sizeof path, "%s/kernel.f32", folder);
    FILE *out = fopen(path, "wb");
    if (!out || fwrite(weights, sizeof weights, 1, out) != 1 || fclose(out) != 0) {
        perror(path);
        exit(1);
    }
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "Usage: bench_events FOLDER\n");
        return 2;
    }
    folder = argv[1];
    make_weights();
    scalars("scalars", 1, 0);
    scalars("scalars of 100 tags", TAGS, 0);
    scalars("scalars by a queue", 1, 1 << 20);
    histograms();
    weight_images("weight_images", 0);
    weight_images("weight_images of png_level 1", 1);
    libpng_alone();
    read_scalars();
    return 0;
}
