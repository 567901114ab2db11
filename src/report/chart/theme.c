/* SPDX-License-Identifier: Apache-2.0 */
/* Colours, for light and for dark. */
#include "report/chart/theme.h"

/* Blue, orange, green, purple, brown or yellow, sky blue. */
const report_theme theme_light = {
    .text = 0x1c2126,
    .muted = 0x59626b,
    .grid = 0xe3e6e9,
    .paper = 0xffffff,
    .ground = 0xf6f7f8,
    .rule = 0xd9dde1,
    .accent = 0x0072b2,
    .hues = {0x0b4a9c, 0xd97a1f, 0x12a07c, 0x8c2a70, 0x594400, 0x3a93ea}};
const report_theme theme_dark = {
    .text = 0xe6e9ec,
    .muted = 0xa0a9b2,
    .grid = 0x2e353c,
    .paper = 0x171b20,
    .ground = 0x0f1215,
    .rule = 0x333b43,
    .accent = 0x56b4e9,
    .hues = {0x3d8bff, 0xd9822b, 0x2ad1a0, 0xe45ab0, 0xf5dd62, 0xbfe6f2}};

const theme_dash theme_dashes[INK_DASHES] = {
    {{0}, 0}, {{6, 3}, 2}, {{2, 2.5}, 2}, {{9, 3, 2, 3}, 4}};

uint32_t theme_colour(const report_theme *self, report_ink ink) {
    switch (ink.kind) {
    case INK_TEXT: return self->text;
    case INK_MUTED: return self->muted;
    case INK_GRID: return self->grid;
    case INK_PAPER: return self->paper;
    default: return self->hues[ink.hue % INK_HUES];
    }
}
