/* SPDX-License-Identifier: Apache-2.0 */
/* A number of an object, as all JSON here has it. */
#ifndef CLI_JSON_NUMBER_H
#define CLI_JSON_NUMBER_H

#include <cjson/cJSON.h>
#include <stdbool.h>

/* With the fewest digits, as a float32 or, if 'wide', a double; one that is not finite becomes a
 * string (base/number.h). False when there is no memory. */
bool json_number_add(cJSON *object, const char *name, double number, bool wide);

#endif
