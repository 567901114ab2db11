/* SPDX-License-Identifier: Apache-2.0 */
/* The fuzzer's bytes as a file with a path, which is what the readers take. */
#ifndef FUZZ_FILE_H
#define FUZZ_FILE_H

#include <stddef.h>
#include <stdint.h>

/* What a target defines, and libFuzzer or replay.c calls. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* The path of a file in memory with these bytes; the one of the last call is gone. */
const char *fuzz_file(const uint8_t *bytes, size_t size);

/* The same for as many as FUZZ_FILES at a time, by number. */
enum { FUZZ_FILES = 2 };
const char *fuzz_file_of(size_t which, const uint8_t *bytes, size_t size);

/* Fail: a property does not hold. */
#define FUZZ_ASSERT(condition) ((condition) ? (void)0 : __builtin_trap())

#endif
