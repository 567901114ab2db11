/* SPDX-License-Identifier: Apache-2.0 */
/* Whether two runs logged the same values, in however many files. */
#ifndef TESTS_LOG_COMPARE_H
#define TESTS_LOG_COMPARE_H

/*
 * Fails the test unless FOLDER/PART has the events of WANT/PART, byte for byte and in order, in
 * however many files; wall times may differ.
 */
void assert_same_values(const char *folder, const char *want, const char *part);

#endif
