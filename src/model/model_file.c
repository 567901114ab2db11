/* SPDX-License-Identifier: Apache-2.0 */
/* A trained model in a separate file. */
#include "model/model_file.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "data/files/safetensors.h"
#include "data/standardize.h"
#include "model/keras_model.h"
#include "nn/config/config.h"

static const char format_name[] = "initlab model 1";

/* Images are taken to be as large, at most; and so are layers. */
enum { SIZE_MOST = 1 << 20, INPUT_ARRAYS = 2 };

/* ---- writing ---- */

/* Free it by cJSON_free; NULL when there is no memory. */
static char *class_names_json(const dataset *set) {
    cJSON *names = cJSON_CreateArray();
    for (size_t i = 0; names && i < set->classes; i++)
        cJSON_AddItemToArray(names, cJSON_CreateString(dataset_class_name(set, i)));
    bool whole = names && (size_t)cJSON_GetArraySize(names) == set->classes;
    char *text = whole ? cJSON_PrintUnformatted(names) : NULL;
    cJSON_Delete(names);
    return text;
}

/* Every field of the network but those that only files of some runs have. */
static void add_fields(named_texts *t, const nn_model_config *config) {
    const nn_model_config plain = nn_model_config_default();
    size_t count;
    const nn_field *fields = nn_fields(&count);
    for (size_t i = 0; i < count; i++) {
        char *text = nn_field_text(&fields[i], config);
        char *usual = fields[i].when_set ? nn_field_text(&fields[i], &plain) : NULL;
        if (text && usual && strcmp(text, usual) == 0)
            free(text);
        else
            named_texts_take(t, fields[i].name, text);
        free(usual);
    }
}

static void add_number(named_texts *t, const char *name, double number) {
    const char *word = number_word(number);
    if (word)
        named_texts_add(t, name, "%s", word);
    else
        named_texts_add(t, name, "%.17g", number);
}

static void add_epoch(named_texts *t, size_t epoch, const model_metrics *metrics) {
    named_texts_add(t, "epoch", "%zu", epoch);
    add_number(t, "loss", metrics->loss);
    add_number(t, "accuracy", metrics->accuracy);
    add_number(t, "val_loss", metrics->val_loss);
    add_number(t, "val_accuracy", metrics->val_accuracy);
}

static const char mean_name[] = "input/mean", deviation_name[] = "input/deviation";

static safetensors_array input_array(const char *name, const dataset *set, const double *values) {
    safetensors_array array = {
        .dtype = SAFETENSORS_F64, .rank = 1, .shape = {set->rows * set->cols}, .data = values};
    strcpy(array.name, name);
    return array;
}

/* All arrays, *size of them; free it. NULL when there is no memory. Doubles come first, as they
 * must lie at multiples of their size. */
static safetensors_array *list_arrays(const model_source *source, size_t *size) {
    size_t count, used = 0;
    const nn_param *params = nn_model_params(source->model, &count);
    const dataset *set = source->set;
    safetensors_array *arrays = calloc(count + INPUT_ARRAYS, sizeof *arrays);
    if (!arrays) return NULL;
    if (set->mean) {
        arrays[used++] = input_array(mean_name, set, set->mean);
        arrays[used++] = input_array(deviation_name, set, set->deviation);
    }
    for (size_t i = 0; i < count; i++) {
        safetensors_array *array = &arrays[used++];
        *array = (safetensors_array){.rank = params[i].rank,
                                     .shape = {params[i].shape[0], params[i].shape[1]},
                                     .data = params[i].value};
        weight_name(&params[i], array->name);
    }
    *size = used;
    return arrays;
}

bool model_file_write(const char *path, const model_source *source, size_t epoch,
                      const model_metrics *metrics, error *err) {
    const dataset *set = source->set;
    named_texts t = {0};
    size_t length, count = 0;
    safetensors_array *arrays = list_arrays(source, &count);
    char *names = class_names_json(set);
    char *keras = keras_model_json(source->config, set->rows, set->cols, TAGS_KERAS3, &length);
    named_texts_add(&t, "format", "%s", format_name);
    named_texts_add(&t, "input", "%zux%zu", set->rows, set->cols);
    named_texts_add(&t, "scaling", "%s", dataset_scaling_name(set->scaling));
    add_fields(&t, source->config);
    for (size_t i = 0; source->more && i < source->more->count; i++)
        named_texts_add(&t, source->more->list[i].name, "%s", source->more->list[i].text);
    named_texts_add(&t, "data", "%s", set->name ? set->name : "");
    if (set->values) named_texts_add(&t, "values", "%.17g %.17g", set->least, set->largest);
    if (names) named_texts_add(&t, "classes", "%s", names);
    add_epoch(&t, epoch, metrics);
    if (keras) named_texts_add(&t, "keras_model", "%s", keras);
    bool good = arrays && names && keras && !t.failed
                    ? safetensors_write(path, arrays, count, t.list, t.count, err)
                    : error_set(err, "%s: out of memory", path);
    named_texts_free(&t);
    cJSON_free(names);
    free(keras);
    free(arrays);
    return good;
}

/* ---- reading ---- */

static bool take_size(const char *text, size_t *size) {
    uint64_t number;
    if (!text || !whole_parse(text, 1, SIZE_MOST, &number)) return false;
    *size = (size_t)number;
    return true;
}

/* "28x28" */
static bool take_input(const char *text, model_file *file) {
    char rows[16];
    const char *x = text ? strchr(text, 'x') : NULL;
    if (!x || (size_t)(x - text) >= sizeof rows) return false;
    snprintf(rows, sizeof rows, "%.*s", (int)(x - text), text);
    return take_size(rows, &file->rows) && take_size(x + 1, &file->cols) &&
           file->rows <= SIZE_MOST / file->cols;
}

static bool take_text(const char *text, char *out, size_t size) {
    return text && strlen(text) < size && strcpy(out, text);
}

static bool take_names(const char *text, model_file *file) {
    cJSON *names = text ? cJSON_Parse(text) : NULL;
    bool good = cJSON_IsArray(names) && (size_t)cJSON_GetArraySize(names) == file->classes;
    size_t i = 0;
    for (const cJSON *name = good ? names->child : NULL; name && good; name = name->next)
        good = cJSON_IsString(name) && (file->class_names[i++] = strdup(name->valuestring));
    cJSON_Delete(names);
    return good;
}

/* What the model's answers depend on. */
static bool take_fields(const safetensors *in, nn_model_config *config, const char **what) {
    size_t count;
    const nn_field *fields = nn_fields(&count);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].role == NN_FIELD_TRAINING) continue;
        const char *text = safetensors_find_text(in, *what = fields[i].name);
        if (text ? !nn_field_parse(&fields[i], config, text, NULL)
                 : fields[i].role == NN_FIELD_SHAPE)
            return false;
    }
    return true;
}

static bool take_metrics(const safetensors *in, model_file *file, const char **what) {
    const struct {
        const char *name;
        double *number;
    } metrics[] = {{"loss", &file->metrics.loss},
                   {"accuracy", &file->metrics.accuracy},
                   {"val_loss", &file->metrics.val_loss},
                   {"val_accuracy", &file->metrics.val_accuracy}};
    for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++) {
        const char *text = safetensors_find_text(in, *what = metrics[i].name);
        if (!text || !number_parse(text, metrics[i].number)) return false;
    }
    return true;
}

/* "-1 1"; NULL: bytes */
static bool take_values(const char *text, model_file *file) {
    char least[32];
    const char *space = text ? strchr(text, ' ') : NULL;
    if (!text) return true;
    if (!space || (size_t)(space - text) >= sizeof least) return false;
    snprintf(least, sizeof least, "%.*s", (int)(space - text), text);
    return number_parse(least, &file->least) && number_parse(space + 1, &file->largest) &&
           isfinite(file->least) && isfinite(file->largest) && file->least <= file->largest;
}

/* The texts; false where one is missing or makes no sense, whose name is *what then. */
static bool take_texts(const safetensors *in, model_file *file, const char **what) {
    nn_model_config *config = &file->config;
#define TEXT(name) safetensors_find_text(in, *what = (name))
    if (!take_fields(in, config, what)) return false;
    const char *scaling = TEXT("scaling");
    if (!scaling || !dataset_scaling_find(scaling, &file->scaling)) return false;
    if (!take_size(TEXT("epoch"), &file->epoch)) return false;
    if (!take_input(TEXT("input"), file)) return false;
    file->classes = config->units[config->layers - 1];
    if (file->classes > DATASET_MAX_CLASSES) return *what = "layers", false;
    if (!take_metrics(in, file, what)) return false;
    if (!take_values(TEXT("values"), file)) return false;
    const char *initializer = TEXT("initializer");
    file->initializer = initializer ? strdup(initializer) : NULL;
    const char *source = safetensors_find_text(in, "data_source");
    if (source && !(file->data_source = strdup(source))) return *what = "data_source", false;
    return file->initializer && take_text(TEXT("seed"), file->seed, sizeof file->seed) &&
           take_text(TEXT("data"), file->data, sizeof file->data) &&
           take_names(TEXT("classes"), file);
#undef TEXT
}

static bool has_shape(const safetensors_array *array, size_t rank, const size_t *shape) {
    return array && array->rank == rank && memcmp(array->shape, shape, rank * sizeof *shape) == 0;
}

static bool is_weight(const safetensors_array *array, size_t rank, const size_t *shape) {
    return has_shape(array, rank, shape) && array->dtype == SAFETENSORS_F32;
}

/* Whether the file holds the large arrays of such a model, so that it may be allocated. */
static bool holds_kernels(const safetensors *in, const nn_model_config *config) {
    for (size_t i = 0; i < config->layers; i++) {
        const size_t shape[2] = {i ? config->units[i - 1] : config->inputs, config->units[i]};
        const nn_param kernel = {.kind = "dense", .layer = i, .name = "kernel"};
        char name[WEIGHT_NAME];
        weight_name(&kernel, name);
        if (!is_weight(safetensors_find(in, name), 2, shape)) return false;
    }
    return true;
}

static bool copy_weights(const safetensors *in, nn_model *model) {
    size_t count;
    const nn_param *params = nn_model_params(model, &count);
    for (size_t i = 0; i < count; i++) {
        char name[WEIGHT_NAME];
        weight_name(&params[i], name);
        const safetensors_array *array = safetensors_find(in, name);
        if (!is_weight(array, params[i].rank, params[i].shape)) return false;
        memcpy(params[i].value, array->data, params[i].count * sizeof(float));
    }
    return true;
}

/* A copy of the array, as large as the input; *good becomes false when it is not there. */
static double *copy_input(const safetensors *in, const char *name, size_t D, bool *good) {
    const safetensors_array *array = safetensors_find(in, name);
    double *copy = has_shape(array, 1, &D) ? malloc(D * sizeof *copy) : NULL;
    for (size_t i = 0; copy && i < D; i++)
        copy[i] = array->dtype == SAFETENSORS_F64 ? ((const double *)array->data)[i]
                                                  : (double)((const float *)array->data)[i];
    *good &= copy != NULL;
    return copy;
}

static bool take_statistics(const safetensors *in, model_file *file) {
    bool good = true;
    if (file->scaling != DATASET_STANDARD_PIXEL && file->scaling != DATASET_STANDARD_SET)
        return true;
    file->mean = copy_input(in, mean_name, file->config.inputs, &good);
    file->deviation = copy_input(in, deviation_name, file->config.inputs, &good);
    return good;
}

/* Enough at once for large products (run.c), but not more activations than these: layers may be
 * wide where a file's kernels are small. */
enum { BATCH = 500, ACTIVATIONS_MOST = 1 << 24 };

static size_t batch_for(const nn_model_config *config) {
    size_t units = config->units[0];
    for (size_t i = 1; i < config->layers; i++) units += config->units[i];
    size_t most = ACTIVATIONS_MOST / (units ? units : 1);
    return most > BATCH ? BATCH : most ? most : 1;
}

static bool rebuild(const char *path, const safetensors *in, model_file *file, error *err) {
    const char *format = safetensors_find_text(in, "format"), *what;
    if (!format || strcmp(format, format_name) != 0)
        return error_set(err, "%s: not a model (best.safetensors, last.safetensors): %s%.60s", path,
                         format ? "its format is " : "it has no format", format ? format : "");
    file->config = nn_model_config_default();
    if (!take_texts(in, file, &what))
        return error_set(err, "%s: '%s' is missing or makes no sense", path, what);
    nn_model_config *config = &file->config;
    config->inputs = file->rows * file->cols;
    config->batch_size = batch_for(config);
    nn_layer_initializers_parse("zeros", &config->kernel_initializers, NULL);
    if (!holds_kernels(in, config) || !take_statistics(in, file))
        return error_set(err, "%s: the arrays are not those of its layers", path);
    file->model = nn_model_new(config);
    if (!file->model) return error_set(err, "%s: out of memory", path);
    return copy_weights(in, file->model) ||
           error_set(err, "%s: the arrays are not those of its layers", path);
}

bool model_file_read(const char *path, model_file *file, error *err) {
    *file = (model_file){.epoch = 0};
    safetensors *in = safetensors_read(path, err);
    if (!in) return false;
    bool good = rebuild(path, in, file, err);
    safetensors_free(in);
    if (!good) model_file_free(file);
    return good;
}

void model_file_free(model_file *file) {
    for (size_t i = 0; i < DATASET_MAX_CLASSES; i++) free(file->class_names[i]);
    nn_model_free(file->model);
    free(file->initializer);
    free(file->data_source);
    free(file->mean);
    free(file->deviation);
    *file = (model_file){.epoch = 0};
}

/* The statistics' copies, where the set has no room for them yet. */
static bool give_statistics(const double *from, size_t D, double **to) {
    if (!*to) *to = malloc(D * sizeof **to);
    if (*to) memcpy(*to, from, D * sizeof **to);
    return *to != NULL;
}

/* Bytes as floats from the least to the largest that the model knows. */
static bool make_floats(const model_file *file, dataset *set) {
    enum { WHITE = 255 };
    bool unit = file->least >= 0 && file->largest <= 1;
    double least = unit ? 0 : file->least, largest = unit ? 1 : file->largest;
    size_t size = set->n * set->rows * set->cols;
    set->values = malloc(size * sizeof *set->values);
    for (size_t i = 0; set->values && i < size; i++)
        set->values[i] = (float)(least + set->images[i] * (largest - least) / WHITE);
    if (!set->values) return false;
    free(set->images);
    free(set->starts);
    free(set->columns);
    free(set->pixels);
    set->images = set->pixels = NULL;
    set->starts = NULL;
    set->columns = NULL;
    return true;
}

bool model_file_scale(const model_file *file, dataset *set) {
    bool of_floats = file->least < file->largest;
    set->scaling = file->scaling;
    if (of_floats && set->images && !make_floats(file, set)) return false;
    return !file->mean || (give_statistics(file->mean, file->config.inputs, &set->mean) &&
                           give_statistics(file->deviation, file->config.inputs, &set->deviation));
}

size_t model_file_epoch(const char *path) {
    error reason;
    size_t epoch = 0;
    safetensors *in = safetensors_read(path, &reason);
    const char *format = in ? safetensors_find_text(in, "format") : NULL;
    bool good = format && strcmp(format, format_name) == 0 &&
                take_size(safetensors_find_text(in, "epoch"), &epoch);
    safetensors_free(in);
    return good ? epoch : 0;
}
