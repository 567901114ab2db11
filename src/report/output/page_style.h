/* SPDX-License-Identifier: Apache-2.0 */
/* The style sheet of the page. */
#ifndef REPORT_PAGE_STYLE_H
#define REPORT_PAGE_STYLE_H

#include <stdio.h>

void page_style_put(FILE *out);

#endif
