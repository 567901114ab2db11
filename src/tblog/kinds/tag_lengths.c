/* SPDX-License-Identifier: Apache-2.0 */
/* The one-line functions with tags that are not NUL-terminated. Called in the thread that logs. */
#include <stdlib.h>
#include <string.h>

#include "tblog/error.h"
#include "tblog/write/writer.h"

/* A NUL-terminated copy; a short one is on the stack. */
typedef struct terminated {
    char small[256];
    char *text; /* NULL: there is none */
} terminated;

/* Copy a text; a reason why not counts as a call that was refused. */
static tblog_status terminate(tblog_writer *writer, terminated *copy, const char *text,
                              size_t length) {
    tblog_error err;
    copy->text = NULL;
    tblog_status status = tblog__writer_check(writer, NULL);
    if (status) return status;
    if ((length && !text) || (length && memchr(text, '\0', length)))
        status = tblog__fail(&err, TBLOG_ERR_ARGUMENT, "the tag or text is NULL or has a NUL");
    else if (!(copy->text = length < sizeof copy->small ? copy->small : malloc(length + 1)))
        status = tblog__fail_no_memory(&err);
    if (status) return tblog__writer_refuse(writer, &err);
    if (length) memcpy(copy->text, text, length);
    copy->text[length] = '\0';
    return TBLOG_OK;
}

static void release(terminated *copy) {
    if (copy->text != copy->small) free(copy->text);
}

/* Do CALL with 'copy.text' as the tag. */
#define WITH_TAG(call)                                                                             \
    terminated copy;                                                                               \
    tblog_status status = terminate(writer, &copy, tag, length);                                   \
    if (!status) status = (call);                                                                  \
    release(&copy);                                                                                \
    return status

tblog_status tblog_scalar_n(tblog_writer *writer, const char *tag, size_t length, int64_t step,
                            double value) {
    WITH_TAG(tblog_scalar(writer, copy.text, step, value));
}

tblog_status tblog_histogram_n(tblog_writer *writer, const char *tag, size_t length, int64_t step,
                               const tblog_array *values) {
    WITH_TAG(tblog_histogram_array(writer, copy.text, step, values));
}

tblog_status tblog_image_n(tblog_writer *writer, const char *tag, size_t length, int64_t step,
                           const tblog_array *images, const char *layout) {
    WITH_TAG(tblog_image_layout(writer, copy.text, step, images, layout));
}

tblog_status tblog_encoded_image_n(tblog_writer *writer, const char *tag, size_t length,
                                   int64_t step, const void *image, size_t size) {
    WITH_TAG(tblog_encoded_image(writer, copy.text, step, image, size));
}

tblog_status tblog_audio_n(tblog_writer *writer, const char *tag, size_t length, int64_t step,
                           const tblog_array *clips, uint32_t sample_rate) {
    WITH_TAG(tblog_audio(writer, copy.text, step, clips, sample_rate));
}

tblog_status tblog_tensor_n(tblog_writer *writer, const char *tag, size_t length, int64_t step,
                            const tblog_array *array, const tblog_plugin *plugin) {
    WITH_TAG(tblog_tensor(writer, copy.text, step, array, plugin));
}

static tblog_status log_text(tblog_writer *writer, const char *tag, size_t length, int64_t step,
                             const char *markdown) {
    WITH_TAG(tblog_text(writer, copy.text, step, markdown));
}

tblog_status tblog_text_n(tblog_writer *writer, const char *tag, size_t length, int64_t step,
                          const char *markdown, size_t markdown_length) {
    terminated text;
    tblog_status status = terminate(writer, &text, markdown, markdown_length);
    if (status) return status;
    status = log_text(writer, tag, length, step, text.text);
    release(&text);
    return status;
}
