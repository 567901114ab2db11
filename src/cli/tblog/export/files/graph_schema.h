/* SPDX-License-Identifier: Apache-2.0 */
/* The messages of a GraphDef, as data. */
#ifndef CLI_TBLOG_EXPORT_GRAPH_SCHEMA_H
#define CLI_TBLOG_EXPORT_GRAPH_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum graph_kind {
    GRAPH_TEXT, /* string or bytes */
    GRAPH_INT32,
    GRAPH_INT64,
    GRAPH_UINT32,
    GRAPH_UINT64,
    GRAPH_FIXED64,
    GRAPH_BOOL,
    GRAPH_FLOAT,
    GRAPH_DOUBLE,
    GRAPH_DATA_TYPE, /* an enumeration */
    GRAPH_MESSAGE
} graph_kind;

typedef struct graph_message graph_message;

typedef struct graph_field {
    uint32_t number; /* 0 after a message's last field */
    const char *name;
    graph_kind kind;
    bool repeated;
    const graph_message *message; /* of GRAPH_MESSAGE */
} graph_field;

struct graph_message {
    const graph_field *fields;
    bool oneof; /* all fields exclude each other: the last one counts */
};

extern const graph_message graph_def;

/* The names of DataType, without DT_; those 100 above have _REF at the end. */
enum { GRAPH_DATA_TYPES = 34 };
extern const char *const graph_data_types[GRAPH_DATA_TYPES];

#endif
