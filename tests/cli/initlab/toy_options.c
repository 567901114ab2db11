/* SPDX-License-Identifier: Apache-2.0 */
/*
 * initlab's table of options with one row more, for the program initlab_toy: nothing else of it is
 * another. Its member is one that no option sets, and that each run sets by itself before it is
 * read.
 */
#define RUN_OPTIONS_TEST_ROW                                                                       \
    {                                                                                              \
        "toy-rate", "N", "A toy of the tests (0)", OPTION_TRAINING, OPTION_RESULTS, &option_whole, \
            MEMBER(tensorboard.model_json_length), 0, 50, .log_name = "toy_rate"                   \
    }
#include "runs/options.c"
