/* SPDX-License-Identifier: Apache-2.0 */
/* Classes as a user gives them: how many, "12", or their names, "cat,dog,bird". */
#ifndef DATA_CLASS_NAMES_H
#define DATA_CLASS_NAMES_H

#include "data/dataset.h"

/* How many classes that text gives; 0 when it is malformed: a name is empty, or there are not 2 to
 * DATASET_MAX_CLASSES. */
size_t class_names_count(const char *text);

/* Give the set these classes, which must be as many as its labels need; false when there is no
 * memory. The text is copied. */
bool class_names_give(dataset *set, const char *text);

#endif
