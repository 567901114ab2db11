/* SPDX-License-Identifier: Apache-2.0 */
/* What a folder's own event file keeps for the HParams dashboard. */
#ifndef TESTS_HPARAMS_FILE_H
#define TESTS_HPARAMS_FILE_H

#include "hparams.pb-c.h"
#include "temp_folder.h"

/* The one event file that a folder itself holds, folders below it left alone. Free it. */
char *only_event_file(const char *folder);

/* The message at a tag of that file, as it is in there; no bytes if there is none. Free them. */
file_bytes hparams_bytes(const char *folder, const char *tag);

/* The same, decoded; NULL if there is none. Free it by tblog__hparams_plugin_data__free_unpacked.
 */
Tblog__HParamsPluginData *hparams_read(const char *folder, const char *tag);

/* The value of that name; fails the test if there is none. */
const Tblog__HParamValue *hparams_value(const Tblog__HParamSessionStart *session, const char *name);

#endif
