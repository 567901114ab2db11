/* SPDX-License-Identifier: Apache-2.0 */
/* The library's version, from the public header. */
#include <tblog/tblog.h>

#define TEXT_OF(number) #number
#define TEXT(number)    TEXT_OF(number)

const char *tblog_version(void) {
    return TEXT(TBLOG_VERSION_MAJOR) "." TEXT(TBLOG_VERSION_MINOR) "." TEXT(TBLOG_VERSION_PATCH);
}
