/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A target without a fuzzer: FILE or FOLDER... are run one after the other, so that the corpus is a
 * test under any compiler, and a finding can be debugged.
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz_file.h"

static size_t count;

static int run(const char *path, const struct stat *about, int type, struct FTW *place) {
    (void)about, (void)place;
    if (type != FTW_F) return 0;

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
    count++;
    return 0;
}

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    for (int i = 1; i < argc; i++) {
        if (nftw(argv[i], run, 20, 0) == 0) continue;
        perror(argv[i]);
        return 1;
    }
    printf("%zu inputs\n", count);
    return count ? 0 : 1;
}
