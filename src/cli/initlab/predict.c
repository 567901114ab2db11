/* SPDX-License-Identifier: Apache-2.0 */
/* initlab predict: classify images by a saved model. */
#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "cli/initlab/commands.h"
#include "cli/initlab/json_number.h"
#include "cli/option_values.h"
#include "cli/parse_arguments.h"
#include "data/known_set.h"
#include "model/model_file.h"
#include "nn/thread.h"
#include "train/evaluate.h"
#include "train/image_file.h"

typedef struct arguments {
    const char *model;
    char **images; /* (image_count), in argv */
    size_t image_count, top;
    bool invert, center, json;
} arguments;

enum { KEY_INVERT = 0x1000, KEY_CENTER, KEY_TOP, KEY_JSON };

static const cli_option options[] = {
    {"invert", KEY_INVERT, "[off]",
     "The images are dark on light, as ink on paper; the data sets are light on dark"},
    {"center", KEY_CENTER, "[off]",
     "Crop and centre the images as MNIST's were: scaled to fit 20x20 pixels, with the centre of "
     "mass in the middle of 28x28"},
    {"top", KEY_TOP, "N", "Classes to print of each image, the likeliest first (3)"},
    {"json", KEY_JSON, "[off]", "A JSON object for each image, one a line"},
    {0}};

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    switch (key) {
    case KEY_INVERT: args->invert = option_flag_value(value, "invert", call); return;
    case KEY_CENTER: args->center = option_flag_value(value, "center", call); return;
    case KEY_TOP:
        args->top = (size_t)option_whole_value(value, "top", 1, DATASET_MAX_CLASSES, call);
        return;
    case KEY_JSON: args->json = option_flag_value(value, "json", call); return;
    }
}

static void finish(cli_call *call) {
    arguments *args = call->input;
    args->model = call->arguments[0];
    args->images = call->arguments + 1;
    args->image_count = call->count - 1;
}

/* ---- one image ---- */

/* Sort the classes by decreasing probability; equal ones by their number. (C) */
static void rank(const float *probabilities, size_t classes, size_t *order) {
    for (size_t i = 0; i < classes; i++) {
        size_t k = i;
        for (; k > 0 && probabilities[order[k - 1]] < probabilities[i]; k--)
            order[k] = order[k - 1];
        order[k] = i;
    }
}

static void print_line(const char *name, const model_file *file, const float *probabilities,
                       const size_t *order, size_t top) {
    printf("%s: ", name);
    for (size_t k = 0; k < top; k++) {
        const char *class_name = file->class_names[order[k]];
        if (k) printf(", ");
        put_escaped(stdout, class_name, strlen(class_name));
        double probability = (double)probabilities[order[k]];
        printf(" %.2f%%", isnan(probability) ? (double)NAN : 100 * probability); /* not -nan */
    }
    putchar('\n');
}

static bool print_json(const char *path, size_t index, const model_file *file,
                       const float *probabilities, const size_t *order, size_t top, error *err) {
    cJSON *object = cJSON_CreateObject(), *list = NULL;
    bool good = cJSON_AddStringToObject(object, "image", path) &&
                cJSON_AddNumberToObject(object, "index", (double)index) &&
                (list = cJSON_AddArrayToObject(object, "predictions"));
    for (size_t k = 0; k < top && good; k++) {
        cJSON *item = cJSON_CreateObject();
        good = cJSON_AddItemToArray(list, item) &&
               cJSON_AddStringToObject(item, "class", file->class_names[order[k]]) &&
               cJSON_AddNumberToObject(item, "label", (double)order[k]) &&
               json_number_add(item, "probability", (double)probabilities[order[k]], false);
    }
    char *text = good ? cJSON_PrintUnformatted(object) : NULL;
    cJSON_Delete(object);
    if (!text) return error_set(err, "out of memory");
    puts(text);
    cJSON_free(text);
    return true;
}

/* ---- one file ---- */

static bool print_all(const arguments *args, const char *path, const model_file *file,
                      const evaluation *e, error *err) {
    size_t order[DATASET_MAX_CLASSES], top = args->top < e->classes ? args->top : e->classes;
    bool good = true;
    for (size_t i = 0; i < e->n && good; i++) {
        const float *probabilities = e->probabilities + i * e->classes;
        char number[32] = "", *name = NULL;
        rank(probabilities, e->classes, order);
        if (args->json) {
            good = print_json(path, i, file, probabilities, order, top, err);
            continue;
        }
        if (e->n > 1) snprintf(number, sizeof number, "[%zu]", i);
        good = asprintf(&name, "%s%s", path, number) >= 0 || error_set(err, "out of memory");
        if (!good) break;
        print_line(name, file, probabilities, order, top);
        free(name);
    }
    return good;
}

/* Whether the model learned from images that are cropped and centred. */
static bool wants_centered(const model_file *file) {
    const known_set *known = known_set_find(file->data);
    return known && known->centered;
}

static void hint(const arguments *args, const char *path, const model_file *file,
                 const image_file_notes *notes) {
    if (!args->invert && notes->light_rim)
        fprintf(stderr, "initlab predict: %s: dark on light? then --invert\n", path);
    else if (!args->center && notes->off_center && wants_centered(file))
        fprintf(
            stderr,
            "initlab predict: %s: not cropped and centred as %s's images are; --center does that\n",
            path, file->data);
}

/* A model of bytes divided them by 255; floats are taken as they are. */
static void hint_at_floats(const char *path, const model_file *file, const dataset *images) {
    bool of_bytes = (*file->data || file->data_source) && file->least == file->largest;
    if (of_bytes && images->values && images->largest > 2 && file->scaling != DATASET_RAW)
        fprintf(stderr,
                "initlab predict: %s: floats up to %g; the model learned from bytes divided by "
                "255: scale floats to 0 to 1\n",
                path, images->largest);
}

static bool predict_file(const arguments *args, const char *path, model_file *file, error *err) {
    const image_file_options wanted = {
        .rows = file->rows, .cols = file->cols, .invert = args->invert, .center = args->center};
    dataset images;
    evaluation e;
    image_file_notes notes;
    if (!image_file_read(path, &wanted, &images, &notes, err)) return false;
    hint(args, path, file, &notes);
    hint_at_floats(path, file, &images);
    bool good = model_file_scale(file, &images) || error_set(err, "out of memory");
    good = good && evaluate(file->model, &images, &e, err);
    if (good) {
        good = print_all(args, path, file, &e, err);
        evaluation_free(&e);
    }
    dataset_free(&images);
    return good;
}

/* Every file is tried; what cannot be read is reported. */
static int run_predict(const arguments *args) {
    model_file file;
    error err;
    int code = 0;
    if (!model_file_read(args->model, &file, &err)) {
        fprintf(stderr, "initlab predict: %s\n", err.message);
        return 1;
    }
    for (size_t i = 0; i < args->image_count; i++) {
        if (predict_file(args, args->images[i], &file, &err)) continue;
        fprintf(stderr, "initlab predict: %s\n", err.message);
        code = 1;
    }
    model_file_free(&file);
    if (fflush(stdout) == 0) return code;
    fputs("initlab predict: standard output cannot be written\n", stderr);
    return 1;
}

int initlab_predict_command(int argc, char **argv) {
    static const cli_parser parser = {
        .options = options,
        .set = set_option,
        .finish = finish,
        .arguments = "MODEL IMAGE...",
        .examples = {"initlab predict logs/he_normal/best.safetensors digit.png",
                     "initlab predict --invert --center best.safetensors photo.png"},
        .about = "Say what images show, by a model that --save-models kept: for each the likeliest "
                 "classes with their probabilities. An IMAGE is a PNG of any kind and size, scaled "
                 "to the model's, a .npy or IDX file of one image or many, or - for one of these "
                 "on standard input."};
    arguments args = {.top = 3};
    parse_arguments(&parser, argc, argv, &args);
    nn_thread_init();
    return run_predict(&args);
}
