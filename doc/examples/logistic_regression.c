/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A training loop of its own that logs to TensorBoard: which of three cultivars is a wine of? By
 * multinomial logistic regression and gradient descent, on wine.csv beside this file.
 *
 *     cc logistic_regression.c $(pkg-config --cflags --libs tblog) -lm && ./a.out wine.csv
 *     tensorboard --logdir logs
 *
 * The ten lines that logging takes end in "log"; all others would be there without it.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <tblog/tblog.h> /* log */

enum { N = 178, D = 13, CLASSES = 3, STEPS = 300 };

typedef struct sample {
    double x[D + 1]; /* the last is 1, for the bias */
    int label;
    int validates; /* every fourth: it is not trained on */
} sample;

/* D numbers and a label, with commas between them. */
static int read_sample(const char *line, sample *s) {
    char *end;
    for (int k = 0; k < D; k++, line = end + 1) {
        s->x[k] = strtod(line, &end);
        if (end == line || *end != ',') return 0;
    }
    s->x[D] = 1;
    s->label = (int)strtol(line, &end, 10);
    return end != line && s->label >= 0 && s->label < CLASSES;
}

/* N rows, after comments and a line of names. */
static int read_samples(const char *path, sample samples[N]) {
    char line[512];
    FILE *in = fopen(path, "r");
    int n = 0;
    while (in && n < N && fgets(line, sizeof line, in)) {
        if (!read_sample(line, &samples[n])) continue;
        samples[n].validates = n % 4 == 3;
        n++;
    }
    if (in) fclose(in);
    return n == N;
}

/* Each measurement to mean 0 and standard deviation 1 over what is trained on. */
static void standardize(sample samples[N]) {
    for (int k = 0; k < D; k++) {
        double n = 0, sum = 0, squares = 0;
        for (int i = 0; i < N; i++) {
            if (samples[i].validates) continue;
            n++;
            sum += samples[i].x[k];
            squares += samples[i].x[k] * samples[i].x[k];
        }
        double mean = sum / n, deviation = sqrt(squares / n - mean * mean);
        for (int i = 0; i < N; i++) samples[i].x[k] = (samples[i].x[k] - mean) / deviation;
    }
}

/* Softmax of w' x. */
static void probabilities(float w[D + 1][CLASSES], const sample *s, double p[CLASSES]) {
    double sum = 0;
    for (int c = 0; c < CLASSES; c++) {
        p[c] = 0;
        for (int k = 0; k <= D; k++) p[c] += (double)w[k][c] * s->x[k];
        sum += p[c] = exp(p[c]);
    }
    for (int c = 0; c < CLASSES; c++) p[c] /= sum;
}

typedef struct metrics {
    double loss, accuracy; /* means */
} metrics;

static metrics evaluate(float w[D + 1][CLASSES], const sample samples[N], int validates) {
    metrics m = {0, 0};
    double n = 0, p[CLASSES];
    for (int i = 0; i < N; i++) {
        if (samples[i].validates != validates) continue;
        int best = 0;
        probabilities(w, &samples[i], p);
        for (int c = 1; c < CLASSES; c++) best = p[c] > p[best] ? c : best;
        n++;
        m.loss -= log(p[samples[i].label]);
        m.accuracy += best == samples[i].label;
    }
    return (metrics){m.loss / n, m.accuracy / n};
}

/* One step down the gradient of the mean loss. */
static void descend(float w[D + 1][CLASSES], const sample samples[N], double rate) {
    double gradient[D + 1][CLASSES] = {{0}}, p[CLASSES], n = 0;
    for (int i = 0; i < N; i++) {
        if (samples[i].validates) continue;
        n++;
        probabilities(w, &samples[i], p);
        for (int c = 0; c < CLASSES; c++)
            for (int k = 0; k <= D; k++)
                gradient[k][c] += (p[c] - (c == samples[i].label)) * samples[i].x[k];
    }
    for (int k = 0; k <= D; k++)
        for (int c = 0; c < CLASSES; c++) w[k][c] -= (float)(rate * gradient[k][c] / n);
}

int main(int argc, char **argv) {
    static sample samples[N];
    static float w[D + 1][CLASSES]; /* zeros */
    if (argc != 2 || !read_samples(argv[1], samples))
        return fprintf(stderr, "Usage: logistic_regression wine.csv\n"), 2;
    standardize(samples);

    tblog_error err;                                                                  /* log */
    tblog_writer *train = tblog_writer_open("logs/wine/train", NULL, &err);           /* log */
    tblog_writer *test = train ? tblog_writer_open("logs/wine/test", NULL, &err) : 0; /* log */
    if (!test) return fprintf(stderr, "%s\n", err.message), 1;                        /* log */

    for (int step = 0; step < STEPS; step++) {
        metrics on_train = evaluate(w, samples, 0), on_test = evaluate(w, samples, 1);
        tblog_scalar(train, "loss", step, on_train.loss);                         /* log */
        tblog_scalar(test, "loss", step, on_test.loss);                           /* log */
        tblog_scalar(test, "accuracy", step, on_test.accuracy);                   /* log */
        tblog_histogram(train, "weights", step, w[0], sizeof w / sizeof w[0][0]); /* log */
        descend(w, samples, .5);
    }
    int code = tblog_writer_close(train, &err) || tblog_writer_close(test, &err); /* log */
    if (code) fprintf(stderr, "%s\n", err.message);

    metrics end = evaluate(w, samples, 1);
    printf("test loss %.4f, accuracy %.4f\n", end.loss, end.accuracy);
    return code;
}
