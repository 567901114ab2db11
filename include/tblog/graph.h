/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Graphs for the Graphs dashboard: nodes with operations and inputs.
 *
 *     tblog_graph *g = tblog_graph_new();
 *     if (!g) exit(1);
 *     tblog_graph_add(g, "model/input", "Placeholder", NULL, 0, &err);
 *     tblog_graph_add(g, "model/dense", "Dense", (const char *[]){"model/input"}, 1, &err);
 *     tblog_graph_attribute(g, "units", "256", &err);
 *     if (tblog_writer_add_graph(w, TBLOG_NOW, g, &err)) fprintf(stderr, "%s\n", err.message);
 *     tblog_graph_free(g);
 *
 * The dashboard folds nodes at '/' in their names. A run shows one graph, the last. A NULL graph is
 * TBLOG_ERR_ARGUMENT.
 */
#ifndef TBLOG_GRAPH_H
#define TBLOG_GRAPH_H

#include <stddef.h>

#include <tblog/status.h>
#include <tblog/writer.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Nodes, built one after the other. */
typedef struct tblog_graph tblog_graph;

/* An empty graph, or NULL when there is no memory. */
TBLOG_API tblog_graph *tblog_graph_new(void);

/* Free a graph; NULL is fine. */
TBLOG_API void tblog_graph_free(tblog_graph *graph);

/*
 * Add a node. Returns TBLOG_OK, TBLOG_ERR_ARGUMENT or TBLOG_ERR_NO_MEMORY.
 *
 * name    not empty, and unique in the graph.
 * op      what it does, e.g. "MatMul".
 * inputs  names of nodes, which may be added later; "name:1" is that node's second output, "^name"
 * a node that must only have run.
 */
TBLOG_API tblog_status tblog_graph_add(tblog_graph *graph, const char *name, const char *op,
                                       const char *const *inputs, size_t input_count,
                                       tblog_error *err);

/* Set an attribute of the node added last, shown when it is clicked. */
TBLOG_API tblog_status tblog_graph_attribute(tblog_graph *graph, const char *key, const char *value,
                                             tblog_error *err);

/* Append the graph as a separate event; see tblog_writer_add for the rest. */
TBLOG_API tblog_status tblog_writer_add_graph(tblog_writer *writer, double wall_time_s,
                                              const tblog_graph *graph, tblog_error *err);

#ifdef __cplusplus
}
#endif

#endif
