/* SPDX-License-Identifier: Apache-2.0 */
/* What a folder's own event file keeps for the HParams dashboard. */
#include "hparams_file.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "event_file.h"

char *only_event_file(const char *folder) {
    tblog_logdir *files = tblog_logdir_open(folder, NULL);
    ck_assert(files && tblog_logdir_run_count(files) > 0);
    ck_assert_str_eq(tblog_logdir_run_name(files, 0), ".");
    ck_assert_uint_eq(tblog_logdir_file_count(files, 0), 1);
    char *path = path_of("%s", tblog_logdir_file(files, 0, 0));
    tblog_logdir_close(files);
    return path;
}

file_bytes hparams_bytes(const char *folder, const char *tag) {
    char *path = only_event_file(folder);
    event_file file = event_file_read(path);
    file_bytes found = {NULL, 0};
    for (size_t i = 0; i < file.count; i++) {
        const Tblog__Event *event = file.records[i].event;
        if (event->what_case != TBLOG__EVENT__WHAT_SUMMARY) continue;
        ck_assert_uint_eq(event->summary->n_value, 1);
        const Tblog__Summary__Value *value = event->summary->value[0];
        if (strcmp(value->tag, tag) != 0) continue;
        ck_assert_ptr_null(found.bytes); /* TensorBoard would show the first */
        ck_assert_str_eq(value->metadata->plugin_data->plugin_name, "hparams");
        const ProtobufCBinaryData *content = &value->metadata->plugin_data->content;
        found = (file_bytes){malloc(content->len + 1), content->len};
        ck_assert_ptr_nonnull(found.bytes);
        memcpy(found.bytes, content->data, content->len);
    }
    event_file_free(&file);
    free(path);
    return found;
}

Tblog__HParamsPluginData *hparams_read(const char *folder, const char *tag) {
    file_bytes content = hparams_bytes(folder, tag);
    if (!content.bytes) return NULL;
    Tblog__HParamsPluginData *data =
        tblog__hparams_plugin_data__unpack(NULL, content.size, content.bytes);
    ck_assert_ptr_nonnull(data);
    free(content.bytes);
    return data;
}

const Tblog__HParamValue *hparams_value(const Tblog__HParamSessionStart *session,
                                        const char *name) {
    for (size_t i = 0; i < session->n_hparams; i++)
        if (strcmp(session->hparams[i]->key, name) == 0) return session->hparams[i]->value;
    ck_abort_msg("no hyperparameter %s", name);
}
