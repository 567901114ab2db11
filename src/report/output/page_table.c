/* SPDX-License-Identifier: Apache-2.0 */
/* The page's tables. */
#include "report/output/page.h"

#include "report/output/cells.h"
#include "report/output/markup.h"

enum { MAX_PAIRED = 40 }; /* runs in the table of pairs */

/* A table may be wider than the page: its box scrolls, by keys too. */
static void begin_box(FILE *out, const char *label) {
    fprintf(out, "<div class=\"wide card\" role=\"region\" aria-label=\"%s\" tabindex=\"0\">",
            label);
}

static void put_cell(FILE *out, const char *class, const report_cell *cell) {
    fprintf(out, "<td%s%s%s>", *class ? " class=\"" : "", class, *class ? "\"" : "");
    put_html(out, cell->text);
    if (*cell->more) {
        fputs(" <small>", out);
        put_html(out, cell->more);
        fputs("</small>", out);
    }
    fputs("</td>", out);
}

static void put_head(FILE *out, const log_report *report) {
    report_cell cells[CELLS_MAX];
    size_t n = cells_head(&report->table, report->has_seeds, cells);
    fputs("<thead><tr><th scope=\"col\">run</th>", out);
    for (size_t i = 0; i < report->sweep.count; i++) {
        fputs("<th scope=\"col\" class=\"option\">", out);
        put_html(out, report->sweep.options[i].name);
        fputs("</th>", out);
    }
    for (size_t i = 0; i < n; i++) {
        fputs("<th scope=\"col\">", out);
        put_html(out, cells[i].text);
        fputs("</th>", out);
    }
    fputs("</tr></thead>\n", out);
}

static void put_row(FILE *out, const log_report *report, size_t row) {
    report_cell cells[CELLS_MAX];
    const report_table *table = &report->table;
    size_t run = table->rows[row].run;
    size_t n = cells_row(table, report->has_seeds, row, cells);
    bool is_best = table->rows[row].compared.mean == table->rows[0].compared.mean;
    fprintf(out, "<tr data-run=\"%zu\"><th scope=\"row\">", run);
    page_name_put(out, report, run);
    fputs("</th>", out);
    for (size_t i = 0; i < report->sweep.count; i++) {
        const char *value = report->sweep.options[i].values[run];
        fputs("<td class=\"option\">", out);
        put_html(out, value ? value : "\xe2\x80\x93");
        fputs("</td>", out);
    }
    for (size_t i = 0; i < n; i++) put_cell(out, is_best && i == 0 ? "top" : "", &cells[i]);
    fputs("</tr>\n", out);
}

void page_table_put(FILE *out, const log_report *report) {
    if (!report->table.by.tag) return;
    fputs("<section>\n", out);
    page_heading_put(out, "table", "What each run reached");
    fputs("<p class=\"about\">", out);
    put_html(out, report->about_table);
    fputs("</p>\n<p class=\"tools js\"><button type=\"button\" data-copy=\"markdown\">Copy as "
          "Markdown</button> <button type=\"button\" data-copy=\"latex\">Copy as LaTeX</button> "
          "<span role=\"status\"></span></p>\n",
          out);
    begin_box(out, "What each run reached");
    fputs(report->sweep.count ? "<table class=\"sweep\">\n"
          : report->has_seeds ? "<table class=\"seeds\">\n"
                              : "<table>\n",
          out);
    put_head(out, report);
    fputs("<tbody>\n", out);
    for (size_t row = 0; row < report->table.count; row++) put_row(out, report, row);
    fputs("</tbody></table></div>\n</section>\n", out);
}

/* ---- pairs ---- */

static void put_pair(FILE *out, const log_report *report, size_t row, size_t column) {
    report_cell text = cells_difference(&report->table, row, column);
    if (column <= row) {
        fputs("<td></td>", out);
        return;
    }
    fprintf(out, "<td%s title=\"",
            table_differs(&report->table, row, column) ? " class=\"yes\"" : "");
    put_html(out, text.more);
    fputs("\">", out);
    put_html(out, text.text);
    fputs("</td>", out);
}

bool page_has_pairs(const log_report *report) {
    return report->table.p && report->table.count <= MAX_PAIRED;
}

void page_pairs_put(FILE *out, const log_report *report) {
    const report_table *table = &report->table;
    if (!page_has_pairs(report)) return;
    fputs("<section>\n", out);
    page_heading_put(out, "pairs", "Which differences are more than chance");
    fputs("<p class=\"about\">", out);
    put_html(out, report->about_pairs);
    fputs("</p>\n", out);
    begin_box(out, "Which differences are more than chance");
    fputs("<table class=\"pairs\">\n<thead><tr><th scope=\"col\">run</th>", out);
    for (size_t i = 1; i < table->count; i++) fprintf(out, "<th scope=\"col\">%zu</th>", i + 1);
    fputs("</tr></thead>\n<tbody>\n", out);
    for (size_t row = 0; row < table->count; row++) {
        fprintf(out, "<tr><th scope=\"row\">%zu&#160; <bdi>", row + 1);
        put_html(out, report->names[table->rows[row].run]);
        fputs("</bdi></th>", out);
        for (size_t i = 1; i < table->count; i++) put_pair(out, report, row, i);
        fputs("</tr>\n", out);
    }
    fputs("</tbody></table></div>\n</section>\n", out);
}
