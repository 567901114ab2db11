/* SPDX-License-Identifier: Apache-2.0 */
/* main FOLDER: the host's program. */
int host_log(const char *folder);

int main(int argc, char **argv) {
    return argc == 2 ? host_log(argv[1]) : 2;
}
