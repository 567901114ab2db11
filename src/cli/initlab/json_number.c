/* SPDX-License-Identifier: Apache-2.0 */
/* A number of an object, as all JSON here has it. */
#include "cli/initlab/json_number.h"

#include "base/number.h"

bool json_number_add(cJSON *object, const char *name, double number, bool wide) {
    char text[NUMBER_TEXT];
    const char *word = number_word(number);
    return word ? cJSON_AddStringToObject(object, name, word) != NULL
                : cJSON_AddRawToObject(object, name, number_text(number, wide, text)) != NULL;
}
