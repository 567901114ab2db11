/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A reader: the records of one event file, and the events in them.
 *
 *     tblog_error err;
 *     tblog_status status;
 *     tblog_record record;
 *     tblog_event event;
 *     tblog_value value;
 *     double number;
 *     tblog_reader *r = tblog_reader_open(path, NULL, &err);
 *     if (!r) { fprintf(stderr, "%s\n", err.message); exit(1); }
 *     while ((status = tblog_reader_next(r, &record, &err)) == TBLOG_OK) {
 *         if ((status = tblog_event_decode(&record, &event, &err)) != TBLOG_OK) break;
 *         while ((status = tblog_event_next_value(&event, &value, &err)) == TBLOG_OK)
 *             if (tblog_value_scalar(&value, &number))
 *                 printf("%.*s %" PRId64 " %g\n", (int)value.tag.size, value.tag.data, event.step,
 *                        number);
 *         if (status != TBLOG_END) break;
 *     }
 *     if (status != TBLOG_END) fprintf(stderr, "%s\n", err.message);
 *     tblog_reader_close(r);
 *
 * A file that was compressed as a whole by gzip or zlib is decompressed while it is read; offsets
 * are those in the decompressed data.
 *
 * Nothing in a file is trusted: sizes are checked before they are used, both CRCs of every record
 * are checked, and a reader never needs more memory than the largest record it is allowed. Messages
 * name the file, the record (from 0), its offset and the reason.
 *
 * Views point into the reader's buffer: they are valid until the next call on that reader. Nothing
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

/* An event file that is open for reading. */
typedef struct tblog_reader tblog_reader;

/* NULL options or a zero field mean the default. Start from TBLOG_READER_OPTIONS_INIT. */
typedef struct tblog_reader_options {
    size_t size;       /* sizeof(tblog_reader_options) */
    size_t record_max; /* the largest payload that is read, in bytes; default TBLOG_RECORD_MAX */
} tblog_reader_options;

/* All defaults. */
#define TBLOG_READER_OPTIONS_INIT                                                                  \
    { sizeof(tblog_reader_options), 0 }

/* Open a file, or standard input for "-". NULL, with the reason in 'err', on failure. */
TBLOG_API tblog_reader *tblog_reader_open(const char *path, const tblog_reader_options *options,
                                          tblog_error *err);

/* Close it; NULL is fine. */
TBLOG_API void tblog_reader_close(tblog_reader *reader);

/* A record: its payload, its place, and all its bytes in the file. */
typedef struct tblog_record {
    const uint8_t *data;  /* the payload */
    size_t length;        /* of the payload, in bytes */
    uint64_t offset;      /* of the whole record in the file */
    uint64_t number;      /* in the file, from 0 */
    const uint8_t *whole; /* length, payload and both CRCs: the bytes to copy */
    size_t whole_size;    /* of these, in bytes */
} tblog_record;

/*
 * The next record.
 *
 * TBLOG_END, TBLOG_ERR_TRUNCATED: nothing more is there now; call again when the file may have
 * grown, and reading continues at the same place. TBLOG_ERR_DATA_CRC: *record is the damaged
 * record; the next call returns the one after it. TBLOG_ERR_LENGTH_CRC, TBLOG_ERR_TOO_LARGE,
 * TBLOG_ERR_IO, TBLOG_ERR_NO_MEMORY, TBLOG_ERR_FORMAT (a compressed stream that is damaged): the
 * place of the next record is unknown or cannot be reached; every later call returns the same.
 */
TBLOG_API tblog_status tblog_reader_next(tblog_reader *reader, tblog_record *record,
                                         tblog_error *err);

/*
 * After a bad length: continue at the next place where an intact record starts, with both CRCs
 * correct. TBLOG_OK, TBLOG_END if there is none, or TBLOG_ERR_IO or TBLOG_ERR_NO_MEMORY. *skipped:
 * the number of bytes skipped.
 */
TBLOG_API tblog_status tblog_reader_resync(tblog_reader *reader, uint64_t *skipped,
                                           tblog_error *err);

/* Text from a file: should be UTF-8, but is not checked here; not NUL-terminated. */
typedef struct tblog_text_view {
    const char *data; /* may be NULL when size is 0 */
    size_t size;      /* in bytes */
} tblog_text_view;

/* What an event holds. */
typedef enum tblog_event_kind {
    TBLOG_EVENT_EMPTY = 0,        /* nothing */
    TBLOG_EVENT_FILE_VERSION = 3, /* 'text' is the version */
    TBLOG_EVENT_GRAPH_DEF = 4,    /* 'text' is the serialized GraphDef */
    TBLOG_EVENT_SUMMARY = 5,      /* values, by tblog_event_next_value */
    TBLOG_EVENT_OTHER = 6,        /* a log message or the like */
    TBLOG_EVENT_SESSION_LOG = 7,  /* 'text' is TensorFlow 1's SessionLog, serialized */
    TBLOG_EVENT_RUN_METADATA = 8  /* 'text' is TensorFlow 1's TaggedRunMetadata, serialized */
} tblog_event_kind;

/* An event. */
typedef struct tblog_event {
    tblog_event_kind kind; /* what it holds */
    double wall_time_s;    /* seconds since the epoch */
    int64_t step;          /* what the x axis shows */
    tblog_text_view text;  /* see the kinds; of a summary, for tblog_event_next_value */
    const uint8_t *next;   /* the summary's values; for tblog_event_next_value */
    const uint8_t *end;    /* likewise */
    uint64_t offset;       /* of the record */
    uint64_t number;       /* of the record */
} tblog_event;

/*
 * Decode a record. TBLOG_OK or TBLOG_ERR_FORMAT. An empty record is an empty event. What
 * TensorBoard does not show is not checked: see tblog_event_check.
 */
TBLOG_API tblog_status tblog_event_decode(const tblog_record *record, tblog_event *event,
                                          tblog_error *err);

/*
 * Check all of a record, as Google's protobuf does, which TensorBoard reads with: every message in
 * it is well-formed, and every text is UTF-8. TBLOG_OK, or TBLOG_ERR_FORMAT with the reason and the
 * place: TensorBoard cannot read the event.
 */
TBLOG_API tblog_status tblog_event_check(const tblog_record *record, tblog_error *err);

enum { TBLOG_VALUE_MAX_RANK = 8 };

/* How a value is stored: as a tensor, or in one of the forms of TensorFlow 1. */
typedef enum tblog_value_form {
    TBLOG_VALUE_NONE = 0,     /* it has only a tag */
    TBLOG_VALUE_TENSOR,       /* a tensor, as today */
    TBLOG_VALUE_V1_SCALAR,    /* simple_value */
    TBLOG_VALUE_V1_HISTOGRAM, /* histo */
    TBLOG_VALUE_V1_IMAGE,     /* image */
    TBLOG_VALUE_V1_AUDIO,     /* audio */
    TBLOG_VALUE_V1_OTHER      /* a form that no dashboard shows */
} tblog_value_form;

/* One value of a summary. Absent texts have size 0. */
typedef struct tblog_value {
    tblog_text_view tag;                /* its name in the run */
    tblog_text_view plugin;             /* the dashboard that shows it */
    tblog_text_view plugin_content;     /* the plugin's own data in the metadata */
    tblog_text_view display_name;       /* the title, shown instead of the tag */
    tblog_text_view description;        /* Markdown */
    tblog_value_form form;              /* how it is stored */
    int dtype;                          /* a tensor's, as TensorFlow's DataType; 7 is DT_STRING */
    size_t rank;                        /* a tensor's number of dimensions */
    size_t shape[TBLOG_VALUE_MAX_RANK]; /* its sizes; of a higher rank, the first */
    tblog_text_view content;            /* tensor_content: the elements, little endian */
    tblog_text_view body;               /* the tensor's or v1 value's own message; a graph has
                                           none: data is NULL */
    float simple;                       /* of a v1 scalar */
} tblog_value;

/* The event's next value: TBLOG_OK, TBLOG_END, or TBLOG_ERR_FORMAT. */
TBLOG_API tblog_status tblog_event_next_value(tblog_event *event, tblog_value *value,
                                              tblog_error *err);

/*
 * The kind of a value, by the plugin that shows it: "scalars", "histograms", "images", "text",
 * "audio", ...; v1 values count as the kind they are shown as. "" if it is unknown.
 */
TBLOG_API tblog_text_view tblog_value_kind(const tblog_value *value);

/* A scalar's number, v1 or v2; false if the value is not a scalar. */
TBLOG_API bool tblog_value_scalar(const tblog_value *value, double *number);

/* String i of a string tensor; false when there is no such string. It counts from the first: to see
 * many, use tblog_value_strings. */
TBLOG_API bool tblog_value_string(const tblog_value *value, size_t i, tblog_text_view *string);

/* Image i of an image value, as it is encoded; likewise. A v1 value has one. */
TBLOG_API bool tblog_value_image(const tblog_value *value, size_t i, tblog_text_view *image);

/* Clip i of a sound, mostly a WAV file; likewise. */
TBLOG_API bool tblog_value_audio(const tblog_value *value, size_t i, tblog_text_view *clip);

/* Strings of a value one after the other: a view, whose fields are private. */
typedef struct tblog_strings {
    tblog_text_view rest; /* of the message that they are fields of */
    uint32_t field;       /* their number in it */
    size_t skip;          /* how many to skip before the next */
    size_t stride;        /* one in 'stride' strings is returned */
} tblog_strings;

/*
 * All strings of a string tensor, all images of an image value, or all clips of a sound:
 *
 *     for (tblog_value_strings(&value, &strings); tblog_strings_next(&strings, &text);)
 *         printf("%.*s\n", (int)text.size, text.data);
 *
 * False when the value is of another kind; then there are none.
 */
TBLOG_API bool tblog_value_strings(const tblog_value *value, tblog_strings *strings);
/* The same for an image value: each of its encoded images. */
TBLOG_API bool tblog_value_images(const tblog_value *value, tblog_strings *strings);
/* The same for a sound: each of its clips. */
TBLOG_API bool tblog_value_clips(const tblog_value *value, tblog_strings *strings);

/* The next of them; false after the last. */
TBLOG_API bool tblog_strings_next(tblog_strings *strings, tblog_text_view *string);

/* A histogram's buckets: a view; all but 'count' is for tblog_buckets_get. */
typedef struct tblog_buckets {
    size_t count;           /* how many */
    tblog_value_form form;  /* private, as all below */
    bool wide;              /* doubles */
    double min;             /* of v1: where the first begins */
    double max;             /* of v1: where the last ends */
    tblog_text_view limits; /* of v1: right edges */
    tblog_text_view counts; /* of v1: counts; else all rows */
} tblog_buckets;

/*
 * The buckets of a histogram; false if the value is not a histogram. A v1 histogram has those that
 * TensorBoard makes of it: without the empty ones at both ends, from its smallest to its largest
 * value.
 */
TBLOG_API bool tblog_value_buckets(const tblog_value *value, tblog_buckets *buckets);

/* Bucket i: its edges and how many values lie between them; false when there is no such bucket. */
TBLOG_API bool tblog_buckets_get(const tblog_buckets *buckets, size_t i, double *left,
                                 double *right, double *count);

/* A field of a protobuf message. */
typedef struct tblog_field {
    uint32_t number;       /* in the message's schema */
    uint32_t type;         /* 0: a varint; 1: 64 bits; 2: bytes; 5: 32 bits; 3: a group, skipped */
    uint64_t bits;         /* of types 0, 1 and 5 */
    tblog_text_view bytes; /* of type 2: a text, a message, or packed numbers */
} tblog_field;

/*
 * The next field of a message, for what the functions above do not decode: a plugin's own data, the
 * body of a tensor, a graph:
 *
 *     tblog_text_view rest = value.body;
 *     for (tblog_field field; tblog_field_next(&rest, &field);)
 *         if (field.number == 1) printf("DataType %" PRIu64 "\n", field.bits);
 *
 * 'rest' then begins after the field. False at the end, where rest->size is 0, or where the message
 * is malformed.
 */
TBLOG_API bool tblog_field_next(tblog_text_view *rest, tblog_field *field);

/* The next number of packed ones; 'type' is that of each: 0, 1 or 5. Likewise. */
TBLOG_API bool tblog_packed_next(tblog_text_view *rest, uint32_t type, uint64_t *bits);

#ifdef __cplusplus
}
#endif

#endif
