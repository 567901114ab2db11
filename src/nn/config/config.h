/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fields of a network's configuration by their names, each parsed and printed here and nowhere
 * else. Names and texts are those of checkpoints, model files and the HParams dashboard: they stay.
 * A field that is added here is in model files, and read from them.
 */
#ifndef NN_CONFIG_H
#define NN_CONFIG_H

#include "nn/model.h"

typedef enum nn_field_kind {
    NN_FIELD_TEXT,
    NN_FIELD_NUMBER,
    NN_FIELD_FLAG, /* "yes" or "no" */
} nn_field_kind;

/* What a model that is rebuilt from a file needs the field for. */
typedef enum nn_field_role {
    NN_FIELD_TRAINING, /* for nothing: it says how the model was trained */
    NN_FIELD_MODEL,    /* outputs or losses depend on it; a file without it has the default */
    NN_FIELD_SHAPE,    /* the same, and every file has it */
} nn_field_role;

typedef struct nn_field {
    const char *name; /* "batch_size" */
    nn_field_kind kind;
    nn_field_role role;
    bool when_set; /* files have it only if it is not the default: earlier versions did not know it
                    */
    bool (*parse)(const struct nn_field *field, nn_model_config *config, const char *text,
                  char message[NN_MESSAGE]);
    char *(*text)(const struct nn_field *field, const nn_model_config *config);
    double (*number)(const struct nn_field *field,
                     const nn_model_config *config); /* not of texts */
    size_t offset; /* of a member of nn_model_config, for the functions that all numbers share */
    double least, most; /* its limits, which are values too */
} nn_field;

/* All fields; *count of them. */
const nn_field *nn_fields(size_t *count);

/* The field of that name; NULL if no field has it. */
const nn_field *nn_field_find(const char *name);

/* Set the field from its text. False, with the reason in 'message', if that is not one of its. */
bool nn_field_parse(const nn_field *field, nn_model_config *config, const char *text,
                    char message[NN_MESSAGE]);

/* Its one text, which nn_field_parse takes; free it. NULL when there is no memory. */
char *nn_field_text(const nn_field *field, const nn_model_config *config);

/* The value of a number; of a flag 0 or 1. */
double nn_field_number(const nn_field *field, const nn_model_config *config);

/* ---- the layers as a user writes them ---- */

/* The hidden layers from "512,256", from "64x50", fifty of 64, or "none"; the last layer's units
 * stay. False, with the reason in 'message', when that is not a list of units. */
bool nn_layers_parse(const char *text, nn_model_config *config, char message[NN_MESSAGE]);

/* "512,256", "none": the hidden layers' units. Free it; NULL when there is no memory. */
char *nn_layers_text(const nn_model_config *config);

#endif
