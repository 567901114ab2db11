/* SPDX-License-Identifier: Apache-2.0 */
/* A line for each value that is exported. export.c calls this. */
#include "cli/tblog/export/rows.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"

/* Whether a spreadsheet would read the text as a formula: OWASP, "CSV Injection". */
static bool is_formula(const char *text, size_t size) {
    static const char *const starts[] = {"=",  "+",  "-",  "@",  "\t", "\r",
                                         "\n", "＝", "＋", "－", "＠"};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        size_t length = strlen(starts[i]);
        if (size >= length && memcmp(text, starts[i], length) == 0) return true;
    }
    return false;
}

/* A text as a cell. On a terminal its controls are escaped first. */
static void put_cell(const export_rows *self, const char *text, size_t size) {
    bool quoted = self->safe_csv && is_formula(text, size);
    if (!quoted && !self->terminal) {
        put_csv(self->out, text, size);
        return;
    }
    char *shown = NULL;
    size_t shown_size;
    FILE *memory = open_memstream(&shown, &shown_size);
    if (!memory) return;
    if (quoted) putc('\'', memory);
    if (self->terminal)
        put_escaped(memory, text, size);
    else
        fwrite(text, 1, size, memory);
    fclose(memory);
    if (shown) put_csv(self->out, shown, shown_size);
    free(shown);
}

/* run,tag,step,wall_time, */
static void put_place_csv(const export_rows *self, const export_item *i) {
    put_cell(self, i->run, strlen(i->run));
    putc(',', self->out);
    put_cell(self, i->series->tag, i->series->tag_size);
    fprintf(self->out, ",%" PRId64 ",", i->point->step);
    put_number(self->out, i->point->wall_time_s, true);
    putc(',', self->out);
}

static void put_place_json(const export_rows *self, const export_item *i) {
    fputs("{\"run\": ", self->out);
    put_json(self->out, i->run, strlen(i->run));
    fputs(", \"tag\": ", self->out);
    put_json(self->out, i->series->tag, i->series->tag_size);
    fprintf(self->out, ", \"step\": %" PRId64 ", \"wall_time\": ", i->point->step);
    put_json_number(self->out, i->point->wall_time_s, true);
    fputs(", \"value\": ", self->out);
}

void export_scalar(const export_rows *self, const export_item *i) {
    if (!self->json) {
        put_place_csv(self, i);
        put_number(self->out, i->point->number, i->point->wide);
        putc('\n', self->out);
    } else {
        put_place_json(self, i);
        put_json_number(self->out, i->point->number, i->point->wide);
        fputs("}\n", self->out);
    }
}

void export_histogram(const export_rows *self, const export_item *i) {
    tblog_buckets buckets;
    double numbers[3];
    tblog_value_buckets(i->value, &buckets);
    for (size_t k = 0; tblog_buckets_get(&buckets, k, &numbers[0], &numbers[1], &numbers[2]); k++) {
        put_place_csv(self, i);
        for (size_t n = 0; n < 3; n++) {
            put_number(self->out, numbers[n], true);
            putc(n < 2 ? ',' : '\n', self->out);
        }
    }
}

void export_text(const export_rows *self, const export_item *i) {
    tblog_strings strings;
    tblog_text_view text;
    for (tblog_value_strings(i->value, &strings); tblog_strings_next(&strings, &text);) {
        if (!self->json) {
            put_place_csv(self, i);
            put_cell(self, text.data, text.size);
            putc('\n', self->out);
        } else {
            put_place_json(self, i);
            put_json(self->out, text.data, text.size);
            fputs("}\n", self->out);
        }
    }
}

void export_heading(const export_rows *self, const char *kind) {
    if (strcmp(kind, "histograms") == 0)
        fputs("run,tag,step,wall_time,left,right,count\n", self->out);
    else if (!self->json)
        fputs("run,tag,step,wall_time,value\n", self->out);
}
