/* SPDX-License-Identifier: Apache-2.0 */
/* The display of runs while they train. Its hooks are called in the threads that train; one more
 * thread redraws. */
#include "cli/initlab/display/progress.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"
#include "cli/initlab/display/progress_lines.h"
#include "cli/screen/screen.h"

enum { REDRAW_MS = 100 };

struct progress {
    terminal out;
    pthread_t drawer;
    bool drawing, ending;
    pthread_mutex_t lock; /* guards ending, the state and the screen */
    pthread_cond_t wake;
    progress_state state;
    screen screen;
};

/* ---- output; the caller holds the lock ---- */

/* One column and one row less than the terminal has: terminals differ in how they treat the last
 * column, and the cursor needs a line. */
static terminal_size usable_size(const progress *self) {
    terminal_size size = terminal_size_of(&self->out);
    if (size.columns > 1) size.columns--;
    if (size.rows > 1) size.rows--;
    return size;
}

/* A terminal like 'out' that writes to memory. *text is valid once its 'out' is closed; free it. */
static terminal in_memory(const progress *self, char **text, size_t *size) {
    terminal memory = self->out;
    *text = NULL;
    memory.out = open_memstream(text, size);
    return memory;
}

static void draw_frame(progress *self) {
    char *text;
    size_t size;
    terminal memory = in_memory(self, &text, &size);
    if (!memory.out) return;
    progress_put_frame(&self->state, monotonic_s(), &memory, usable_size(self));
    fclose(memory.out);
    screen_draw(&self->screen, text);
}

/* Prints lines of a run that stay on the screen. */
typedef void (*put_lines)(const progress_state *state, size_t index, const terminal *out,
                          size_t columns);

static void put_kept(progress *self, put_lines put, size_t index) {
    char *text;
    size_t size;
    terminal memory = in_memory(self, &text, &size);
    if (!memory.out) return;
    put(&self->state, index, &memory, usable_size(self).columns);
    fclose(memory.out);
    if (self->out.can_redraw) {
        screen_put(&self->screen, text);
    } else {
        fputs(text, self->out.out);
        fflush(self->out.out);
    }
    free(text);
}

static void *draw(void *context) {
    progress *self = context;
    pthread_mutex_lock(&self->lock);
    while (!self->ending) {
        draw_frame(self);
        monotonic_wait(&self->wake, &self->lock, REDRAW_MS);
    }
    pthread_mutex_unlock(&self->lock);
    return NULL;
}

/* ---- starting and ending ---- */

progress *progress_new(const terminal *out, const run *runs, size_t count) {
    progress *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    self->out = *out;
    self->screen.out = &self->out;
    pthread_mutex_init(&self->lock, NULL);
    monotonic_cond_init(&self->wake);
    if (!progress_state_init(&self->state, runs, count, monotonic_s())) {
        progress_free(self);
        return NULL;
    }
    if (out->can_redraw) self->drawing = pthread_create(&self->drawer, NULL, draw, self) == 0;
    return self;
}

void progress_free(progress *self) {
    if (!self) return;
    pthread_mutex_lock(&self->lock);
    self->ending = true;
    pthread_cond_signal(&self->wake);
    pthread_mutex_unlock(&self->lock);
    if (self->drawing) pthread_join(self->drawer, NULL);
    screen_draw(&self->screen, NULL);
    progress_state_free(&self->state);
    pthread_cond_destroy(&self->wake);
    pthread_mutex_destroy(&self->lock);
    free(self);
}

/* ---- hooks of the watcher ---- */

static void on_wait(void *context, size_t index, const run *r, const train_state *at) {
    progress *self = context;
    (void)at;
    pthread_mutex_lock(&self->lock);
    self->state.runs[index].waits_for = r->err.message;
    put_kept(self, progress_put_wait, index);
    pthread_mutex_unlock(&self->lock);
}

static void on_begin(void *context, size_t index, const run *r, const train_state *at) {
    progress *self = context;
    pthread_mutex_lock(&self->lock);
    progress_state_begin(&self->state, index, r, at, monotonic_s());
    pthread_mutex_unlock(&self->lock);
}

static void on_batch_end(void *context, size_t index, const run *r, const train_state *at) {
    progress *self = context;
    (void)r;
    pthread_mutex_lock(&self->lock);
    progress_state_batch(&self->state, index, at);
    pthread_mutex_unlock(&self->lock);
}

/* A single run keeps a line for each epoch, like Keras; several runs do so only in plain output. */
static void on_epoch_end(void *context, size_t index, const run *r, const train_state *at) {
    progress *self = context;
    const progress_run *shown = &self->state.runs[index];
    (void)r;
    pthread_mutex_lock(&self->lock);
    bool warned = shown->warning;
    progress_state_epoch(&self->state, index, at);
    if (shown->warning && !warned) put_kept(self, progress_put_warning, index);
    if (self->state.count == 1 || !self->out.can_redraw) put_kept(self, progress_put_epoch, index);
    pthread_mutex_unlock(&self->lock);
}

/* Each of several runs keeps a line, unless there are too many. */
static void on_end(void *context, size_t index, const run *r, const train_state *at) {
    progress *self = context;
    (void)at;
    pthread_mutex_lock(&self->lock);
    progress_state_end(&self->state, index, r);
    if (self->state.count > 1 && self->out.can_redraw && self->state.runs[index].epoch > 0 &&
        !progress_is_many(&self->state, usable_size(self)))
        put_kept(self, progress_put_run, index);
    pthread_mutex_unlock(&self->lock);
}

run_watcher progress_watcher(progress *self) {
    if (!self) return (run_watcher){0};
    return (run_watcher){.self = self,
                         .hooks = {[RUN_WAIT] = on_wait,
                                   [RUN_BEGIN] = on_begin,
                                   [RUN_BATCH_END] = on_batch_end,
                                   [RUN_EPOCH_END] = on_epoch_end,
                                   [RUN_END] = on_end}};
}
