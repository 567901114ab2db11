/* SPDX-License-Identifier: Apache-2.0 */
/* Runs as CSV: a row for each epoch. */
#ifndef TRAIN_CSV_LOG_H
#define TRAIN_CSV_LOG_H

#include <stdint.h>
#include <stdio.h>

#include "train/history.h"

/* The columns. Epochs count from 1; 'run' is the run's folder in the log folder. */
#define CSV_LOG_HEADER "initializer,seed,epoch,loss,accuracy,val_loss,val_accuracy,seconds,run"

/* A callback that adds a row to an open file at the end of each epoch, and flushes it. */
typedef struct csv_log csv_log;

/* Create or replace the file; NULL with the reason in 'err'. The names are kept. */
csv_log *csv_log_open(const char *path, const char *run, const char *initializer, uint64_t seed,
                      error *err);
train_callback csv_log_callback(csv_log *self);

/* Add the rows of epochs that are over already. */
bool csv_log_history(csv_log *self, const history *finished, error *err);

void csv_log_close(csv_log *self); /* NULL is fine */

/* The line of the columns' names, and the rows of a run's epochs. */
void csv_log_put_header(FILE *out);
void csv_log_put_rows(FILE *out, const char *run, const char *initializer, uint64_t seed,
                      const history *finished);

#endif
