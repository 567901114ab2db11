/* SPDX-License-Identifier: Apache-2.0 */
/* Toys: a DT_INT32 tensor of rank 0 for the plugin "toy". A kind's file as those in
 * src/tblog/kinds. */
#include "toy.h"

#include "tblog/bytes.h"
#include "tblog/kinds/summary.h"
#include "tblog/kinds/tensor_proto.h"
#include "tblog/write/writer.h"

tblog_status tblog_summary_toy(tblog_summary *summary, const char *tag, int32_t number,
                               tblog_error *err) {
    const tblog_array array = {TBLOG_INT32, &number, 0, NULL, NULL};
    return tblog__summary_append(summary, tag, "toy", (ProtobufCBinaryData){0},
                                 tblog__tensor_of_array(&summary->arena, &array, 1), err);
}

static tblog_status add_call(tblog_summary *summary, const tblog__log_call *call,
                             tblog_error *err) {
    return tblog_summary_toy(summary, call->tag, (int32_t)call->number, err);
}

tblog_status tblog_toy(tblog_writer *writer, const char *tag, int64_t step, int32_t number) {
    return tblog__writer_log(
        writer, &(tblog__log_call){.add = add_call, .tag = tag, .step = step, .number = number});
}
