/* SPDX-License-Identifier: Apache-2.0 */
/* Programs with a floating-point environment of their own: traps, another rounding, flags. */
#include <fenv.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <xmmintrin.h>
#endif

#include "own_writer.h"
#include "suite.h"

#ifdef __GLIBC__
enum { CAN_TRAP = 1 };
#else
enum { CAN_TRAP = 0 };
static int feenableexcept(int exceptions) {
    return exceptions;
}
static int fedisableexcept(int exceptions) {
    return exceptions;
}
static int fegetexcept(void) {
    return 0;
}
#endif

/* In a test with traps. */
#define NEED_TRAPS()                                                                               \
    if (!CAN_TRAP) SKIP("this C library sets no traps")

enum { N = 24 };

/* Numbers that no sum is exact for, and those that are none; a signalling NaN last. */
static float hostile[N], predictions[N];
static double wide[N];
static double signalling;
static uint8_t labels[N];

static void setup(void) {
    static const uint32_t narrow_bits = 0x7f800001;
    static const uint64_t wide_bits = 0x7ff0000000000001;
    own_writer_setup();
    for (size_t i = 0; i < N; i++) {
        hostile[i] = (float)i / 7 - 1;
        wide[i] = (double)i / 7 * (i % 2 ? 1e300 : -1e-310);
        labels[i] = (uint8_t)(i % 2);
        predictions[i] = (float)(i + 1) / (N + 1);
    }
    hostile[3] = NAN, hostile[5] = INFINITY, hostile[7] = -INFINITY, hostile[9] = FLT_MIN / 3;
    memcpy(&hostile[N - 1], &narrow_bits, sizeof narrow_bits);
    memcpy(&signalling, &wide_bits, sizeof wide_bits);
    wide[2] = NAN, wide[4] = -INFINITY, wide[6] = DBL_MAX;
}

static void log_summary(tblog_writer *w, const tblog_array *floats, const tblog_array *doubles) {
    const double edges[] = {-1.0 / 3, 1.0 / 7, 1e300}, counts[] = {1.0 / 3, 2}, bad[] = {0, NAN};
    const tblog_hparam values[] = {TBLOG_HPARAM_NUMBER("rate", 1.0 / 3),
                                   TBLOG_HPARAM_NUMBER("none", signalling)};
    tblog_summary *s = tblog_summary_new();
    tblog_summary_scalar(s, "s", 1e300, NULL);
    tblog_summary_scalar(s, "t", 1.0 / 3, NULL);
    for (int choice = 0; choice < 3; choice++)
        tblog_summary_finite_histogram(s, "f", floats, 7, (tblog_nonfinite)choice, NULL, NULL);
    tblog_summary_histogram(s, "d", doubles, 7, NULL);
    tblog_summary_histogram_buckets(s, "b", edges, counts, 2, NULL);
    tblog_summary_histogram_buckets(s, "c", bad, counts, 1, NULL);
    tblog_summary_image(s, "i", TBLOG_ARRAY(TBLOG_FLOAT32, hostile, 4, 6), 1, NULL);
    tblog_summary_weight_image(s, "w", TBLOG_ARRAY(TBLOG_FLOAT32, hostile, 4, 6), NULL);
    tblog_summary_audio(s, "a", TBLOG_ARRAY(TBLOG_FLOAT32, hostile, 1, N, 1), 8000, 1, NULL);
    tblog_summary_pr_curve(s, "p", labels, predictions, NULL, N, 11, NULL);
    tblog_summary_pr_curve(s, "q", labels, hostile, NULL, N, 11, NULL); /* refused */
    tblog_summary_hparams_start(s, values, 2, NULL, 1e9 + 1.0 / 3, NULL);
    tblog_summary_hparams_end(s, TBLOG_SESSION_SUCCESS, signalling, NULL);
    tblog_writer_add(w, 1, 1e9 + 1.0 / 3, s, NULL);
    tblog_writer_add(w, 2, (double)NAN, s, NULL); /* refused */
    tblog_writer_add_each(w, 3, TBLOG_NOW, s, NULL);
    tblog_summary_free(s);
}

/* Every kind with numbers as bad as can be. */
static void log_all(tblog_writer *w) {
    const tblog_array *floats = TBLOG_ARRAY(TBLOG_FLOAT32, hostile, N);
    const tblog_array *doubles = TBLOG_ARRAY(TBLOG_FLOAT64, wide, N);
    tblog_scalar(w, "nan", 0, (double)NAN);
    tblog_scalar(w, "large", 0, 1e300);
    tblog_scalar(w, "small", 0, -1e-300);
    tblog_scalar(w, "third", INT64_MAX, -1.0 / 3);
    tblog_histogram(w, "hostile", 0, hostile, N);
    tblog_histogram(w, "mild", 0, hostile + 10, N - 11);
    tblog_image(w, "f32", 0, TBLOG_ARRAY(TBLOG_FLOAT32, hostile, 4, 6));
    tblog_image(w, "f64", 0, TBLOG_ARRAY(TBLOG_FLOAT64, wide, 4, 6));
    tblog_image(w, "f16", 0, TBLOG_ARRAY(TBLOG_FLOAT16, hostile, 4, 6));
    tblog_weight_image(w, "weight", 0, TBLOG_ARRAY(TBLOG_FLOAT32, hostile, 4, 6));
    tblog_audio(w, "audio", 0, TBLOG_ARRAY(TBLOG_FLOAT32, hostile, 1, N, 1), 8000);
    tblog_pr_curve(w, "curve", 0, labels, predictions, N);
    tblog_pr_curve(w, "refused", 0, labels, hostile, N);
    tblog_mesh(w, "mesh", 0, TBLOG_ARRAY(TBLOG_FLOAT32, hostile, 1, 8, 3), NULL, NULL);
    tblog_tensor(w, "tensor", 0, doubles, NULL);
    tblog_text(w, "text", 0, "text");
    log_summary(w, floats, doubles);
    tblog_writer_flush(w, NULL);
}

static tblog_writer *open_with_queue(size_t queue_bytes) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.clock = clock_at_7;
    options.queue_bytes = queue_bytes;
    return open_with(&options);
}

/* What log_all writes in the environment that 'set' makes; the environment is as it was then. */
static file_bytes bytes_in(void (*set)(void), size_t queue_bytes) {
    fenv_t usual;
    fegetenv(&usual);
    int flags = 0, traps = 0, rounding = 0;
    if (set) set();
    int traps_before = fegetexcept(), rounding_before = fegetround();
    tblog_writer *writer = open_with_queue(queue_bytes);
    char *path = strdup(tblog_writer_path(writer));
    int flags_before = fetestexcept(FE_ALL_EXCEPT);
    log_all(writer);
    tblog_writer_close(writer, NULL);
    flags = fetestexcept(FE_ALL_EXCEPT), traps = fegetexcept(), rounding = fegetround();
    fesetenv(&usual);
    ck_assert_int_eq(flags, flags_before);
    ck_assert_int_eq(traps, traps_before);
    ck_assert_int_eq(rounding, rounding_before);
    file_bytes bytes = file_read(path);
    free(path);
    return bytes;
}

static void assert_same_in(void (*set)(void)) {
    file_bytes want = bytes_in(NULL, 0);
    ck_assert_uint_gt(want.size, 3000);
    for (size_t queue_bytes = 0; queue_bytes <= 1 << 16; queue_bytes += 1 << 16) {
        file_bytes got = bytes_in(set, queue_bytes);
        ck_assert_uint_eq(got.size, want.size);
        ck_assert_mem_eq(got.bytes, want.bytes, want.size);
        free(got.bytes);
    }
    free(want.bytes);
}

static void trap_all(void) {
    feclearexcept(FE_ALL_EXCEPT);
    feenableexcept(FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW | FE_UNDERFLOW | FE_INEXACT);
}

static void round_up(void) {
    fesetround(FE_UPWARD);
}

static void round_down(void) {
    fesetround(FE_DOWNWARD);
}

static void round_to_zero(void) {
    fesetround(FE_TOWARDZERO);
}

static void no_flags(void) {
    feclearexcept(FE_ALL_EXCEPT);
}

static void all_flags(void) {
    feraiseexcept(FE_ALL_EXCEPT);
}

START_TEST(a_program_that_traps_is_not_killed) {
    NEED_TRAPS();
    assert_same_in(trap_all);
}
END_TEST

START_TEST(another_rounding_mode_changes_no_byte) {
    assert_same_in(round_up);
    assert_same_in(round_down);
    assert_same_in(round_to_zero);
}
END_TEST

START_TEST(the_exception_flags_stay_as_they_are) {
    assert_same_in(no_flags);
    assert_same_in(all_flags);
}
END_TEST

static void flush_to_zero(void) {
#ifdef __SSE2__
    _mm_setcsr(_mm_getcsr() | 0x8040);
#endif
}

START_TEST(flushing_subnormals_changes_no_byte) {
    assert_same_in(flush_to_zero);
}
END_TEST

/* With the system's clock, which is a sum too. */
START_TEST(a_writer_lives_with_traps_from_open_to_close) {
    NEED_TRAPS();
    trap_all();
    tblog_writer *writer = tblog_writer_open(folder, NULL, NULL);
    double now = tblog_writer_now(writer);
    for (int i = 0; i < 1000; i++) tblog_scalar(writer, "a", i, 1);
    tblog_status closed = tblog_writer_close(writer, NULL);
    fedisableexcept(FE_ALL_EXCEPT);
    ck_assert_int_eq(closed, TBLOG_OK);
    ck_assert(now > 1e9);
}
END_TEST

/* What a file holds may be a signalling NaN, which becomes a double. */
START_TEST(reading_does_not_trap) {
    NEED_TRAPS();
    tblog_writer *writer = open_with_queue(0);
    float numbers_of_tensors[] = {0, 1, 2, 3, 4, 5};
    memcpy(numbers_of_tensors, &hostile[N - 1], sizeof hostile[0]);
    const tblog_plugin scalars = {"scalars", NULL, 0}, histograms = {"histograms", NULL, 0};
    const tblog_array number = {TBLOG_FLOAT32, numbers_of_tensors, 0, NULL, NULL};
    tblog_tensor(writer, "s", 0, &number, &scalars);
    tblog_tensor(writer, "h", 0, TBLOG_ARRAY(TBLOG_FLOAT32, numbers_of_tensors, 2, 3), &histograms);
    /* A histogram of TensorFlow 1: HistogramProto { 6: limits, 7: counts }, the count NaN. */
    static const uint8_t v1[] = "\x2a\x1b\x0a\x19\x0a\x01v\x2a\x14\x32\x08\0\0\0\0\0\0\xf0\x3f"
                                "\x3a\x08\0\0\0\0\0\0\xf8\x7f";
    ck_assert_int_eq(tblog_add_event(writer, v1, sizeof v1 - 1, &err), TBLOG_OK);
    tblog_writer_close(writer, NULL);

    tblog_logdir *logs = tblog_logdir_open(folder, &err);
    tblog_run *run;
    tblog_run_value v;
    size_t numbers = 0, buckets = 0;
    trap_all();
    tblog_status status = tblog_run_load(logs, 0, TBLOG_RESTARTS_REPLACE, &run, NULL);
    tblog_run_reader *reader = tblog_run_reader_open(logs, 0, run, NULL);
    while (!status && tblog_run_reader_next(reader, NULL, NULL, NULL) == TBLOG_OK)
        while (tblog_run_reader_next_value(reader, &v, NULL) == TBLOG_OK) {
            tblog_buckets b;
            double x, y, z;
            numbers += tblog_value_scalar(&v.value, &x);
            if (tblog_value_buckets(&v.value, &b))
                for (size_t i = 0; tblog_buckets_get(&b, i, &x, &y, &z); i++) buckets++;
        }
    fedisableexcept(FE_ALL_EXCEPT);
    ck_assert_int_eq(status, TBLOG_OK);
    ck_assert_uint_eq(numbers, 1);
    ck_assert_uint_eq(buckets, 2);
    tblog_run_reader_close(reader);
    tblog_run_free(run);
    tblog_logdir_close(logs);
}
END_TEST

SUITE_WITH("float_env", setup, own_folder_teardown, a_program_that_traps_is_not_killed,
           another_rounding_mode_changes_no_byte, the_exception_flags_stay_as_they_are,
           flushing_subnormals_changes_no_byte, a_writer_lives_with_traps_from_open_to_close,
           reading_does_not_trap)
