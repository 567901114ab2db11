/* SPDX-License-Identifier: Apache-2.0 */
/* Joining and leaving an MPI job. */
#include "train/ranks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "train/ranks_files.h"
#include "train/ranks_wire.h"

enum { LEASE_S = 30, GOODBYE_S = 2 };

const char *ranks_library(void) {
    static char text[MPI_MAX_LIBRARY_VERSION_STRING];
    int length;
    if (MPI_Get_library_version(text, &length) != MPI_SUCCESS) return "MPI";
    text[strcspn(text, ",\n")] = '\0';
    return text;
}

/* Whether a launcher started this process: MPI_Init alone takes a fifth of a second. */
static bool was_launched(void) {
    static const char *const marks[] = {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK",
                                        "PMI_SIZE"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (getenv(marks[i])) return true;
    return false;
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

ranks *ranks_start(const ranks_options *options) {
    int provided;
    if (!was_launched() ||
        MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS)
        return NULL;
    ranks *self = calloc(1, sizeof *self);
    MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN); /* a rank may die */
    if (self) {
        self->options = *options;
        if (!(self->options.lease_s > 0)) self->options.lease_s = LEASE_S;
        MPI_Comm_rank(MPI_COMM_WORLD, &self->self);
        MPI_Comm_size(MPI_COMM_WORLD, &self->count);
        self->neighbours = count_neighbours();
        self->peers = calloc((size_t)self->count, sizeof *self->peers);
    }
    if (self && self->peers && self->count > 1) return self;
    if (self) free(self->peers);
    free(self);
    MPI_Finalize();
    return NULL;
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

/* A rank that died while it had nothing takes nothing either: nobody waits for it for long. */
static void send_home(ranks *self) {
    for (int to = 1; to < self->count; to++)
        if (!self->peers[to].lost) wire_post(self, to, WIRE_OVER, NULL, 0);
    double until = wire_now_s() + GOODBYE_S;
    for (int to = 1; to < self->count; to++)
        while (!self->peers[to].lost && wire_pending(self, to) && wire_now_s() < until)
            wire_pause();
}

void ranks_end(ranks *self) {
    if (!self) return;
    if (self->self == 0) send_home(self);
    if (self->folder) rmdir(self->folder);
    if (self->abandoned) MPI_Abort(MPI_COMM_WORLD, 1); /* so that the launcher knows */
    MPI_Finalize();
    free(self->peers);
    free(self->received);
    free(self->folder);
    free(self);
}
