/* SPDX-License-Identifier: Apache-2.0 */
/* The report as one HTML page: its head, contents and notes. */
#include "report/output/page.h"

#include <string.h>

#include "report/chart/drawing_svg.h"
#include "report/chart/line_chart.h"
#include "report/output/markup.h"
#include "report/output/output.h"

void page_name_put(FILE *out, const log_report *report, size_t run) {
    fputs("<span class=\"name\"><svg class=\"key\" viewBox=\"0 0 26 10\" aria-hidden=\"true\">",
          out);
    drawing_svg svg;
    drawing_svg_init(&svg, out);
    line_sample_draw(&svg.drawing, (vertex){0, 0}, report->inks[run]);
    fputs("</svg><bdi>", out);
    put_html(out, report->names[run]);
    fputs("</bdi></span>", out);
}

void page_heading_put(FILE *out, const char *id, const char *title) {
    fprintf(out, "<h2 id=\"%s\">%s</h2>\n", id, title);
}

/* ---- head ---- */

/* A command, whose lines break between its words. */
static void put_words(FILE *out, const char *text) {
    while (*text) {
        char word[256];
        size_t size = strcspn(text, " "), put = size < sizeof word ? size : sizeof word - 1;
        while (put < size && ((unsigned char)text[put] & 0xc0) == 0x80) put--; /* whole letters */
        memcpy(word, text, put);
        word[put] = '\0';
        fputs("<span>", out);
        put_html(out, word);
        fputs("</span>", out);
        text += put;
        if (*text == ' ') putc(*text++, out);
    }
}

/* What was trained, how, on what, and by which command. */
static void put_context(FILE *out, const report_context *context) {
    const char *const known[] = {context->network, context->optimizer, context->data};
    size_t put = 0;
    for (size_t i = 0; i < 3; i++) {
        if (!known[i]) continue;
        fputs(put++ ? "; " : "<p class=\"about\">", out);
        put_html(out, known[i]);
    }
    if (put) fputs("</p>\n", out);
    if (!context->command) return;
    fputs("<p class=\"about\"><code>", out);
    put_words(out, context->command);
    fputs("</code></p>\n", out);
}

/* The table of contents: the sections that there are. */
static void put_contents(FILE *out, const log_report *report) {
    const struct {
        const char *id, *title;
        bool there;
    } sections[] = {
        {"table", "Table", report->table.by.tag != NULL},
        {"pairs", "Differences", page_has_pairs(report)},
        {"options", "Options", report->sweep.count && report->table.by.tag},
        {"curves", "Curves", report->charts.main_count || report->charts.more_count},
        {"why", "Why", page_has_why(report)},
        {"predictions", "Predictions", report->weights.picture_count > 0},
        {"histograms", "Weights", report->weights.group_count > 0},
        {"images", "First layer", report->weights.image_count > 0},
        {"notes", "Notes", report->note_count > 0},
    };
    fputs("<nav aria-label=\"Contents\">", out);
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (sections[i].there)
            fprintf(out, "<a href=\"#%s\">%s</a>\n", sections[i].id, sections[i].title);
    fputs("</nav>\n", out);
}

static void put_head(FILE *out, const log_report *report) {
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
          "<meta name=\"viewport\" content=\"width=device-width, "
          "initial-scale=1\"/>\n<title>",
          out);
    put_html_plain(out, report->verdict);
    fputs("</title>\n", out);
    page_style_put(out);
    fputs("</head>\n<body>\n<header>\n<h1>", out);
    put_html_sentence(out, report->verdict);
    fputs("</h1>\n<p class=\"about\">", out);
    put_html(out, report->about);
    fputs("</p>\n", out);
    put_context(out, &report->context);
    put_contents(out, report);
    fputs("</header>\n<main>\n", out);
}

static void put_conclusions(FILE *out, const log_report *report) {
    if (!report->conclusions.count) return;
    fputs("<ul class=\"said card\">\n", out);
    for (size_t i = 0; i < report->conclusions.count; i++) {
        fputs("<li>", out);
        put_html_sentence(out, report->conclusions.sentences[i]);
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

/* ---- notes ---- */

static void put_notes(FILE *out, const log_report *report) {
    if (!report->note_count) return;
    page_heading_put(out, "notes", "Notes");
    fputs("<ul class=\"notes\">\n", out);
    for (size_t i = 0; i < report->note_count; i++) {
        fputs("<li>", out);
        put_html(out, report->notes[i]);
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

bool page_put(FILE *out, const log_report *report, const report_options *options) {
    (void)options;
    put_head(out, report);
    put_conclusions(out, report);
    page_table_put(out, report);
    page_pairs_put(out, report);
    page_sweep_put(out, report);
    bool good = page_curves_put(out, report) && page_why_put(out, report);
    page_pictures_put(out, report);
    page_histograms_put(out, report);
    page_images_put(out, report);
    put_notes(out, report);
    fputs("</main>\n", out);
    page_script_put(out);
    fputs("</body>\n</html>\n", out);
    return good;
}
