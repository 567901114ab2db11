/* SPDX-License-Identifier: Apache-2.0 */
/* Fixtures of suites that write event files: a folder for each test, and writers to it. */
#ifndef TESTS_OWN_WRITER_H
#define TESTS_OWN_WRITER_H

#include <tblog/tblog.h>

#include "event_file.h"
#include "own_folder.h"

extern tblog_error err; /* of the call that failed last; empty at the start of each test */

/* A folder; no variable of the environment sets the time. own_folder_teardown ends it. */
void own_writer_setup(void);

/* Clocks of writers: at *seconds, a double; at 7.5 s. */
double clock_at(void *seconds);
double clock_at_7(void *unused);

/* A writer to the folder; fails the test if it cannot be opened. NULL: the default options. */
tblog_writer *open_with(const tblog_writer_options *options);

/* The file of a writer, which must have written all. */
event_file close_and_read(tblog_writer *writer);

/* The same of one whose close must return 'want'. */
event_file close_with(tblog_writer *writer, tblog_status want);

/* Log LOGGED_FROM_THREADS scalars from several threads at once; see that a file has all of them,
 * after its version, each thread's in its order. */
enum { LOGGED_FROM_THREADS = 40000 };
void log_from_threads(tblog_writer *writer);
void assert_logged_from_threads(const event_file *file);

#endif
