/* SPDX-License-Identifier: Apache-2.0 */
/* initlab data: list the known data sets and where they are, or describe one. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/initlab/arguments/run_parser.h"
#include "cli/initlab/commands.h"
#include "cli/initlab/load_data.h"
#include "cli/parse_arguments.h"
#include "data/dataset.h"
#include "data/dataset_files.h"
#include "data/standardize.h"

static void list_known(void) {
    size_t count;
    const known_set *sets = known_sets(&count);
    printf("%-16s %8s  %s\n", "name", "classes", "where");
    for (size_t i = 0; i < count; i++) {
        char *folder = dataset_folder(&sets[i]);
        printf("%-16s %8zu  ", sets[i].name, sets[i].classes);
        if (folder)
            puts(folder);
        else
            printf("not here; get it by initlab fetch %s\n", sets[i].name);
        free(folder);
    }
}

static void print_facts(const dataset *train, const dataset *validation, const dataset_facts *t,
                        const dataset_facts *v) {
    printf("images of %zu x %zu, %s; inputs by --standardize %s\n\n", train->rows, train->cols,
           train->values ? "floats" : "bytes", dataset_scaling_name(train->scaling));
    printf("%-20s %12s %12s\n", "", "training", "validation");
    printf("%-20s %12zu %12zu\n", "images", train->n, validation->n);
    printf("%-20s %12.6g %12.6g\n", "least input", t->least, v->least);
    printf("%-20s %12.6g %12.6g\n", "largest input", t->largest, v->largest);
    printf("%-20s %12.6f %12.6f\n", "mean", t->mean, v->mean);
    printf("%-20s %12.6f %12.6f\n", "standard deviation", t->deviation, v->deviation);
    printf("%-20s %11.1f%% %11.1f%%\n\n", "zeros", 100 * t->zeros, 100 * v->zeros);
    printf("%5s %-14s %12s %12s\n", "label", "class", "training", "validation");
    for (size_t c = 0; c < train->classes; c++)
        printf("%5zu %-14s %12zu %12zu\n", c, dataset_class_name(train, c), t->counts[c],
               v->counts[c]);
}

static bool describe(const run_options *arguments, error *err) {
    dataset train = {0}, validation = {0};
    dataset_facts t, v;
    bool good = load_data(&arguments->data, &train, &validation, err);
    if (good && !(dataset_facts_of(&train, &t) && dataset_facts_of(&validation, &v)))
        good = error_set(err, "out of memory");
    if (good) print_facts(&train, &validation, &t, &v);
    if (good) load_data_hint("initlab data", &train, &validation);
    dataset_free(&train);
    dataset_free(&validation);
    return good;
}

int initlab_data_command(int argc, char **argv) {
    run_options arguments = run_options_default();
    run_parser of_data = run_parser_new(RUN_PARSER_DATA);
    const cli_part parts[] = {{&of_data.parser, &arguments}, {0}};
    const cli_parser parser = {
        .parts = parts,
        .examples = {"initlab data", "initlab data --data fashion-mnist"},
        .about = "List the known data sets and where they are; with --data, describe one: how many "
                 "images it has, their classes, and the network's inputs."};
    parse_arguments(&parser, argc, argv, &arguments);
    run_parser_free(&of_data);
    error err;
    bool good = true;
    if (arguments.data.source)
        good = describe(&arguments, &err);
    else
        list_known();
    if (good && fflush(stdout) != 0) good = error_set(&err, "standard output cannot be written");
    if (good) return 0;
    fprintf(stderr, "initlab data: %s\n", err.message);
    return 1;
}
