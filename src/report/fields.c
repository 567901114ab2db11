/* SPDX-License-Identifier: Apache-2.0 */
/* Fields by their numbers. */
#include "report/fields.h"

bool field_find(tblog_text_view message, uint32_t number, uint32_t type, tblog_field *found) {
    bool any = false;
    for (tblog_field field; tblog_field_next(&message, &field);)
        if (field.number == number && field.type == type) {
            *found = field;
            any = true;
        }
    return any;
}

tblog_text_view field_bytes(tblog_text_view message, uint32_t number) {
    tblog_field field;
    return field_find(message, number, BYTES, &field) ? field.bytes : (tblog_text_view){0};
}
