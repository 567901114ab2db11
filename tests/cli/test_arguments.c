/* SPDX-License-Identifier: Apache-2.0 */
/* The syntax of command lines: as getopt_long has it, with a rule about empty values. */
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "any_number.h"
#include "cli/walk_arguments.h"
#include "command_line.h"
#include "own_folder.h"
#include "suite.h"

enum { MOST = 8, SIZE = 256 };

static const cli_option own[] = {{"all", 'a', NULL, "all"},         {NULL, 0, NULL, "A title:"},
                                 {"kind", 'k', "KIND", "kind"},     {"keep", 1000, "REGEX", "keep"},
                                 {NULL, 'n', "N", "only a letter"}, {0}};
static const cli_option of_part[] = {{"quiet", 'q', "[off]", "quiet"},
                                     {"quietly", 1001, NULL, "quietly"},
                                     {"text", 1002, "TEXT", "text"},
                                     {0}};
static const cli_parser part = {.options = of_part};
static const cli_part parts[] = {{&part, NULL}, {0}};
static const cli_parser parser = {.options = own, .parts = parts};

/* ---- what is found, as a text ---- */

static void put(char *text, const char *prefix, const char *value) {
    size_t used = strlen(text);
    snprintf(text + used, SIZE - used, "%s%s%s;", prefix, value ? "=" : "", value ? value : "");
}

static void put_key(char *text, int key, const char *value) {
    char number[16];
    snprintf(number, sizeof number, "%d", key);
    put(text, number, value);
}

static bool note(void *text, size_t table, const cli_option *option, char *value) {
    ck_assert_uint_lt(table, 3);
    put_key(text, option->key, value);
    return true;
}

/* Options by key and, after a bar, arguments; or the message. argv is changed. */
static bool by_us(int argc, char **argv, char text[SIZE]) {
    error err;
    int first;
    *text = '\0';
    if (!cli_walk_arguments(&parser, argc, argv, note, text, &first, &err)) {
        snprintf(text, SIZE, "%.200s", err.message);
        return false;
    }
    put(text, "|", NULL);
    for (int i = first; i < argc; i++) put(text, argv[i], NULL);
    return true;
}

/* Words are parted by spaces; ~ is an empty word. */
static void check_line(const char *line, const char *want) {
    char words[SIZE], text[SIZE], *argv[MOST + 1] = {"prog"}, *rest;
    int argc = 1;
    snprintf(words, sizeof words, "%s", line);
    for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        argv[argc++] = strcmp(word, "~") == 0 ? "" : word;
    by_us(argc, argv, text);
    ck_assert_msg(strcmp(text, want) == 0, "'%s': '%s', not '%s'", line, text, want);
}

START_TEST(options_and_arguments_are_found) {
    check_line("", "|;");
    check_line("x -a y", "97;|;x;y;");
    check_line("-ak v --kind=w --kind -a", "97;107=v;107=w;107=-a;|;");
    check_line("-kv -n5 -n 5", "107=v;110=5;110=5;|;");
    check_line("x -- -a --kind", "|;x;-a;--kind;");
    check_line("- -a", "97;|;-;");
    check_line("--ki v --kee=x", "107=v;1000=x;|;");
    check_line("--quiet --quiet=off --quietl -qa", "113;113=off;1001;113;97;|;");
    check_line("--text= --text ~", "1002=;1002=;|;");
    check_line("-h --help --he", "104;104;104;|;");
}
END_TEST

START_TEST(wrong_lines_are_refused) {
    check_line("--nope", "unrecognized option '--nope'");
    check_line("--nope=x", "unrecognized option '--nope'");
    check_line("--k v", "option '--k' is ambiguous; possibilities: '--kind' '--keep'");
    check_line("--all=x", "option '--all' doesn't allow an argument");
    check_line("--kind", "option '--kind' requires an argument");
    check_line("-ak", "option requires an argument -- 'k'");
    check_line("-az", "invalid option -- 'z'");
    check_line("--kind=", "--kind=KIND: the value is empty");
    check_line("-k ~", "--kind=KIND: the value is empty");
    check_line("-n ~", "-n N: the value is empty");
    check_line("--quiet=", "--quiet=off: the value is empty");
    check_line("x ~", "an argument is empty");
}
END_TEST

/* ---- random lines, beside getopt_long ---- */

#ifdef __GLIBC__
static bool may_be_empty(int key) {
    return key == 1002;
}

static bool by_getopt(int argc, char **argv, char text[SIZE]) {
    static const struct option options[] = {
        {"all", no_argument, NULL, 'a'},         {"kind", required_argument, NULL, 'k'},
        {"keep", required_argument, NULL, 1000}, {"quiet", optional_argument, NULL, 'q'},
        {"quietly", no_argument, NULL, 1001},    {"text", required_argument, NULL, 1002},
        {"help", no_argument, NULL, 'h'},        {0}};
    *text = '\0';
    optind = 0; /* begin anew */
    opterr = 0;
    for (int key; (key = getopt_long(argc, argv, "ak:n:qh", options, NULL)) != -1;) {
        if (key == '?' || (optarg && !*optarg && !may_be_empty(key))) return false;
        put_key(text, key, optarg);
    }
    put(text, "|", NULL);
    for (int i = optind; i < argc; i++) {
        if (!*argv[i]) return false;
        put(text, argv[i], NULL);
    }
    return true;
}

#define BESIDE_GETOPT random_lines_are_understood_as_by_getopt_long,
START_TEST(random_lines_are_understood_as_by_getopt_long) {
    static char *const words[] = {
        "x",       "-",           "--",         "",       "-a",       "-k",       "-kv",
        "-ak",     "-aqk",        "-n",         "-n1",    "-z",       "-h",       "-qoff",
        "--all",   "--al",        "--all=x",    "--kind", "--kind=",  "--kind=v", "--k",
        "--ke=x",  "--keep",      "--quiet",    "--quie", "--quietl", "--quiet=", "--quiet=off",
        "--text=", "--text",      "--nope",     "--he",   "--help=x", "y",        "--=",
        "---a",    "--quietly=x", "--kind=a=b", "-k=",    "---"};
    uint64_t random = 1;
    unsigned good = 0;
    for (int line = 0; line < 100000; line++) {
        char *ours[MOST + 1] = {"prog"}, *theirs[MOST + 1] = {"prog"};
        char us[SIZE], them[SIZE];
        int argc = 1;
        for (int count = 1 + (int)any_number(&random, MOST); argc <= count; argc++)
            ours[argc] = theirs[argc] = words[any_number(&random, sizeof words / sizeof words[0])];
        bool we = by_us(argc, ours, us), they = by_getopt(argc, theirs, them);
        ck_assert_msg(we == they && (!we || strcmp(us, them) == 0), "line %d: %s, not %s", line, us,
                      they ? them : "an error");
        good += we;
        for (int i = 1; we && i < argc; i++) ck_assert_ptr_eq(ours[i], theirs[i]);
    }
    ck_assert_uint_gt(good, 10000);
}
END_TEST
#else
#define BESIDE_GETOPT
#endif

/* ---- a command ---- */

START_TEST(wrong_usage_names_the_help) {
    expect("$tblog ls a b", 2,
           "tblog ls: unexpected argument 'b'\nUsage: tblog ls [OPTION...] DIR|FILE\n"
           "Try `tblog ls --help' for more information.\n");
    expect("$tblog diff a", 2, "tblog diff: B is missing\n");
    expect("$tblog verify", 2, "tblog verify: FILE|DIR is missing\n");
    expect("$tblog ls --x", 2,
           "tblog ls: unrecognized option '--x'\nTry `tblog ls --help' for more information.\n");
    expect("$tblog ls --jsno", 2, "'--jsno'; did you mean --json?\nTry");
    expect("$tblog exprot", 2,
           "tblog: no command 'exprot'; did you mean export?\nTry `tblog --help' for more "
           "information.\n");
    expect("$tblog nonsense", 2, "no command 'nonsense'\n\nUsage: tblog COMMAND");
    expect("$tblog export --kind scalar x", 2,
           "--kind: 'scalar' is not scalars, histograms, text, pr_curves, hparams, images, audio, "
           "tensors, mesh or graphs; did you mean "
           "scalars?");
    expect("$tblog reduce --by mean,medain -o o x", 2, "did you mean median?");
    expect("$tblog diff --tolerance x a b", 2, "--tolerance: 'x' is not a number from 0 on");
    expect("$tblog ls \"--$(printf '\\033[31m')\"", 2, "unrecognized option '--\\x1b[31m'");
}
END_TEST

START_TEST(help_is_asked_for_in_four_ways) {
    expect("$tblog ls --help >a; $tblog ls -h nothing --x >b; $tblog help ls >c; "
           "$tblog ls --hel >d; grep -q '^Usage: tblog ls' a && cmp a b && cmp a c && cmp a d",
           0, NULL);
    expect("$tblog help >a; $tblog --help >b; $tblog -h >c; grep -q '^Usage: tblog COMMAND' a && "
           "cmp a b && cmp a c",
           0, NULL);
    expect("$tblog -V >a; $tblog --version >b; grep '^tblog [0-9]' a >&2; cmp a b", 0, "tblog ");
    expect("$tblog help nothing", 2, "no command 'nothing'");
}
END_TEST

SUITE_WITH("arguments", own_folder_enter, own_folder_teardown, options_and_arguments_are_found,
           wrong_lines_are_refused, BESIDE_GETOPT wrong_usage_names_the_help,
           help_is_asked_for_in_four_ways)
