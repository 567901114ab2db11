/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Things that are chosen by a name and arguments, written as a call in Python: "Orthogonal",
 * "RandomNormal(mean=0,stddev=1)", "Constant(.1)": initializers, activations, optimizers, schedules
 * and the rules of callbacks. Each sort has a table, whose names, arguments and defaults are those
 * of Keras.
 *
 * A spec is plain data: copy it.
 */
#ifndef NN_SPEC_H
#define NN_SPEC_H

#include <float.h>
#include <stdbool.h>
#include <stddef.h>

enum {
    NN_SPEC_VALUES = 18,
    NN_SPEC_ITEMS = 8,  /* of a list, at most */
    NN_SPEC_TEXT = 512, /* holds any spec's text */
    NN_NUMBER_TEXT = 40,
    NN_MESSAGE = 512 /* holds why a text could not be parsed */
};

/* Formats into 'message', which has room for NN_MESSAGE or is NULL; returns false, so that callers
 * can return it. */
__attribute__((format(printf, 2, 3))) bool nn_fail(char *message, const char *format, ...);

typedef enum nn_argument_kind {
    NN_NUMBER,
    NN_WHOLE,  /* a whole number */
    NN_FLAG,   /* 0 or 1; true and false, True and False in texts */
    NN_CHOICE, /* an index into choices */
    NN_LIST,   /* numbers, [a,b,...] in texts; takes 1 + NN_SPEC_ITEMS values: how many, and they */
    NN_WHOLES, /* the same of whole numbers */
} nn_argument_kind;

/* The largest number below 1, for limits. */
#define NN_BELOW_1 (1 - DBL_EPSILON / 2)

typedef struct nn_argument {
    const char *name;
    nn_argument_kind kind;
    double least, most;         /* of numbers */
    const char *const *choices; /* ends with NULL */
    bool optional;              /* None, which is NAN, is a value too */
} nn_argument;

typedef struct nn_class {
    const char *name;             /* in texts */
    const char *keras;            /* Keras' class */
    const char *const *aliases;   /* what else it is called, ends with NULL; NULL: nothing */
    const nn_argument *arguments; /* in the order of Keras' signature */
    size_t argument_count;
    bool fixed;                     /* takes none: its values are the class's */
    double values[NN_SPEC_VALUES];  /* the defaults; NAN: it has no default */
    const struct nn_class *same_as; /* a name for that one with other defaults; NULL: none */
} nn_class;

/*
 * All classes of one sort. A row is the owner's struct, whose first member is an nn_class: so a
 * class and what it does are one row, and a spec's type leads back to its row.
 */
typedef struct nn_table {
    const char *what; /* the word for one of its things: "optimizer" */
    const void *rows;
    size_t count, row_size;
    const char *elsewhere; /* an argument of Keras' that an option of the program sets; or NULL */
    const char *option;    /* that option */
} nn_table;

#define NN_TABLE(what, rows) what, rows, sizeof(rows) / sizeof(rows)[0], sizeof(rows)[0]

const nn_class *nn_table_class(const nn_table *table, size_t i);

typedef struct nn_spec {
    const nn_class *type;
    double values[NN_SPEC_VALUES]; /* of the arguments in their order, lists at their length */
} nn_spec;

/* All defaults. */
nn_spec nn_spec_default(const nn_class *type);

/*
 * Read a text. Names count whatever their case and underscores; arguments come by position, then by
 * name, which may be shortened. False, with the reason in 'message', which lists the near names
 * when one is unknown.
 */
bool nn_spec_parse(const char *text, const nn_table *table, nn_spec *spec,
                   char message[NN_MESSAGE]);

/*
 * The one text of it: arguments by name, defaults left out, numbers in the fewest digits that give
 * them back. Two spellings of the same have the same text. Has no slash. Returns 'text', which must
 * have room for NN_SPEC_TEXT.
 */
char *nn_spec_text(const nn_spec *spec, char *text);

/* A number as Python writes it, but for ".0": the fewest digits that give it back, with an exponent
 * from 1e16 on and below 1e-4. Returns 'text'. */
char *nn_number_text(double value, char text[NN_NUMBER_TEXT]);

/* The same with Keras' class for a name: "GlorotUniform", "SGD(momentum=0.9)". */
char *nn_spec_keras_text(const nn_spec *spec, char *text);

/* "mean=0, stddev=0.05": all its values, also those that the class fixes. */
char *nn_spec_arguments_text(const nn_spec *spec, char *text);

bool nn_spec_equal(const nn_spec *a, const nn_spec *b);

/* Whether all arguments have the class's defaults. */
bool nn_spec_is_default(const nn_spec *spec);

/* Whether the class has an argument of that name. */
bool nn_spec_has(const nn_spec *spec, const char *argument);

/* The value of the argument of that name, which the class has. */
double nn_spec_value(const nn_spec *spec, const char *argument);
void nn_spec_set(nn_spec *spec, const char *argument, double value);

/* Where the argument's value lies. */
size_t nn_spec_slot(const nn_class *type, size_t argument);

/*
 * The next piece of a list, which is cut at the separators outside of brackets: its start, and its
 * length without blanks at its ends. NULL at the end. *rest begins as the list.
 */
const char *nn_spec_next_piece(const char **rest, char separator, size_t *length);

#endif
