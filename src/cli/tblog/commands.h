/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The subcommands of tblog. Each gets its own arguments (argv[0] is its name) and returns the exit
 * code: 0 success, 1 something failed and was reported on standard error, 2 wrong usage.
 */
#ifndef CLI_TBLOG_COMMANDS_H
#define CLI_TBLOG_COMMANDS_H

/* tblog log LOGDIR: JSON lines from standard input into one event file. */
int tblog_log_command(int argc, char **argv);

/* tblog ls DIR|FILE: runs, tags, kinds, steps, last values. */
int tblog_ls_command(int argc, char **argv);

/* tblog plot DIR|FILE: scalars as curves on the terminal. */
int tblog_plot_command(int argc, char **argv);

/* tblog watch [DIR]: scalars while they are logged. */
int tblog_watch_command(int argc, char **argv);

/* tblog verify FILE|DIR...: a line for each fault. */
int tblog_verify_command(int argc, char **argv);

/* tblog repair FILE: keep the intact records. */
int tblog_repair_command(int argc, char **argv);

/* tblog export DIR|FILE: scalars, histograms, texts and images for other programs. */
int tblog_export_command(int argc, char **argv);

/* tblog diff A B: differences between two log folders; exit code 0 none, 1 some, 2 trouble. */
int tblog_diff_command(int argc, char **argv);

/* tblog edit DIR|FILE: other tags, steps, wall times, descriptions. */
int tblog_edit_command(int argc, char **argv);

/* tblog merge DIR -o OUT, tblog prune DIR -o OUT: the files of a run as one, complete or
 * thinned. */
int tblog_merge_command(int argc, char **argv);
int tblog_prune_command(int argc, char **argv);

/* tblog reduce DIR -o OUT: mean, deviation and so on of runs that differ in the seed. */
int tblog_reduce_command(int argc, char **argv);

/* tblog report [LOGDIR]: a page, Markdown and figures. Also another program's command, under which
 * name it speaks: argv[0]. */
int tblog_report_command(int argc, char **argv);

#endif
