/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A GraphDef in protobuf's text format: protobuf.dev/reference/protobuf/textformat-spec. export.c
 * calls this. Fields are printed in the schema's order; what protobuf merges or replaces when it
 * reads the binary form is merged or replaced here, as the text may have it only once.
 */
#include "cli/tblog/export/files/graph_text.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/tblog/export/files/graph_schema.h"
#include "report/fields.h"

enum { MOST_DEPTH = 100 }; /* protobuf's own limit */

static uint32_t wire_of(graph_kind kind) {
    switch (kind) {
    case GRAPH_TEXT:
    case GRAPH_MESSAGE: return BYTES;
    case GRAPH_FLOAT: return BITS_32;
    case GRAPH_DOUBLE:
    case GRAPH_FIXED64: return BITS_64;
    default: return VARINT;
    }
}

/* ---- values ---- */

static void put_text(FILE *out, tblog_text_view text) {
    putc('"', out);
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c == '\n')
            fputs("\\n", out);
        else if (c < ' ' || c > '~')
            fprintf(out, "\\%03o", c);
        else
            putc(c, out);
    }
    putc('"', out);
}

static void put_floating(FILE *out, double number, int digits) {
    if (isnan(number))
        fputs("nan", out);
    else
        fprintf(out, "%.*g", digits, number);
}

static void put_data_type(FILE *out, int32_t type) {
    enum { REF = 100 };
    int32_t base = type > REF ? type - REF : type;
    if (base >= 0 && base < GRAPH_DATA_TYPES && type != REF)
        fprintf(out, "DT_%s%s", graph_data_types[base], type > REF ? "_REF" : "");
    else
        fprintf(out, "%" PRId32, type);
}

static void put_number(FILE *out, graph_kind kind, uint64_t bits) {
    float single;
    double wide;
    uint32_t half = (uint32_t)bits;
    memcpy(&single, &half, sizeof single);
    memcpy(&wide, &bits, sizeof wide);
    switch (kind) {
    case GRAPH_BOOL: fputs(bits ? "true" : "false", out); return;
    case GRAPH_FLOAT: put_floating(out, (double)single, 9); return;
    case GRAPH_DOUBLE: put_floating(out, wide, 17); return;
    case GRAPH_INT32: fprintf(out, "%" PRId32, (int32_t)half); return;
    case GRAPH_UINT32: fprintf(out, "%" PRIu32, half); return;
    case GRAPH_INT64: fprintf(out, "%" PRId64, (int64_t)bits); return;
    case GRAPH_DATA_TYPE: put_data_type(out, (int32_t)half); return;
    default: fprintf(out, "%" PRIu64, bits); return;
    }
}

/* ---- fields ---- */

typedef struct printer {
    FILE *out;
    int depth;
} printer;

static bool put_message(printer *self, const graph_message *message, tblog_text_view content);

static void put_name(printer *self, const graph_field *f) {
    fprintf(self->out, "%*s%s", 2 * self->depth, "", f->name);
}

static bool put_value(printer *self, const graph_field *f, const tblog_field *value) {
    put_name(self, f);
    if (f->kind == GRAPH_MESSAGE) {
        fputs(" {\n", self->out);
        self->depth++;
        if (self->depth > MOST_DEPTH || !put_message(self, f->message, value->bytes)) return false;
        self->depth--;
        fprintf(self->out, "%*s}\n", 2 * self->depth, "");
        return true;
    }
    fputs(": ", self->out);
    if (f->kind == GRAPH_TEXT)
        put_text(self->out, value->bytes);
    else
        put_number(self->out, f->kind, value->bits);
    putc('\n', self->out);
    return true;
}

/* Numbers of a field, packed. */
static bool put_packed(printer *self, const graph_field *f, tblog_text_view numbers) {
    tblog_field number = {0};
    while (tblog_packed_next(&numbers, wire_of(f->kind), &number.bits))
        if (!put_value(self, f, &number)) return false;
    return numbers.size == 0;
}

/* Whether a field of the message is one of the schema's field; not packed, or with 'packed'. */
static bool is_one(const graph_field *f, const tblog_field *field) {
    return field->number == f->number && field->type == wire_of(f->kind);
}

static bool put_repeated(printer *self, const graph_field *f, tblog_text_view content) {
    bool good = true;
    for (tblog_field field; good && tblog_field_next(&content, &field);) {
        if (is_one(f, &field))
            good = put_value(self, f, &field);
        else if (field.number == f->number && field.type == BYTES)
            good = put_packed(self, f, field.bytes);
    }
    return good;
}

/* A field that there may be once: of several the last counts, messages are merged. */
static bool put_single(printer *self, const graph_field *f, tblog_text_view content) {
    tblog_field last = {0};
    size_t times = 0, size = 0;
    tblog_text_view rest = content;
    for (tblog_field field; tblog_field_next(&rest, &field);) {
        if (!is_one(f, &field)) continue;
        last = field;
        times++;
        size += field.bytes.size;
    }
    if (times < 2 || f->kind != GRAPH_MESSAGE) return !times || put_value(self, f, &last);
    char *merged = malloc(size + 1), *at = merged;
    if (!merged) return false;
    for (tblog_field field; tblog_field_next(&content, &field);) {
        if (!is_one(f, &field) || !field.bytes.size) continue;
        memcpy(at, field.bytes.data, field.bytes.size);
        at += field.bytes.size;
    }
    last.bytes = (tblog_text_view){merged, size};
    bool good = put_value(self, f, &last);
    free(merged);
    return good;
}

/* The number of the message's last field that the schema has; 0: none. */
static uint32_t last_number(const graph_message *message, tblog_text_view content) {
    uint32_t last = 0;
    for (tblog_field field; tblog_field_next(&content, &field);)
        for (const graph_field *f = message->fields; f->number; f++)
            if (is_one(f, &field)) last = f->number;
    return last;
}

static bool is_whole(tblog_text_view content) {
    tblog_field field;
    while (tblog_field_next(&content, &field)) {
    }
    return content.size == 0;
}

static bool put_message(printer *self, const graph_message *message, tblog_text_view content) {
    uint32_t only = message->oneof ? last_number(message, content) : 0;
    bool good = is_whole(content);
    for (const graph_field *f = message->fields; good && f->number; f++) {
        if (only && f->number != only) continue;
        good = f->repeated ? put_repeated(self, f, content) : put_single(self, f, content);
    }
    return good;
}

bool graph_text_put(tblog_text_view graph, FILE *out) {
    printer self = {out, 0};
    return put_message(&self, &graph_def, graph);
}
