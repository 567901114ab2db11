/* SPDX-License-Identifier: Apache-2.0 */
/* initlab eval: evaluate a saved model on the test set. */
#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "base/number.h"
#include "cli/initlab/arguments/run_parser.h"
#include "cli/initlab/commands.h"
#include "cli/initlab/json_number.h"
#include "cli/initlab/load_data.h"
#include "cli/option_values.h"
#include "cli/parse_arguments.h"
#include "cli/say.h"
#include "cli/screen/text_table.h"
#include "model/model_file.h"
#include "nn/thread.h"
#include "picture/confusion.h"
#include "train/evaluate.h"

typedef struct arguments {
    run_options shared; /* only its data */
    const char *model, *confusion;
    bool json;
} arguments;

enum { KEY_JSON = 0x1000, KEY_CONFUSION };

static const cli_option options[] = {
    {"json", KEY_JSON, "[off]", "One JSON object on standard output in place of the table"},
    {"confusion", KEY_CONFUSION, "FILE", "Draw the confusion matrix into a PNG"},
    {0}};

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    switch (key) {
    case KEY_JSON: args->json = option_flag_value(value, "json", call); return;
    case KEY_CONFUSION: args->confusion = value; return;
    }
}

static void finish(cli_call *call) {
    arguments *args = call->input;
    args->model = call->arguments[0];
}

/* ---- output ---- */

static const text_table_column columns[] = {
    {.head = "class", .width = 12, .left = true, .cut = 12},
    {.head = "images", .width = 8},
    {.head = "precision", .width = 9, .spared = 1},
    {.head = "recall", .width = 8},
    {.head = "f1", .width = 8, .spared = 3},
    {.head = "most taken for", .left = true, .cut = 12, .spared = 2}};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

static void add_row(text_table *table, const model_file *file, const char *name,
                    const class_score *s) {
    text_table_cell(table, "%s", name);
    text_table_cell(table, "%" PRIu64, s->images);
    text_table_cell(table, "%.4f", s->precision);
    text_table_cell(table, "%.4f", s->recall);
    text_table_cell(table, "%.4f", s->f1);
    if (s->mistakes)
        text_table_cell(table, "%s (%" PRIu64 ")", file->class_names[s->mistaken], s->mistakes);
    else
        text_table_cell(table, "%s", "");
}

static bool print_table(const arguments *args, const model_file *file, const char *data,
                        const evaluation *e, error *err) {
    terminal out = terminal_of(stdout);
    text_table *table = text_table_new(columns, COLUMNS);
    printf("model      %s: epoch %zu, ", args->model, file->epoch);
    put_escaped(stdout, file->initializer, strlen(file->initializer));
    printf(", seed ");
    put_escaped(stdout, file->seed, strlen(file->seed));
    printf("\ndata       ");
    put_escaped(stdout, data, strlen(data));
    printf("\nimages     %zu\nloss       %.6f\naccuracy   %.4f\n\n", e->n, e->mean.loss,
           e->mean.accuracy);
    for (size_t c = 0; c < e->classes; c++) {
        class_score s = evaluation_score(e, c);
        add_row(table, file, file->class_names[c], &s);
    }
    bool good = text_table_put(table, &out, terminal_size_of(&out).columns);
    text_table_free(table);
    return good || error_set(err, "out of memory");
}

static bool add_class(cJSON *classes, const char *name, const class_score *s) {
    cJSON *c = cJSON_CreateObject();
    return cJSON_AddItemToArray(classes, c) && cJSON_AddStringToObject(c, "name", name) &&
           cJSON_AddNumberToObject(c, "images", (double)s->images) &&
           json_number_add(c, "precision", s->precision, true) &&
           json_number_add(c, "recall", s->recall, true) && json_number_add(c, "f1", s->f1, true);
}

static bool add_matrix(cJSON *object, const evaluation *e) {
    cJSON *matrix = cJSON_AddArrayToObject(object, "confusion");
    for (size_t i = 0; i < e->classes; i++) {
        cJSON *row = cJSON_CreateArray();
        if (!cJSON_AddItemToArray(matrix, row)) return false;
        for (size_t k = 0; k < e->classes; k++) {
            double count = (double)e->confusion[i * e->classes + k];
            if (!cJSON_AddItemToArray(row, cJSON_CreateNumber(count))) return false;
        }
    }
    return matrix != NULL;
}

/* A number of up to 64 bits; what else a file may have there is a text. */
static bool add_seed(cJSON *object, const char *seed) {
    uint64_t number;
    char text[24];
    if (!whole_parse(seed, 0, UINT64_MAX, &number))
        return cJSON_AddStringToObject(object, "seed", seed);
    snprintf(text, sizeof text, "%" PRIu64, number);
    return cJSON_AddRawToObject(object, "seed", text);
}

/* {"model":, "epoch":, ..., "data":, ..., "classes": [...], "confusion": [[...]]}; free by
 * cJSON_free. */
static char *json_text(const arguments *args, const model_file *file, const char *data,
                       const evaluation *e) {
    cJSON *object = cJSON_CreateObject(), *classes = NULL;
    bool good = cJSON_AddStringToObject(object, "model", args->model) &&
                cJSON_AddNumberToObject(object, "epoch", (double)file->epoch) &&
                cJSON_AddStringToObject(object, "initializer", file->initializer) &&
                add_seed(object, file->seed) && cJSON_AddStringToObject(object, "data", data) &&
                cJSON_AddNumberToObject(object, "images", (double)e->n) &&
                json_number_add(object, "loss", e->mean.loss, true) &&
                json_number_add(object, "accuracy", e->mean.accuracy, true) &&
                (classes = cJSON_AddArrayToObject(object, "classes"));
    for (size_t c = 0; good && c < e->classes; c++) {
        class_score s = evaluation_score(e, c);
        good = add_class(classes, file->class_names[c], &s);
    }
    char *text = good && add_matrix(object, e) ? cJSON_PrintUnformatted(object) : NULL;
    cJSON_Delete(object);
    return text;
}

static bool print_json(const arguments *args, const model_file *file, const char *data,
                       const evaluation *e, error *err) {
    char *text = json_text(args, file, data, e);
    if (!text) return error_set(err, "out of memory");
    puts(text);
    cJSON_free(text);
    return true;
}

static bool draw_confusion(const arguments *args, const model_file *file, const evaluation *e,
                           error *err) {
    char title[128];
    picture drawn;
    snprintf(title, sizeof title, "%zu test images, accuracy %.4f", e->n, e->mean.accuracy);
    const picture_confusion matrix = {.title = title,
                                      .classes = e->classes,
                                      .names = (const char *const *)file->class_names,
                                      .scale = 2,
                                      .counts = e->confusion};
    if (!picture_draw_confusion(&matrix, &drawn, err)) return false;
    bool good = picture_write(&drawn, args->confusion, err);
    picture_free(&drawn);
    if (good && strcmp(args->confusion, "-") != 0)
        say_written("initlab eval", "%s: the confusion matrix", args->confusion);
    return good;
}

/* ---- the command ---- */

static bool report(const arguments *args, model_file *file, const char *data, const dataset *test,
                   error *err) {
    evaluation e;
    if (!evaluate(file->model, test, &e, err)) return false;
    bool good = true;
    if (args->json)
        good = print_json(args, file, data, &e, err);
    else
        good = print_table(args, file, data, &e, err);
    if (good && args->confusion) good = draw_confusion(args, file, &e, err);
    evaluation_free(&e);
    if (good && fflush(stdout) != 0) good = error_set(err, "standard output cannot be written");
    return good;
}

/* Those that --data names, or the known set that the model learned from. What else a model learned
 * from is not looked for: the files may have changed since. */
static bool find_data(const arguments *args, const model_file *file, dataset_options *data,
                      error *err) {
    if (!data->source && *file->data) data->source = file->data;
    return data->source ||
           error_set(err,
                     "%s: it did not learn from a known data set but from %s: give data by --data",
                     args->model, file->data_source ? file->data_source : "other files");
}

static bool run_eval(const arguments *args, error *err) {
    model_file file;
    dataset_options data = args->shared.data;
    dataset train = {0}, test = {0};
    if (!model_file_read(args->model, &file, err)) return false;
    data.scaling = file.scaling; /* the model's, whatever the options say */
    bool good = find_data(args, &file, &data, err) && load_data(&data, &train, &test, err);
    if (good && test.rows * test.cols == file.config.inputs && !model_file_scale(&file, &test))
        good = error_set(err, "out of memory");
    good = good && report(args, &file, data.source, &test, err);
    dataset_free(&train);
    dataset_free(&test);
    model_file_free(&file);
    return good;
}

int initlab_eval_command(int argc, char **argv) {
    arguments args = {.shared = run_options_default()};
    run_parser of_data = run_parser_new(RUN_PARSER_DATA);
    const cli_part parts[] = {{&of_data.parser, &args.shared}, {0}};
    const cli_parser parser = {
        .options = options,
        .set = set_option,
        .finish = finish,
        .parts = parts,
        .arguments = "MODEL",
        .examples = {"initlab eval logs/he_normal/best.safetensors"},
        .about = "Evaluate a model that --save-models kept, best.safetensors or last.safetensors, "
                 "on the test set: loss, accuracy, and how each class fared. Without --data it is "
                 "the data set that the model learned from, if that is a known one; --standardize "
                 "is the model's."};
    parse_arguments(&parser, argc, argv, &args);
    run_parser_free(&of_data);
    nn_thread_init();
    error err;
    if (run_eval(&args, &err)) return 0;
    fprintf(stderr, "initlab eval: %s\n", err.message);
    return 1;
}
