/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of a network's configuration by their names. */
#include "nn/config/config.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "nn/config/number.h"

enum { MAX_UNITS = 1000000 };

/* printf into newly allocated memory; NULL if memory is out. */
__attribute__((format(printf, 1, 2))) static char *print(const char *format, ...) {
    char *text;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0) text = NULL;
    va_end(arguments);
    return text;
}

/* ---- numbers and flags ---- */

/* The member that a field is about. */
static const void *member(const nn_field *f, const nn_model_config *c) {
    return (const char *)c + f->offset;
}

static void *member_to_set(const nn_field *f, nn_model_config *c) {
    return (char *)c + f->offset;
}

static bool parse_number(const nn_field *f, nn_model_config *c, const char *text, char *message) {
    double number;
    if (!nn_number_parse(text, &number) || !isfinite(number) || number < f->least ||
        number > f->most)
        return isfinite(f->most)
                   ? nn_fail(message, "'%s' is not a number from %g to %g", text, f->least, f->most)
                   : nn_fail(message, "'%s' is not a number from %g on", text, f->least);
    *(double *)member_to_set(f, c) = number;
    return true;
}

static double number_of(const nn_field *f, const nn_model_config *c) {
    return *(const double *)member(f, c);
}

/* Digits enough to give the number back. */
static char *number_text(const nn_field *f, const nn_model_config *c) {
    return print("%.17g", f->number(f, c));
}

static bool parse_whole(const char *text, uint64_t least, uint64_t most, uint64_t *number,
                        char *message) {
    return nn_whole_parse(text, least, most, number) ||
           nn_fail(message, "'%s' is not a whole number from %" PRIu64 " to %" PRIu64, text, least,
                   most);
}

static bool parse_size(const nn_field *f, nn_model_config *c, const char *text, char *message) {
    uint64_t number;
    if (!parse_whole(text, (uint64_t)f->least, (uint64_t)f->most, &number, message)) return false;
    *(size_t *)member_to_set(f, c) = (size_t)number;
    return true;
}

static char *size_text(const nn_field *f, const nn_model_config *c) {
    return print("%zu", *(const size_t *)member(f, c));
}

static double size_of(const nn_field *f, const nn_model_config *c) {
    return (double)*(const size_t *)member(f, c);
}

static bool parse_flag(const nn_field *f, nn_model_config *c, const char *text, char *message) {
    bool yes = strcmp(text, "yes") == 0;
    *(bool *)member_to_set(f, c) = yes;
    return yes || strcmp(text, "no") == 0 || nn_fail(message, "'%s' is neither yes nor no", text);
}

static char *flag_text(const nn_field *f, const nn_model_config *c) {
    return print("%s", *(const bool *)member(f, c) ? "yes" : "no");
}

static double flag_of(const nn_field *f, const nn_model_config *c) {
    return *(const bool *)member(f, c);
}

/* ---- fields of their own ---- */

static bool parse_initializer(const nn_field *f, nn_model_config *c, const char *text,
                              char *message) {
    (void)f;
    return nn_layer_initializers_parse(text, &c->kernel_initializers, message);
}

static char *initializer_text(const nn_field *f, const nn_model_config *c) {
    (void)f;
    return nn_layer_initializers_text(&c->kernel_initializers);
}

static bool parse_seed(const nn_field *f, nn_model_config *c, const char *text, char *message) {
    uint64_t seed;
    (void)f;
    if (!parse_whole(text, 0, UINT64_MAX, &seed, message)) return false;
    c->seed = seed;
    return true;
}

static char *seed_text(const nn_field *f, const nn_model_config *c) {
    (void)f;
    return print("%" PRIu64, c->seed);
}

static double seed_of(const nn_field *f, const nn_model_config *c) {
    (void)f;
    return (double)c->seed;
}

static bool parse_rate(const nn_field *f, nn_model_config *c, const char *text, char *message) {
    double rate;
    (void)f;
    if (!nn_number_parse(text, &rate) || !(rate > 0) || !isfinite(rate))
        return nn_fail(message, "'%s' is not a number above 0", text);
    nn_spec_set(&c->optimizer, "learning_rate", rate);
    return true;
}

static double rate_of(const nn_field *f, const nn_model_config *c) {
    (void)f;
    return nn_spec_value(&c->optimizer, "learning_rate");
}

static bool parse_schedule(const nn_field *f, nn_model_config *c, const char *text, char *message) {
    (void)f;
    if (strcasecmp(text, "none") != 0) return nn_schedule_parse(text, &c->schedule, message);
    c->schedule = (nn_schedule){.type = NULL};
    return true;
}

static char *schedule_text(const nn_field *f, const nn_model_config *c) {
    char text[NN_SPEC_TEXT];
    (void)f;
    return print("%s", c->schedule.type ? nn_schedule_text(&c->schedule, text) : "none");
}

static bool parse_optimizer(const nn_field *f, nn_model_config *c, const char *text,
                            char *message) {
    (void)f;
    return nn_optimizer_parse(text, &c->optimizer, message);
}

static char *optimizer_text(const nn_field *f, const nn_model_config *c) {
    char text[NN_SPEC_TEXT];
    (void)f;
    return print("%s", nn_optimizer_text(&c->optimizer, text));
}

static bool parse_activation(const nn_field *f, nn_model_config *c, const char *text,
                             char *message) {
    (void)f;
    return nn_activation_parse(text, &c->activation, message);
}

static char *activation_text(const nn_field *f, const nn_model_config *c) {
    (void)f;
    char text[NN_SPEC_TEXT];
    return print("%s", nn_activation_text(&c->activation, text));
}

/* ---- layers ---- */

/* UNITS, or UNITSxLAYERS: that many equal layers. */
static bool parse_layer(const char *start, size_t length, size_t most, uint64_t *units,
                        uint64_t *layers) {
    char word[24];
    if (length >= sizeof word) return false;
    snprintf(word, sizeof word, "%.*s", (int)length, start);
    char *times = strchr(word, 'x');
    if (times) *times++ = '\0';
    *layers = 1;
    return nn_whole_parse(word, 1, MAX_UNITS, units) &&
           (!times || nn_whole_parse(times, 1, most, layers));
}

/* Parse a list of units, of at most that many layers; false if 'text' is not one. */
static bool parse_units(const char *text, char separator, size_t most, size_t *units,
                        size_t *count) {
    size_t length;
    for (*count = 0; text;) {
        const char *piece = nn_spec_next_piece(&text, separator, &length);
        uint64_t number, layers;
        if (!parse_layer(piece, length, most, &number, &layers) || layers > most - *count)
            return false;
        while (layers--) units[(*count)++] = (size_t)number;
    }
    return true;
}

/* The units of the first 'count' layers. */
static char *units_text(const nn_model_config *c, size_t count, char separator) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out) return NULL;
    for (size_t i = 0; i < count; i++) {
        if (i) putc(separator, out);
        fprintf(out, "%zu", c->units[i]);
    }
    if (fclose(out) == 0) return text;
    free(text);
    return NULL;
}

/* "256-128-10": all layers, the classes last. */
static bool parse_layers(const nn_field *f, nn_model_config *c, const char *text, char *message) {
    size_t units[NN_MAX_LAYERS], count;
    (void)f;
    if (!parse_units(text, '-', NN_MAX_LAYERS, units, &count))
        return nn_fail(message, "'%.60s' is not a list of 1 to %d numbers of units from 1 to %d",
                       text, NN_MAX_LAYERS, MAX_UNITS);
    c->layers = count;
    memcpy(c->units, units, count * sizeof *units);
    return true;
}

static char *layers_text(const nn_field *f, const nn_model_config *c) {
    (void)f;
    return units_text(c, c->layers, '-');
}

bool nn_layers_parse(const char *text, nn_model_config *config, char message[NN_MESSAGE]) {
    size_t units[NN_MAX_LAYERS], count = 0, classes = config->units[config->layers - 1];
    if (strcasecmp(text, "none") != 0 && !parse_units(text, ',', NN_MAX_LAYERS - 1, units, &count))
        return nn_fail(message,
                       "'%.60s%s' is not a list of 1 to %d numbers of units from 1 to %d, as "
                       "512,256 or 64x50, or none",
                       text, strlen(text) > 60 ? "..." : "", NN_MAX_LAYERS - 1, MAX_UNITS);
    units[count] = classes;
    config->layers = count + 1;
    memcpy(config->units, units, sizeof *units * config->layers);
    return true;
}

char *nn_layers_text(const nn_model_config *config) {
    return config->layers > 1 ? units_text(config, config->layers - 1, ',') : print("none");
}

/* ---- the list ---- */

#define MEMBER(name) .offset = offsetof(nn_model_config, name)
#define SIZE         parse_size, size_text, size_of
#define NUMBER       parse_number, number_text, number_of
#define FLAG         parse_flag, flag_text, flag_of

static const nn_field fields[] = {
    {"initializer", NN_FIELD_TEXT, NN_FIELD_TRAINING, false, parse_initializer, initializer_text,
     NULL, .offset = 0},
    {"seed", NN_FIELD_NUMBER, NN_FIELD_TRAINING, false, parse_seed, seed_text, seed_of,
     .offset = 0},
    {"batch_size", NN_FIELD_NUMBER, NN_FIELD_TRAINING, false, SIZE, MEMBER(batch_size), 1, 100000},
    {"learning_rate", NN_FIELD_NUMBER, NN_FIELD_TRAINING, false, parse_rate, number_text, rate_of,
     .offset = 0},
    {"lr_schedule", NN_FIELD_TEXT, NN_FIELD_TRAINING, true, parse_schedule, schedule_text, NULL,
     .offset = 0},
    {"optimizer", NN_FIELD_TEXT, NN_FIELD_TRAINING, false, parse_optimizer, optimizer_text, NULL,
     .offset = 0},
    {"layers", NN_FIELD_TEXT, NN_FIELD_SHAPE, false, parse_layers, layers_text, NULL, .offset = 0},
    {"activation", NN_FIELD_TEXT, NN_FIELD_SHAPE, false, parse_activation, activation_text, NULL,
     .offset = 0},
    {"dropout", NN_FIELD_NUMBER, NN_FIELD_TRAINING, false, NUMBER, MEMBER(dropout), 0, 1},
    {"batch_norm", NN_FIELD_FLAG, NN_FIELD_MODEL, false, FLAG, MEMBER(batch_norm), 0, 1},
    {"l2", NN_FIELD_NUMBER, NN_FIELD_MODEL, false, NUMBER, MEMBER(l2), 0, INFINITY},
};
enum { FIELDS = sizeof fields / sizeof fields[0] };

const nn_field *nn_fields(size_t *count) {
    *count = FIELDS;
    return fields;
}

const nn_field *nn_field_find(const char *name) {
    for (size_t i = 0; i < FIELDS; i++)
        if (strcmp(fields[i].name, name) == 0) return &fields[i];
    return NULL;
}

bool nn_field_parse(const nn_field *field, nn_model_config *config, const char *text,
                    char message[NN_MESSAGE]) {
    return field->parse(field, config, text, message);
}

char *nn_field_text(const nn_field *field, const nn_model_config *config) {
    return field->text(field, config);
}

double nn_field_number(const nn_field *field, const nn_model_config *config) {
    return field->number(field, config);
}
