/* SPDX-License-Identifier: Apache-2.0 */
/* Rank 0: hands out runs, receives reports of them, and notices ranks that are gone. Its own runs
 * are trained by other threads; only the thread that calls ranks_compare talks to MPI. */
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
    atomic_bool *given; /* (comparison->count) whether the run was given to a rank before */
    double pinged_s;    /* when ALIVE was last sent */
} server;

/* ---- ranks that are lost ---- */

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

/* A rank that has runs must send something at least once in a lease. */
static void lose_silent_ranks(server *s, double now_s) {
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

/* A rank that was lost had this run. Without 'gather' its folder is resumed as it is; with it, the
 * files that were sent are incomplete and are removed. */
static void prepare_again(server *s, size_t index) {
    error err;
    char *folder = run_folder(&s->comparison->runs[index]);
    if (folder && s->ranks->options.gather) run_folder_prepare(folder, true, &err);
    free(folder);
}

static void give(server *s, int rank, size_t index) {
    run *r = &s->comparison->runs[index];
    if (!s->ranks->options.gather) run_lock_release(r); /* the other rank takes it */
    if (s->given[index]) prepare_again(s, index);
    const wire_run message = {index, r->options.epochs, r->options.resume || s->given[index]};
    s->given[index] = true;
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

/* ---- messages of other ranks ---- */

static bool take_history(run *r, const wire_report *report, const void *epochs) {
    size_t count = report->first + report->epochs;
    if (report->first > r->history.count || !history_reserve(&r->history, count)) return false;
    memcpy(r->history.epochs + report->first, epochs, report->epochs * sizeof *r->history.epochs);
    r->history.count = count;
    return true;
}

static void receive_report(server *s, int rank, const wire_message *message) {
    const wire_report *report = message->bytes;
    const comparison *c = s->comparison;
    if (message->size < sizeof *report || report->index >= c->count || report->epochs > 1000000 ||
        report->moment >= RUN_MOMENTS || report->result > FIT_FAILED ||
        message->size != sizeof *report + report->epochs * sizeof(history_epoch) ||
        !run_queue_has(s->queue, rank, report->index))
        return;
    run *r = &c->runs[report->index];
    train_state state = report->state;
    bool good = take_history(r, report, report + 1);
    state.warning = report->warned ? &report->warning : NULL;
    if (report->moment == RUN_WAIT) r->err = report->err;
    if (report->moment != RUN_END) {
        run_watch_notify(c->watchers, report->moment, report->index, r, &state);
        return;
    }
    r->result = good ? report->result : FIT_FAILED;
    r->err = good ? report->err : (error){"out of memory"};
    r->warning = report->warning;
    r->profile = report->profile;
    if (s->ranks->options.gather && c->keeper.end) c->keeper.end(c->keeper.self, report->index);
    run_watch_notify(c->watchers, RUN_END, report->index, r, NULL);
    s->ranks->peers[rank].holds--;
    if (r->result == FIT_FAILED) atomic_store(c->stop, true);
    run_queue_done(s->queue, report->index);
}

static void receive_file(server *s, int rank, const wire_message *message) {
    const wire_file *piece = message->bytes;
    error err;
    if (!ranks_files_is_piece(message) || piece->index >= s->comparison->count ||
        !run_queue_has(s->queue, rank, piece->index))
        return;
    run *r = &s->comparison->runs[piece->index];
    if (!ranks_files_write(r, piece, &err) && !*r->warning.message) r->warning = err;
}

static void handle(server *s, const wire_message *message) {
    ranks_peer *peer = &s->ranks->peers[message->from];
    if (peer->lost) { /* too late: others have its runs */
        wire_post(s->ranks, message->from, WIRE_STOP, NULL, 0);
        wire_post(s->ranks, message->from, WIRE_OVER, NULL, 0);
        return;
    }
    peer->heard_s = monotonic_s();
    switch (message->tag) {
    case WIRE_WANT: peer->wants++; break;
    case WIRE_REPORT: receive_report(s, message->from, message); break;
    case WIRE_FILE: receive_file(s, message->from, message); break;
    case WIRE_BYE: peer->bye = true; break;
    default: break;
    }
}

/* ---- serving and training ---- */

/* The runs of this process: like other ranks, its workers must know if a run was given before. */
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
    if (s->given[*index]) {
        prepare_again(s, *index);
        s->comparison->runs[*index].options.resume = true;
        s->comparison->runs[*index].history.count = 0;
    }
    s->given[*index] = true;
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
            handle(s, &message);
        double now_s = monotonic_s();
        answer_wants(s);
        lose_silent_ranks(s, now_s);
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
        serve(s); /* the other ranks do the work */
    }
}

fit_result ranks_compare(ranks *self, const comparison *c, const size_t *order, size_t count) {
    if (!self) return compare(c, order, count);
    if (!compare_log_common(c)) return FIT_FAILED;
    server s = {.ranks = self,
                .comparison = c,
                .queue = run_queue_new(order, count, c->stop),
                .given = calloc(c->count + 1, sizeof *s.given)};
    bool good = s.queue && s.given;
    for (int rank = 0; rank < self->count; rank++) self->peers[rank].heard_s = monotonic_s();
    if (good) serve_and_train(&s);
    run_queue_free(s.queue);
    free(s.given);
    return good ? compare_worst(c, order, count) : FIT_FAILED;
}
