# SPDX-License-Identifier: Apache-2.0
# Plain C comments as Doxygen's: the first after the licence is the file's, one after a declaration on
# its line is that declaration's, all others belong to what follows. "name   text" is an item of a list.
/SPDX/d
2s|^/\*|/** @file|
s|^\( *\)/\*$|\1/**|
s|^\( *\)/\* |\1/** |
s|\([;,}A-Za-z0-9_]\)\( *\)/\* |\1\2/**< |
s|^ \* \([a-z_][a-z_0-9, ]*[a-z_0-9]\)   *\([^ ].*\)| * @li \\c \1: \2|
