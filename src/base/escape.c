/* SPDX-License-Identifier: Apache-2.0 */
/* Text from a stranger's file on a terminal, in CSV and in JSON. */
#include "base/escape.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"

void put_escaped(FILE *out, tblog_text_view text) {
    const unsigned char *at = (const unsigned char *)text.data;
    for (size_t left = text.size; left > 0;) {
        size_t size = utf8_sequence(at, left);
        if (size && !utf8_is_control(at, size)) {
            fwrite(at, 1, size, out);
        } else {
            if (!size) size = 1;
            for (size_t i = 0; i < size; i++) fprintf(out, "\\x%02x", at[i]);
        }
        at += size;
        left -= size;
    }
}

void put_csv(FILE *out, tblog_text_view text) {
    int plain = 1;
    for (size_t i = 0; i < text.size; i++)
        if (strchr(",\"\r\n", text.data[i])) plain = 0; /* a NUL too */
    if (plain) {
        fwrite(text.data, 1, text.size, out);
        return;
    }
    putc('"', out);
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"') putc('"', out);
        putc(text.data[i], out);
    }
    putc('"', out);
}

void put_json(FILE *out, tblog_text_view text) {
    const unsigned char *at = (const unsigned char *)text.data;
    putc('"', out);
    for (size_t left = text.size; left > 0;) {
        size_t size = utf8_sequence(at, left);
        if (!size)
            fputs("\\ufffd", out);
        else if (size == 1 && (at[0] == '"' || at[0] == '\\'))
            fprintf(out, "\\%c", at[0]);
        else if (size == 1 && at[0] < 0x20)
            fprintf(out, "\\u%04x", at[0]);
        else
            fwrite(at, 1, size, out);
        at += size ? size : 1;
        left -= size ? size : 1;
    }
    putc('"', out);
}

void put_json_number(FILE *out, double number) {
    if (isnan(number))
        fputs("\"NaN\"", out);
    else if (isinf(number))
        fputs(number > 0 ? "\"Infinity\"" : "\"-Infinity\"", out);
    else
        fprintf(out, "%.17g", number);
}
