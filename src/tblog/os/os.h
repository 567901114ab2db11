/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What systems do differently, each call with a fallback that is plain POSIX. All that depends on
 * the system is decided here and in os_posix.c, by what CMake found; the rest of the library has no
 * #ifdef for it. Called in any thread.
 */
#ifndef TBLOG_OS_H
#define TBLOG_OS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

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

/* A condition whose waits do not follow the wall clock where the system can do that. */
void tblog__os_cond_init(pthread_cond_t *cond);

/* Wait at least so many seconds, unless the condition is signalled; false: they are over. */
bool tblog__os_cond_wait_s(pthread_cond_t *cond, pthread_mutex_t *lock, double seconds);

/* ---- files; what fails sets errno ---- */

/* open(2) of a file that no program inherits that is executed meanwhile; -1 if it fails. */
int tblog__os_open(const char *path, int flags);

/* write(2), but a file-size limit is an error like any other: its signal is blocked and
 * discarded. */
ssize_t tblog__os_write(int fd, const void *bytes, size_t size);

/* The file's content is on disk: it survives a loss of power. */
bool tblog__os_sync_data(int fd);

/* The folder's list of names is on disk. */
bool tblog__os_sync_folder(const char *path);

/* ---- randomness and processes ---- */

/* Bytes that nobody can guess; false where there are none, or none yet if it must not wait. */
bool tblog__os_random(void *bytes, size_t size, bool may_wait);

/* A byte that is 1 in this process and 0 in those that are forked from it; NULL where that is not
 * to be had. */
volatile char *tblog__os_fork_mark(void);
void tblog__os_free_fork_mark(volatile char *mark);

#endif
