/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a regular expression compiles in Python, with which the Custom Scalars dashboard matches
 * tags: of one that does not it shows a chart without lines.
 */
#ifndef TBLOG_PYTHON_REGEX_H
#define TBLOG_PYTHON_REGEX_H

/*
 * What re.compile of Python 3.11 would say of a UTF-8 pattern, a static text; NULL if it compiles.
 * Names of characters, \N{...}, are not looked up, and after 1,000 groups nothing more is checked.
 */
const char *tblog__python_regex_fault(const char *pattern);

#endif
