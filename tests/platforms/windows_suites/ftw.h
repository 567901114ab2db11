/* SPDX-License-Identifier: Apache-2.0 */
/* What the suites' support calls and Windows lacks: a walk of a folder, its contents first;
 * the environment; a new folder. */
#ifndef FTW_FOR_WINDOWS_H
#define FTW_FOR_WINDOWS_H

#include <posix_for_windows.h>

struct FTW {
    int base, level;
};

enum { FTW_DEPTH = 1, FTW_PHYS = 2 };

typedef int ftw_visit(const char *path, const struct posix_stat *info, int type, struct FTW *walk);
int nftw(const char *path, ftw_visit *visit, int most, int flags);

int setenv(const char *name, const char *value, int replace);
int unsetenv(const char *name);
char *mkdtemp(char *path);

#endif
