/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much memory the library uses, and what it does without memory. The linker redirects its
 * allocations to this file.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "own_folder.h"
#include "suite.h"
#include "tblog/bytes.h"
#include "tblog/crc/crc32c.h"
#include "tblog/write/event.h"

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
char *__wrap_strdup(const char *text);
char *__real_strndup(const char *text, size_t size);
char *__wrap_strndup(const char *text, size_t size);
int __wrap_asprintf(char **text, const char *format, ...);

static size_t allocations, bytes;
static size_t failing; /* the allocation that fails, from 1; 0: none */
static bool from_then_on;

/* Whether this allocation fails. */
static bool count(size_t size) {
    size_t number =
        __atomic_add_fetch(&allocations, 1, __ATOMIC_RELAXED); /* threads allocate too */
    __atomic_add_fetch(&bytes, size, __ATOMIC_RELAXED);
    if (!failing || number < failing || (number > failing && !from_then_on)) return false;
    errno = ENOMEM;
    return true;
}

void *__wrap_malloc(size_t size) {
    return count(size) ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size) {
    return count(n * size) ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size) {
    return count(size) ? NULL : __real_realloc(old, size);
}

char *__wrap_strdup(const char *text) {
    return count(strlen(text) + 1) ? NULL : __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t size) {
    return count(size + 1) ? NULL : __real_strndup(text, size);
}

int __wrap_asprintf(char **text, const char *format, ...) {
    if (count(1)) return -1;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(text, format, arguments);
    va_end(arguments);
    return length;
}

START_TEST(an_idle_writer_takes_less_than_256_KiB) {
    allocations = bytes = 0;
    tblog_writer *writer = tblog_writer_open(folder, NULL, NULL);
    ck_assert_uint_gt(allocations, 0);
    ck_assert_uint_gt(bytes, 64 * 1024);
    ck_assert_uint_lt(bytes, 256 * 1024);
    tblog_writer_close(writer, NULL);
}
END_TEST

static void assert_scalars_allocate_nothing(size_t queue_bytes) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.queue_bytes = queue_bytes;
    tblog_writer *writer = tblog_writer_open(folder, &options, NULL);
    tblog_scalar(writer, "loss", 0, 1); /* its kind is remembered */
    tblog_writer_flush(writer, NULL);
    allocations = 0;
    for (int64_t step = 1; step < 10000; step++) tblog_scalar(writer, "loss", step, 1);
    tblog_writer_flush(writer, NULL);
    ck_assert_uint_eq(allocations, 0);
    tblog_writer_close(writer, NULL);
}

START_TEST(a_scalar_allocates_nothing) {
    assert_scalars_allocate_nothing(0);
    assert_scalars_allocate_nothing(1 << 16);
}
END_TEST

/* A length that no file has room for is refused, and one that is allowed is believed only as far as
 * bytes come. */
START_TEST(a_claim_costs_no_memory) {
    static const struct {
        uint64_t length;
        tblog_status status;
    } claims[] = {{TBLOG_RECORD_MAX, TBLOG_ERR_TRUNCATED},
                  {UINT64_C(10) << 30, TBLOG_ERR_TOO_LARGE}};
    char *path = path_of("%s/claim", folder);
    for (size_t i = 0; i < 2; i++) {
        tblog_record record;
        uint8_t file[20] = {0};
        tblog__put_le64(file, claims[i].length);
        tblog__put_le32(file + 8, tblog__crc32c_masked(file, 8));
        file_write(path, file, sizeof file);
        bytes = 0;
        tblog_reader *reader = tblog_reader_open(path, NULL, NULL);
        ck_assert_int_eq(tblog_reader_next(reader, &record, NULL), claims[i].status);
        ck_assert_uint_lt(bytes, 300 * 1024); /* a buffer, and what belongs to it */
        tblog_reader_close(reader);
    }
    free(path);
}
END_TEST

/* For the largest one there is no memory here; one byte more is refused before any is asked for. */
START_TEST(an_event_of_the_largest_size_is_not_too_large) {
    for (size_t more = 0; more < 2; more++) {
        tblog_error err = {0};
        tblog__arena arena;
        tblog__record record;
        Tblog__Event event = TBLOG__EVENT__INIT;
        event.what_case = TBLOG__EVENT__WHAT_GRAPH_DEF;
        event.graph_def.len =
            TBLOG_RECORD_MAX - 6 + more; /* after a key and five bytes of length */
        ck_assert_uint_eq(tblog__event__get_packed_size(&event), TBLOG_RECORD_MAX + more);
        tblog__arena_init(&arena);
        allocations = 0;
        failing = 1;
        from_then_on = true;
        tblog_status status = tblog__event_encode(&event, &arena, &record, &err);
        failing = 0;
        ck_assert_int_eq(status, more ? TBLOG_ERR_TOO_LARGE : TBLOG_ERR_NO_MEMORY);
        tblog__arena_reset(&arena);
    }
}
END_TEST

/* ---- each allocation failed ---- */

static bool fine(tblog_status status) {
    return status == TBLOG_OK || status == TBLOG_ERR_NO_MEMORY;
}

/* Check allocates too, by the same functions: report errors when there is memory again. */
static char complaint[1024];

static void may_lack(tblog_status status, const char *call, const tblog_error *err) {
    if (!fine(status) && !*complaint)
        snprintf(complaint, sizeof complaint, "%s: %d %.500s", call, (int)status, err->message);
}

#define MAY_LACK(call) may_lack(call, #call, &err)

static void log_every_kind(tblog_writer *w, tblog_error *error) {
    static float x[900];
    static uint8_t pixels[64];
    tblog_error err = {TBLOG_OK, ""};
    int32_t faces[3] = {0, 1, 2};
    const tblog_plugin plugin = {"mine", "x", 1};
    char tag[32];
    for (int i = 0; i < 40; i++) { /* enough for the table of kinds to grow */
        snprintf(tag, sizeof tag, "s%d", i);
        MAY_LACK(tblog_scalar(w, tag, 1, 1));
    }
    MAY_LACK(tblog_histogram(w, "histogram", 1, x, 900));
    MAY_LACK(tblog_image(w, "image", 1, TBLOG_ARRAY(TBLOG_UINT8, pixels, 8, 8)));
    MAY_LACK(tblog_weight_image(w, "weight", 1, TBLOG_ARRAY(TBLOG_FLOAT32, x, 30, 30)));
    MAY_LACK(tblog_keras_model(w, 1, "{}", 2));
    MAY_LACK(tblog_text(w, "text", 1, "text"));
    MAY_LACK(tblog_audio(w, "audio", 1, TBLOG_ARRAY(TBLOG_FLOAT32, x, 1, 900, 1), 8000));
    MAY_LACK(tblog_pr_curve(w, "curve", 1, pixels, x, 64));
    MAY_LACK(tblog_mesh(w, "mesh", 1, TBLOG_ARRAY(TBLOG_FLOAT32, x, 1, 3, 3),
                        TBLOG_ARRAY(TBLOG_INT32, faces, 1, 1, 3), NULL));
    MAY_LACK(tblog_tensor(w, "tensor", 1, TBLOG_ARRAY(TBLOG_FLOAT32, x, 900), &plugin));
    MAY_LACK(tblog_add_event(w, "", 0, error));
}

static void log_layouts(tblog_writer *w, tblog_error *error) {
    tblog_error err = {TBLOG_OK, ""};
    const tblog_hparam values[] = {TBLOG_HPARAM_NUMBER("a", 1), TBLOG_HPARAM_STRING("b", "x")};
    const tblog_hparam_info infos[] = {{.name = "a", .has_interval = 1, .max = 1},
                                       {.name = "b", .values = values + 1, .value_count = 1}};
    const tblog_metric_info metric = {.tag = "m"};
    const tblog_experiment experiment = {
        .hparams = infos, .hparam_count = 2, .metrics = &metric, .metric_count = 1};
    const char *const tags[] = {"a"};
    const tblog_chart chart = {.title = "c", .tags = tags, .tag_count = 1};
    const tblog_category category = {.title = "k", .charts = &chart, .chart_count = 1};
    tblog_summary *s = tblog_summary_new();
    tblog_graph *g = tblog_graph_new();
    if (s) {
        MAY_LACK(tblog_summary_hparams_experiment(s, &experiment, error));
        MAY_LACK(tblog_summary_hparams_start(s, values, 2, "g", 1, error));
        MAY_LACK(tblog_summary_custom_scalars(s, &category, 1, error));
        MAY_LACK(tblog_writer_add_each(w, 0, TBLOG_NOW, s, error));
        tblog_summary_free(s);
    }
    for (int i = 0; g && i < 20; i++) {
        char name[16];
        snprintf(name, sizeof name, "n%d", i);
        if (tblog_graph_add(g, name, "op", tags, 1, error) == TBLOG_OK)
            MAY_LACK(tblog_graph_attribute(g, "k", "v", error));
    }
    if (g) MAY_LACK(tblog_writer_add_graph(w, TBLOG_NOW, g, error));
    tblog_graph_free(g);
}

static void write_all(const tblog_writer_options *options) {
    tblog_error err = {TBLOG_OK, ""};
    tblog_writer *writer = tblog_writer_open(folder, options, &err);
    if (!writer) {
        MAY_LACK(err.status);
        return;
    }
    log_every_kind(writer, &err);
    log_layouts(writer, &err);
    MAY_LACK(tblog_writer_flush(writer, &err));
    MAY_LACK(tblog_writer_close(writer, &err));
}

static void write_embedding(void) {
    static const float vectors[6] = {0};
    static const char *const labels[] = {"a", "b"};
    static const uint8_t pictures[2 * 4 * 4] = {0};
    tblog_error err = {TBLOG_OK, ""};
    const tblog_embedding e = {.name = "e",
                               .vectors = TBLOG_ARRAY(TBLOG_FLOAT32, vectors, 2, 3),
                               .column_count = 1,
                               .labels = labels,
                               .pictures = TBLOG_ARRAY(TBLOG_UINT8, pictures, 2, 4, 4)};
    MAY_LACK(tblog_projector_write(folder, &e, 1, &err));
}

/* Whatever is there is sound; loading it may lack memory too. */
static void read_all(void) {
    tblog_error err = {TBLOG_OK, ""};
    tblog_logdir *logdir = tblog_logdir_open(folder, &err);
    if (!logdir) {
        MAY_LACK(err.status);
        return;
    }
    for (size_t i = 0; i < tblog_logdir_run_count(logdir); i++) {
        tblog_run *run;
        MAY_LACK(tblog_run_load(logdir, i, TBLOG_RESTARTS_KEEP, &run, &err));
        tblog_run_free(run);
    }
    tblog_logdir_close(logdir);
}

static void fail_each(const tblog_writer_options *options, bool on) {
    for (size_t n = 1;; n++) {
        allocations = 0;
        failing = n;
        from_then_on = on;
        write_all(options);
        write_embedding();
        read_all();
        failing = 0;
        size_t taken = allocations;
        ck_assert_msg(!*complaint, "allocation %zu fails: %s", n, complaint);
        read_all(); /* with memory again: no record is torn */
        ck_assert_msg(!*complaint, "allocation %zu failed: %s", n, complaint);
        own_folder_teardown();
        own_folder_setup();
        if (taken < n) break;
        ck_assert_uint_lt(n, 5000);
    }
}

START_TEST(each_allocation_may_fail_once) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    fail_each(&options, false);
    options.queue_bytes = 4096;
    options.compression = TBLOG_COMPRESSION_ZLIB;
    fail_each(&options, false);
}
END_TEST

START_TEST(memory_may_end_at_each_allocation) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    fail_each(&options, true);
    options.queue_bytes = 4096;
    fail_each(&options, true);
}
END_TEST

SUITE_WITH("memory", own_folder_setup, own_folder_teardown, an_idle_writer_takes_less_than_256_KiB,
           a_scalar_allocates_nothing, a_claim_costs_no_memory,
           an_event_of_the_largest_size_is_not_too_large, each_allocation_may_fail_once,
           memory_may_end_at_each_allocation)
