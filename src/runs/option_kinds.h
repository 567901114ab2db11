/* SPDX-License-Identifier: Apache-2.0 */
/* How options of each kind are set and printed; options.c has a row for each option. */
#ifndef RUNS_OPTION_KINDS_H
#define RUNS_OPTION_KINDS_H

#include "runs/options.h"

/* Members of run_options, at the row's offset: */
extern const run_option_kind option_flag;    /* a bool */
extern const run_option_kind option_inverse; /* a bool that the option makes false: --no-... */
extern const run_option_kind option_whole;   /* a size_t within the row's limits */
extern const run_option_kind option_share;   /* a double between 0 and 1 */
extern const run_option_kind option_text;    /* a text that is not empty */
extern const run_option_kind option_classes, option_update_freq;

/* Fields of the network, by the row's log_name (nn/config/config.h): */
extern const run_option_kind option_text_field, option_whole_field, option_number_field;
extern const run_option_kind option_flag_field;

/* One of a kind: */
extern const run_option_kind option_layers, option_optimizer, option_rate;
extern const run_option_kind option_stopping, option_reduction;
extern const run_option_kind option_scaling, option_tags;
extern const run_option_kind option_initializer_arguments;

/* Words for a row's 'choice'. */
const char *option_initializer_name(size_t i);
const char *option_activation_name(size_t i);
const char *option_optimizer_name(size_t i);
const char *option_schedule_name(size_t i);
const char *option_scaling_name(size_t i);
const char *option_tags_name(size_t i);
const char *option_data_name(size_t i);
const char *option_update_name(size_t i);

/* "a, b or c": the row's choices. Free it; NULL when there is no memory. */
char *option_choices(const run_option *row);

#endif
