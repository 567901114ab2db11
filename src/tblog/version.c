/* SPDX-License-Identifier: Apache-2.0 */
/* The library's version, from the public header, and option structs of programs of other versions.
 */
#include "tblog/version.h"

#include <stdint.h>
#include <string.h>
#include <tblog/tblog.h>

#include "tblog/error.h"

#define TEXT_OF(number) #number
#define TEXT(number)    TEXT_OF(number)

/* No option struct will ever be larger; a larger size was not set by an _INIT macro. */
enum { SIZE_LIMIT = 4096 };

const char *tblog_version(void) {
    return TEXT(TBLOG_VERSION_MAJOR) "." TEXT(TBLOG_VERSION_MINOR) "." TEXT(TBLOG_VERSION_PATCH);
}

tblog_status tblog__options_read(void *own, size_t size, const void *given, const char *whose,
                                 tblog_error *err) {
    size_t given_size = size;
    memset(own, 0, size);
    if (given) memcpy(&given_size, given, sizeof given_size);
    if (given_size < sizeof given_size || given_size > SIZE_LIMIT)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "%s options have no valid size: start from their _INIT macro", whose);
    const uint8_t *bytes = given;
    for (size_t i = size; i < given_size; i++)
        if (bytes[i])
            return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                               "%s options set a field that this library, version %s, does not "
                               "have",
                               whose, tblog_version());
    if (given) memcpy(own, given, given_size < size ? given_size : size);
    memcpy(own, &size, sizeof size);
    return TBLOG_OK;
}
