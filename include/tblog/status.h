/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every call of libtblog returns, and the message that goes with it.
 */
#ifndef TBLOG_STATUS_H
#define TBLOG_STATUS_H

#if defined(__GNUC__)
#define TBLOG_API __attribute__((visibility("default")))
#else
#define TBLOG_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* One line per status: name, value, text. Values never change; new ones are added at the end. */
#define TBLOG_STATUS_MAP(X)                                                                        \
    X(TBLOG_OK, 0, "success")                                                                      \
    X(TBLOG_ERR_ARGUMENT, 1, "bad argument")     /* nothing was written; the call was wrong */     \
    X(TBLOG_ERR_NO_MEMORY, 2, "out of memory")   /* nothing was written; may be tried again */     \
    X(TBLOG_ERR_IO, 3, "input/output error")     /* the file failed; the handle stays failed */    \
    X(TBLOG_ERR_TOO_LARGE, 4, "value too large") /* over TBLOG_RECORD_MAX, or a reader's limit */  \
    /* of readers only */                                                                          \
    X(TBLOG_END, 5, "end of file")                /* behind a whole record; may grow */            \
    X(TBLOG_ERR_TRUNCATED, 6, "truncated record") /* the file ends within it; may grow */          \
    X(TBLOG_ERR_LENGTH_CRC, 7, "bad length CRC")  /* where the next record is, is unknown */       \
    X(TBLOG_ERR_DATA_CRC, 8, "bad data CRC")    /* this record is damaged, the next may not be */  \
    X(TBLOG_ERR_FORMAT, 9, "malformed message") /* right CRCs, but not an event */

typedef enum tblog_status {
#define X(name, value, text) name = value,
    TBLOG_STATUS_MAP(X)
#undef X
} tblog_status;

/* The text of a status, e.g. "out of memory"; static. An unknown value gives "unknown status". */
TBLOG_API const char *tblog_status_text(tblog_status status);

enum { TBLOG_ERROR_SIZE = 512 };

/*
 * Owned by the caller; filled in by a call that fails, untouched by one that succeeds. The message
 * is one line without a newline, names the file and the reason, and is cut to fit. Every function
 * accepts NULL in its place.
 */
typedef struct tblog_error {
    tblog_status status;
    char message[TBLOG_ERROR_SIZE];
} tblog_error;

#ifdef __cplusplus
}
#endif

#endif
