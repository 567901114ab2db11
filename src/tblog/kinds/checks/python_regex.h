/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a regular expression compiles in Python, with which the Custom Scalars dashboard matches
 * tags: of one that does not it shows a chart without lines.
 */
#ifndef TBLOG_PYTHON_REGEX_H
#define TBLOG_PYTHON_REGEX_H

/*
 * Why re.compile refuses a UTF-8 pattern, a static text; NULL if any Python from 3.9 to 3.14 takes
 * it. Names of characters (after a backslash and N) are not looked up, and after 1,000 groups, or
 * flags for the whole that are not at its start, nothing more is checked.
 */
const char *tblog__python_regex_fault(const char *pattern);

#endif
