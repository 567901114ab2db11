/* SPDX-License-Identifier: Apache-2.0 */
/* What a person sees of the runs while they train. */
#include "cli/progress.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { REDRAW_MS = 100, BAR_WIDTH = 20, LINE_SIZE = 512 };

typedef struct slot {
    progress *owner;
    const char *name;
    bool active, started, warned;
    train_state state;         /* as of the last callback; its model is not looked at */
    double started_s, seconds; /* of the run: when it began, how long it took */
} slot;

struct progress {
    FILE *out;
    progress_mode mode;
    size_t count, epochs; /* of all runs */
    int name_width;
    double started_s;
    pthread_t drawer;
    bool drawing, ending;
    pthread_mutex_t lock; /* guards ending, the slots and what is on the screen */
    pthread_cond_t wake;
    size_t lines; /* of bars now on the screen */
    slot slots[];
};

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

progress_mode progress_mode_for(FILE *out) {
    const char *term = getenv("TERM");
    bool dumb = !term || strcmp(term, "dumb") == 0;
    return isatty(fileno(out)) && !dumb ? PROGRESS_BARS : PROGRESS_LINES;
}

/* Columns that a line may have without being broken. */
static size_t terminal_width(const progress *self) {
    struct winsize window;
    if (ioctl(fileno(self->out), TIOCGWINSZ, &window) != 0 || window.ws_col < 2) return LINE_SIZE;
    return window.ws_col - 1u;
}

/* ---- the lines ---- */

/* 0:07, 12:34, 1:02:03 */
static void format_time(double seconds, char *text, size_t size) {
    long s = seconds > 0 ? (long)(seconds + .5) : 0;
    if (s < 3600)
        snprintf(text, size, "%ld:%02ld", s / 60, s % 60);
    else
        snprintf(text, size, "%ld:%02ld:%02ld", s / 3600, s / 60 % 60, s % 60);
}

/* [=====>..............] */
static void format_bar(double fraction, char *text) {
    int done = (int)(fraction * BAR_WIDTH);
    for (int i = 0; i < BAR_WIDTH; i++) text[i] = i < done ? '=' : i == done ? '>' : '.';
    text[BAR_WIDTH] = '\0';
}

static void format_metrics(const train_state *s, bool validated, char *text, size_t size) {
    int used = snprintf(text, size, "loss %.4f  accuracy %.4f", s->train.loss, s->train.accuracy);
    if (validated)
        snprintf(text + used, size - (size_t)used, "  val_loss %.4f  val_accuracy %.4f",
                 s->validation.loss, s->validation.accuracy);
}

/* Whether a line of this many columns would be broken in two. */
static bool is_narrow(const progress *self, size_t columns) {
    return self->mode == PROGRESS_BARS && columns > terminal_width(self);
}

/* A run under way: name, epoch, bar, batch, ETA of the run, metrics; narrow, the accuracy only. */
static void format_active(const slot *s, char *line) {
    const train_state *t = &s->state;
    char bar[BAR_WIDTH + 1], eta[32], metrics[128];
    size_t batch = t->batch < t->batches ? t->batch + 1 : t->batches;
    double in_epoch = t->batches ? (double)batch / (double)t->batches : 0;
    double done = t->epochs ? ((double)t->epoch + in_epoch) / (double)t->epochs : 0;
    double elapsed = now_s() - s->started_s;
    format_bar(in_epoch, bar);
    format_time(done > 0 ? elapsed * (1 - done) / done : 0, eta, sizeof eta);
    format_metrics(t, false, metrics, sizeof metrics);
    int length = snprintf(line, LINE_SIZE, "%-*s  epoch %2zu/%zu  [%s] %3zu/%zu  ETA %s  %s",
                          s->owner->name_width, s->name, t->epoch + 1, t->epochs, bar, batch,
                          t->batches, eta, metrics);
    if (is_narrow(s->owner, (size_t)length))
        snprintf(line, LINE_SIZE, "%-*s %2zu/%zu [%.*s] ETA %s  %.4f", s->owner->name_width,
                 s->name, t->epoch + 1, t->epochs, BAR_WIDTH, bar, eta, t->train.accuracy);
}

/* An epoch that is over; on a narrow terminal what matters most of it. */
static void format_epoch(const slot *s, char *line) {
    char metrics[128];
    format_metrics(&s->state, true, metrics, sizeof metrics);
    int length =
        snprintf(line, LINE_SIZE, "%-*s  epoch %2zu/%zu  %5.2f s  %s", s->owner->name_width,
                 s->name, s->state.epoch + 1, s->state.epochs, s->state.seconds, metrics);
    if (is_narrow(s->owner, (size_t)length))
        snprintf(line, LINE_SIZE, "%-*s %2zu/%zu %5.2f s  val_accuracy %.4f", s->owner->name_width,
                 s->name, s->state.epoch + 1, s->state.epochs, s->state.seconds,
                 s->state.validation.accuracy);
}

/* A run that is over. */
static void format_run(const slot *s, char *line) {
    char metrics[128];
    format_metrics(&s->state, true, metrics, sizeof metrics);
    int length = snprintf(line, LINE_SIZE, "%-*s  %2zu epochs  %6.2f s  %s", s->owner->name_width,
                          s->name, s->state.epoch, s->seconds, metrics);
    if (is_narrow(s->owner, (size_t)length))
        snprintf(line, LINE_SIZE, "%-*s %3zu epochs %6.2f s  val_accuracy %.4f",
                 s->owner->name_width, s->name, s->state.epoch, s->seconds,
                 s->state.validation.accuracy);
}

/* All runs together: "3 of 12 runs done  ETA 0:31". */
static void format_total(const progress *self, char *line) {
    size_t done = 0;
    double epochs = 0;
    char eta[32];
    for (size_t i = 0; i < self->count; i++) {
        const slot *s = &self->slots[i];
        const train_state *t = &s->state;
        done += s->started && !s->active;
        epochs += (double)t->epoch;
        if (s->active && t->batches) epochs += (double)t->batch / (double)t->batches;
    }
    double fraction = epochs / (double)self->epochs;
    double elapsed = now_s() - self->started_s;
    format_time(fraction > 0 ? elapsed * (1 - fraction) / fraction : 0, eta, sizeof eta);
    snprintf(line, LINE_SIZE, "%zu of %zu runs done  ETA %s", done, self->count, eta);
}

/* ---- the screen; the lock is held ---- */

static void erase_bars(progress *self) {
    if (self->lines) fprintf(self->out, "\033[%zuA\r\033[J", self->lines);
    self->lines = 0;
}

static void put_bar(progress *self, const char *line) {
    fprintf(self->out, "%.*s\n", (int)terminal_width(self), line);
    self->lines++;
}

static void draw_bars(progress *self) {
    char line[LINE_SIZE];
    erase_bars(self);
    for (size_t i = 0; i < self->count; i++) {
        if (!self->slots[i].active) continue;
        format_active(&self->slots[i], line);
        put_bar(self, line);
    }
    if (self->count > 1 && !self->ending) {
        format_total(self, line);
        put_bar(self, line);
    }
    fflush(self->out);
}

/* A line that stays, above the bars. */
static void put_line(progress *self, const char *line) {
    erase_bars(self);
    fprintf(self->out, "%s\n", line);
    if (self->mode == PROGRESS_BARS)
        draw_bars(self);
    else
        fflush(self->out);
}

static void *draw(void *context) {
    progress *self = context;
    pthread_mutex_lock(&self->lock);
    while (!self->ending) {
        draw_bars(self);
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += REDRAW_MS * 1000000L;
        until.tv_sec += until.tv_nsec / 1000000000L;
        until.tv_nsec %= 1000000000L;
        pthread_cond_timedwait(&self->wake, &self->lock, &until);
    }
    pthread_mutex_unlock(&self->lock);
    return NULL;
}

/* ---- its life ---- */

progress *progress_new(FILE *out, progress_mode mode, const run *runs, size_t count) {
    progress *self = calloc(1, sizeof *self + count * sizeof self->slots[0]);
    if (!self) return NULL;
    *self = (progress){.out = out, .mode = mode, .count = count};
    self->started_s = now_s();
    for (size_t i = 0; i < count; i++) {
        self->slots[i] = (slot){.owner = self, .name = runs[i].name};
        self->epochs += runs[i].options.epochs;
        int width = (int)strlen(runs[i].name);
        if (width > self->name_width) self->name_width = width;
    }
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->wake, NULL);
    if (mode == PROGRESS_BARS) self->drawing = pthread_create(&self->drawer, NULL, draw, self) == 0;
    return self;
}

void progress_free(progress *self) {
    if (!self) return;
    pthread_mutex_lock(&self->lock);
    self->ending = true;
    pthread_cond_signal(&self->wake);
    pthread_mutex_unlock(&self->lock);
    if (self->drawing) pthread_join(self->drawer, NULL);
    erase_bars(self);
    fflush(self->out);
    pthread_cond_destroy(&self->wake);
    pthread_mutex_destroy(&self->lock);
    free(self);
}

/* ---- the moments ---- */

static void on_begin(void *context, size_t index, const run *r, const train_state *state) {
    progress *self = context;
    slot *s = &self->slots[index];
    (void)r;
    pthread_mutex_lock(&self->lock);
    s->state = *state;
    s->active = s->started = true;
    s->started_s = now_s();
    pthread_mutex_unlock(&self->lock);
}

static void on_batch_end(void *context, size_t index, const run *r, const train_state *state) {
    progress *self = context;
    (void)r;
    pthread_mutex_lock(&self->lock);
    self->slots[index].state = *state;
    pthread_mutex_unlock(&self->lock);
}

/* One run alone keeps a line for each epoch, like Keras; of several, only plain output does. */
static void on_epoch_end(void *context, size_t index, const run *r, const train_state *state) {
    progress *self = context;
    slot *s = &self->slots[index];
    char line[LINE_SIZE];
    (void)r;
    pthread_mutex_lock(&self->lock);
    s->state = *state;
    if (state->warning && !s->warned) {
        snprintf(line, sizeof line, "%s  warning: %.400s", s->name, state->warning->message);
        put_line(self, line);
        s->warned = true;
    }
    if (self->count == 1 || self->mode == PROGRESS_LINES) {
        format_epoch(s, line);
        put_line(self, line);
    }
    pthread_mutex_unlock(&self->lock);
}

static void on_end(void *context, size_t index, const run *r, const train_state *state) {
    progress *self = context;
    slot *s = &self->slots[index];
    char line[LINE_SIZE];
    (void)state;
    pthread_mutex_lock(&self->lock);
    s->state.epoch = r->history.count;
    s->active = false;
    s->seconds = now_s() - s->started_s;
    if (self->count > 1 && self->mode == PROGRESS_BARS && s->state.epoch > 0) {
        format_run(s, line);
        put_line(self, line);
    }
    pthread_mutex_unlock(&self->lock);
}

run_watcher progress_watcher(progress *self) {
    if (!self || self->mode == PROGRESS_NONE) return (run_watcher){0};
    return (run_watcher){.self = self,
                         .hooks = {[RUN_BEGIN] = on_begin,
                                   [RUN_BATCH_END] = on_batch_end,
                                   [RUN_EPOCH_END] = on_epoch_end,
                                   [RUN_END] = on_end}};
}
