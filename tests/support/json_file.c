/* SPDX-License-Identifier: Apache-2.0 */
/* JSON data of the tests. */
#include "json_file.h"

#include <check.h>
#include <stdlib.h>

#include "temp_folder.h"

cJSON *json_file_read(const char *path) {
    file_bytes text = file_read(path);
    cJSON *json = cJSON_Parse((const char *)text.bytes);
    ck_assert_msg(json != NULL, "%s is not JSON", path);
    free(text.bytes);
    return json;
}

const cJSON *json_member(const cJSON *object, const char *name) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    ck_assert_msg(item != NULL, "no member \"%s\"", name);
    return item;
}

double json_number_text(const cJSON *item) {
    char *end;
    ck_assert(cJSON_IsString(item));
    double number = strtod(item->valuestring, &end);
    ck_assert_int_eq(*end, 0);
    return number;
}

double json_number(const cJSON *item) {
    return cJSON_IsString(item) ? json_number_text(item) : item->valuedouble;
}
