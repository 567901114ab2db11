/* SPDX-License-Identifier: Apache-2.0 */
/* Scalars: a DT_FLOAT tensor of rank 0 for the plugin "scalars". */
#include <tblog/summary.h>

#include "tblog/bytes.h"
#include "tblog/kinds/tensor.h"
#include "tblog/kinds/value.h"

tblog_status tblog_summary_scalar(tblog_summary *summary, const char *tag, double value,
                                  tblog_error *err) {
    ProtobufCBinaryData content = {sizeof(float),
                                   tblog__arena_take(&summary->arena, sizeof(float))};
    Tblog__TensorProto *tensor = NULL;
    if (content.data) {
        tblog__put_float(content.data, (float)value);
        tensor =
            tblog__tensor_numbers(&summary->arena, TBLOG__DATA_TYPE__DT_FLOAT, 0, NULL, content);
    }
    return tblog__summary_append(summary, tag, "scalars", (ProtobufCBinaryData){0}, tensor, err);
}
