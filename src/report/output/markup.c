/* SPDX-License-Identifier: Apache-2.0 */
/* Text that goes into HTML and Markdown. */
#include "report/output/markup.h"

#include <string.h>

static void put_html_letter(FILE *out, char letter) {
    switch (letter) {
    case '&': fputs("&amp;", out); break;
    case '<': fputs("&lt;", out); break;
    case '>': fputs("&gt;", out); break;
    case '"': fputs("&quot;", out); break;
    case '\'': fputs("&#39;", out); break;
    default: putc(letter, out);
    }
}

void put_html(FILE *out, const char *text) {
    for (; *text; text++) put_html_letter(out, *text);
}

void put_html_sentence(FILE *out, const char *sentence) {
    for (; *sentence; sentence++) {
        if (*sentence == *NAME_BEGIN)
            fputs("<b><bdi>", out); /* a name of another direction stays where it is */
        else if (*sentence == *NAME_END)
            fputs("</bdi></b>", out);
        else
            put_html_letter(out, *sentence);
    }
}

void put_html_plain(FILE *out, const char *sentence) {
    for (; *sentence; sentence++)
        if (*sentence != *NAME_BEGIN && *sentence != *NAME_END) put_html_letter(out, *sentence);
}

static void put_markdown_letter(FILE *out, char letter) {
    if (letter == '<')
        fputs("&lt;", out);
    else if (letter == '&')
        fputs("&amp;", out);
    else {
        if (strchr("\\`*_{}[]()#+!|>~$", letter)) putc('\\', out);
        putc(letter, out);
    }
}

void put_markdown(FILE *out, const char *text) {
    for (; *text; text++) put_markdown_letter(out, *text);
}

/* Our own words need no escapes, and names are bold. */
void put_markdown_sentence(FILE *out, const char *sentence) {
    bool in_name = false;
    for (; *sentence; sentence++) {
        if (*sentence == *NAME_BEGIN || *sentence == *NAME_END) {
            in_name = *sentence == *NAME_BEGIN;
            fputs("**", out);
        } else if (in_name) {
            put_markdown_letter(out, *sentence);
        } else {
            putc(*sentence, out);
        }
    }
}

void put_base64(FILE *out, const uint8_t *bytes, size_t size) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        size_t left = size - i;
        uint32_t three = (uint32_t)bytes[i] << 16;
        if (left > 1) three |= (uint32_t)bytes[i + 1] << 8;
        if (left > 2) three |= bytes[i + 2];
        putc(digits[three >> 18], out);
        putc(digits[three >> 12 & 63], out);
        putc(left > 1 ? digits[three >> 6 & 63] : '=', out);
        putc(left > 2 ? digits[three & 63] : '=', out);
    }
}
