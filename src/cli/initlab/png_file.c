/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures as files. */
#include "cli/initlab/png_file.h"

#include <errno.h>
#include <string.h>

#include "base/folders.h"
#include "base/new_file.h"

bool png_file_write(const char *path, const picture *p, error *err) {
    new_file file;
    error reason = {""};
    errno = 0;
    bool good = folders_make_for(path) && new_file_open(&file, path);
    if (good) good = new_file_close(&file, picture_write_png(p, file.out, &reason));
    return good || error_set(err, "%s: %s", path,
                             errno || !*reason.message ? strerror(errno) : reason.message);
}
