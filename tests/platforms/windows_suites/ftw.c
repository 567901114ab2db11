/* SPDX-License-Identifier: Apache-2.0 */
/* What the suites' support calls and Windows lacks. */
#include <ftw.h>

#include <dirent.h>

int nftw(const char *path, ftw_visit *visit, int most, int flags) {
    struct stat info;
    struct FTW walk = {0};
    if (lstat(path, &info) != 0) return -1;
    DIR *folder = S_ISDIR(info.st_mode) ? opendir(path) : NULL;
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        char below[4096];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        nftw(below, visit, most, flags);
    }
    if (folder) closedir(folder);
    return visit(path, &info, 0, &walk);
}

/* The process's number and a count make the name. */
char *mkdtemp(char *path) {
    static int count;
    for (int i = 0; i < 1000; i++) {
        snprintf(path + strlen(path) - 6, 7, "%06d", (getpid() * 31 + count++) % 1000000);
        if (mkdir(path, 0700) == 0) return path;
    }
    return NULL;
}

int setenv(const char *name, const char *value, int replace) {
    (void)replace;
    return _putenv_s(name, value);
}

int unsetenv(const char *name) {
    return _putenv_s(name, "");
}
