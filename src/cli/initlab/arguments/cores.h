/* SPDX-License-Identifier: Apache-2.0 */
/* How many cores this process may use. */
#ifndef CLI_CORES_H
#define CLI_CORES_H

#include <stdbool.h>
#include <stddef.h>

/* Those that it is bound to, and that its control group grants; *bound: fewer than the machine's,
 * so that no other process need be reckoned with. */
size_t cores_usable(bool *bound);

/*
 * The cores that the quota of a control group and of those above it grants, rounded up; SIZE_MAX:
 * no limit, or not known. 'groups' is the file that names the process's group (/proc/self/cgroup);
 * groups are folders in 'root' (/sys/fs/cgroup), version 2.
 */
size_t cores_of_group(const char *groups, const char *root);

#endif
