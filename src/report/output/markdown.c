/* SPDX-License-Identifier: Apache-2.0 */
/* The report as Markdown. */
#include "report/output/output.h"

#include <stdlib.h>
#include <string.h>

#include "report/output/cells.h"
#include "report/output/markup.h"

static void put_row(FILE *out, const report_cell *cells, size_t n) {
    for (size_t i = 0; i < n; i++) {
        fputs(" | ", out);
        fputs(cells[i].text, out); /* numbers and our own words */
        if (*cells[i].more) fprintf(out, " %s", cells[i].more);
    }
    fputs(" |\n", out);
}

/* What a sweep varies. */
static void put_options(FILE *out, const report_sweep *sweep, size_t run) {
    for (size_t i = 0; i < sweep->count; i++) {
        fputs(" | ", out);
        put_markdown(out, sweep->options[i].values[run] ? sweep->options[i].values[run] : "");
    }
}

static void put_table(FILE *out, const log_report *report) {
    if (!report->table.by.tag) return;
    report_cell cells[CELLS_MAX];
    size_t n = cells_head(&report->table, report->has_seeds, cells);
    fputs("## What each run reached\n\n", out);
    put_markdown(out, report->about_table);
    fputs("\n\n| run", out);
    for (size_t i = 0; i < report->sweep.count; i++) {
        fputs(" | ", out);
        put_markdown(out, report->sweep.options[i].name);
    }
    put_row(out, cells, n);
    fputs("|---|", out);
    for (size_t i = 0; i < report->sweep.count; i++) fputs("---|", out);
    for (size_t i = 0; i < n; i++) fputs("--:|", out);
    putc('\n', out);
    for (size_t row = 0; row < report->table.count; row++) {
        n = cells_row(&report->table, report->has_seeds, row, cells);
        fputs("| ", out);
        put_markdown(out, report->names[report->table.rows[row].run]);
        put_options(out, &report->sweep, report->table.rows[row].run);
        put_row(out, cells, n);
    }
    putc('\n', out);
}

/* The pairs that differ, in words: a table of all pairs is too wide for Markdown. */
static void put_pairs(FILE *out, const log_report *report) {
    const report_table *table = &report->table;
    if (!table->p) return;
    fputs("## Which differences are more than chance\n\n", out);
    put_markdown(out, report->about_pairs);
    fputs("\n\n| run | does not differ from |\n|---|---|\n", out);
    for (size_t i = 0; i < table->count; i++) {
        size_t said = 0;
        fputs("| ", out);
        put_markdown(out, report->names[table->rows[i].run]);
        fputs(" | ", out);
        for (size_t k = 0; k < table->count; k++) {
            if (i == k || table_differs(table, i, k)) continue;
            if (said++) fputs(", ", out);
            put_markdown(out, report->names[table->rows[k].run]);
        }
        fputs(" |\n", out);
    }
    putc('\n', out);
}

typedef struct place {
    FILE *out;
    const char *folder; /* of figures, as seen from the Markdown's folder */
} place;

/* A link may hold anything but what ends it. */
static void put_link(FILE *out, const char *path) {
    for (; *path; path++) {
        if (strchr(" <>()\\%", *path) || (unsigned char)*path < 0x20)
            fprintf(out, "%%%02X", (unsigned char)*path);
        else
            putc(*path, out);
    }
}

static void put_figure(void *context, const char *slug, const char *title) {
    const place *at = context;
    fputs("![", at->out);
    put_markdown(at->out, title);
    fputs("](", at->out);
    put_link(at->out, at->folder);
    fprintf(at->out, "/%s.png)\n\n", slug);
}

/* The way from a file to a folder, both of which are there: up to the folder that holds both, and
 * down. The folder as it was given if the system does not say where they are. NULL: no memory. */
static char *way(const char *file, const char *folder) {
    char *from = NULL, *to = realpath(folder, NULL), *text = NULL;
    size_t size, shared = 0;
    const char *slash = strrchr(file, '/');
    char *own = slash ? strndup(file, (size_t)(slash + 1 - file)) : strdup(".");
    if (own) from = realpath(own, NULL);
    free(own);
    FILE *out = from && to ? open_memstream(&text, &size) : NULL;
    if (!out) {
        free(from), free(to);
        return strdup(folder);
    }
    for (size_t i = 0; from[i] == to[i] || !from[i] || !to[i]; i++) { /* whole names only */
        bool ends = (!from[i] || from[i] == '/') && (!to[i] || to[i] == '/');
        if (ends) shared = i;
        if (!from[i] || !to[i]) break;
    }
    const char *up = from + shared, *down = to + shared;
    while (*up == '/') up++;
    while (*down == '/') down++;
    for (bool more = *up; more; more = *up++ == '/')
        for (fputs("../", out); *up && *up != '/';) up++;
    fputs(*down ? down : ".", out);
    free(from), free(to);
    return fclose(out) == 0 ? text : NULL;
}

/* A paragraph, if it is known. */
static void put_known(FILE *out, const char *text) {
    if (!text) return;
    put_markdown(out, text);
    fputs("\n\n", out);
}

bool markdown_put(FILE *out, const log_report *report, const report_options *options) {
    const report_context *context = &report->context;
    fputs("# ", out);
    put_markdown_sentence(out, report->verdict);
    fputs("\n\n", out);
    put_markdown(out, report->about);
    fputs("\n\n", out);
    put_known(out, context->network);
    put_known(out, context->optimizer);
    put_known(out, context->data);
    put_known(out, context->command);
    for (size_t i = 0; i < report->conclusions.count; i++) {
        fputs("- ", out);
        put_markdown_sentence(out, report->conclusions.sentences[i]);
        putc('\n', out);
    }
    if (report->conclusions.count) putc('\n', out);
    put_table(out, report);
    put_pairs(out, report);
    char *figures = options->figures ? way(options->markdown, options->figures) : NULL;
    if (figures) {
        place at = {out, figures};
        fputs("## Figures\n\n", out);
        figures_list(report, put_figure, &at);
    }
    if (report->note_count) fputs("## Notes\n\n", out);
    for (size_t i = 0; i < report->note_count; i++) {
        fputs("- ", out);
        put_markdown(out, report->notes[i]);
        putc('\n', out);
    }
    bool good = figures || !options->figures;
    free(figures);
    return good;
}
