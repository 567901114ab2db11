/* SPDX-License-Identifier: Apache-2.0 */
/* Names of runs and tags as folders, for every file system. */
#ifndef CLI_TBLOG_EXPORT_NAMES_H
#define CLI_TBLOG_EXPORT_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The next part of a run's name or a tag, up to a '/', or with 'all' the whole rest, as the name of
 * a folder; moves *text and *size past it. Letters, digits, '-', '_' and '.' are unchanged;
 * everything else becomes %XX, and so do a '.' at the start or the end and the first letter of a
 * name that Windows reserves. An empty part is "_". The end of a long one is replaced by a hash.
 * Free it; NULL when there is no memory.
 */
char *name_of_part(const char **text, size_t *size, bool all);

/* A whole text in the same way, neither split nor shortened. Free it; NULL when there is no memory.
 */
char *name_of_text(const char *text, size_t size);

#endif
