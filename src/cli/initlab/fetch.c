/* SPDX-License-Identifier: Apache-2.0 */
/* initlab fetch: get a data set, by the script that comes with the program. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/initlab/commands.h"
#include "cli/initlab/interrupt.h"
#include "cli/parse_arguments.h"
#include "cli/say.h"
#include "data/known_set.h"

/* The name and perhaps the folder, which end argv. */
static void finish(cli_call *call) {
    char ***arguments = call->input;
    *arguments = call->arguments;
}

/* Become the script; it returns only if that fails. Its signals are those of any program. */
static int run_script(const char *script, char **arguments) {
    char *words[4] = {(char *)(uintptr_t)script};
    for (size_t i = 0; i < 2 && arguments[i]; i++) words[i + 1] = arguments[i];
    interrupt_unlisten();
    execv(script, words);
    say("initlab fetch", "%s: %s", script, strerror(errno));
    return 1;
}

int initlab_fetch_command(int argc, char **argv) {
    static const cli_parser parser = {
        .finish = finish,
        .arguments = "NAME [FOLDER]",
        .examples = {"initlab fetch kmnist", "initlab fetch emnist-letters letters"},
        .about = "Download a known data set (`initlab data` lists them), check its files, and "
                 "print the folder that has them. Without FOLDER they go to where --data NAME "
                 "looks for them.",
        .notes = "What is there already is not downloaded, nor what is in the folder that "
                 "$FASHION_MNIST_DIR, $KMNIST_DIR or $EMNIST_DIR names. $TBLOG_MIRROR is the "
                 "address of a folder of the files that is asked first. It needs bash and curl, "
                 "and for EMNIST unzip. If one file cannot be had, FOLDER stays as it was."};
    char **arguments;
    parse_arguments(&parser, argc, argv, &arguments);
    char *script = known_sets_fetcher();
    if (!script) {
        say("initlab fetch", "the script that comes with initlab is not where it was installed: "
                             "share/tblog/fetch-data");
        return 1;
    }
    int code = run_script(script, arguments);
    free(script);
    return code;
}
