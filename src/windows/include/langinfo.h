/* SPDX-License-Identifier: Apache-2.0 */
enum { CODESET };

/* "UTF-8": what the programs print, also on a console. */
char *nl_langinfo(int item);
