/* SPDX-License-Identifier: Apache-2.0 */
/* Messages between ranks. Nothing here waits inside MPI, because that would keep a core busy that
 * could train. */
#include "runs/ranks/wire.h"
#include "base/clock.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PAUSE_US = 2000, SEND_PAUSE_US = 50 };

static void pause_us(long us) {
    nanosleep(&(struct timespec){.tv_nsec = us * 1000}, NULL);
}

void wire_pause(void) {
    pause_us(PAUSE_US);
}

bool wire_send(int to, wire_tag tag, const void *bytes, size_t size, double patience_s) {
    MPI_Request request;
    int sent = 0;
    if (MPI_Isend(bytes, (int)size, MPI_BYTE, to, (int)tag, MPI_COMM_WORLD, &request) !=
        MPI_SUCCESS)
        return false;
    double until = monotonic_s() + patience_s;
    for (;;) {
        if (MPI_Test(&request, &sent, MPI_STATUS_IGNORE) != MPI_SUCCESS) return false;
        if (sent) return true;
        if (monotonic_s() > until) break;
        pause_us(SEND_PAUSE_US);
    }
    MPI_Cancel(&request);
    MPI_Request_free(&request);
    return false;
}

typedef struct wire_parcel {
    struct wire_parcel *next;
    MPI_Request request;
    char bytes[];
} wire_parcel;

bool wire_pending(ranks *self, int to) {
    wire_parcel **at = &self->peers[to].parcels;
    while (*at) {
        wire_parcel *parcel = *at;
        int sent = 0;
        if (MPI_Test(&parcel->request, &sent, MPI_STATUS_IGNORE) == MPI_SUCCESS && !sent) {
            at = &parcel->next;
            continue;
        }
        *at = parcel->next;
        free(parcel);
    }
    return self->peers[to].parcels != NULL;
}

bool wire_post(ranks *self, int to, wire_tag tag, const void *bytes, size_t size) {
    ranks_peer *peer = &self->peers[to];
    wire_parcel *parcel = malloc(sizeof *parcel + size);
    wire_pending(self, to);
    if (!parcel) return false;
    if (size) memcpy(parcel->bytes, bytes, size);
    if (MPI_Isend(parcel->bytes, (int)size, MPI_BYTE, to, (int)tag, MPI_COMM_WORLD,
                  &parcel->request) != MPI_SUCCESS) {
        free(parcel);
        return false;
    }
    parcel->next = peer->parcels;
    peer->parcels = parcel;
    return true;
}

bool wire_receive(ranks *self, wire_message *message) {
    MPI_Status status;
    int there = 0, size;
    if (MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status) != MPI_SUCCESS ||
        !there || MPI_Get_count(&status, MPI_BYTE, &size) != MPI_SUCCESS || size < 0)
        return false;
    if ((size_t)size > self->capacity) {
        void *grown = (size_t)size <= WIRE_LARGEST ? realloc(self->received, (size_t)size) : NULL;
        if (!grown) return false;
        self->received = grown;
        self->capacity = (size_t)size;
    }
    if (MPI_Recv(self->received, size, MPI_BYTE, status.MPI_SOURCE, status.MPI_TAG, MPI_COMM_WORLD,
                 MPI_STATUS_IGNORE) != MPI_SUCCESS)
        return false;
    *message =
        (wire_message){status.MPI_SOURCE, (wire_tag)status.MPI_TAG, (size_t)size, self->received};
    return true;
}
