/* SPDX-License-Identifier: Apache-2.0 */
/* Text that goes into HTML and Markdown. */
#ifndef REPORT_MARKUP_H
#define REPORT_MARKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* In a sentence, what stands between these two is a name. Clean texts do not have them. */
#define NAME_BEGIN "\x02"
#define NAME_END   "\x03"

/* Text, or the value of a quoted attribute: what HTML would take for itself is escaped. */
void put_html(FILE *out, const char *text);

/* A sentence with its names marked up, or as mere text. */
void put_html_sentence(FILE *out, const char *sentence);
void put_html_plain(FILE *out, const char *sentence);

/* The same for Markdown (GitHub's), also in a table's cell. */
void put_markdown(FILE *out, const char *text);
void put_markdown_sentence(FILE *out, const char *sentence);

/* RFC 4648. */
void put_base64(FILE *out, const uint8_t *bytes, size_t size);

#endif
