/* SPDX-License-Identifier: Apache-2.0 */
/* The Keras model for the Graphs dashboard: its JSON in a DT_STRING tensor of rank 0. */
#include <tblog/summary.h>

#include "tblog/error.h"
#include "tblog/kinds/tensor.h"
#include "tblog/kinds/value.h"

tblog_status tblog_summary_keras_model(tblog_summary *summary, const char *json, size_t length,
                                       tblog_error *err) {
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
    return tblog__summary_append(summary, "keras", "graph_keras_model", content, tensor, err);
}
