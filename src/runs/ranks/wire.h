/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What ranks say to each other, and how it is sent. Structs go as they are in memory: all ranks run
 * the same program on machines of one kind.
 *
 *     other ranks -> rank 0          rank 0 -> other ranks
 *     WANT   give me a run           RUN    train this one
 *     TOLD   how a run goes          OVER   there is no more to come
 *     ALIVE  (when nothing else)     STOP   stop training, now
 *     FILE   a piece of a file       ALIVE  (ten times a lease)
 *                                    FILE   a piece of a file, before its RUN
 *     BYE    (after OVER)            GO     leave: a byte says whether all are there to
 *                                           leave together, as MPI_Finalize wants it
 */
#ifndef TRAIN_RANKS_WIRE_H
#define TRAIN_RANKS_WIRE_H

#include <mpi.h>

#include "runs/ranks/ranks.h"

typedef enum wire_tag {
    WIRE_WANT = 1,
    WIRE_TOLD,
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
    size_t index; /* in the list */
    size_t epochs;
    bool resume; /* what its folder has is its own */
} wire_run;

/* TOLD: a moment of a run (run_watch.h). */
typedef struct wire_told {
    size_t index;
    run_moment moment;
    train_state state; /* without its pointers */
    bool warned;
    error warning; /* at RUN_END the run's own */
    error err;     /* at RUN_WAIT and RUN_END */
    /* At RUN_END: */
    fit_result result;
    nn_profile profile;
    /* Epochs first, first + 1, ... of the history follow: at RUN_BEGIN and RUN_END all, at
     * RUN_EPOCH_END the last. */
    size_t first, epochs;
} wire_told;

/* FILE: 'size' bytes follow the path. A file's pieces come in order; the first has offset 0. */
enum { WIRE_PATH = 512, WIRE_PIECE = 1 << 20 };
typedef struct wire_file {
    size_t index; /* of the run whose folder it is in */
    uint64_t offset;
    size_t size;
    char path[WIRE_PATH]; /* below that folder */
} wire_file;

enum { WIRE_LARGEST = 1 << 26 };

/* What came: 'bytes' hold until the next wire_receive. */
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
    size_t wants;   /* runs that it asked for */
    size_t holds;   /* runs that it has */
    double heard_s; /* when */
    bool lost, stopped, bye;
    struct wire_parcel *parcels; /* on their way to it */
} ranks_peer;

void wire_pause(void); /* a little, when there is nothing to do */

/* Wait until it is handed over; false when that takes longer than 'patience_s'. */
bool wire_send(int to, wire_tag tag, const void *bytes, size_t size, double patience_s);

/*
 * Rank 0's way: bytes are copied, and nothing waits, as the other may be dead and never take it;
 * false when there is no memory or MPI refuses. wire_pending: whether something is still on its
 * way.
 */
bool wire_post(ranks *self, int to, wire_tag tag, const void *bytes, size_t size);
bool wire_pending(ranks *self, int to);

/* The next message, if one is there. */
bool wire_receive(ranks *self, wire_message *message);

#endif
