/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader: records through one buffer. A program calls it; one reader by one thread at a time.
 * Invariant: buffer[start, end) are the file's bytes from 'offset' on; 'offset' is always the start
 * of a record.
 */
#include <tblog/reader.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tblog/bytes.h"
#include "tblog/crc/crc32c.h"
#include "tblog/crc/crc_prefix.h"
#include "tblog/error.h"
#include "tblog/read/source.h"
#include "tblog/record.h"
#include "tblog/version.h"

enum { FIRST_CAPACITY = 256 * 1024 };

/* The size of a larger record could not be represented. */
static const size_t LARGEST_RECORD_MAX =
    SIZE_MAX - TBLOG__RECORD_HEADER_SIZE - TBLOG__RECORD_FOOTER_SIZE;

struct tblog_reader {
    char *path;
    tblog__source *source;
    size_t record_max;
    uint8_t *buffer;
    size_t start, end, capacity;
    uint64_t offset, number;
    bool searching;      /* by tblog_reader_resync */
    tblog_error failure; /* the permanent failure; status TBLOG_OK if there is none */
};

static size_t record_max_of(const tblog_reader_options *options) {
    size_t max = options->record_max ? options->record_max : TBLOG_RECORD_MAX;
    return max < LARGEST_RECORD_MAX ? max : LARGEST_RECORD_MAX;
}

tblog_reader *tblog_reader_open(const char *path, const tblog_reader_options *given,
                                tblog_error *err) {
    tblog_reader_options options;
    if (tblog__options_read(&options, sizeof options, given, "the reader's", err)) return NULL;
    tblog_reader *reader = calloc(1, sizeof *reader);
    if (!reader) {
        tblog__fail_no_memory(err);
        return NULL;
    }
    reader->record_max = record_max_of(&options);
    reader->capacity = FIRST_CAPACITY;
    reader->buffer = malloc(reader->capacity);
    reader->path = strdup(path);
    if (!reader->buffer || !reader->path)
        tblog__fail_no_memory(err);
    else if ((reader->source = tblog__source_open(path, err)))
        return reader;
    tblog_reader_close(reader);
    return NULL;
}

void tblog_reader_close(tblog_reader *reader) {
    if (!reader) return;
    tblog__source_close(reader->source);
    free(reader->buffer);
    free(reader->path);
    free(reader);
}

/* Report what is wrong with the current record; with 'stays', every later call returns it again. */
static tblog_status fail(tblog_reader *reader, tblog_status status, const char *reason, bool stays,
                         tblog_error *err) {
    tblog_error local;
    tblog__fail(&local, status, "%s: record %" PRIu64 " at byte %" PRIu64 ": %s", reader->path,
                reader->number, reader->offset, reason);
    if (stays) reader->failure = local;
    if (err) *err = local;
    return status;
}

static tblog_status fail_crc(tblog_reader *reader, tblog_status status, const char *what,
                             uint32_t got, uint32_t want, tblog_error *err) {
    char reason[96];
    snprintf(reason, sizeof reason, "%s CRC got %08" PRIx32 ", want %08" PRIx32, what, got, want);
    return fail(reader, status, reason, status == TBLOG_ERR_LENGTH_CRC, err);
}

/* Make room for 'size' bytes from start on. The buffer doubles only when bytes really arrive. */
static tblog_status make_room(tblog_reader *reader, size_t size, tblog_error *err) {
    memmove(reader->buffer, reader->buffer + reader->start, reader->end - reader->start);
    reader->end -= reader->start;
    reader->start = 0;
    /* A search advances byte by byte: use twice the room, or the data would be moved each time. */
    if (reader->searching) size = size < SIZE_MAX / 2 ? 2 * size : size;
    if (reader->end < reader->capacity / (reader->searching ? 2 : 1)) return TBLOG_OK;
    size_t capacity = 2 * reader->capacity < size ? 2 * reader->capacity : size;
    if (capacity <= reader->capacity) return TBLOG_OK; /* there is enough room */
    if (!capacity) capacity = 1;                       /* neither is 0, which linters cannot know */
    uint8_t *grown = realloc(reader->buffer, capacity);
    if (!grown) return fail(reader, TBLOG_ERR_NO_MEMORY, "out of memory", true, err);
    reader->buffer = grown;
    reader->capacity = capacity;
    return TBLOG_OK;
}

/* Read until there are at least 'size' bytes from start on; TBLOG_END if the file has no more
 * now. */
static tblog_status need(tblog_reader *reader, size_t size, tblog_error *err) {
    while (reader->end - reader->start < size) {
        if (reader->end == reader->capacity) {
            tblog_status status = make_room(reader, size, err);
            if (status) return status;
        }
        const char *reason = "";
        size_t got;
        tblog_status status = tblog__source_read(reader->source, reader->buffer + reader->end,
                                                 reader->capacity - reader->end, &got, &reason);
        if (status) return fail(reader, status, reason, true, err);
        if (!got) return TBLOG_END;
        reader->end += got;
    }
    return TBLOG_OK;
}

/* The length of the current record, if its header can be trusted. */
static tblog_status read_length(tblog_reader *reader, size_t *length, tblog_error *err) {
    tblog_status status = need(reader, TBLOG__RECORD_HEADER_SIZE, err);
    if (status == TBLOG_END)
        return reader->end == reader->start ? TBLOG_END
                                            : fail(reader, TBLOG_ERR_TRUNCATED,
                                                   "the file ends within its header", false, err);
    if (status) return status;
    const uint8_t *header = reader->buffer + reader->start;
    uint64_t claimed = tblog__get_le64(header);
    uint32_t want = tblog__crc32c_masked(header, TBLOG__RECORD_LENGTH_SIZE);
    uint32_t got = tblog__get_le32(header + TBLOG__RECORD_LENGTH_SIZE);
    if (got != want) return fail_crc(reader, TBLOG_ERR_LENGTH_CRC, "length", got, want, err);
    if (claimed > reader->record_max) {
        char reason[96];
        snprintf(reason, sizeof reason, "%" PRIu64 " bytes are over the limit of %zu", claimed,
                 reader->record_max);
        return fail(reader, TBLOG_ERR_TOO_LARGE, reason, true, err);
    }
    *length = (size_t)claimed;
    return TBLOG_OK;
}

tblog_status tblog_reader_next(tblog_reader *reader, tblog_record *record, tblog_error *err) {
    if (reader->failure.status) {
        if (err) *err = reader->failure;
        return reader->failure.status;
    }
    size_t length = 0;
    tblog_status status = read_length(reader, &length, err);
    if (status) return status;
    size_t size = tblog__record_size(length);
    status = need(reader, size, err);
    if (status == TBLOG_END)
        return fail(reader, TBLOG_ERR_TRUNCATED, "the file ends within its payload", false, err);
    if (status) return status;

    const uint8_t *whole = reader->buffer + reader->start;
    const uint8_t *payload = whole + TBLOG__RECORD_HEADER_SIZE;
    *record = (tblog_record){payload, length, reader->offset, reader->number, whole, size};
    uint32_t want = tblog__crc32c_masked(payload, length);
    uint32_t got = tblog__get_le32(payload + length);
    if (got != want) status = fail_crc(reader, TBLOG_ERR_DATA_CRC, "data", got, want, err);
    reader->start += size;
    reader->offset += size;
    reader->number++;
    return status;
}

/*
 * Whether an intact record starts at the current byte; TBLOG_END if the file ends before that is
 * known. Forged headers may claim long payloads that contain further such headers: 'prefix', which
 * starts at the first of them, computes the CRC of each in linear time.
 */
static tblog_status try_here(tblog_reader *reader, tblog__crc_prefix *prefix, bool *intact,
                             tblog_error *err) {
    *intact = false;
    tblog_status status = need(reader, TBLOG__RECORD_HEADER_SIZE, err);
    if (status) return status;
    const uint8_t *header = reader->buffer + reader->start;
    uint64_t length = tblog__get_le64(header);
    if (length > reader->record_max || tblog__get_le32(header + TBLOG__RECORD_LENGTH_SIZE) !=
                                           tblog__crc32c_masked(header, TBLOG__RECORD_LENGTH_SIZE))
        return TBLOG_OK;
    status = need(reader, tblog__record_size((size_t)length), err);
    if (status) return status == TBLOG_END ? TBLOG_OK : status;
    const uint8_t *record = reader->buffer + reader->start;
    uint32_t crc;
    if (!tblog__crc_prefix_masked(prefix, record, TBLOG__RECORD_HEADER_SIZE, (size_t)length, &crc))
        return fail(reader, TBLOG_ERR_NO_MEMORY, "out of memory", true, err);
    *intact = tblog__get_le32(record + TBLOG__RECORD_HEADER_SIZE + length) == crc;
    return TBLOG_OK;
}

tblog_status tblog_reader_resync(tblog_reader *reader, uint64_t *skipped, tblog_error *err) {
    uint64_t from = reader->offset;
    bool intact = false;
    tblog_status status = TBLOG_OK;
    tblog__crc_prefix prefix = {0};
    reader->failure.status = TBLOG_OK;
    reader->searching = true;
    while (!intact && !status) {
        if (reader->start == reader->end && (status = need(reader, 1, err))) break;
        if (prefix.capacity) tblog__crc_prefix_step(&prefix, reader->buffer[reader->start]);
        reader->start++;
        reader->offset++;
        status = try_here(reader, &prefix, &intact, err);
    }
    reader->searching = false;
    tblog__crc_prefix_free(&prefix);
    *skipped = reader->offset - from;
    if (status == TBLOG_END) *skipped += reader->end - reader->start; /* the rest is not a record */
    return status;
}
