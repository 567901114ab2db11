/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The messages between ranks, and how they are sent. Structs are sent as they are in memory: all
 * ranks run the same program on machines of the same kind.
 *
 *     other ranks -> rank 0          rank 0 -> other ranks
 *     WANT   give me a run           RUN    train this one
 *     REPORT how a run goes          OVER   there are no more runs
 *     ALIVE  (when nothing else)     STOP   stop training, now
 *     FILE   a piece of a file       ALIVE  (ten times a lease)
 *                                    FILE   a piece of a file, before its RUN
 *     BYE    (after OVER)            GO     leave: a byte says whether all ranks are alive and
 *                                           leave together, as MPI_Finalize needs
 */
#ifndef RUNS_RANKS_WIRE_H
#define RUNS_RANKS_WIRE_H

#include <mpi.h>

#include "runs/ranks/ranks.h"

typedef enum wire_tag {
    WIRE_WANT = 1,
    WIRE_REPORT,
    WIRE_ALIVE,
    WIRE_FILE,
    WIRE_RUN,
    WIRE_OVER,
    WIRE_STOP,
    WIRE_BYE,
    WIRE_GO
} wire_tag;

/* RUN */
typedef struct wire_run {
    size_t index; /* place in the list */
    size_t epochs;
    bool resume; /* continue what its folder holds */
} wire_run;

/* REPORT: a moment of a run (watch.h). */
typedef struct wire_report {
    size_t index;
    run_moment moment;
    train_state state; /* without its pointers */
    bool warned;
    error warning; /* at RUN_END, run.warning */
    error err;     /* at RUN_WAIT and RUN_END */
    /* At RUN_END: */
    fit_result result;
    nn_profile profile;
    /* Epochs first, first + 1, ... of the history follow: all of them at RUN_BEGIN and RUN_END, the
     * last one at RUN_EPOCH_END. */
    size_t first, epochs;
} wire_report;

/* FILE: 'size' bytes follow the path. A file's pieces come in order; the first has offset 0. */
enum { WIRE_PATH = 512, WIRE_PIECE = 1 << 20 };
typedef struct wire_file {
    size_t index; /* the run whose folder it is in */
    uint64_t offset;
    size_t size;
    char path[WIRE_PATH]; /* relative to that folder */
} wire_file;

enum { WIRE_LARGEST = 1 << 26 };

/* A received message: 'bytes' are valid until the next wire_receive. */
typedef struct wire_message {
    int from;
    wire_tag tag;
    size_t size;
    const void *bytes;
} wire_message;

struct ranks {
    ranks_options options;
    int self, count, neighbours;
    void *received; /* (capacity) the last message's bytes */
    size_t capacity;
    size_t lost;
    bool abandoned;           /* rank 0 is gone */
    struct ranks_peer *peers; /* (count) rank 0's view of the others */
    char *folder;             /* with gather: where a rank that is not 0 writes */
};

/* What rank 0 knows of another rank. */
typedef struct ranks_peer {
    size_t wants;   /* number of runs that it asked for */
    size_t holds;   /* number of runs that it has */
    double heard_s; /* when its last message arrived */
    bool lost, stopped, bye;
    struct wire_parcel *parcels; /* messages on their way to it */
} ranks_peer;

void wire_pause(void); /* wait a little, when there is nothing to do */

/* Send and wait until MPI has handed the message over; false if that takes longer than
 * 'patience_s'. */
bool wire_send(int to, wire_tag tag, const void *bytes, size_t size, double patience_s);

/*
 * Send without waiting, for rank 0, as the receiver may be dead: the bytes are copied. False when
 * there is no memory or MPI refuses. wire_pending: whether a message to that rank is still on its
 * way.
 */
bool wire_post(ranks *self, int to, wire_tag tag, const void *bytes, size_t size);
bool wire_pending(ranks *self, int to);

/* Receive the next message, if there is one. */
bool wire_receive(ranks *self, wire_message *message);

#endif
