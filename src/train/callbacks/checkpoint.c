/* SPDX-License-Identifier: Apache-2.0 */
/* Checkpoints. */
#include "train/callbacks/checkpoint.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/names/named_texts.h"
#include "base/number.h"
#include "model/keras_model.h"
#include "nn/config/config.h"
#include "train/callbacks/tensorboard.h"

enum { NUMBERS = 5 };
static const char *const parts[] = {"train", "validation", "."}; /* "." is the folder itself */
enum { PARTS = sizeof parts / sizeof parts[0] };

char *checkpoint_path(const char *folder) {
    char *path;
    return asprintf(&path, "%s/checkpoint.safetensors", folder) < 0 ? NULL : path;
}

/* ---- the event files ---- */

/* Call 'visit' with the name of each event file of a part, as "train/events..."; stops at false. */
static bool each_event_file(const checkpoint *self, const char *part,
                            bool (*visit)(const checkpoint *, const char *name, void *context),
                            void *context) {
    char *folder, *name;
    if (asprintf(&folder, "%s/%s", self->folder, part) < 0) return false;
    DIR *dir = opendir(folder);
    bool good = dir || errno == ENOENT;
    free(folder);
    for (struct dirent *entry; good && dir && (entry = readdir(dir));) {
        if (!tensorboard_is_event_file(entry->d_name)) continue;
        good = asprintf(&name, "%s/%s", part, entry->d_name) >= 0;
        if (!good) break;
        good = visit(self, name, context);
        free(name);
    }
    if (dir) closedir(dir);
    return good;
}

static char *path_of_event_file(const checkpoint *self, const char *name) {
    char *path;
    return asprintf(&path, "%s/%s", self->folder, name) < 0 ? NULL : path;
}

/* Note the file's size in the JSON object 'context'. So many bytes are on disk then: a power cut
 * must not leave a checkpoint of a file that is shorter. */
static bool note_size(const checkpoint *self, const char *name, void *context) {
    struct stat info;
    char *path = path_of_event_file(self, name);
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    bool good = fd >= 0 && fstat(fd, &info) == 0 && fdatasync(fd) == 0 &&
                cJSON_AddNumberToObject(context, name, (double)info.st_size);
    if (fd >= 0) close(fd);
    free(path);
    return good;
}

/* {"train/events...": size, ...}; free by cJSON_free. */
static char *sizes_text(const checkpoint *self) {
    cJSON *sizes = cJSON_CreateObject();
    bool good = sizes != NULL;
    for (size_t i = 0; good && i < PARTS; i++)
        good = each_event_file(self, parts[i], note_size, sizes);
    char *text = good ? cJSON_PrintUnformatted(sizes) : NULL;
    cJSON_Delete(sizes);
    return text;
}

/* Cut the file to its size in 'context', or remove it when it has none. */
static bool cut_back(const checkpoint *self, const char *name, void *context) {
    const cJSON *size = cJSON_GetObjectItemCaseSensitive(context, name);
    char *path = path_of_event_file(self, name);
    bool good = path != NULL;
    if (good && !size)
        good = unlink(path) == 0;
    else if (good)
        good = truncate(path, (off_t)size->valuedouble) == 0;
    free(path);
    return good;
}

/* The file is there and holds at least what it held. */
static bool check_event_file(const checkpoint *self, const cJSON *size, error *err) {
    struct stat info;
    char *path = path_of_event_file(self, size->string);
    if (!path) return error_set(err, "out of memory");
    bool there = stat(path, &info) == 0 && S_ISREG(info.st_mode);
    bool good = there && (double)info.st_size >= size->valuedouble;
    if (!there)
        error_set(err, "%s: the checkpoint's event file is not there", path);
    else if (!good)
        error_set(err, "%s: shorter than at the checkpoint: %lld bytes, not %.0f", path,
                  (long long)info.st_size, size->valuedouble);
    free(path);
    return good;
}

/* The sizes of a checkpoint; NULL when they cannot be read. Free by cJSON_Delete. */
static cJSON *parse_sizes(const safetensors *file) {
    const char *text = safetensors_find_text(file, "event_files");
    cJSON *sizes = cJSON_Parse(text ? text : "");
    bool good = cJSON_IsObject(sizes);
    for (const cJSON *item = good ? sizes->child : NULL; item && good; item = item->next)
        good = cJSON_IsNumber(item) && item->valuedouble >= 0;
    if (good) return sizes;
    cJSON_Delete(sizes);
    return NULL;
}

static bool check_event_files(const checkpoint *self, const safetensors *file, error *err) {
    cJSON *sizes = parse_sizes(file);
    bool good =
        sizes || error_set(err, "%s: the checkpoint has no sizes of event files", self->folder);
    for (const cJSON *size = good ? sizes->child : NULL; size && good; size = size->next)
        good = check_event_file(self, size, err);
    cJSON_Delete(sizes);
    return good;
}

static bool restore_event_files(const checkpoint *self, const safetensors *file, error *err) {
    cJSON *sizes = parse_sizes(file);
    bool good = sizes != NULL;
    for (size_t i = 0; good && i < PARTS; i++)
        good = each_event_file(self, parts[i], cut_back, sizes);
    cJSON_Delete(sizes);
    return good || error_set(err, "%s: the event files cannot be cut to those of the checkpoint",
                             self->folder);
}

/* ---- the arrays ---- */

/*
 * What there is of a parameter: its value, "dense_1/kernel"; what the optimizer remembers of it,
 * "adam/m/dense_1/kernel"; and what it was at the best epoch, "best/dense_1/kernel".
 */
static size_t optimizer_slots(const checkpoint *self, const nn_param *param) {
    return param->trainable ? nn_optimizer_slots(nn_model_optimizer(self->model)) : 0;
}

static size_t slots_of(const checkpoint *self, const nn_param *param) {
    return 1 + optimizer_slots(self, param) + (self->best_weights ? 1 : 0);
}

static void name_of(const checkpoint *self, const nn_param *param, size_t slot, char *name) {
    char weight[WEIGHT_NAME];
    weight_name(param, weight);
    if (!slot)
        snprintf(name, SAFETENSORS_NAME, "%s", weight);
    else if (slot <= optimizer_slots(self, param))
        snprintf(name, SAFETENSORS_NAME, "%s/%s",
                 nn_optimizer_slot_name(nn_model_optimizer(self->model), slot - 1), weight);
    else
        snprintf(name, SAFETENSORS_NAME, "best/%s", weight);
}

static float *values_of(const checkpoint *self, const nn_param *param, size_t slot) {
    size_t count;
    if (!slot) return param->value;
    if (slot <= optimizer_slots(self, param)) return nn_model_slot(self->model, param, slot - 1);
    return self->best_weights + (param->value - nn_model_params(self->model, &count)->value);
}

static size_t count_arrays(const checkpoint *self) {
    size_t params, count = 1;
    const nn_param *param = nn_model_params(self->model, &params);
    for (size_t i = 0; i < params; i++) count += slots_of(self, &param[i]);
    return count;
}

/* As many as count_arrays. Doubles come first: after an odd number of floats they would not be
 * aligned. */
static size_t list_arrays(const checkpoint *self, const double *numbers,
                          safetensors_array *arrays) {
    size_t params, count = 0;
    const nn_param *param = nn_model_params(self->model, &params);
    arrays[count++] = (safetensors_array){.name = "history",
                                          .dtype = SAFETENSORS_F64,
                                          .rank = 2,
                                          .shape = {self->history->count, NUMBERS},
                                          .data = numbers};
    for (size_t i = 0; i < params; i++, param++) {
        for (size_t s = 0; s < slots_of(self, param); s++, count++) {
            arrays[count] = (safetensors_array){.rank = param->rank,
                                                .shape = {param->shape[0], param->shape[1]},
                                                .data = values_of(self, param, s)};
            name_of(self, param, s, arrays[count].name);
        }
    }
    return count;
}

size_t checkpoint_bytes(const checkpoint *self, size_t epochs) {
    size_t params, bytes = epochs * NUMBERS * sizeof(double);
    const nn_param *param = nn_model_params(self->model, &params);
    for (size_t i = 0; i < params; i++)
        bytes += slots_of(self, &param[i]) * param[i].count * sizeof(float);
    return bytes;
}

/* ---- writing ---- */

static double *history_numbers(const history *h) {
    double *numbers = malloc((h->count * NUMBERS + 1) * sizeof *numbers), *at = numbers;
    for (size_t i = 0; numbers && i < h->count; i++) {
        const history_epoch *e = &h->epochs[i];
        *at++ = e->train.loss, *at++ = e->train.accuracy;
        *at++ = e->validation.loss, *at++ = e->validation.accuracy;
        *at++ = e->seconds;
    }
    return numbers;
}

static bool write_checkpoint(checkpoint *self, const char *path, const char *sizes,
                             const double *numbers, error *err) {
    safetensors_array *arrays = calloc(count_arrays(self), sizeof *arrays);
    named_texts texts = {0};
    named_texts_add(&texts, "format", "initlab checkpoint 1");
    named_texts_add(&texts, "event_files", "%s", sizes);
    for (size_t i = 0; i < self->option_count; i++)
        if (!self->options[i].left_out)
            named_texts_add(&texts, self->options[i].key, "%s", self->options[i].text);
    bool good = arrays && !texts.failed
                    ? safetensors_write(path, arrays, list_arrays(self, numbers, arrays),
                                        texts.list, texts.count, err)
                    : error_set(err, "out of memory");
    named_texts_free(&texts);
    free(arrays);
    return good;
}

static bool on_epoch_end(void *context, const train_state *state, error *err) {
    checkpoint *self = context;
    (void)state;
    char *path = checkpoint_path(self->folder), *sizes = sizes_text(self);
    double *numbers = history_numbers(self->history);
    bool good = path && sizes && numbers ? write_checkpoint(self, path, sizes, numbers, err)
                                         : error_set(err,
                                                     "%s: no checkpoint: out of memory or "
                                                     "the event files cannot be checked",
                                                     self->folder);
    free(path);
    cJSON_free(sizes);
    free(numbers);
    return good;
}

train_callback checkpoint_callback(checkpoint *self) {
    return (train_callback){.self = self, .hooks = {[ON_EPOCH_END] = on_epoch_end}};
}

/* ---- reading ---- */

/* A file's text as a user writes it: a number in the fewest digits. Free it; NULL when there is no
 * memory. */
static char *shown(const checkpoint_option *o, const char *text) {
    double value;
    char number[NN_NUMBER_TEXT];
    if (o->shown) return o->shown(text);
    bool fraction = number_parse(text, &value) && strchr(text, '.');
    return strdup(fraction ? nn_number_text(value, number) : text);
}

static bool check_options(const checkpoint *self, const safetensors *file, error *err) {
    for (size_t i = 0; i < self->option_count; i++) {
        const checkpoint_option *o = &self->options[i];
        const char *was = safetensors_find_text(file, o->key);
        if (!was) was = o->usual;
        if (was && strcmp(was, o->text) == 0) continue;
        char *before = shown(o, was ? was : "unknown"), *now = shown(o, o->text);
        error_set(err,
                  "%s: the run was started with %s%s %s, not %s%s; resume it with the same, or "
                  "choose another --logdir",
                  self->folder, o->option ? "--" : "", o->option ? o->option : o->key,
                  before ? before : was, now ? now : o->text,
                  o->option ? "" : ": that is other data");
        free(before);
        free(now);
        return false;
    }
    return true;
}

static bool same_shape(const safetensors_array *array, const nn_param *param) {
    if (!array || array->dtype != SAFETENSORS_F32 || array->rank != param->rank) return false;
    for (size_t i = 0; i < param->rank; i++)
        if (array->shape[i] != param->shape[i]) return false;
    return true;
}

/* Copy the arrays, or with 'copy' false only see whether all are there. */
static bool restore_arrays(const checkpoint *self, const safetensors *file, bool copy) {
    size_t count;
    const nn_param *params = nn_model_params(self->model, &count);
    for (size_t i = 0; i < count; i++) {
        for (size_t s = 0; s < slots_of(self, &params[i]); s++) {
            char name[SAFETENSORS_NAME];
            name_of(self, &params[i], s, name);
            const safetensors_array *array = safetensors_find(file, name);
            if (!same_shape(array, &params[i])) return false;
            if (copy)
                memcpy(values_of(self, &params[i], s), array->data,
                       params[i].count * sizeof(float));
        }
    }
    return true;
}

static bool restore_history(history *h, const safetensors_array *array) {
    if (!array || array->dtype != SAFETENSORS_F64 || array->rank != 2 ||
        array->shape[1] != NUMBERS || !history_reserve(h, array->shape[0]))
        return false;
    const double *at = array->data;
    for (h->count = 0; h->count < array->shape[0]; h->count++, at += NUMBERS)
        h->epochs[h->count] = (history_epoch){{at[0], at[1]}, {at[2], at[3]}, at[4]};
    return true;
}

static bool check_all(checkpoint *self, const safetensors *file, error *err) {
    if (!check_options(self, file, err)) return false;
    if (!restore_arrays(self, file, false) ||
        !restore_history(self->history, safetensors_find(file, "history")))
        return error_set(err, "%s/checkpoint.safetensors is not a checkpoint of this network",
                         self->folder);
    return check_event_files(self, file, err);
}

bool checkpoint_read(checkpoint *self, safetensors **found, error *err) {
    error reason;
    char *path = checkpoint_path(self->folder);
    *found = NULL;
    if (!path) return error_set(err, "out of memory");
    bool there = access(path, F_OK) == 0;
    if (there && !(*found = safetensors_read(path, &reason)))
        error_set(err, "%s; train anew with --overwrite", reason.message);
    free(path);
    if (!there) return true;
    if (*found && check_all(self, *found, err)) return true;
    safetensors_free(*found);
    *found = NULL;
    return false;
}

bool checkpoint_restore(checkpoint *self, const safetensors *found, error *err) {
    return restore_event_files(self, found, err) && restore_arrays(self, found, true);
}
