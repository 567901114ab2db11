/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A target without a fuzzer: FILE or FOLDER... are run one after the other, so that the corpus is a
 * test under any compiler, and a finding can be debugged.
 */
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz_file.h"

static void run(const char *path) {
    FILE *in = fopen(path, "rb");
    if (!in) {
        perror(path);
        exit(1);
    }
    fseek(in, 0, SEEK_END);
    size_t size = (size_t)ftell(in);
    rewind(in);
    uint8_t *bytes = malloc(size + 1);
    if (!bytes || fread(bytes, 1, size, in) != size) exit(1);
    fclose(in);
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
}

int main(int argc, char **argv) {
    size_t count = 0;
    if (argc < 2) return 2;
    FTS *tree = fts_open(argv + 1, FTS_LOGICAL | FTS_NOCHDIR, NULL);
    for (FTSENT *entry; tree && (entry = fts_read(tree));) {
        if (entry->fts_info != FTS_F) continue;
        run(entry->fts_path);
        count++;
    }
    if (tree) fts_close(tree);
    printf("%zu inputs\n", count);
    return count ? 0 : 1;
}
