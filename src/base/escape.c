/* SPDX-License-Identifier: Apache-2.0 */
/* Text from untrusted files, printed to a terminal, in CSV and in JSON. */
#include "base/escape.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"

void put_escaped(FILE *out, const char *text, size_t size) {
    const unsigned char *at = (const unsigned char *)text;
    while (size > 0) {
        size_t length = utf8_sequence(at, size);
        if (length && !utf8_is_control(at, length)) {
            fwrite(at, 1, length, out);
        } else {
            if (!length) length = 1;
            for (size_t i = 0; i < length; i++) fprintf(out, "\\x%02x", at[i]);
        }
        at += length;
        size -= length;
    }
}

char *escaped(const char *text, size_t size) {
    char *shown = NULL;
    size_t length;
    FILE *out = open_memstream(&shown, &length);
    if (!out) return NULL;
    put_escaped(out, text, size);
    return fclose(out) ? NULL : shown;
}

void put_shell_word(FILE *out, const char *word) {
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "%+,-./:=@_";
    size_t size = strlen(word);
    bool quoted = !size || strspn(word, plain) < size;
    if (quoted) putc('\'', out);
    for (size_t piece; size > 0; word += piece, size -= piece) {
        piece = strcspn(word, "'");
        put_escaped(out, word, piece);
        if (piece == size) break;
        fputs("'\\''", out);
        piece++;
    }
    if (quoted) putc('\'', out);
}

void put_csv(FILE *out, const char *text, size_t size) {
    int plain = 1;
    for (size_t i = 0; i < size; i++)
        if (strchr(",\"\r\n", text[i])) plain = 0; /* a NUL too */
    if (plain) {
        fwrite(text, 1, size, out);
        return;
    }
    putc('"', out);
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '"') putc('"', out);
        putc(text[i], out);
    }
    putc('"', out);
}

void put_json(FILE *out, const char *text, size_t size) {
    const unsigned char *at = (const unsigned char *)text;
    putc('"', out);
    while (size > 0) {
        size_t length = utf8_sequence(at, size);
        if (!length)
            fputs("\\ufffd", out);
        else if (length == 1 && (at[0] == '"' || at[0] == '\\'))
            fprintf(out, "\\%c", at[0]);
        /* The last byte of a C1 control is its code point. */
        else if (utf8_is_control(at, length))
            fprintf(out, "\\u%04x", at[length - 1]);
        else
            fwrite(at, 1, length, out);
        at += length ? length : 1;
        size -= length ? length : 1;
    }
    putc('"', out);
}

void put_number(FILE *out, double number, bool wide) {
    char text[NUMBER_TEXT];
    fputs(number_text(number, wide, text), out);
}

void put_json_number(FILE *out, double number, bool wide) {
    const char *word = number_word(number);
    if (word)
        fprintf(out, "\"%s\"", word);
    else
        put_number(out, number, wide);
}
