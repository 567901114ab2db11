/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A new event file: its folders, its name, its place in the folder.
 *
 * TensorBoard reads the files of a run in the order of their names, and drops points whose steps go
 * back. So a new file's name must sort after those of all existing files, whatever host, process
 * and second are in their names.
 */
#ifndef TBLOG_NEW_EVENT_FILE_H
#define TBLOG_NEW_EVENT_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <tblog/writer.h>

/* Create a folder, and its parents, if they are missing. sync: they survive a loss of power. */
tblog_status tblog__make_folders(const char *folder, bool sync, tblog_error *err);

/*
 * Create the folder, with its parents, and in it
 *
 *     events.out.tfevents.<seconds>.<host>.<pid>.<index><suffix>
 *
 * with the first name that is free and sorts after the existing ones: with the next index or, if
 * that is not enough, with the second after the latest file's. Free *path and close *fd; after a
 * failure there is neither.
 */
tblog_status tblog__new_event_file(const char *folder, const tblog_writer_options *options,
                                   int64_t seconds, char **path, int *fd, tblog_error *err);

#endif
