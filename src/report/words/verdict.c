/* SPDX-License-Identifier: Apache-2.0 */
/* The answer in a line, and what it is about in another. */
#include "report/words/verdict.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/output/markup.h"

/* ---- the answer ---- */

typedef struct writer {
    const report_table *table;
    const report_standings *standings;
    const char *const *names;
    FILE *out;
} writer;

static void say_number(FILE *out, size_t n) {
    static const char *const words[] = {"no",    "one",   "two",  "three", "four",   "five",  "six",
                                        "seven", "eight", "nine", "ten",   "eleven", "twelve"};
    if (n < sizeof words / sizeof *words)
        fputs(words[n], out);
    else
        fprintf(out, "%zu", n);
}

/* Whether a row is one to avoid: it failed, or is far below the best. */
static bool is_avoided(const writer *w, size_t row) {
    standing of = w->standings->of[row];
    return of == STANDS_FAILED || of == STANDS_LATE ||
           (of == STANDS_BELOW && w->table->by.is_accuracy &&
            table_lead(w->table, 0, row) > STANDING_FAR);
}

/* "A, B and C" of the rows that are alike, or of those to avoid: lowest first. */
static void say_rows(const writer *w, bool avoided, size_t n) {
    size_t said = 0, count = w->table->count;
    for (size_t i = 0; i < count; i++) {
        size_t row = avoided ? count - 1 - i : i;
        if (avoided ? !is_avoided(w, row) : w->standings->of[row] != STANDS_ALIKE) continue;
        if (said) fputs(said + 1 < n ? ", " : " and ", w->out);
        fprintf(w->out, NAME_BEGIN "%s" NAME_END, w->names[w->table->rows[row].run]);
        said++;
    }
}

static void say_value(const writer *w) {
    fprintf(w->out, "%.4f", w->table->rows[0].compared.mean);
}

/* Who is best, where all that is known are numbers; and where chance is known too. */
static void say_best(const writer *w, size_t alike, size_t measured) {
    bool knows_chance = w->table->p || w->standings->slack > 0;
    double first = w->table->rows[0].compared.mean,
           last = w->table->rows[measured - 1].compared.mean;
    if (measured == 1) {
        say_rows(w, false, 1);
        fputs(" ends at ", w->out);
        say_value(w);
    } else if (first == last) {
        fputs("No difference: all ", w->out);
        say_number(w->out, measured);
        fputs(" are at ", w->out);
        say_value(w);
        if (w->table->has_common)
            fprintf(w->out, " after %s %" PRId64, is_epoch_tag(w->table->by.tag) ? "epoch" : "step",
                    w->table->common + is_epoch_tag(w->table->by.tag));
    } else if (alike > 2) {
        fputs(alike == measured ? "Any of the " : "Any of ", w->out);
        say_number(w->out, alike);
        fputs(" will do", w->out);
    } else {
        say_rows(w, false, alike);
        if (knows_chance)
            fputs(alike > 1 ? " do best" : " does best", w->out);
        else
            fprintf(w->out, " %s %s, at %.4f", alike > 1 ? "end" : "ends",
                    w->table->by.is_accuracy ? "highest" : "lowest", first);
    }
}

static void say_avoided(const writer *w, size_t measured) {
    enum { FEW = 3 };
    size_t avoided = 0;
    for (size_t i = 0; i < w->table->count; i++) avoided += is_avoided(w, i);
    if (!avoided) return;
    fputs("; avoid ", w->out);
    if (avoided <= FEW)
        say_rows(w, true, avoided);
    else
        fprintf(w->out, "%zu of the %zu", avoided, measured);
}

/* None is a best one. */
static void say_nothing_learned(const writer *w, size_t measured) {
    if (measured == 1) {
        fprintf(w->out, NAME_BEGIN "%s" NAME_END " learns nothing",
                w->names[w->table->rows[0].run]);
    } else if (measured == 2) {
        fputs("Neither of the two learns", w->out);
    } else {
        fputs("None of the ", w->out);
        say_number(w->out, measured);
        fputs(" learns", w->out);
    }
    fputs(": the best value is ", w->out);
    say_value(w);
}

const char *verdict_title(report_logs *logs, const report_table *table,
                          const report_standings *standings, const char *const *names) {
    char *text = NULL;
    size_t size, measured = table->count - standings->count[STANDS_UNKNOWN];
    if (!table->by.tag || !measured)
        return pool_print(&logs->memory, "Report of " NAME_BEGIN "%s" NAME_END, logs->title);
    writer w = {table, standings, names, open_memstream(&text, &size)};
    if (!w.out) return NULL;
    if (standings->count[STANDS_FAILED] == measured) {
        say_nothing_learned(&w, measured);
    } else {
        say_best(&w, standings->count[STANDS_ALIKE], measured);
        say_avoided(&w, measured);
    }
    const char *title = fclose(w.out) == 0 ? pool_print(&logs->memory, "%s", text) : NULL;
    free(text);
    return title;
}

/* ---- what it is about ---- */

/* "20 epochs", or "1 to 20 epochs". */
static const char *span_text(pool *memory, size_t least, size_t most, const char *one,
                             const char *many) {
    if (least == most) return pool_print(memory, "%zu %s", most, most == 1 ? one : many);
    return pool_print(memory, "%zu to %zu %s", least, most, many);
}

const char *verdict_scope(report_logs *logs, const report_table *table) {
    size_t few_repeats = SIZE_MAX, repeats = 0, short_length = SIZE_MAX, length = 0;
    for (size_t i = 0; i < table->count; i++) {
        const table_row *row = &table->rows[i];
        few_repeats = row->repeat_count < few_repeats ? row->repeat_count : few_repeats;
        repeats = row->repeat_count > repeats ? row->repeat_count : repeats;
        if (!row->length) continue;
        short_length = row->length < short_length ? row->length : short_length;
        length = row->length > length ? row->length : length;
    }
    bool by_epoch = table->by.tag && is_epoch_tag(table->by.tag);
    const char *seeds = span_text(&logs->memory, few_repeats, repeats, "seed each", "seeds each");
    const char *epochs =
        !length ? ""
                : span_text(&logs->memory, short_length, length, by_epoch ? "epoch" : "point",
                            by_epoch ? "epochs" : "points");
    if (!seeds || !epochs) return NULL;
    return pool_print(&logs->memory, "%zu run%s%s%s%s%s", logs->count, logs->count == 1 ? "" : "s",
                      repeats > 1 ? ", " : "", repeats > 1 ? seeds : "", length ? ", " : "",
                      epochs);
}

static const char *duration(pool *memory, double seconds) {
    if (!(seconds >= 1)) return "";
    if (seconds < 120) return pool_print(memory, ", %.0f s", seconds);
    if (seconds < 7200) return pool_print(memory, ", %.0f min", seconds / 60);
    return pool_print(memory, ", %.1f h", seconds / 3600);
}

const char *verdict_about(report_logs *logs, const char *scope, const report_context *context) {
    pool *memory = &logs->memory;
    const char *seconds = duration(memory, context->seconds);
    return seconds ? pool_print(memory, "%s: %s%s%s%s", logs->title, scope, seconds,
                                context->date ? ", " : "", context->date ? context->date : "")
                   : NULL;
}
