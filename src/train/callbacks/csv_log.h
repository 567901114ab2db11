/* SPDX-License-Identifier: Apache-2.0 */
/* Runs as CSV: initializer,seed,epoch,loss,accuracy,val_loss,val_accuracy,seconds; epochs from 1.
 */
#ifndef TRAIN_CSV_LOG_H
#define TRAIN_CSV_LOG_H

#include <stdint.h>
#include <stdio.h>

#include "runs/run.h"

/* A callback that adds a row to an open file at the end of each epoch, and flushes it. */
typedef struct csv_log csv_log;

/* Create or replace the file; NULL with the reason in 'err'. The name of the initializer is kept.
 */
csv_log *csv_log_open(const char *path, const char *initializer, uint64_t seed, error *err);
train_callback csv_log_callback(csv_log *self);

/* Add the rows of epochs that are over already. */
bool csv_log_history(csv_log *self, const history *finished, error *err);

void csv_log_close(csv_log *self); /* NULL is fine */

/*
 * Write finished runs, one after the other, to a file that appears whole or not at all: an existing
 * one is replaced at the end.
 */
bool csv_log_write(const char *path, const run *runs, size_t count, error *err);

/* A text as a field, quoted where it must be (RFC 4180). */
void csv_put_field(FILE *out, const char *text);

#endif
