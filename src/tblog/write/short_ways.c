/* SPDX-License-Identifier: Apache-2.0 */
/* The short ways of writer.h: one value, one call. */
#include <string.h>
#include <tblog/writer.h>

#include "tblog/write/writer_event.h"

tblog_status tblog_histogram(tblog_writer *writer, const char *tag, int64_t step,
                             const float *values, size_t n) {
    return tblog__writer_call(writer,
                              &(tblog__call){.kind = TBLOG__CALL_HISTOGRAM,
                                             .tag = tag,
                                             .step = step,
                                             .arrays = {TBLOG_ARRAY(TBLOG_FLOAT32, values, n)}});
}

tblog_status tblog_image(tblog_writer *writer, const char *tag, int64_t step,
                         const tblog_array *images) {
    return tblog__writer_call(
        writer,
        &(tblog__call){.kind = TBLOG__CALL_IMAGE, .tag = tag, .step = step, .arrays = {images}});
}

tblog_status tblog_weight_image(tblog_writer *writer, const char *tag, int64_t step,
                                const tblog_array *weight) {
    return tblog__writer_call(writer, &(tblog__call){.kind = TBLOG__CALL_WEIGHT_IMAGE,
                                                     .tag = tag,
                                                     .step = step,
                                                     .arrays = {weight}});
}

tblog_status tblog_keras_model(tblog_writer *writer, int64_t step, const char *json,
                               size_t length) {
    return tblog__writer_call(
        writer,
        &(tblog__call){.kind = TBLOG__CALL_KERAS_MODEL, .step = step, .text = {json, length}});
}

tblog_status tblog_text(tblog_writer *writer, const char *tag, int64_t step, const char *markdown) {
    size_t size = markdown ? strlen(markdown) + 1 : 0;
    return tblog__writer_call(
        writer, &(tblog__call){
                    .kind = TBLOG__CALL_TEXT, .tag = tag, .step = step, .text = {markdown, size}});
}

tblog_status tblog_audio(tblog_writer *writer, const char *tag, int64_t step,
                         const tblog_array *clips, uint32_t sample_rate) {
    return tblog__writer_call(writer, &(tblog__call){.kind = TBLOG__CALL_AUDIO,
                                                     .tag = tag,
                                                     .step = step,
                                                     .sample_rate = sample_rate,
                                                     .arrays = {clips}});
}

tblog_status tblog_pr_curve(tblog_writer *writer, const char *name, int64_t step,
                            const uint8_t *labels, const float *predictions, size_t n) {
    return tblog__writer_call(
        writer, &(tblog__call){.kind = TBLOG__CALL_PR_CURVE,
                               .tag = name,
                               .step = step,
                               .arrays = {TBLOG_ARRAY(TBLOG_UINT8, labels, n),
                                          TBLOG_ARRAY(TBLOG_FLOAT32, predictions, n)}});
}

tblog_status tblog_mesh(tblog_writer *writer, const char *name, int64_t step,
                        const tblog_array *vertices, const tblog_array *faces,
                        const tblog_array *colors) {
    return tblog__writer_call(writer, &(tblog__call){.kind = TBLOG__CALL_MESH,
                                                     .tag = name,
                                                     .step = step,
                                                     .arrays = {vertices, faces, colors}});
}

tblog_status tblog_tensor(tblog_writer *writer, const char *tag, int64_t step,
                          const tblog_array *array, const tblog_plugin *plugin) {
    return tblog__writer_call(writer, &(tblog__call){.kind = TBLOG__CALL_TENSOR,
                                                     .tag = tag,
                                                     .step = step,
                                                     .arrays = {array},
                                                     .plugin = plugin});
}
