/* SPDX-License-Identifier: Apache-2.0 */
/* The commands as a user or a script meets them. */
#include "command_line.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "temp_folder.h"

#ifndef INITLAB_TOOL
#define INITLAB_TOOL "" /* it was not built */
#endif

static char *slurp(const char *name) {
    return (char *)file_read(name).bytes;
}

outcome run(const char *line) {
    /* An expansion is split at newlines only: $tblog may have spaces in its path. */
    char *command = path_of("IFS='\n'; tblog='%s'; initlab='%s'; golden='%s/golden'; { %s\n} "
                            ">out.txt 2>err.txt",
                            TBLOG_TOOL, INITLAB_TOOL, TEST_DATA, line);
    int status = system(command);
    free(command);
    ck_assert(WIFEXITED(status));
    return (outcome){WEXITSTATUS(status), slurp("out.txt"), slurp("err.txt")};
}

void expect(const char *line, int code, const char *words) {
    outcome o = run(line);
    ck_assert_msg(o.code == code, "%s: exit code %d, not %d; %s", line, o.code, code, o.err);
    if (words)
        ck_assert_msg(strstr(o.err, words) != NULL, "%s: '%s' does not say '%s'", line, o.err,
                      words);
    else
        ck_assert_str_eq(o.err, "");
    free(o.out);
    free(o.err);
}
