/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts and their numbers, by open addressing with linear probing. Its callers hold their own
 * locks.
 *
 * The hash is SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012; with
 * one and three rounds as Rust's and Ruby's tables use it).
 */
#include "tblog/text_table.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tblog/bytes.h"
#include "tblog/os/os.h"

struct tblog__text {
    uint64_t hash;
    size_t size;
    char *bytes; /* NUL-terminated */
};

enum { FIRST_CAPACITY = 32 };

/* ---- the hash ---- */

static uint64_t rotate(uint64_t x, int bits) {
    return x << bits | x >> (64 - bits);
}

static void sip_round(uint64_t v[4]) {
    v[0] += v[1], v[2] += v[3];
    v[1] = rotate(v[1], 13) ^ v[0], v[3] = rotate(v[3], 16) ^ v[2];
    v[0] = rotate(v[0], 32);
    v[2] += v[1], v[0] += v[3];
    v[1] = rotate(v[1], 17) ^ v[2], v[3] = rotate(v[3], 21) ^ v[0];
    v[2] = rotate(v[2], 32);
}

static void sip_word(uint64_t v[4], uint64_t word) {
    v[3] ^= word;
    sip_round(v);
    v[0] ^= word;
}

static uint64_t hash_of(const uint64_t secret[2], const char *text, size_t size) {
    uint64_t v[4] = {
        secret[0] ^ UINT64_C(0x736f6d6570736575), secret[1] ^ UINT64_C(0x646f72616e646f6d),
        secret[0] ^ UINT64_C(0x6c7967656e657261), secret[1] ^ UINT64_C(0x7465646279746573)};
    uint8_t last[8] = {0};
    size_t whole = size / 8 * 8;
    for (size_t i = 0; i < whole; i += 8) sip_word(v, tblog__get_le64((const uint8_t *)text + i));
    if (size > whole) memcpy(last, text + whole, size - whole);
    last[7] = (uint8_t)size;
    sip_word(v, tblog__get_le64(last));
    v[2] ^= 0xff;
    for (int i = 0; i < 3; i++) sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* If the system has no random numbers yet, use the time and an address. */
static void choose_secret(tblog__text_table *table) {
    struct timespec now;
    if (tblog__os_random(table->secret, sizeof table->secret, false)) return;
    clock_gettime(CLOCK_REALTIME, &now);
    table->secret[0] = (uint64_t)now.tv_nsec << 32 ^ (uint64_t)now.tv_sec;
    table->secret[1] = (uint64_t)(uintptr_t)table;
}

/* ---- the table ---- */

/* The slot of a text, or the free slot where it belongs; there is always a free one. */
static uint32_t *find_slot(const tblog__text_table *table, uint64_t hash, const char *text,
                           size_t size) {
    size_t i = (size_t)hash & (table->slot_count - 1);
    for (;; i = (i + 1) & (table->slot_count - 1)) {
        uint32_t *slot = &table->slots[i];
        if (!*slot) return slot;
        const tblog__text *t = &table->texts[*slot - 1];
        if (t->hash == hash && t->size == size && (!size || memcmp(t->bytes, text, size) == 0))
            return slot;
    }
}

/* Make room for one more text; at most half of the slots are used. */
static bool grow(tblog__text_table *table) {
    if (table->count < table->capacity) return true;
    if (table->count >= UINT32_MAX / 2) return false;
    size_t capacity = table->capacity ? 2 * table->capacity : FIRST_CAPACITY;
    tblog__text *texts = realloc(table->texts, capacity * sizeof *texts);
    if (!texts) return false;
    table->texts = texts;
    uint32_t *slots = calloc(2 * capacity, sizeof *slots);
    if (!slots) return false;
    if (!table->capacity) choose_secret(table);
    free(table->slots);
    table->slots = slots;
    table->slot_count = 2 * capacity;
    table->capacity = capacity;
    for (size_t i = 0; i < table->count; i++)
        *find_slot(table, texts[i].hash, texts[i].bytes, texts[i].size) = (uint32_t)i + 1;
    return true;
}

bool tblog__text_table_find(const tblog__text_table *table, const char *text, size_t size,
                            size_t *number) {
    if (!table->slot_count) return false;
    uint32_t slot = *find_slot(table, hash_of(table->secret, text, size), text, size);
    if (!slot) return false;
    *number = slot - 1;
    return true;
}

bool tblog__text_table_add(tblog__text_table *table, const char *text, size_t size,
                           size_t *number) {
    if (tblog__text_table_find(table, text, size, number)) return true;
    char *copy = grow(table) ? malloc(size + 1) : NULL;
    if (!copy) return false;
    if (size) memcpy(copy, text, size);
    copy[size] = '\0';
    uint64_t hash = hash_of(table->secret, copy, size);
    *number = table->count++;
    table->texts[*number] = (tblog__text){hash, size, copy};
    *find_slot(table, hash, copy, size) = (uint32_t)*number + 1;
    return true;
}

const char *tblog__text_table_get(const tblog__text_table *table, size_t number) {
    return table->texts[number].bytes;
}

void tblog__text_table_free(tblog__text_table *table) {
    for (size_t i = 0; i < table->count; i++) free(table->texts[i].bytes);
    free(table->texts);
    free(table->slots);
    *table = (tblog__text_table){0};
}
