/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The subcommands of initlab. Each gets its own arguments (argv[0] is its name) and returns the
 * exit code: 0 success, 1 something failed and was reported on standard error, 2 wrong usage, 130
 * interrupted.
 */
#ifndef CLI_INITLAB_COMMANDS_H
#define CLI_INITLAB_COMMANDS_H

int initlab_train_command(int argc, char **argv);
int initlab_compare_command(int argc, char **argv);
int initlab_data_command(int argc, char **argv);
int initlab_eval_command(int argc, char **argv);
int initlab_fetch_command(int argc, char **argv);
int initlab_predict_command(int argc, char **argv);
int initlab_samples_command(int argc, char **argv);
int initlab_sweep_command(int argc, char **argv);

#endif
