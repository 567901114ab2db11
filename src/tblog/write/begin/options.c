/* SPDX-License-Identifier: Apache-2.0 */
/* A writer's options: by their names, and read. Called in the program's thread. */
#include "tblog/write/begin/options.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "tblog/error.h"
#include "tblog/os/os.h"
#include "tblog/version.h"

/* ---- by name ---- */

typedef enum field_type { NUMBER, SIGNED, UNSIGNED, SIZE, INT, TEXT, CHOICE } field_type;

/* A field of tblog_writer_options. */
typedef struct field {
    const char *name;
    size_t offset, size;
    field_type type;
    const char *words[3]; /* of a choice */
} field;

#define AT(name)                                                                                   \
#name, offsetof(tblog_writer_options, name), sizeof(((tblog_writer_options *)0)->name)

static const field fields[] = {
    {AT(start_time_s), NUMBER, {NULL}},
    {AT(host), TEXT, {NULL}},
    {AT(pid), SIGNED, {NULL}},
    {AT(index), UNSIGNED, {NULL}},
    {AT(suffix), TEXT, {NULL}},
    {AT(flush_interval_s), NUMBER, {NULL}},
    {AT(buffer_bytes), SIZE, {NULL}},
    {AT(compression), CHOICE, {"none", "gzip", "zlib"}},
    {AT(png_level), INT, {NULL}},
    {AT(queue_bytes), SIZE, {NULL}},
    {AT(when_full), CHOICE, {"block", "drop"}},
    {AT(sync), INT, {NULL}},
    {AT(no_exit_flush), INT, {NULL}},
    {AT(session_start), INT, {NULL}},
    {AT(session_step), SIGNED, {NULL}},
    {AT(max_file_bytes), UNSIGNED, {NULL}},
    {AT(max_file_seconds), NUMBER, {NULL}},
};

static const field *find(const char *name) {
    for (size_t i = 0; name && i < sizeof fields / sizeof fields[0]; i++)
        if (strcmp(fields[i].name, name) == 0) return &fields[i];
    return NULL;
}

static tblog_status refuse(const field *f, const char *value, const char *want, tblog_error *err) {
    return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the writer's option %s: '%.100s' is not %s",
                       f->name, value, want);
}

static tblog_status set_number(const field *f, void *at, const char *value, tblog_error *err) {
    tblog__os_locale locale;
    char *end;
    if (!tblog__os_locale_enter(&locale)) return tblog__fail_no_memory(err);
    double number = strtod(value, &end);
    tblog__os_locale_leave(&locale);
    if (end == value || *end || !(number - number == 0))
        return refuse(f, value, "a finite number", err);
    memcpy(at, &number, sizeof number);
    return TBLOG_OK;
}

static tblog_status set_signed(const field *f, void *at, const char *value, tblog_error *err) {
    char *end;
    errno = 0;
    long long number = strtoll(value, &end, 10);
    int small = (int)number;
    int64_t large = number;
    if (end == value || *end || errno || (f->type == INT && small != number))
        return refuse(f, value, "a whole number in its range", err);
    if (f->type == INT)
        memcpy(at, &small, sizeof small);
    else
        memcpy(at, &large, sizeof large);
    return TBLOG_OK;
}

static tblog_status set_unsigned(const field *f, void *at, const char *value, tblog_error *err) {
    char *end;
    errno = 0;
    unsigned long long number = strtoull(value, &end, 10);
    size_t size = (size_t)number;
    uint64_t large = number;
    if (strspn(value, "0123456789") != strlen(value) || end == value || errno ||
        (f->type == SIZE && size != number))
        return refuse(f, value, "a whole number from 0 in its range", err);
    if (f->type == SIZE)
        memcpy(at, &size, sizeof size);
    else
        memcpy(at, &large, sizeof large);
    return TBLOG_OK;
}

/* The choices are enumerations from 0 on. */
static tblog_status set_choice(const field *f, void *at, const char *value, tblog_error *err) {
    int count = f->words[2] ? 3 : 2;
    for (int i = 0; i < count; i++) {
        if (strcmp(f->words[i], value) != 0) continue;
        if (f->offset == offsetof(tblog_writer_options, compression))
            *(tblog_compression *)at = (tblog_compression)i;
        else
            *(tblog_when_full *)at = (tblog_when_full)i;
        return TBLOG_OK;
    }
    return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                       "the writer's option %s: '%.100s' is not %s%s%s or %s", f->name, value,
                       f->words[0], count == 3 ? ", " : "", count == 3 ? f->words[1] : "",
                       f->words[count - 1]);
}

tblog_status tblog_writer_option(tblog_writer_options *options, const char *name, const char *value,
                                 tblog_error *err) {
    const field *f = find(name);
    if (!options || !value)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "there are no options, or there is no value");
    if (!f)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "a writer has no option '%.100s'; tblog_writer_options in writer.h has "
                           "their names",
                           name ? name : "");
    if (options->size < f->offset + f->size)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "the writer's options have no room for %s: start from their _INIT macro",
                           name);
    void *at = (char *)options + f->offset;
    switch (f->type) {
    case NUMBER: return set_number(f, at, value, err);
    case SIGNED:
    case INT: return set_signed(f, at, value, err);
    case UNSIGNED:
    case SIZE: return set_unsigned(f, at, value, err);
    case CHOICE: return set_choice(f, at, value, err);
    case TEXT: memcpy(at, &value, sizeof value); return TBLOG_OK;
    }
    return TBLOG_OK;
}

tblog_writer_options *tblog_writer_options_new(void) {
    tblog_writer_options *options = malloc(sizeof *options);
    if (options) *options = (tblog_writer_options)TBLOG_WRITER_OPTIONS_INIT;
    return options;
}

void tblog_writer_options_free(tblog_writer_options *options) {
    free(options);
}

/* ---- read ---- */

tblog_status tblog__writer_options_read(const tblog_writer_options *given,
                                        tblog_writer_options *options, tblog_error *err) {
    tblog_status status = tblog__options_read(options, sizeof *options, given, "the writer's", err);
    if (status) return status;
    if (options->png_level < 0 || options->png_level > 9 ||
        options->compression > TBLOG_COMPRESSION_ZLIB || options->when_full > TBLOG_WHEN_FULL_DROP)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "no such png_level, compression or when_full: %d, %d, %d",
                           options->png_level, (int)options->compression, (int)options->when_full);
    return TBLOG_OK;
}
