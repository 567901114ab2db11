/* SPDX-License-Identifier: Apache-2.0 */
/* Joining and leaving an MPI job. The first thread of compare and sweep calls this. */
#include "runs/ranks/ranks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "runs/ranks/files.h"
#include "runs/ranks/launched.h"
#include "runs/ranks/wire.h"

enum { LEASE_S = 30, GOODBYE_S = 2 };

const char *ranks_library(void) {
    static char text[MPI_MAX_LIBRARY_VERSION_STRING];
    int length;
    if (MPI_Get_library_version(text, &length) != MPI_SUCCESS) return "MPI";
    text[strcspn(text, ",\n")] = '\0';
    return text;
}

/* Whether MPI_Init may find other processes. Calling it without need would cost a fifth of a
 * second. */
static bool was_launched(void) {
    static const char *const marks[] = {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK",
                                        "PMI_SIZE"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (getenv(marks[i])) return true;
    return false;
}

static bool fail_alone(error *err) {
    return error_set(err,
                     "started as %d processes, of which %s sees one: build initlab with the "
                     "launcher's MPI (-DTBLOG_MPI=ON), or use the mpirun of this one",
                     ranks_launched(), ranks_library());
}

static int count_neighbours(void) {
    MPI_Comm node;
    int count = 1;
    if (MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &node) !=
        MPI_SUCCESS)
        return 1;
    MPI_Comm_size(node, &count);
    MPI_Comm_free(&node);
    return count;
}

static ranks *new_ranks(const ranks_options *options) {
    ranks *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    self->options = *options;
    if (!(self->options.lease_s > 0)) self->options.lease_s = LEASE_S;
    MPI_Comm_rank(MPI_COMM_WORLD, &self->self);
    MPI_Comm_size(MPI_COMM_WORLD, &self->count);
    self->neighbours = count_neighbours();
    self->peers = calloc((size_t)self->count, sizeof *self->peers);
    if (self->peers) return self;
    free(self);
    return NULL;
}

bool ranks_start(const ranks_options *options, ranks **joined, error *err) {
    int provided;
    bool launched = was_launched();
    *joined = NULL;
    if (launched && MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS)
        return error_set(err, "%s cannot be initialized", ranks_library());
    if (launched) MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN); /* a rank may die */
    ranks *self = launched ? new_ranks(options) : NULL;
    if (launched && !self) return error_set(err, "out of memory");
    if (self && self->count > 1) {
        *joined = self;
        return true;
    }
    if (launched) MPI_Finalize();
    if (self) free(self->peers);
    free(self);
    return ranks_launched() == 1 || fail_alone(err);
}

int ranks_self(const ranks *self) {
    return self ? self->self : 0;
}

int ranks_neighbours(const ranks *self) {
    return self ? self->neighbours : 1;
}

size_t ranks_lost(const ranks *self) {
    return self ? self->lost : 0;
}

/* ---- leaving ---- */

/* MPI_Finalize waits for all ranks, also for dead ones, which would be forever. So rank 0 first
 * waits for a BYE from each. */
static bool all_left(ranks *self) {
    wire_message message;
    double until = monotonic_s() + self->options.lease_s;
    for (;;) {
        int missing = 0;
        while (wire_receive(self, &message))
            if (message.tag == WIRE_BYE) self->peers[message.from].bye = true;
        for (int rank = 1; rank < self->count; rank++)
            missing += !self->peers[rank].lost && !self->peers[rank].bye;
        if (!missing) return self->lost == 0;
        if (monotonic_s() > until) return false;
        wire_pause();
    }
}

static void post_to_others(ranks *self, wire_tag tag, const void *bytes, size_t size) {
    for (int to = 1; to < self->count; to++)
        if (!self->peers[to].lost) wire_post(self, to, tag, bytes, size);
}

/* Rank 0: end the job of the other ranks; true if all of them are alive and leave together. */
static bool dismiss_others(ranks *self) {
    post_to_others(self, WIRE_OVER, NULL, 0);
    const bool together = all_left(self);
    post_to_others(self, WIRE_GO, &together, sizeof together);
    double until = monotonic_s() + GOODBYE_S;
    for (int to = 1; to < self->count; to++)
        while (!self->peers[to].lost && wire_pending(self, to) && monotonic_s() < until)
            wire_pause();
    return together;
}

/* The other ranks: say BYE, then wait for rank 0's GO. */
static bool wait_for_dismissal(ranks *self) {
    wire_message message;
    if (self->abandoned || !wire_send(0, WIRE_BYE, NULL, 0, self->options.lease_s)) return false;
    double until = monotonic_s() + 2 * self->options.lease_s;
    for (; monotonic_s() < until; wire_pause())
        while (wire_receive(self, &message))
            if (message.tag == WIRE_GO && message.size == sizeof(bool))
                return *(const bool *)message.bytes;
    return false;
}

void ranks_end(ranks *self) {
    if (!self) return;
    bool together = self->self == 0 ? dismiss_others(self) : wait_for_dismissal(self);
    if (self->folder) rmdir(self->folder);
    if (self->abandoned) MPI_Abort(MPI_COMM_WORLD, 1); /* so that the launcher notices */
    if (together) MPI_Finalize();
    free(self->peers);
    free(self->received);
    free(self->folder);
    free(self);
}
