/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports of untrusted logs. Properties: the same bytes make the same page, which is complete, and
 * only the report's own markup is in it: no other script, no link to elsewhere and no invalid
 * coordinate or number.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz_file.h"
#include "report/output/output.h"
#include "tblog/record.h"

/* The page, or NULL where there is none to be made; free it. */
static char *page_of(const char *path) {
    log_report report;
    error err;
    char *page = NULL;
    size_t size;
    if (report_make(&report, path, .97, &err)) {
        FILE *out = open_memstream(&page, &size);
        FUZZ_ASSERT(out != NULL);
        FUZZ_ASSERT(page_put(out, &report, &(report_options){0}));
        FUZZ_ASSERT(fclose(out) == 0 && strlen(page) == size);
    }
    report_free(&report);
    return page;
}

/* Whether each beginning of a tag goes on in one of these two ways. */
static bool only(const char *page, const char *tag, const char *one, const char *other) {
    while ((page = strstr(page, tag))) {
        page += strlen(tag);
        if (strncmp(page, one, strlen(one)) != 0 && strncmp(page, other, strlen(other)) != 0)
            return false;
    }
    return true;
}

/* Whether the charts' numbers for the script, which hold no name, are numbers. */
static bool has_numbers_only(const char *page) {
    while ((page = strstr(page, "application/json\">"))) {
        const char *end = strstr(page, "</script>"), *bad = strstr(page, "nan");
        if (!end || (bad && bad < end)) return false;
        page = end;
    }
    return true;
}

/* Whether the places and sizes of what is drawn are numbers; a name may begin with "nan". */
static bool has_places_only(const char *page) {
    static const char *const places[] = {" x",  " y",  " x1", " x2",    " y1",     " y2",
                                         " cx", " cy", " r",  " width", " height", " points"};
    char bad[16];
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        snprintf(bad, sizeof bad, "%s=\"nan", places[i]);
        if (strstr(page, bad)) return false;
    }
    return true;
}

static void look_at(const char *path) {
    char *page = page_of(path), *again = page_of(path);
    FUZZ_ASSERT(!page == !again);
    if (page) {
        FUZZ_ASSERT(strcmp(page, again) == 0);
        FUZZ_ASSERT(strcmp(page + strlen(page) - 8, "</html>\n") == 0);
        FUZZ_ASSERT(only(page, "<script", ">//<![CDATA[\n", " type=\"application/json\">{"));
        FUZZ_ASSERT(only(page, "<a ", "href=\"#", "href=\"#"));
        FUZZ_ASSERT(has_places_only(page) && has_numbers_only(page));
    }
    free(page);
    free(again);
}

/* A file of sealed records: each of the input's is its size in two bytes, then its payload. */
static uint8_t *seal(const uint8_t *bytes, size_t size, size_t *sealed) {
    uint8_t *file = malloc(9 * size + 1); /* 16 more for each two bytes at least */
    FUZZ_ASSERT(file != NULL);
    *sealed = 0;
    while (size >= 2) {
        size_t length = (size_t)bytes[0] | (size_t)bytes[1] << 8;
        if (length > size - 2) length = size - 2;
        memcpy(file + *sealed + TBLOG__RECORD_HEADER_SIZE, bytes + 2, length);
        tblog__record_seal(file + *sealed, length);
        *sealed += tblog__record_size(length);
        bytes += 2 + length;
        size -= 2 + length;
    }
    return file;
}

/* The bytes as a file; and as records with correct CRCs, which a fuzzer would not find. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    size_t sealed;
    look_at(fuzz_file(bytes, size));
    uint8_t *file = seal(bytes, size, &sealed);
    look_at(fuzz_file(file, sealed));
    free(file);
    return 0;
}
