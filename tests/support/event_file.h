/* SPDX-License-Identifier: Apache-2.0 */
/* An event file in memory, cut into records; made for tests, so anything odd fails the test. */
#ifndef TESTS_EVENT_FILE_H
#define TESTS_EVENT_FILE_H

#include "event.pb-c.h"
#include "temp_folder.h"

typedef struct event_record {
    const uint8_t *bytes; /* the whole record, framing included */
    size_t size;
    Tblog__Event *event; /* decoded */
} event_record;

typedef struct event_file {
    file_bytes content;
    event_record *records;
    size_t count;
} event_file;

/* Both CRCs of every record are checked by a table-driven CRC of the tests' own. */
event_file event_file_read(const char *path);
void event_file_free(event_file *file);

#endif
