/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads that share the work of one: the caller's, and some that wait for it. What they compute
 * must not depend on how many they are: a part is some columns, rows or elements of a result, each
 * of which is computed as it would be alone.
 */
#ifndef NN_TEAM_H
#define NN_TEAM_H

#include <stddef.h>

#include "nn/kernels/range.h"

typedef struct nn_team nn_team;

/* A team of up to 'threads', the caller among them: fewer if the system grants no more. NULL when
 * there is no memory, and for 1. */
nn_team *nn_team_new(size_t threads);
void nn_team_free(nn_team *self);

/* How many there are; 1 of NULL. */
size_t nn_team_size(const nn_team *self);

/* Call task(context, part) for each part from 0 to nn_team_size - 1, each in a thread of its own,
 * and wait for all. One thread at a time may call this. */
void nn_team_run(nn_team *self, void (*task)(void *context, size_t part), void *context);

/* A part's share of n things, in whole pieces of 'piece' of them. */
nn_range nn_team_share(const nn_team *self, size_t part, size_t n, size_t piece);

#endif
