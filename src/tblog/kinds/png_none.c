/* SPDX-License-Identifier: Apache-2.0 */
/* Takes the place of png_encode.c where tblog is built without libpng. */
#include "tblog/error.h"
#include "tblog/kinds/png_encode.h"

tblog_status tblog__png_encode(const tblog__image *image, int level, tblog__blob *blob,
                               tblog_error *err) {
    (void)image, (void)level, (void)blob;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                       "this tblog is built without libpng: images must be given encoded");
}
