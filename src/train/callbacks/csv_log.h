/* SPDX-License-Identifier: Apache-2.0 */
/* Runs as CSV: initializer,seed,epoch,loss,accuracy,val_loss,val_accuracy,seconds; epochs from 1.
 */
#ifndef TRAIN_CSV_LOG_H
#define TRAIN_CSV_LOG_H

#include <stdint.h>
#include <stdio.h>

#include "train/history.h"

/* A callback that adds a row to an open file at the end of each epoch, and flushes it. */
typedef struct csv_log csv_log;

/* Create or replace the file; NULL with the reason in 'err'. The name of the initializer is kept.
 */
csv_log *csv_log_open(const char *path, const char *initializer, uint64_t seed, error *err);
train_callback csv_log_callback(csv_log *self);

/* Add the rows of epochs that are over already. */
bool csv_log_history(csv_log *self, const history *finished, error *err);

void csv_log_close(csv_log *self); /* NULL is fine */

/* The line of the columns' names, and the rows of a run's epochs. */
void csv_log_put_header(FILE *out);
void csv_log_put_rows(FILE *out, const char *initializer, uint64_t seed, const history *finished);

#endif
