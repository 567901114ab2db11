/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every call of libtblog returns, and the message that goes with it.
 */
#ifndef TBLOG_STATUS_H
#define TBLOG_STATUS_H

#include <stddef.h>

/* What the library exports. */
#if defined(_WIN32) && defined(TBLOG_EXPORTS) /* only while the library is built */
#define TBLOG_API __declspec(dllexport)
#elif defined(__GNUC__) && !defined(_WIN32)
#define TBLOG_API __attribute__((visibility("default")))
#else
#define TBLOG_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Values never change; new ones are added at the end. */
typedef enum tblog_status {
    TBLOG_OK = 0,            /* success */
    TBLOG_ERR_ARGUMENT = 1,  /* bad argument: nothing was written; the call was wrong */
    TBLOG_ERR_NO_MEMORY = 2, /* out of memory: nothing was written; may be tried again */
    TBLOG_ERR_IO = 3,        /* input/output error: the message has the file and the reason */
    TBLOG_ERR_TOO_LARGE = 4, /* over TBLOG_RECORD_MAX, or a reader's limit */
    TBLOG_END = 5,           /* of readers: the end, after a whole record; the file may grow */
    TBLOG_ERR_TRUNCATED = 6, /* of readers: the file ends within the record; it may grow */
    /* Of readers: bad length; the place of the next record is unknown. */
    TBLOG_ERR_LENGTH_CRC = 7,
    TBLOG_ERR_DATA_CRC = 8, /* of readers: bad data; this record is damaged, the next may not be */
    TBLOG_ERR_FORMAT = 9    /* of readers: right CRCs, but not an event */
} tblog_status;

/* The text of a status, e.g. "out of memory"; static. An unknown value gives "unknown status". */
TBLOG_API const char *tblog_status_text(tblog_status status);

/* The largest event that is written, and by default read, in bytes; protobuf itself ends at 2 GiB.
 */
#define TBLOG_RECORD_MAX ((size_t)1 << 30)

/* Of a message, its NUL included. */
enum { TBLOG_ERROR_SIZE = 512 };

/*
 * Owned by the caller; filled in by a call that fails, untouched by one that succeeds. The message
 * is one line without a newline and names the file and the reason; if it is too long, "..."
 * replaces its middle. Every function accepts NULL instead of a tblog_error.
 */
typedef struct tblog_error {
    tblog_status status;            /* what the call returned */
    char message[TBLOG_ERROR_SIZE]; /* for people */
} tblog_error;

#ifdef __cplusplus
}
#endif

#endif
