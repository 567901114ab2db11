/* SPDX-License-Identifier: Apache-2.0 */
/* Rank 0: hands out runs, hears of them, and notices who is gone. Its own runs are trained by other
 * threads; this one alone talks to MPI. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "runs/folder.h"
#include "runs/lock.h"
#include "runs/ranks/files.h"
#include "runs/ranks/wire.h"

typedef struct server {
    ranks *ranks;
    const comparison *comparison;
    run_queue *queue;
    atomic_bool *begun; /* (comparison->count) whether somebody had the run before */
    double pinged_s;    /* when all were told that rank 0 is there */
} server;

/* ---- ranks that are gone ---- */

static void lose(server *s, int rank) {
    ranks_peer *peer = &s->ranks->peers[rank];
    if (peer->lost) return;
    peer->lost = true;
    peer->holds = peer->wants = 0;
    s->ranks->lost++;
    run_queue_give_back(s->queue, rank);
}

static void say(server *s, int rank, wire_tag tag, const void *bytes, size_t size) {
    if (!s->ranks->peers[rank].lost && !wire_post(s->ranks, rank, tag, bytes, size)) lose(s, rank);
}

/* Those that hold runs must be heard. */
static void look_for_the_lost(server *s, double now_s) {
    for (int rank = 1; rank < s->ranks->count; rank++) {
        const ranks_peer *peer = &s->ranks->peers[rank];
        if (peer->holds && now_s - peer->heard_s > s->ranks->options.lease_s) lose(s, rank);
    }
}

static void ping(server *s, double now_s) {
    if (now_s - s->pinged_s < s->ranks->options.lease_s / 10) return;
    s->pinged_s = now_s;
    for (int rank = 1; rank < s->ranks->count; rank++)
        if (!wire_pending(s->ranks, rank)) say(s, rank, WIRE_ALIVE, NULL, 0);
}

static void pass_on_stop(server *s) {
    if (!atomic_load(s->comparison->stop)) return;
    for (int rank = 1; rank < s->ranks->count; rank++) {
        ranks_peer *peer = &s->ranks->peers[rank];
        if (peer->stopped) continue;
        peer->stopped = true;
        say(s, rank, WIRE_STOP, NULL, 0);
    }
}

/* ---- runs for others ---- */

/* Somebody had it: what its folder has is to be taken up; and what was sent of it is no more than a
 * part. */
static void begin_again(server *s, size_t index) {
    error err;
    char *folder = run_folder(&s->comparison->runs[index]);
    if (folder && s->ranks->options.gather) run_folder_prepare(folder, true, &err);
    free(folder);
}

static void give(server *s, int rank, size_t index) {
    run *r = &s->comparison->runs[index];
    if (!s->ranks->options.gather) run_lock_release(r); /* the other takes it */
    if (s->begun[index]) begin_again(s, index);
    const wire_run message = {index, r->options.epochs, r->options.resume || s->begun[index]};
    s->begun[index] = true;
    s->ranks->peers[rank].wants--;
    s->ranks->peers[rank].holds++;
    s->ranks->peers[rank].heard_s = monotonic_s();
    if (s->ranks->options.gather && r->options.resume &&
        !ranks_files_send_run(r, index, rank, s->ranks->options.lease_s / 4))
        lose(s, rank);
    say(s, rank, WIRE_RUN, &message, sizeof message);
}

static void answer_wants(server *s) {
    for (int rank = 1; rank < s->ranks->count; rank++) {
        const ranks_peer *peer = &s->ranks->peers[rank];
        size_t index;
        while (!peer->lost && peer->wants &&
               run_queue_take(s->queue, rank, &index) == RUN_QUEUE_TAKEN)
            give(s, rank, index);
    }
}

/* ---- what others tell ---- */

static bool take_history(run *r, const wire_told *told, const void *epochs) {
    size_t count = told->first + told->epochs;
    if (told->first > r->history.count || !history_reserve(&r->history, count)) return false;
    memcpy(r->history.epochs + told->first, epochs, told->epochs * sizeof *r->history.epochs);
    r->history.count = count;
    return true;
}

static void hear_run(server *s, int rank, const wire_message *message) {
    const wire_told *told = message->bytes;
    const comparison *c = s->comparison;
    if (message->size < sizeof *told || told->index >= c->count || told->epochs > 1000000 ||
        told->moment >= RUN_MOMENTS || told->result > FIT_FAILED ||
        message->size != sizeof *told + told->epochs * sizeof(history_epoch) ||
        !run_queue_has(s->queue, rank, told->index))
        return;
    run *r = &c->runs[told->index];
    train_state state = told->state;
    bool good = take_history(r, told, told + 1);
    state.warning = told->warned ? &told->warning : NULL;
    if (told->moment == RUN_WAIT) r->err = told->err;
    if (told->moment != RUN_END) {
        run_watch_tell(c->watchers, told->moment, told->index, r, &state);
        return;
    }
    r->result = good ? told->result : FIT_FAILED;
    r->err = good ? told->err : (error){"out of memory"};
    r->warning = told->warning;
    r->profile = told->profile;
    if (s->ranks->options.gather && c->keeper.end) c->keeper.end(c->keeper.self, told->index);
    run_watch_tell(c->watchers, RUN_END, told->index, r, NULL);
    s->ranks->peers[rank].holds--;
    if (r->result == FIT_FAILED) atomic_store(c->stop, true);
    run_queue_done(s->queue, told->index);
}

static void hear_file(server *s, int rank, const wire_message *message) {
    const wire_file *piece = message->bytes;
    error err;
    if (!ranks_files_is_piece(message) || piece->index >= s->comparison->count ||
        !run_queue_has(s->queue, rank, piece->index))
        return;
    run *r = &s->comparison->runs[piece->index];
    if (!ranks_files_write(r, piece, &err) && !*r->warning.message) r->warning = err;
}

static void hear(server *s, const wire_message *message) {
    ranks_peer *peer = &s->ranks->peers[message->from];
    if (peer->lost) { /* it was too late: others have its runs */
        wire_post(s->ranks, message->from, WIRE_STOP, NULL, 0);
        wire_post(s->ranks, message->from, WIRE_OVER, NULL, 0);
        return;
    }
    peer->heard_s = monotonic_s();
    switch (message->tag) {
    case WIRE_WANT: peer->wants++; break;
    case WIRE_TOLD: hear_run(s, message->from, message); break;
    case WIRE_FILE: hear_file(s, message->from, message); break;
    case WIRE_BYE: peer->bye = true; break;
    default: break;
    }
}

/* ---- the whole ---- */

/* The runs of this process: its workers are told like others that somebody had a run. */
typedef struct own_work {
    server *server;
    run_source queue, source;
} own_work;

static void *train_own(void *context) {
    const own_work *own = context;
    compare_work(own->server->comparison, &own->source);
    return NULL;
}

static bool next_own(void *context, size_t *index) {
    own_work *own = context;
    server *s = own->server;
    if (!own->queue.next(own->queue.self, index)) return false;
    if (s->begun[*index]) {
        begin_again(s, *index);
        s->comparison->runs[*index].options.resume = true;
        s->comparison->runs[*index].history.count = 0;
    }
    s->begun[*index] = true;
    return true;
}

static void done_own(void *context, size_t index) {
    const own_work *own = context;
    own->queue.done(own->queue.self, index);
}

static void serve(server *s) {
    wire_message message;
    while (!run_queue_over(s->queue)) {
        bool idle = true;
        for (int i = 0; i < 100 && wire_receive(s->ranks, &message); i++, idle = false)
            hear(s, &message);
        double now_s = monotonic_s();
        answer_wants(s);
        look_for_the_lost(s, now_s);
        ping(s, now_s);
        pass_on_stop(s);
        if (idle) wire_pause();
    }
}

static void serve_and_train(server *s) {
    own_work own = {s, compare_from_queue(s->queue), {&own, next_own, done_own}};
    pthread_t trainer;
    if (pthread_create(&trainer, NULL, train_own, &own) == 0) {
        serve(s);
        pthread_join(trainer, NULL);
    } else {
        serve(s); /* others do the work */
    }
}

fit_result ranks_compare(ranks *self, const comparison *c, const size_t *order, size_t count) {
    if (!self) return compare(c, order, count);
    if (!compare_log_common(c)) return FIT_FAILED;
    server s = {.ranks = self,
                .comparison = c,
                .queue = run_queue_new(order, count, c->stop),
                .begun = calloc(c->count + 1, sizeof *s.begun)};
    bool good = s.queue && s.begun;
    for (int rank = 0; rank < self->count; rank++) self->peers[rank].heard_s = monotonic_s();
    if (good) serve_and_train(&s);
    run_queue_free(s.queue);
    free(s.begun);
    return good ? compare_worst(c, order, count) : FIT_FAILED;
}
