/* SPDX-License-Identifier: Apache-2.0 */
/* tblog edit: change tags, steps, wall times and descriptions of logged runs. */
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "base/number.h"
#include "base/utf8.h"
#include "cli/option_values.h"
#include "cli/parse_arguments.h"
#include "cli/say.h"
#include "cli/tblog/commands.h"
#include "cli/tblog/rewrite/edit_plan.h"
#include "cli/tblog/rewrite/rewrite.h"

typedef struct arguments {
    const char *path, *out; /* out NULL: in place */
    edit_request request;   /* its arrays have room for each argument */
} arguments;

enum {
    KEY_CUT_BEFORE = 256,
    KEY_CUT_AFTER,
    KEY_SCALE_STEPS,
    KEY_SHIFT_STEPS,
    KEY_SCALE_TIMES,
    KEY_SHIFT_TIMES,
    KEY_DESCRIBE
};

static const cli_option options[] = {
    {"rename", 'e', "s/REGEX/NEW/",
     "Rename tags as sed does: groups \\1 to \\9, & for the match, flags g and i"},
    {"keep", 'k', "REGEX", "Keep only tags that match this regular expression"},
    {"drop", 'd', "REGEX", "Drop tags that match"},
    {"cut-before", KEY_CUT_BEFORE, "STEP", "Drop what was logged before this step"},
    {"cut-after", KEY_CUT_AFTER, "STEP", "Drop what was logged after this step"},
    {"scale-steps", KEY_SCALE_STEPS, "X", "Multiply each step by X, rounded"},
    {"shift-steps", KEY_SHIFT_STEPS, "N", "Add N to each step, after scaling"},
    {"scale-times", KEY_SCALE_TIMES, "X", "Multiply each wall time by X"},
    {"shift-times", KEY_SHIFT_TIMES, "SECONDS", "Add to each wall time, after scaling"},
    {"describe", KEY_DESCRIBE, "TAG=TEXT", "Set the description of a tag; Markdown"},
    {"output", 'o', "OUT",
     "Write one run to the file OUT (- is standard output) and leave its files as they are"},
    {0}};

/* ---- values of options ---- */

static void add_rename(edit_request *request, const char *text, cli_call *call) {
    char reason[128];
    if (!substitution_parse(&request->renames[request->rename_count], text, reason, sizeof reason))
        usage_error(call, "--rename: '%s': %s", text, reason);
    request->rename_count++;
}

static void add_description(edit_request *request, const char *text, cli_call *call) {
    if (!strchr(text, '=')) usage_error(call, "--describe: '%s' is not of the form TAG=TEXT", text);
    if (!utf8_is_valid(text, strlen(text)))
        usage_error(call, "--describe: '%s' is not UTF-8", text);
    request->descriptions[request->description_count++].text = text;
}

static int64_t step_value(const char *text, const char *option, cli_call *call) {
    bool negative = *text == '-';
    uint64_t number, most = (uint64_t)INT64_MAX + negative;
    if (!whole_parse(text + negative, 0, most, &number))
        usage_error(call, "--%s: '%s' is not a whole number of 64 bits", option, text);
    if (number > INT64_MAX) return INT64_MIN;
    return negative ? -(int64_t)number : (int64_t)number;
}

static double shift_value(const char *text, const char *option, cli_call *call) {
    double number;
    if (!number_parse(text, &number) || !isfinite(number))
        usage_error(call, "--%s: '%s' is not a finite number", option, text);
    return number;
}

static void set_move(int key, const char *value, cli_call *call, edit_request *request) {
    switch (key) {
    case KEY_SCALE_STEPS:
        request->step_scale = option_positive_value(value, "scale-steps", call);
        request->moves_steps = true;
        return;
    case KEY_SHIFT_STEPS:
        request->step_shift = step_value(value, "shift-steps", call);
        request->moves_steps = true;
        return;
    case KEY_SCALE_TIMES:
        request->time_scale = option_positive_value(value, "scale-times", call);
        request->moves_times = true;
        return;
    case KEY_SHIFT_TIMES:
        request->time_shift_s = shift_value(value, "shift-times", call);
        request->moves_times = true;
        return;
    }
}

static bool is_empty(const edit_request *request) {
    return !request->keep_count && !request->drop_count && !request->cuts_before &&
           !request->cuts_after && !request->rename_count && !request->moves_steps &&
           !request->moves_times && !request->description_count;
}

static void check(const edit_request *request, cli_call *call) {
    if (is_empty(request)) usage_error(call, "no change is asked for, for example -e s/REGEX/NEW/");
    if (request->cuts_before && request->cuts_after && request->before > request->after)
        usage_error(call, "no step is from %" PRId64 " to %" PRId64, request->before,
                    request->after);
}

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    edit_request *request = &args->request;
    switch (key) {
    case 'k': regex_set(&request->keeps[request->keep_count++], value, "keep", call); return;
    case 'd': regex_set(&request->drops[request->drop_count++], value, "drop", call); return;
    case 'e': add_rename(request, value, call); return;
    case 'o': args->out = value; return;
    case KEY_DESCRIBE: add_description(request, value, call); return;
    case KEY_CUT_BEFORE:
        request->before = step_value(value, "cut-before", call);
        request->cuts_before = true;
        return;
    case KEY_CUT_AFTER:
        request->after = step_value(value, "cut-after", call);
        request->cuts_after = true;
        return;
    default: set_move(key, value, call, request); return;
    }
}

static void finish(cli_call *call) {
    arguments *args = call->input;
    args->path = call->arguments[0];
    check(&args->request, call);
}

/* ---- the command ---- */

static bool make_room(edit_request *request, size_t count) {
    request->keeps = calloc(count, sizeof *request->keeps);
    request->drops = calloc(count, sizeof *request->drops);
    request->renames = calloc(count, sizeof *request->renames);
    request->descriptions = calloc(count, sizeof *request->descriptions);
    return request->keeps && request->drops && request->renames && request->descriptions;
}

static void free_request(edit_request *request) {
    for (size_t i = 0; i < request->keep_count; i++) regex_free(request->keeps[i]);
    for (size_t i = 0; i < request->drop_count; i++) regex_free(request->drops[i]);
    for (size_t i = 0; i < request->rename_count; i++) substitution_free(&request->renames[i]);
    free(request->keeps);
    free(request->drops);
    free(request->renames);
    free(request->descriptions);
}

/* In place, when all runs are done. */
static bool report_unused(const char *command, const edit_request *request) {
    bool good = true;
    for (size_t i = 0; i < request->description_count; i++)
        if (!request->descriptions[i].used)
            good = say(command, "--describe: '%s': no run has such a tag that can be described",
                       request->descriptions[i].text);
    return good;
}

static int edit(const char *command, arguments *args) {
    args->request.must_describe = args->out != NULL;
    edit_plan plan = {.command = command, .request = &args->request};
    rewrite_rules rules = {&plan, edit_plan_begin, edit_plan_stays, edit_plan_change};
    int code = args->out ? rewrite_to(command, args->path, args->out, &rules)
                         : rewrite_in_place(command, args->path, &rules);
    if (!code && !report_unused(command, &args->request)) code = 1;
    edit_plan_free(&plan);
    return code;
}

int tblog_edit_command(int argc, char **argv) {
    static const cli_parser parser = {
        .options = options,
        .set = set_option,
        .finish = finish,
        .arguments = "DIR|FILE",
        .examples = {"tblog edit -e 's!^train_!train/!' logs",
                     "tblog edit -k '^loss' --cut-after 5000 -o loss.tfevents logs/mine"},
        .about = "Change the tags, steps, wall times and descriptions of runs, or drop a part of "
                 "them. What does not change stays byte for byte.",
        .notes = "The order is: --keep, --drop, the cuts, --rename, scaling, shifting, --describe. "
                 "So --keep and --drop see the old tags, the cuts the old steps, and --describe "
                 "the new tags. --keep, --drop, --rename and --describe may be repeated. Name a "
                 "whole run, because only the first value of a tag says what the tag is. Graphs, "
                 "hyperparameters and layouts keep their names, and are not cut.\n\n"
                 "Without -o, all runs of DIR are changed in place. A file that was changed stays "
                 "in the same folder, with \"original\" instead of \"tfevents\" in its name, so "
                 "that TensorBoard ignores it. A file that changes meanwhile stays as it is: stop "
                 "its writer first. A damaged file is an error: see `tblog repair`; an unfinished "
                 "last record is left out, with a warning. Two tags may get one name if they are "
                 "logged one after the other."};
    arguments args = {.request = {.step_scale = 1, .time_scale = 1}};
    setlocale(LC_CTYPE, "C.UTF-8"); /* tags are UTF-8, whatever the terminal is */
    if (!make_room(&args.request, (size_t)argc)) {
        free_request(&args.request);
        say(argv[0], "out of memory");
        return 1;
    }
    parse_arguments(&parser, argc, argv, &args);
    int code = edit(argv[0], &args);
    free_request(&args.request);
    return code;
}
