/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For the Graphs dashboard: a graph is a serialized GraphDef in a separate event; a Keras model is
 * its JSON in a DT_STRING tensor of rank 0 for the plugin "graph_keras_model".
 */
#include <tblog/graph.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "graph.pb-c.h"
#include "tblog/arena.h"
#include "tblog/error.h"
#include "tblog/kinds/summary.h"
#include "tblog/kinds/tensor_proto.h"
#include "tblog/utf8.h"
#include "tblog/write/writer.h"

struct tblog_graph {
    tblog__arena arena; /* holds everything but the list of nodes */
    Tblog__NodeDef **nodes;
    size_t count, capacity;
};

/* What TensorFlow 2.21 writes as the producer's version. */
enum { GRAPH_DEF_PRODUCER = 2465 };

tblog_graph *tblog_graph_new(void) {
    tblog_graph *graph = calloc(1, sizeof *graph);
    if (graph) tblog__arena_init(&graph->arena);
    return graph;
}

void tblog_graph_free(tblog_graph *graph) {
    if (!graph) return;
    tblog__arena_reset(&graph->arena);
    free(graph->nodes);
    free(graph);
}

static tblog_status check_text(const char *text, const char *what, tblog_error *err) {
    if (text && *text && tblog__utf8_valid(text)) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT, "%s is empty or not UTF-8", what);
}

static char *copy(tblog_graph *graph, const char *text) {
    return tblog__arena_copy(&graph->arena, text, strlen(text) + 1);
}

static tblog_status check_name(const tblog_graph *graph, const char *name, tblog_error *err) {
    tblog_status status = check_text(name, "the node's name", err);
    for (size_t i = 0; i < graph->count && !status; i++)
        if (strcmp(graph->nodes[i]->name, name) == 0)
            return tblog__fail(err, TBLOG_ERR_ARGUMENT, "there is a node '%.100s' already", name);
    return status;
}

static bool reserve(tblog_graph *graph) {
    if (graph->count < graph->capacity) return true;
    size_t capacity = graph->capacity ? 2 * graph->capacity : 16;
    Tblog__NodeDef **grown = realloc(graph->nodes, capacity * sizeof *grown);
    if (!grown) return false;
    graph->nodes = grown;
    graph->capacity = capacity;
    return true;
}

static tblog_status check_graph(const tblog_graph *graph, tblog_error *err) {
    if (graph) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT, "there is no graph");
}

tblog_status tblog_graph_add(tblog_graph *graph, const char *name, const char *op,
                             const char *const *inputs, size_t input_count, tblog_error *err) {
    tblog_status status = check_graph(graph, err);
    if (!status) status = check_name(graph, name, err);
    if (!status) status = tblog__list_check(inputs, input_count, "inputs", err);
    if (!status) status = check_text(op, "the node's operation", err);
    for (size_t i = 0; i < input_count && !status; i++)
        status = check_text(inputs[i], "an input's name", err);
    if (status) return status;

    Tblog__NodeDef *node = tblog__arena_take(&graph->arena, sizeof *node);
    char **names = tblog__arena_take(&graph->arena, input_count * sizeof *names);
    if (!node || !names || !reserve(graph)) return tblog__fail_no_memory(err);
    tblog__node_def__init(node);
    node->name = copy(graph, name);
    node->op = copy(graph, op);
    node->input = names;
    node->n_input = input_count;
    for (size_t i = 0; i < input_count; i++)
        if (!(names[i] = copy(graph, inputs[i]))) return tblog__fail_no_memory(err);
    if (!node->name || !node->op) return tblog__fail_no_memory(err);
    graph->nodes[graph->count++] = node;
    return TBLOG_OK;
}

/* Make room for one more attribute of a node. The array doubles when it is full. */
static bool reserve_attribute(tblog_graph *graph, Tblog__NodeDef *node) {
    size_t n = node->n_attr;
    if (n && (n & (n - 1))) return true; /* the array is full only at powers of two */
    Tblog__NodeDef__AttrEntry **grown =
        tblog__arena_take(&graph->arena, (n ? 2 * n : 1) * sizeof *grown);
    if (!grown) return false;
    if (n) memcpy(grown, node->attr, n * sizeof *grown);
    node->attr = grown;
    return true;
}

tblog_status tblog_graph_attribute(tblog_graph *graph, const char *key, const char *value,
                                   tblog_error *err) {
    if (check_graph(graph, err)) return TBLOG_ERR_ARGUMENT;
    if (!graph->count) return tblog__fail(err, TBLOG_ERR_ARGUMENT, "there is no node yet");
    tblog_status status = check_text(key, "the attribute's key", err);
    if (!status && !value) status = tblog__fail(err, TBLOG_ERR_ARGUMENT, "the value is NULL");
    if (status) return status;

    Tblog__NodeDef *node = graph->nodes[graph->count - 1];
    Tblog__NodeDef__AttrEntry *entry = tblog__arena_take(&graph->arena, sizeof *entry);
    Tblog__AttrValue *attr = tblog__arena_take(&graph->arena, sizeof *attr);
    if (!entry || !attr || !reserve_attribute(graph, node)) return tblog__fail_no_memory(err);
    tblog__node_def__attr_entry__init(entry);
    tblog__attr_value__init(attr);
    entry->key = copy(graph, key);
    entry->value = attr;
    attr->value_case = TBLOG__ATTR_VALUE__VALUE_S;
    attr->s.len = strlen(value);
    attr->s.data = tblog__arena_copy(&graph->arena, value, attr->s.len);
    if (!entry->key || !attr->s.data) return tblog__fail_no_memory(err);
    node->attr[node->n_attr++] = entry;
    return TBLOG_OK;
}

tblog_status tblog_writer_add_graph(tblog_writer *writer, double wall_time_s,
                                    const tblog_graph *graph, tblog_error *err) {
    if (check_graph(graph, err)) return TBLOG_ERR_ARGUMENT;
    Tblog__VersionDef versions = TBLOG__VERSION_DEF__INIT;
    Tblog__GraphDef message = TBLOG__GRAPH_DEF__INIT;
    versions.producer = GRAPH_DEF_PRODUCER;
    message.versions = &versions;
    message.node = graph->nodes;
    message.n_node = graph->count;

    Tblog__Event event = TBLOG__EVENT__INIT;
    event.what_case = TBLOG__EVENT__WHAT_GRAPH_DEF;
    event.graph_def.len = tblog__graph_def__get_packed_size(&message);
    event.graph_def.data = malloc(event.graph_def.len + 1);
    if (!event.graph_def.data) return tblog__fail_no_memory(err);
    tblog__graph_def__pack(&message, event.graph_def.data);
    tblog_status status = tblog__writer_add_event(writer, &event, wall_time_s, err);
    free(event.graph_def.data);
    return status;
}

/* ---- a Keras model ---- */

static const char KERAS_TAG[] = "keras";

tblog_status tblog_summary_keras_model(tblog_summary *summary, const char *json, size_t length,
                                       tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    if (!json || !length) return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the model's JSON is empty");
    static const uint8_t version[] = {'1'}; /* the plugin's content is the text "1" */
    ProtobufCBinaryData content = {sizeof version, (uint8_t *)(uintptr_t)version};
    Tblog__TensorProto *tensor = NULL;
    ProtobufCBinaryData *text = tblog__arena_take(&summary->arena, sizeof *text);
    if (text) {
        text->len = length;
        text->data = tblog__arena_copy(&summary->arena, json, length);
        if (text->data) tensor = tblog__tensor_strings(&summary->arena, 0, NULL, 1, text);
    }
    return tblog__summary_append(summary, KERAS_TAG, "graph_keras_model", content, tensor, err);
}

static tblog_status add_keras_model(tblog_summary *summary, const tblog__log_call *call,
                                    tblog_error *err) {
    return tblog_summary_keras_model(summary, call->text.data, call->text.size, err);
}

tblog_status tblog_keras_model(tblog_writer *writer, int64_t step, const char *json,
                               size_t length) {
    return tblog__writer_log(writer, &(tblog__log_call){.add = add_keras_model,
                                                        .tag = KERAS_TAG,
                                                        .step = step,
                                                        .text = {json, length}});
}
