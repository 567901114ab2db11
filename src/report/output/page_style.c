/* SPDX-License-Identifier: Apache-2.0 */
/* The style and the script of the page: colours from the theme, the rest from files. */
#include "report/output/page.h"

#include "report/chart/drawing.h"
#include "report/chart/theme.h"

static void put_variables(FILE *out, const report_theme *theme) {
    fprintf(out, "--text:#%06x;--muted:#%06x;--grid:#%06x;--paper:#%06x;", theme->text,
            theme->muted, theme->grid, theme->paper);
    fprintf(out, "--ground:#%06x;--rule:#%06x;--accent:#%06x;", theme->ground, theme->rule,
            theme->accent);
    for (int i = 0; i < INK_HUES; i++) fprintf(out, "--hue%d:#%06x;", i, theme->hues[i]);
}

/* Classes of drawing_svg.c: l lines, a areas, t text; h and d hue and dash. */
static void put_drawing(FILE *out) {
    for (int i = 0; i < INK_HUES; i++) fprintf(out, ".h%d{--ink:var(--hue%d)}\n", i, i);
    for (int i = 1; i < INK_DASHES; i++) {
        fprintf(out, ".d%d{stroke-dasharray:", i);
        for (int k = 0; k < theme_dashes[i].count; k++)
            fprintf(out, "%s%g", k ? " " : "", theme_dashes[i].lengths[k]);
        fputs("}\n", out);
    }
    fprintf(out, ".t{font-size:%gpx}.n{font-size:%gpx}.g{font-size:%gpx;font-weight:600}\n",
            drawing_text_sizes[TEXT_SMALL], drawing_text_sizes[TEXT_NORMAL],
            drawing_text_sizes[TEXT_LARGE]);
}

/* page.css and page.js, as the build puts them into the program. */
extern const char page_css[], page_js[];

void page_style_put(FILE *out) {
    fputs("<style>\n:root{color-scheme:light dark;", out);
    put_variables(out, &theme_light);
    fputs("}\n@media screen and (prefers-color-scheme:dark){:root{", out);
    put_variables(out, &theme_dark);
    fputs("}}\n", out);
    put_drawing(out);
    fputs(page_css, out); /* of the same weight, the later one holds: phones have larger letters */
    fputs("</style>\n", out);
}

/* Readers of XML want "<" and "&" of a script marked as text; HTML takes the marks for comments. */
void page_script_put(FILE *out) {
    fputs("<script>//<![CDATA[\n", out);
    fputs(page_js, out);
    fputs("//]]></script>\n", out);
}
