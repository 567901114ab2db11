/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A new event file: its folders, its name, its place in the folder.
 *
 * TensorBoard reads the files of a run in the order of their names, and drops points whose steps go
 * back. So a new file's name must sort after those of all files that are there, whatever host,
 * process and second they are of.
 */
#ifndef TBLOG_NEW_EVENT_FILE_H
#define TBLOG_NEW_EVENT_FILE_H

#include <stdint.h>
#include <tblog/writer.h>

/*
 * Create the folder, with its parents, and in it
 *
 *     events.out.tfevents.<seconds>.<host>.<pid>.<index><suffix>
 *
 * under the first name that is free and sorts after what is there: with the next index, or if that
 * does not do, with the second after the latest file's. *path is to be freed, *fd to be closed;
 * after a failure there is neither.
 */
tblog_status tblog__new_event_file(const char *folder, const tblog_writer_options *options,
                                   int64_t seconds, char **path, int *fd, tblog_error *err);

#endif
