/* SPDX-License-Identifier: Apache-2.0 */
/* The outcome of a run of a sweep. sweep.c calls this while it holds the run's lock. */
#include "runs/sweep/outcome.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/escape.h"
#include "base/file_text.h"
#include "base/new_file.h"
#include "base/number.h"

static const char format[] = "initlab outcome 1";
enum { NUMBERS = 5 };

static char *path_of(const run *r) {
    char *path, *folder = run_folder(r);
    int length = folder ? asprintf(&path, "%s/outcome.json", folder) : -1;
    free(folder);
    return length < 0 ? NULL : path;
}

/* ---- writing ---- */

/* [loss, accuracy, val_loss, val_accuracy, seconds] */
static void put_epoch(FILE *out, const history_epoch *e) {
    const double numbers[NUMBERS] = {e->train.loss, e->train.accuracy, e->validation.loss,
                                     e->validation.accuracy, e->seconds};
    for (size_t i = 0; i < NUMBERS; i++) {
        putc(i ? ',' : '[', out);
        put_json_number(out, numbers[i], true);
    }
    putc(']', out);
}

static bool put_outcome(FILE *out, const run *r, const char *identity) {
    fprintf(out, "{\"format\":\"%s\",\"options\":", format);
    put_json(out, identity, strlen(identity));
    fprintf(out, ",\"epochs\":%zu,\"history\":[", r->options.epochs);
    for (size_t i = 0; i < r->history.count; i++) {
        if (i) putc(',', out);
        put_epoch(out, &r->history.epochs[i]);
    }
    fputs("]}\n", out);
    return !ferror(out);
}

bool run_outcome_write(const run *r, const char *identity, error *err) {
    new_file file;
    char *path = path_of(r);
    bool good = path || error_set(err, "out of memory");
    if (good)
        good = (new_file_open(&file, path) &&
                new_file_close(&file, put_outcome(file.out, r, identity))) ||
               error_set(err, "%s: cannot write: %s", path, strerror(errno));
    free(path);
    return good;
}

/* ---- reading ---- */

/* A number, or the word for one that is not finite; earlier versions wrote null for that. */
static bool read_number(const cJSON *item, double *number) {
    *number = cJSON_IsNumber(item) ? item->valuedouble : (double)NAN;
    if (cJSON_IsNumber(item) || cJSON_IsNull(item)) return true;
    return cJSON_IsString(item) && number_parse(item->valuestring, number);
}

static bool read_epoch(const cJSON *array, history_epoch *e) {
    double numbers[NUMBERS];
    if (cJSON_GetArraySize(array) != NUMBERS) return false;
    for (int i = 0; i < NUMBERS; i++) {
        if (!read_number(cJSON_GetArrayItem(array, i), &numbers[i])) return false;
    }
    *e = (history_epoch){{numbers[0], numbers[1]}, {numbers[2], numbers[3]}, numbers[4]};
    return true;
}

static bool read_history(const cJSON *array, history *h) {
    if (!cJSON_IsArray(array) || !history_reserve(h, (size_t)cJSON_GetArraySize(array)))
        return false;
    h->count = 0;
    for (const cJSON *item = array->child; item; item = item->next)
        if (!read_epoch(item, &h->epochs[h->count++])) return false;
    return true;
}

static bool read_outcome(run *r, const char *path, const char *text, const char *identity,
                         size_t *epochs, error *err) {
    cJSON *root = cJSON_Parse(text);
    const char *is = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "format"));
    const char *options = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "options"));
    const cJSON *asked = cJSON_GetObjectItemCaseSensitive(root, "epochs");
    bool good = is && strcmp(is, format) == 0 && options && cJSON_IsNumber(asked) &&
                asked->valuedouble >= 1 && asked->valuedouble <= 1e9;
    if (!good)
        error_set(err, "%s: not the outcome of a run", path);
    else if (strcmp(options, identity) != 0)
        good = error_set(err, "%s: belongs to a run with other options; choose another --logdir",
                         path);
    else if (!read_history(cJSON_GetObjectItemCaseSensitive(root, "history"), &r->history))
        good = error_set(err, "%s: has no history, or out of memory", path);
    else
        *epochs = (size_t)asked->valuedouble;
    cJSON_Delete(root);
    return good;
}

bool run_outcome_read(run *r, const char *identity, size_t *epochs, error *err) {
    char *path = path_of(r), *text = NULL;
    size_t size;
    *epochs = 0;
    if (!path) return error_set(err, "out of memory");
    bool none = access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR);
    bool good = none || (file_text_read(path, &text, &size, err) &&
                         read_outcome(r, path, text, identity, epochs, err));
    free(text);
    free(path);
    return good;
}

bool run_outcome_remove(const run *r, error *err) {
    char *path = path_of(r);
    if (!path) return error_set(err, "out of memory");
    bool good = unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR ||
                error_set(err, "%s: cannot remove: %s", path, strerror(errno));
    free(path);
    return good;
}
