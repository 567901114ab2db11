/* SPDX-License-Identifier: Apache-2.0 */
/*
 * host FOLDER: log numbers that fast mathematics would change: NaN, infinities, subnormals, signed
 * zeros, sums in another order. They are made of their bits or exact, since this program is
 * compiled with the same flags.
 */
#include <stdio.h>
#include <string.h>
#include <tblog/tblog.h>

enum { N = 1000 };

static float numbers[N], finite[N], predictions[N];
static double wide[N];
static uint8_t labels[N];

static void fill(void) {
    static const uint32_t odd[] = {0x7fc00000, 0x7f800000, 0xff800000, 0x00000001, 0x80000000};
    static const uint64_t huge = 0x7fefffffffffffff, nan = 0x7ff8000000000000;
    for (size_t i = 0; i < N; i++) {
        finite[i] = numbers[i] = (float)(i * 7919 % 1024) / 1024 - .25F;
        predictions[i] = (float)(i * 104729 % 1024) / 1024;
        wide[i] = (double)i * .375;
        labels[i] = i % 3 == 0;
    }
    memcpy(&numbers[10], odd, sizeof odd);
    memcpy(&finite[20], odd + 3, 2 * sizeof odd[0]);
    memcpy(&wide[3], &huge, sizeof huge);
    memcpy(&wide[5], &nan, sizeof nan);
}

int main(int argc, char **argv) {
    tblog_error err = {TBLOG_OK, "usage: host FOLDER"};
    fill();
    tblog_writer *w = argc == 2 ? tblog_writer_open(argv[1], NULL, &err) : NULL;
    tblog_summary *s = tblog_summary_new();
    if (!w || !s) return fprintf(stderr, "%s\n", err.message), 1;
    for (size_t i = 0; i < 13; i++) tblog_scalar(w, "scalar", (int64_t)i, (double)numbers[i]);
    tblog_histogram(w, "odd", 0, numbers, N);
    tblog_histogram(w, "finite", 0, finite, N);
    tblog_image(w, "image", 0, TBLOG_ARRAY(TBLOG_FLOAT32, numbers, 20, 50));
    tblog_audio(w, "audio", 0, TBLOG_ARRAY(TBLOG_FLOAT32, numbers, 1, N, 1), 8000);
    tblog_pr_curve(w, "curve", 0, labels, predictions, N);
    for (int choice = 0; choice < 3; choice++)
        if (tblog_summary_finite_histogram(s, "wide", TBLOG_ARRAY(TBLOG_FLOAT64, wide, N), 30,
                                           (tblog_nonfinite)choice, NULL, &err))
            tblog_summary_text(s, "refused", err.message, NULL);
    if (tblog_summary_pr_curve(s, "refused", labels, numbers, NULL, N, 11, &err))
        tblog_summary_text(s, "refused too", err.message, NULL);
    tblog_status status = tblog_writer_add(w, 1, 1.5, s, &err);
    if (!status && tblog_writer_add(w, 1, wide[5], s, &err) == TBLOG_OK)
        return fprintf(stderr, "a wall time that is not a number was accepted\n"), 1;
    tblog_summary_free(s);
    if (status) return fprintf(stderr, "%s\n", err.message), 1;
    tblog_writer_close(w, NULL); /* for what was refused */
    return 0;
}
