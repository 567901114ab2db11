/* SPDX-License-Identifier: Apache-2.0 */
/* images PNG: a tblog without libpng takes this picture of 112 x 112 as it is, and refuses pixels.
 */
#include <stdio.h>
#include <string.h>
#include <tblog/tblog.h>

int main(int argc, char **argv) {
    static char png[1 << 16];
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (!file) return 2;
    const tblog_bytes bytes = {png, fread(png, 1, sizeof png, file)};
    fclose(file);

    tblog_error err;
    tblog_summary *summary = tblog_summary_new();
    if (tblog_summary_encoded_images(summary, "encoded", 112, 112, &bytes, 1, &err) != TBLOG_OK)
        return fprintf(stderr, "%s\n", err.message), 1;
    tblog_summary_free(summary);

    const unsigned char pixels[] = {0, 255, 255, 0};
    tblog_writer *w = tblog_writer_open("images", NULL, &err);
    if (!w) return fprintf(stderr, "%s\n", err.message), 1;
    tblog_status status = tblog_image(w, "pixels", 0, TBLOG_ARRAY(TBLOG_UINT8, pixels, 2, 2));
    tblog_writer_close(w, &err);
    puts(err.message);
    return status != TBLOG_ERR_ARGUMENT;
}
