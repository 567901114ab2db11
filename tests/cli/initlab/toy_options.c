/* SPDX-License-Identifier: Apache-2.0 */
/*
 * initlab's table of options with one more row, for the program initlab_toy; nothing else differs.
 * The row uses a member that no other option sets, and that each run sets itself before it is read.
 */
#define RUN_OPTIONS_TEST_ROW                                                                       \
    {                                                                                              \
        "toy-rate", "N", "A toy of the tests (0)", OPTION_TRAINING, OPTION_RESULTS, &option_whole, \
            MEMBER(tensorboard.model_json_length), 0, 50, .log_name = "toy_rate"                   \
    }
#include "runs/options.c"
