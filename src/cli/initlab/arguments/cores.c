/* SPDX-License-Identifier: Apache-2.0 */
/* How many cores this process may use. */
#include "cli/initlab/arguments/cores.h"

#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

/* The folder in root of the line "0::/name", which is version 2's; false if no line is such. */
static bool find_group(const char *groups, const char *root, char path[PATH_BYTES]) {
    char line[PATH_BYTES];
    FILE *file = fopen(groups, "re");
    bool found = false;
    while (file && !found && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        if (strncmp(line, "0::/", 4) != 0) continue;
        int length = snprintf(path, PATH_BYTES, "%s%s", root, line + 3);
        found = length > 0 && length < PATH_BYTES;
    }
    if (file) fclose(file);
    return found;
}

/* Of a group's file cpu.max: "max 100000", or the microseconds that the group may use in each
 * period, and those of the period. */
static size_t cores_of_quota(const char *group) {
    char path[PATH_BYTES + sizeof "/cpu.max"];
    unsigned long quota, period;
    snprintf(path, sizeof path, "%s/cpu.max", group);
    FILE *file = fopen(path, "re");
    bool limited = file && fscanf(file, "%lu %lu", &quota, &period) == 2 && quota && period;
    if (file) fclose(file);
    return limited ? (quota - 1) / period + 1 : SIZE_MAX;
}

size_t cores_of_group(const char *groups, const char *root) {
    char path[PATH_BYTES];
    size_t least = SIZE_MAX;
    if (!find_group(groups, root, path)) return SIZE_MAX;
    for (char *end = path + strlen(path); end; end = strrchr(path + strlen(root), '/')) {
        *end = 0;
        size_t cores = cores_of_quota(path);
        least = cores < least ? cores : least;
    }
    return least;
}

size_t cores_usable(bool *bound) {
    cpu_set_t set;
    size_t cores = sched_getaffinity(0, sizeof set, &set) ? 1 : (size_t)CPU_COUNT(&set);
    size_t granted = cores_of_group("/proc/self/cgroup", "/sys/fs/cgroup");
    if (granted < cores) cores = granted;
    *bound = (long)cores < sysconf(_SC_NPROCESSORS_ONLN);
    return cores;
}
