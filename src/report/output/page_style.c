/* SPDX-License-Identifier: Apache-2.0 */
/* The style sheet of the page: colours from the theme, the rest as it stands here. */
#include "report/output/output.h"

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

static const char rules[] =
    "*{box-sizing:border-box}\n"
    "html{background:var(--ground);color:var(--text);-webkit-text-size-adjust:100%}\n"
    "body{margin:0 auto;padding:32px 20px 64px;max-width:1160px;"
    "font:16px/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"DejaVu Sans\","
    "sans-serif}\n"
    "h1{font-size:28px;line-height:1.2;margin:0;overflow-wrap:anywhere}\n"
    "h2{font-size:20px;line-height:1.3;margin:48px 0 4px}\n"
    "h3{font-size:15px;margin:24px 0 8px;overflow-wrap:anywhere}\n"
    "p{margin:0 0 12px;max-width:76ch}\n"
    ".about,figcaption small{color:var(--muted)}\n"
    ".about{font-size:15px}\n"
    "a{color:var(--accent)}\n"
    "nav{margin:8px 0 0;font-size:15px;display:flex;flex-wrap:wrap;gap:2px 18px}\n"
    ".card{background:var(--paper);border:1px solid var(--rule);border-radius:8px}\n"
    ".said{padding:18px 22px 18px 40px;margin:20px 0 0;font-size:17px;line-height:1.5}\n"
    ".said li{margin:6px 0;max-width:80ch;overflow-wrap:anywhere}\n"
    ".said li::marker{color:var(--accent)}\n"
    ".wide{overflow-x:auto;margin:12px 0}\n"
    "table{border-collapse:collapse;font-size:15px;font-variant-numeric:tabular-nums;width:100%}\n"
    "th,td{padding:7px 14px;text-align:right;white-space:nowrap;border-top:1px solid var(--grid)}\n"
    "thead th{border-top:0;color:var(--muted);font-weight:500;font-size:13.5px;"
    "vertical-align:bottom;line-height:1.25}\n"
    "tbody th{text-align:left;font-weight:600}\n"
    "th:first-child{position:sticky;left:0;background:var(--paper)}\n"
    "th bdi{display:inline-block;max-width:min(32ch,40vw);overflow:hidden;text-overflow:ellipsis;"
    "vertical-align:bottom}\n"
    "thead th:first-child{text-align:left}\n"
    "td small{color:var(--muted);font-size:13px}\n"
    ".top{font-weight:700}\n"
    ".name{display:inline-flex;align-items:center;gap:9px}\n"
    ".key{width:26px;height:10px;flex:none}\n"
    ".pairs td{text-align:center;padding:6px 8px;font-size:13.5px;color:var(--muted)}\n"
    ".pairs thead th{text-align:center}.pairs thead th:first-child{text-align:left}\n"
    ".pairs .yes{color:var(--text);font-weight:600;"
    "background:color-mix(in srgb,var(--accent) 20%,var(--paper))}\n"
    ".legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 20px;margin:10px 0 14px;"
    "padding:0;font-size:14px}\n"
    "figure{margin:0;min-width:0}\n"
    ".charts{display:grid;gap:16px;grid-template-columns:repeat(2,minmax(0,1fr))}\n"
    ".chart{padding:14px 12px 8px}\n"
    ".chart figcaption{font-weight:600;font-size:15px;padding:0 6px 4px;overflow-wrap:anywhere}\n"
    ".chart small{font-weight:400;font-size:13.5px;padding-left:6px}\n"
    "svg{display:block;width:100%;height:auto}\n"
    ".ridges{display:grid;gap:10px;grid-template-columns:repeat(auto-fill,minmax(158px,1fr))}\n"
    ".ridges figure{padding:8px 6px 2px}\n"
    ".ridges figcaption,.images figcaption{font-size:13.5px;font-weight:600;padding:0 6px 2px;"
    "overflow-wrap:anywhere}\n"
    ".images{display:grid;gap:12px;grid-template-columns:repeat(auto-fill,minmax(250px,1fr))}\n"
    ".images figure{padding:10px}.images figcaption{padding:0}\n"
    ".images div{margin-top:6px;font-size:13px;color:var(--muted)}\n"
    ".images img{display:block;max-width:100%;height:auto;background:#000}\n"
    ".images .pixels{width:100%;image-rendering:pixelated}\n"
    "details{margin:18px 0}\n"
    "summary{cursor:pointer;color:var(--accent);font-size:15px}\n"
    ".notes{font-size:14.5px;color:var(--muted);padding-left:22px;max-width:84ch}\n"
    ".notes li{margin:4px 0;overflow-wrap:anywhere}\n"
    ".l{fill:none;stroke:var(--ink);stroke-width:2;stroke-linejoin:round}.w{stroke-width:1}\n"
    ".l.muted{stroke-opacity:.35}\n"
    ".a{fill:var(--ink)}\n"
    ".t{fill:var(--ink);font-family:inherit}\n"
    ".m{text-anchor:middle}.e{text-anchor:end}\n"
    ".text{--ink:var(--text)}.muted{--ink:var(--muted)}.grid{--ink:var(--grid)}"
    ".paper{--ink:var(--paper)}\n"
    ".t.text{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}\n"
    "g:hover>.l{stroke-width:3.5}\n"
    "@media(max-width:760px){body{padding:20px 14px 48px}h1{font-size:24px}"
    ".charts{grid-template-columns:minmax(0,1fr)}.said{font-size:16px;padding:14px 16px 14px 32px}"
    ".chart{padding:12px 4px 4px}.t{font-size:14px}.ridges .t{font-size:13px}"
    "th,td{padding:7px 10px}}\n"
    "@media print{html{background:#fff}details,.card{break-inside:avoid}}\n";

void page_style_put(FILE *out) {
    fputs("<style>\n:root{color-scheme:light dark;", out);
    put_variables(out, &theme_light);
    fputs("}\n@media(prefers-color-scheme:dark){:root{", out);
    put_variables(out, &theme_dark);
    fputs("}}\n", out);
    put_drawing(out);
    fputs(rules, out); /* of the same weight, the later one holds: phones have larger letters */
    fputs("</style>\n", out);
}
