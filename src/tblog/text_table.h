/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts and their numbers: 0, 1, 2, ... in the order in which they were added. A writer uses it to
 * find what it knows about a tag, a loaded run to find a tag's series.
 *
 * The texts may come from an untrusted file, so the hash is keyed by a secret: nobody can prepare
 * texts that all get the same slot.
 */
#ifndef TBLOG_TEXT_TABLE_H
#define TBLOG_TEXT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct tblog__text tblog__text;

/* Starts as zeros; free it by tblog__text_table_free. */
typedef struct tblog__text_table {
    tblog__text *texts;
    size_t count, capacity;
    uint32_t *slots; /* number + 1 of a text by its hash, open addressing; 0 is free */
    size_t slot_count;
    uint64_t secret[2];
} tblog__text_table;

/* Find the number of a text of 'size' bytes; false if the table does not have it. */
bool tblog__text_table_find(const tblog__text_table *table, const char *text, size_t size,
                            size_t *number);

/* The same, but add a copy of a new text; false when there is no memory. */
bool tblog__text_table_add(tblog__text_table *table, const char *text, size_t size, size_t *number);

/* The table's own copy of text 'number', NUL-terminated; lives as long as the table. */
const char *tblog__text_table_get(const tblog__text_table *table, size_t number);

void tblog__text_table_free(tblog__text_table *table);

#endif
