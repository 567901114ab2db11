/* SPDX-License-Identifier: Apache-2.0 */
/* Whether runs logged the same values, in any number of files. */
#ifndef TESTS_LOG_COMPARE_H
#define TESTS_LOG_COMPARE_H

#include <stddef.h>

/*
 * Fails the test unless FOLDER/PART has the events of WANT/PART, byte for byte and in order, in
 * however many files; wall times may differ.
 */
void assert_same_values(const char *folder, const char *want, const char *part);

/* The same of train and validation of every run folder in WANT; how many there are. */
size_t assert_same_logs(const char *logdir, const char *want);

#endif
