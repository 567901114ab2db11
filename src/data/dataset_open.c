/* SPDX-License-Identifier: Apache-2.0 */
/* A data set as runs take it. */
#include "data/dataset_open.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/number.h"
#include "data/dataset_files.h"
#include "data/standardize.h"

static const char *name_of(const dataset_options *o) {
    return o->source ? o->source : "mnist";
}

static bool check_split(const dataset_options *o, size_t n, error *err) {
    enum { THOUSAND = 1000 };
    double fraction = o->validation_split;
    size_t kept = dataset_kept(n, fraction);
    if (n < 2) return error_set(err, "%s: one sample cannot be split", name_of(o));
    if (!kept) /* the most, rounded down */
        return error_set(
            err,
            "%s: a validation split of %.10g leaves none of %zu samples for training; at "
            "most %g does leave one",
            name_of(o), fraction, n, floor((1 - 1 / (double)n) * THOUSAND) / THOUSAND);
    return kept < n ||
           error_set(err,
                     "%s: a validation split of %.10g leaves none of %zu samples for validation",
                     name_of(o), fraction, n);
}

static bool split(const dataset_options *o, dataset *train, dataset *validation, error *err) {
    dataset rest;
    if (o->validation_split <= 0)
        return validation->n || error_set(err,
                                          "%s: it has no test part; --validation-split .2 "
                                          "validates on a fifth of the training part",
                                          name_of(o));
    if (!check_split(o, train->n, err)) return false;
    if (!dataset_split(train, o->validation_split, &rest)) {
        size_t item = train->rows * train->cols * (train->values ? sizeof *train->values : 1) + 1;
        return error_memory(err, name_of(o),
                            (train->n - dataset_kept(train->n, o->validation_split)) * item);
    }
    dataset_free(validation);
    *validation = rest;
    return true;
}

/* ---- classes as a user gives them ---- */

static bool is_number(const char *text) {
    return *text && text[strspn(text, "0123456789")] == '\0';
}

static size_t count_names(const char *text) {
    size_t count = 1;
    for (const char *at = text; *at; at++) {
        if (*at != ',') continue;
        if (at == text || at[-1] == ',') return 0;
        count++;
    }
    return *text && text[strlen(text) - 1] != ',' ? count : 0;
}

size_t dataset_count_classes(const char *text) {
    uint64_t count = 0;
    if (is_number(text))
        return whole_parse(text, 2, DATASET_MAX_CLASSES, &count) ? (size_t)count : 0;
    size_t names = count_names(text);
    return names >= 2 && names <= DATASET_MAX_CLASSES ? names : 0;
}

/* One block: the pointers, then the text, in which each comma became a NUL. */
static bool copy_names(dataset *set, const char *text) {
    size_t size = strlen(text) + 1;
    char **names = malloc(set->classes * sizeof *names + size);
    if (!names) return false;
    char *at = memcpy(names + set->classes, text, size);
    for (size_t i = 0; i < set->classes; i++) {
        names[i] = at;
        at += strcspn(at, ",");
        *at++ = '\0';
    }
    set->own_names = names;
    set->class_names = (const char *const *)names;
    return true;
}

/* These classes must be as many as the labels need; the text is copied. */
static bool name_classes(dataset *set, const char *text) {
    set->classes = dataset_count_classes(text);
    set->class_names = NULL;
    return is_number(text) || copy_names(set, text);
}

static size_t largest_label(const dataset *set) {
    size_t largest = 0;
    for (size_t i = 0; i < set->n; i++)
        largest = set->labels[i] > largest ? set->labels[i] : largest;
    return largest;
}

static bool give_classes(const dataset_options *o, dataset *train, dataset *validation,
                         error *err) {
    if (!o->classes) return true;
    size_t count = dataset_count_classes(o->classes), most = largest_label(train);
    if (largest_label(validation) > most) most = largest_label(validation);
    if (most >= count)
        return error_set(err, "%s: there is a label %zu, which %zu classes do not have", name_of(o),
                         most, count);
    return (name_classes(train, o->classes) && name_classes(validation, o->classes)) ||
           error_memory(err, name_of(o), strlen(o->classes));
}

/* ---- the whole ---- */

/* Of all labels and some images: it distinguishes sets at no cost, and does not prove that two are
 * the same. */
static uint32_t checksum(const dataset *set) {
    enum { EVERY = 61 };
    size_t D = set->rows * set->cols;
    uLong crc = crc32_z(0, set->labels, set->n);
    for (size_t i = 0; i < set->n; i += EVERY)
        crc = set->values
                  ? crc32_z(crc, (const Bytef *)(set->values + i * D), D * sizeof *set->values)
                  : crc32_z(crc, set->images + i * D, D);
    return (uint32_t)crc;
}

/* Of means and deviations, for both parts, and of the sums. */
static uint64_t statistics_bytes(const dataset *set) {
    return (uint64_t)set->rows * set->cols * (4 * sizeof *set->mean + 3 * sizeof(double));
}

bool dataset_open(const dataset_options *options, dataset *train, dataset *validation, error *err) {
    size_t classes = options->classes ? dataset_count_classes(options->classes) : 0;
    if (!dataset_load(options->source, classes, train, validation, err)) return false;
    bool good =
        split(options, train, validation, err) && give_classes(options, train, validation, err);
    if (good && !dataset_standardize(train, validation, options->scaling))
        good = error_memory(err, name_of(options), statistics_bytes(train));
    if (good) {
        train->checksum = checksum(train);
        validation->checksum = checksum(validation);
        return true;
    }
    dataset_free(train);
    dataset_free(validation);
    return false;
}
