/* SPDX-License-Identifier: Apache-2.0 */
/* What a run's Keras model is. Its JSON is written by Python's json.dumps, so that spaces are where
 * these texts have them; where they are not, nothing is found. */
#include "report/words/keras_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARROW " \xe2\x86\x92 "

/* A layer: what is in the JSON from the name of its class to the next layer. */
typedef struct layer {
    const char *begin, *end;
} layer;

static bool next_layer(const char **rest, layer *found) {
    static const char mark[] = "\"module\": \"keras.layers\", \"class_name\": \"";
    const char *at = strstr(*rest, mark);
    if (!at) return false;
    found->begin = at + strlen(mark);
    found->end = strstr(found->begin, mark);
    if (!found->end) found->end = found->begin + strlen(found->begin);
    *rest = found->end;
    return true;
}

static bool is_class(const layer *l, const char *name) {
    size_t size = strlen(name);
    return strncmp(l->begin, name, size) == 0 && l->begin[size] == '"';
}

/* What comes after "key": in a layer; NULL: it has no such key. */
static const char *value_of(const layer *l, const char *key) {
    char mark[64];
    snprintf(mark, sizeof mark, "\"%s\": ", key);
    const char *at = strstr(l->begin, mark);
    return at && at < l->end ? at + strlen(mark) : NULL;
}

/* A whole number of a few digits; 0: it is something else. */
static size_t number_at(const char *text) {
    size_t number = 0, digits = text ? strspn(text, "0123456789") : 0;
    if (digits > 9) return 0;
    for (size_t i = 0; i < digits; i++) number = 10 * number + (size_t)(text[i] - '0');
    return number;
}

/* How long a name is that ends at a quote, at most as many letters as fit a line. */
static size_t name_size(const char *name) {
    enum { MOST = 40 };
    size_t size = strcspn(name, "\"\\");
    return size < MOST ? size : MOST;
}

/* The name between quotes; its size is 0 if it is something else. */
static size_t text_at(const char *value, const char **text) {
    if (!value || *value != '"') return 0;
    *text = value + 1;
    return name_size(*text);
}

size_t keras_model_classes(const char *json) {
    layer l, last = {0};
    const char *rest = json, *activation = NULL;
    while (next_layer(&rest, &l))
        if (is_class(&l, "Dense")) last = l;
    if (!last.begin) return 0;
    size_t size = text_at(value_of(&last, "activation"), &activation);
    bool is_softmax = size == strlen("softmax") && strncmp(activation, "softmax", size) == 0;
    return is_softmax ? number_at(value_of(&last, "units")) : 0;
}

/* ---- as a line ---- */

/* How many inputs [null, 28, 28] is; 0: unknown. */
static size_t inputs_of(const layer *l) {
    const char *at = value_of(l, "batch_shape");
    size_t product = 1;
    if (!at) at = value_of(l, "batch_input_shape");
    if (!at || strncmp(at, "[null", 5) != 0) return 0;
    for (at += 5; strncmp(at, ", ", 2) == 0; at += strspn(at, "0123456789")) {
        at += 2;
        size_t size = number_at(at);
        if (!size || product > 1000000000 / size) return 0;
        product *= size;
    }
    return *at == ']' ? product : 0;
}

static void put_layer(FILE *out, const layer *l) {
    const char *text = "";
    size_t inputs = is_class(l, "InputLayer") ? inputs_of(l) : 0;
    if (inputs) {
        fprintf(out, "%zu inputs", inputs);
    } else if (is_class(l, "Dense")) {
        size_t size = text_at(value_of(l, "activation"), &text);
        bool is_linear = size == strlen("linear") && strncmp(text, "linear", size) == 0;
        fprintf(out, "%zu%s%.*s", number_at(value_of(l, "units")), size && !is_linear ? " " : "",
                is_linear ? 0 : (int)size, text);
    } else if (is_class(l, "Dropout")) {
        const char *rate = value_of(l, "rate");
        fprintf(out, "dropout %.*s", rate ? (int)strspn(rate, "0123456789.e-") : 0,
                rate ? rate : "");
    } else {
        fprintf(out, "%.*s", (int)name_size(l->begin), l->begin);
    }
}

/* Layers that do not change what is learned. */
static bool is_silent(const layer *l) {
    return is_class(l, "Flatten") || (is_class(l, "InputLayer") && !inputs_of(l));
}

bool keras_model_text(const char *json, pool *memory, const char **text) {
    enum { MOST = 16 };
    const char *sequential = strstr(json, "\"class_name\": \"Sequential\""), *rest = json;
    char *line = NULL;
    size_t size, n = 0;
    layer l;
    *text = NULL;
    if (!sequential || sequential > strstr(json, "\"class_name\"")) return true;
    FILE *out = open_memstream(&line, &size);
    if (!out) return false;
    while (n <= MOST && next_layer(&rest, &l)) {
        if (is_silent(&l)) continue;
        if (n++) fputs(ARROW, out);
        put_layer(out, &l);
    }
    bool good = fclose(out) == 0;
    if (good && n && n <= MOST) {
        *text = pool_clean_text(memory, line, size);
        good = *text != NULL;
    }
    free(line);
    return good;
}
