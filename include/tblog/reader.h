/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A reader: the records of one event file, and the events in them.
 *
 *     tblog_reader *r = tblog_reader_open(path, NULL, &err);
 *     tblog_record record;
 *     while ((status = tblog_reader_next(r, &record, &err)) == TBLOG_OK) {
 *         tblog_event event;
 *         tblog_value value;
 *         if (tblog_event_decode(&record, &event, &err) != TBLOG_OK) break;
 *         while (tblog_event_next_value(&event, &value, &err) == TBLOG_OK)
 *             if (tblog_value_scalar(&value, &number)) printf("%lld %g\n", event.step, number);
 *     }
 *     if (status != TBLOG_END) fprintf(stderr, "%s\n", err.message);
 *     tblog_reader_close(r);
 *
 * A file that gzip or zlib compressed as a whole is read as what it inflates to; offsets are those
 * in there.
 *
 * Nothing in a file is trusted: sizes are checked before they are used, both CRCs of every record
 * are checked, and a reader never needs more memory than the largest record it is allowed. Messages
 * name the file, the record (from 0), its offset and the reason.
 *
 * Views point into the reader's buffer: they are good until the next call on that reader. Nothing
 * is allocated for an event. One reader belongs to one thread at a time.
 */
#ifndef TBLOG_READER_H
#define TBLOG_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tblog/array.h>
#include <tblog/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tblog_reader tblog_reader;

/* NULL options or a zero field mean the default. Start from TBLOG_READER_OPTIONS_INIT. */
typedef struct tblog_reader_options {
    size_t size;       /* sizeof(tblog_reader_options) */
    size_t record_max; /* the largest payload accepted, in bytes; default 256 MiB */
} tblog_reader_options;

#define TBLOG_READER_OPTIONS_INIT                                                                  \
    { sizeof(tblog_reader_options), 0 }

/* Open a file, or standard input for "-". NULL, with the reason in 'err', when that is not
 * possible. */
TBLOG_API tblog_reader *tblog_reader_open(const char *path, const tblog_reader_options *options,
                                          tblog_error *err);
TBLOG_API void tblog_reader_close(tblog_reader *reader);

/* A record's payload and place. */
typedef struct tblog_record {
    const uint8_t *data;
    size_t length;
    uint64_t offset; /* of the whole record in the file, framing included */
    uint64_t number; /* in the file, from 0 */
} tblog_record;

/*
 * The next record.
 *
 * TBLOG_END, TBLOG_ERR_TRUNCATED: nothing more is there now; call again when the file may have
 * grown, and reading goes on from the same place. TBLOG_ERR_DATA_CRC: *record is the damaged
 * record; the next call gives the one behind it. TBLOG_ERR_LENGTH_CRC, TBLOG_ERR_TOO_LARGE,
 * TBLOG_ERR_IO, TBLOG_ERR_NO_MEMORY, TBLOG_ERR_FORMAT (a compressed stream that is damaged): the
 * place of the next record is unknown or out of reach; every later call gives the same.
 */
TBLOG_API tblog_status tblog_reader_next(tblog_reader *reader, tblog_record *record,
                                         tblog_error *err);

/*
 * Behind a bad length: go on at the next place where an intact record starts, both CRCs right.
 * TBLOG_OK, TBLOG_END when there is none, or TBLOG_ERR_IO or TBLOG_ERR_NO_MEMORY. *skipped: bytes
 * passed over.
 */
TBLOG_API tblog_status tblog_reader_resync(tblog_reader *reader, uint64_t *skipped,
                                           tblog_error *err);

/* Some text of a file: UTF-8 if the writer was honest, not NUL-terminated. */
typedef struct tblog_text_view {
    const char *data;
    size_t size;
} tblog_text_view;

typedef enum tblog_event_kind {
    TBLOG_EVENT_EMPTY = 0,
    TBLOG_EVENT_FILE_VERSION = 3, /* 'text' is the version */
    TBLOG_EVENT_GRAPH_DEF = 4,    /* 'text' is the serialized GraphDef */
    TBLOG_EVENT_SUMMARY = 5,      /* values, by tblog_event_next_value */
    TBLOG_EVENT_OTHER = 6         /* a log message, session log or the like */
} tblog_event_kind;

typedef struct tblog_event {
    tblog_event_kind kind;
    double wall_time_s;
    int64_t step;
    tblog_text_view text;
    const uint8_t *next, *end; /* of the summary's values; for tblog_event_next_value */
    uint64_t offset, number;   /* of the record */
} tblog_event;

/* Decode a record. TBLOG_OK or TBLOG_ERR_FORMAT. An empty record is an empty event. */
TBLOG_API tblog_status tblog_event_decode(const tblog_record *record, tblog_event *event,
                                          tblog_error *err);

enum { TBLOG_VALUE_MAX_RANK = 8 };

/* How a value is stored: as the tensor of today, or in one of the ways of TensorFlow 1. */
typedef enum tblog_value_form {
    TBLOG_VALUE_NONE = 0,
    TBLOG_VALUE_TENSOR,
    TBLOG_VALUE_V1_SCALAR,
    TBLOG_VALUE_V1_HISTOGRAM,
    TBLOG_VALUE_V1_IMAGE,
    TBLOG_VALUE_V1_AUDIO,
    TBLOG_VALUE_V1_OTHER
} tblog_value_form;

/* One value of a summary. Absent texts have size 0. */
typedef struct tblog_value {
    tblog_text_view tag, plugin, plugin_content, display_name, description;
    tblog_value_form form;
    int dtype; /* a tensor's, as TensorFlow's DataType counts; 7 is DT_STRING */
    size_t rank, shape[TBLOG_VALUE_MAX_RANK]; /* of a higher rank, the first sizes */
    tblog_text_view content;                  /* tensor_content: the elements, little endian */
    tblog_text_view body;                     /* the tensor's, or the v1 value's, own message */
    float simple;                             /* of a v1 scalar */
} tblog_value;

/* The event's next value: TBLOG_OK, TBLOG_END, or TBLOG_ERR_FORMAT. */
TBLOG_API tblog_status tblog_event_next_value(tblog_event *event, tblog_value *value,
                                              tblog_error *err);

/*
 * What kind of thing a value is, by the plugin that shows it: "scalars", "histograms", "images",
 * "text", "audio", ...; v1 values count as the kind they are shown as. "" when nothing tells.
 */
TBLOG_API tblog_text_view tblog_value_kind(const tblog_value *value);

/* A scalar's number, v1 or v2; false when the value is none. */
TBLOG_API bool tblog_value_scalar(const tblog_value *value, double *number);

/* How many strings a string tensor has, and string i of it; false when there is no such string. */
TBLOG_API size_t tblog_value_string_count(const tblog_value *value);
TBLOG_API bool tblog_value_string(const tblog_value *value, size_t i, tblog_text_view *string);

/*
 * Image i of an image value, as it is encoded, and clip i of a sound, mostly a WAV file; false when
 * there is none. v1 values have one.
 */
TBLOG_API bool tblog_value_image(const tblog_value *value, size_t i, tblog_text_view *image);
TBLOG_API bool tblog_value_audio(const tblog_value *value, size_t i, tblog_text_view *clip);

/* A histogram's buckets: a view; all but 'count' is for tblog_buckets_get. */
typedef struct tblog_buckets {
    size_t count;
    tblog_value_form form;
    bool wide;
    double min, max;
    tblog_text_view limits, counts;
} tblog_buckets;

/*
 * The buckets of a histogram; false when the value is none. A v1 histogram has those that
 * TensorBoard makes of it: without the empty ones at both ends, from its smallest to its largest
 * value.
 */
TBLOG_API bool tblog_value_buckets(const tblog_value *value, tblog_buckets *buckets);

/* Bucket i: its edges and how many values lie between them; false when there is no such bucket. */
TBLOG_API bool tblog_buckets_get(const tblog_buckets *buckets, size_t i, double *left,
                                 double *right, double *count);

#ifdef __cplusplus
}
#endif

#endif
