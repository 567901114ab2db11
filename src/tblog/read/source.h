/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a reader's bytes come from: a file or standard input, plain or compressed by gzip or zlib,
 * recognized by its first bytes. A compressed file is decompressed while it is read.
 */
#ifndef TBLOG_SOURCE_H
#define TBLOG_SOURCE_H

#include <stddef.h>
#include <stdint.h>
#include <tblog/status.h>

typedef struct tblog__source tblog__source;

/* Open a file, or standard input for "-"; NULL, with the reason in 'err', on failure. */
tblog__source *tblog__source_open(const char *path, tblog_error *err);
void tblog__source_close(tblog__source *source);

/*
 * Read up to 'size' bytes into 'to'; *got may be less, and is 0 if the file has no more now.
 * Returns TBLOG_OK, TBLOG_ERR_IO, TBLOG_ERR_NO_MEMORY, or TBLOG_ERR_FORMAT if the compressed stream
 * is damaged. *reason then says why: a static text or strerror's.
 */
tblog_status tblog__source_read(tblog__source *source, uint8_t *to, size_t size, size_t *got,
                                const char **reason);

#endif
