/* SPDX-License-Identifier: Apache-2.0 */
/* A folder for a new run, which no other run has. */
#ifndef TBLOG_RUN_FOLDER_H
#define TBLOG_RUN_FOLDER_H

#include <stdint.h>
#include <tblog/writer.h>

/*
 * Create 'parent', with its parents, where missing, and in it a new folder, as
 * tblog_writer_open_new says. 'seconds' is the time in its name. Returns its path, to be freed;
 * NULL with the reason in 'err'.
 */
char *tblog__run_folder_new(const char *parent, const char *comment,
                            const tblog_writer_options *options, int64_t seconds, tblog_error *err);

#endif
