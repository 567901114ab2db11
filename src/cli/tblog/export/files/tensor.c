/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The elements of a tensor. They are in tensor_content, or else in the list of their type; if the
 * list is shorter than the shape, its last element stands for the rest
 * (tensorflow/core/framework/tensor.proto). The .npy format: numpy.lib.format.
 */
#include "cli/tblog/export/files/tensor.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "report/fields.h"

/* A short list may stand for a large tensor: at most this much, in bytes, is made of it. */
enum { MOST_REPEATED = 256 << 20 };
enum { DT_STRING = 7, DT_BFLOAT16 = 14 };

/* For each DataType: NumPy's type; bytes of a number; numbers of an element; the field of the list;
 * its wire type. */
typedef struct element {
    char type;
    uint8_t size, parts, field, wire;
} element;

static const element elements[] = {
    [1] = {'f', 4, 1, 5, BITS_32},           /* float32 */
    [2] = {'f', 8, 1, 6, BITS_64},           /* float64 */
    [3] = {'i', 4, 1, 7, VARINT},            /* int32 */
    [4] = {'u', 1, 1, 7, VARINT},            /* uint8 */
    [5] = {'i', 2, 1, 7, VARINT},            /* int16 */
    [6] = {'i', 1, 1, 7, VARINT},            /* int8 */
    [DT_STRING] = {'S', 0, 0, 0, 0},         /* bytes */
    [8] = {'c', 4, 2, 9, BITS_32},           /* complex64 */
    [9] = {'i', 8, 1, 10, VARINT},           /* int64 */
    [10] = {'b', 1, 1, 11, VARINT},          /* bool */
    [11] = {'i', 1, 1, 7, VARINT},           /* qint8 */
    [12] = {'u', 1, 1, 7, VARINT},           /* quint8 */
    [13] = {'i', 4, 1, 7, VARINT},           /* qint32 */
    [DT_BFLOAT16] = {'f', 2, 1, 13, VARINT}, /* bfloat16 */
    [15] = {'i', 2, 1, 7, VARINT},           /* qint16 */
    [16] = {'u', 2, 1, 7, VARINT},           /* quint16 */
    [17] = {'u', 2, 1, 7, VARINT},           /* uint16 */
    [18] = {'c', 8, 2, 12, BITS_64},         /* complex128 */
    [19] = {'f', 2, 1, 13, VARINT},          /* float16 */
    [22] = {'u', 4, 1, 16, VARINT},          /* uint32 */
    [23] = {'u', 8, 1, 17, VARINT},          /* uint64 */
};

static bool fail(const char **reason, const char *text) {
    *reason = text;
    return false;
}

/* The product of the sizes; false if it is too large to be one. */
static bool count_elements(const tblog_value *value, size_t *count) {
    *count = 1;
    for (size_t i = 0; i < value->rank; i++) {
        if (value->shape[i] && *count > (SIZE_MAX >> 8) / value->shape[i]) return false;
        *count *= value->shape[i];
    }
    return true;
}

/* ---- strings ---- */

/* As NumPy's bytes, each as long as the longest. */
static bool read_strings(const tblog_value *value, tensor *self, const char **reason) {
    tblog_strings strings;
    tblog_text_view text;
    size_t i = 0;
    self->size = 1;
    for (tblog_value_strings(value, &strings); tblog_strings_next(&strings, &text); i++)
        if (text.size > self->size) self->size = text.size;
    if (i != self->count) return fail(reason, "its shape is not that of its strings");
    if (self->count > MOST_REPEATED / self->size)
        return fail(reason, "its strings are too large for an array");
    self->bytes = calloc(self->count + 1, self->size);
    if (!self->bytes) return fail(reason, "out of memory");
    char *at = self->bytes;
    for (tblog_value_strings(value, &strings); tblog_strings_next(&strings, &text);
         at += self->size)
        if (text.size) memcpy(at, text.data, text.size);
    return true;
}

/* ---- numbers ---- */

/* Little-endian numbers, one after the other. */
typedef struct numbers {
    char *at, *end;
    size_t size; /* of each */
} numbers;

static bool add(numbers *to, uint64_t bits) {
    if (to->at == to->end) return false;
    for (size_t i = 0; i < to->size; i++) *to->at++ = (char)(bits >> 8 * i);
    return true;
}

/* The numbers of the list, packed or not. False if there are more than there is room for. */
static bool read_list(const tblog_value *value, const element *e, numbers *to) {
    tblog_text_view rest = value->body;
    uint64_t bits;
    for (tblog_field field; tblog_field_next(&rest, &field);) {
        if (field.number != e->field) continue;
        if (field.type == e->wire && !add(to, e->type == 'b' ? field.bits != 0 : field.bits))
            return false;
        while (field.type == BYTES && tblog_packed_next(&field.bytes, e->wire, &bits))
            if (!add(to, e->type == 'b' ? bits != 0 : bits)) return false;
    }
    return true;
}

/* Repeat the last element of 'used' bytes, to the end. */
static void repeat(char *bytes, size_t used, size_t whole, size_t size) {
    if (used < size) return; /* zeros */
    for (; used < whole; used += size) memcpy(bytes + used, bytes + used - size, size);
}

static bool read_numbers(const tblog_value *value, const element *e, tensor *self,
                         const char **reason) {
    size_t whole = self->count * self->size;
    if (value->content.size && value->content.size != whole)
        return fail(reason, "its shape is not that of its content");
    if (whole > MOST_REPEATED && whole / 16 > value->body.size)
        return fail(reason, "its shape is larger than its content");
    self->bytes = calloc(whole + 1, 1);
    if (!self->bytes) return fail(reason, "out of memory");
    if (value->content.size) {
        memcpy(self->bytes, value->content.data, whole);
        return true;
    }
    numbers to = {self->bytes, self->bytes + whole, e->size};
    if (!read_list(value, e, &to)) return fail(reason, "it has more elements than its shape");
    repeat(self->bytes, (size_t)(to.at - self->bytes), whole, self->size);
    return true;
}

/* bfloat16 is the upper half of a float32. */
static bool widen(tensor *self, const char **reason) {
    char *wide = calloc(self->count + 1, 4);
    if (!wide) return fail(reason, "out of memory");
    for (size_t i = 0; i < self->count; i++) memcpy(wide + 4 * i + 2, self->bytes + 2 * i, 2);
    free(self->bytes);
    self->bytes = wide;
    self->size = 4;
    return true;
}

bool tensor_read(const tblog_value *value, tensor *self, const char **reason) {
    *self = (tensor){.rank = value->rank, .shape = value->shape};
    bool known = value->dtype > 0 && (size_t)value->dtype < sizeof elements / sizeof elements[0] &&
                 elements[value->dtype].type;
    if (value->form != TBLOG_VALUE_TENSOR) return fail(reason, "it is not a tensor");
    if (!known) return fail(reason, "its elements are of a type that NumPy does not have");
    if (value->rank > TBLOG_VALUE_MAX_RANK) return fail(reason, "it has more than 8 dimensions");
    if (!count_elements(value, &self->count)) return fail(reason, "its shape is not known");
    const element *e = &elements[value->dtype];
    self->type = e->type;
    self->size = (size_t)e->size * e->parts;
    bool good =
        e->type == 'S' ? read_strings(value, self, reason) : read_numbers(value, e, self, reason);
    if (good && value->dtype == DT_BFLOAT16) good = widen(self, reason);
    if (!good) tensor_free(self);
    return good;
}

void tensor_free(tensor *self) {
    free(self->bytes);
    self->bytes = NULL;
}

/* ---- what it holds ---- */

bool tensor_is_numbers(const tensor *self) {
    return strchr("fiub", self->type) && !(self->type == 'f' && self->size == 2);
}

double tensor_number(const tensor *self, size_t i) {
    const unsigned char *at = (const unsigned char *)self->bytes + i * self->size;
    uint64_t bits = 0;
    for (size_t k = 0; k < self->size; k++) bits |= (uint64_t)at[k] << 8 * k;
    unsigned above = 64 - 8 * (unsigned)self->size;
    if (self->type == 'i') return (double)((int64_t)(bits << above) >> above);
    if (self->type != 'f') return (double)bits;
    double number;
    float narrow;
    uint32_t half = (uint32_t)bits;
    memcpy(&number, &bits, sizeof number);
    memcpy(&narrow, &half, sizeof narrow);
    return self->size == 4 ? (double)narrow : number;
}

void tensor_put_npy(const tensor *self, FILE *out) {
    enum { PREFIX = 10, ALIGN = 64 };
    char header[512];
    int length =
        snprintf(header, sizeof header, "{'descr': '%c%c%zu', 'fortran_order': False, 'shape': (",
                 self->size > 1 && self->type != 'S' ? '<' : '|', self->type, self->size);
    for (size_t i = 0; i < self->rank; i++)
        length += snprintf(header + length, sizeof header - (size_t)length, "%zu%s", self->shape[i],
                           self->rank == 1 ? "," : (i + 1 < self->rank ? ", " : ""));
    length += snprintf(header + length, sizeof header - (size_t)length, "), }");
    int padded = (PREFIX + length + 1 + ALIGN - 1) / ALIGN * ALIGN - PREFIX;
    fwrite("\x93NUMPY\1\0", 1, 8, out);
    putc(padded & 0xff, out);
    putc(padded >> 8, out);
    fprintf(out, "%s%*s\n", header, padded - length - 1, "");
    fwrite(self->bytes, self->size, self->count, out);
}
