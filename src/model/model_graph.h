/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The model as a GraphDef. A Keras log has none, so the Graphs dashboard opens with "Malformed
 * GraphDef" until "Conceptual graph" is clicked; with one in the run it opens right.
 */
#ifndef MODEL_MODEL_GRAPH_H
#define MODEL_MODEL_GRAPH_H

#include <tblog/tblog.h>

#include "nn/model.h"

/* The layers in a chain, named as Keras names them. Free it; NULL when there is no memory. */
tblog_graph *model_graph_new(const nn_model_config *config);

#endif
