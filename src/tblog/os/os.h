/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What systems do differently. os_posix.c has the calls of POSIX systems, each with a fallback that
 * is plain POSIX, as CMake finds them; os_windows.c has those of Windows. The rest of the library
 * has no #ifdef for it. Called in any thread.
 */
#ifndef TBLOG_OS_H
#define TBLOG_OS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

/* ---- texts ---- */

/* The text of an errno. */
void tblog__os_error_text(int error, char *text, size_t size);

enum { TBLOG__OS_HOST_SIZE = 256 };

/* This machine's name; "localhost" where it has none. */
void tblog__os_host_name(char name[TBLOG__OS_HOST_SIZE]);

/* Numbers printed by this thread have a point, whatever the program's locale says, until leave. */
typedef struct tblog__os_locale {
    void *before, *points;
} tblog__os_locale;

bool tblog__os_locale_enter(tblog__os_locale *locale); /* false without memory */
void tblog__os_locale_leave(tblog__os_locale *locale);

/* ---- time ---- */

/* Seconds since some moment, whatever happens to the wall clock; cheap, to some milliseconds. */
double tblog__os_coarse_s(void);

/* Seconds since 1970 as a date and a time of day, where this machine is. */
bool tblog__os_local_time(int64_t seconds, struct tm *local);

/* A condition whose waits do not follow the wall clock where the system can do that. */
void tblog__os_cond_init(pthread_cond_t *cond);

/* Wait at least so many seconds, unless the condition is signalled; false: they are over. */
bool tblog__os_cond_wait_s(pthread_cond_t *cond, pthread_mutex_t *lock, double seconds);

/* ---- names ---- */

/* The characters that separate the names of a path. */
extern const char tblog__os_slashes[];

/* The size of a path's start that is not made of names, such as "C:" of "C:\\logs". */
size_t tblog__os_root_size(const char *path);

/* Why the system does not allow this name for a file, such as "has a '/'"; NULL if it does. */
const char *tblog__os_name_problem(const char *name);

/* ---- files; paths are UTF-8, what fails sets errno ---- */

/* Open an existing file to read it, without waiting for anything; -1 if that fails. No program
 * inherits it that is executed meanwhile. */
int tblog__os_open(const char *path);

/* Create a file that does not exist yet, to read and write it; -1 as above. */
int tblog__os_create(const char *path);

/* Standard input, as the bytes that it has. */
int tblog__os_stdin(void);

/* What a file is. Two paths name the same file if 'device' and 'number' are the same. */
typedef struct tblog__os_info {
    bool regular, folder;
    bool removed; /* it is open, but no path names it any more */
    uint64_t size, device, number;
} tblog__os_info;

bool tblog__os_path_info(const char *path, tblog__os_info *info);
bool tblog__os_file_info(int fd, tblog__os_info *info);

/* Whether the path names something, if only a symbolic link to nothing. */
bool tblog__os_exists(const char *path);

ssize_t tblog__os_read(int fd, void *bytes, size_t size);
ssize_t tblog__os_read_at(int fd, void *bytes, size_t size, uint64_t offset);

/* write(2), but a file-size limit is an error like any other: its signal is blocked and
 * discarded. */
ssize_t tblog__os_write(int fd, const void *bytes, size_t size);

/* Where the next write goes; negative if that fails. */
int64_t tblog__os_position(int fd);

/* Shorten the file to this size; the next write goes to its end. */
bool tblog__os_cut(int fd, uint64_t size);

/* The file's content is on disk: it survives a loss of power. */
bool tblog__os_sync_data(int fd);

/* Remove a file or an empty folder. */
bool tblog__os_remove(const char *path);

/* Rename a file; it replaces what has the other name. */
bool tblog__os_replace(const char *path, const char *by);

/* ---- folders ---- */

bool tblog__os_make_folder(const char *path);

/* The folder's list of names is on disk. */
bool tblog__os_sync_folder(const char *path);

/* The names in a folder, one at a time, with "." and ".."; NULL after the last one, or if the rest
 * cannot be read: then errno is not 0. A name is valid until the next call. */
typedef struct tblog__os_names tblog__os_names;

tblog__os_names *tblog__os_names_open(const char *path);
const char *tblog__os_names_next(tblog__os_names *names);
void tblog__os_names_close(tblog__os_names *names);

/* ---- randomness, threads and processes ---- */

/* Bytes that nobody can guess; false where there are none, or none yet if it must not wait. */
bool tblog__os_random(void *bytes, size_t size, bool may_wait);

/* Start a thread that handles no signals of the program; false if it cannot be started. */
bool tblog__os_start_thread(pthread_t *thread, void *(*work)(void *), void *context);

/* Call 'before' when this process is about to fork, and 'after' in both processes afterwards. */
void tblog__os_at_fork(void (*before)(void), void (*after)(void));

/* A byte that is 1 in this process and 0 in those that are forked from it (or 1 there too, in some
 * emulators); NULL where that is not to be had. */
volatile char *tblog__os_fork_mark(void);
void tblog__os_free_fork_mark(volatile char *mark);

#endif
