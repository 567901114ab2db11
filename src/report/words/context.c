/* SPDX-License-Identifier: Apache-2.0 */
/* What was trained, on what, how long, by which command and when. */
#include "report/words/context.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "report/words/keras_model.h"

enum { MOST_TEXT = 1 << 20 };

/* ---- texts of a run ---- */

/* The first text of a tag of that kind, NUL-terminated in *text; NULL if the run has no such tag.
 * False if memory is out. */
static bool read_text(report_logs *logs, const log_part *part, const char *tag, const char *kind,
                      char **text) {
    tblog_run_value v;
    tblog_text_view view;
    size_t series;
    *text = NULL;
    if (!part || !tblog_run_find(part->loaded, tag, strlen(tag), &series) ||
        strcmp(tblog_run_series(part->loaded, series)->kind, kind) != 0)
        return true;
    tblog_run_reader *reader =
        tblog_run_reader_open(logs->folder, part->folder, part->loaded, NULL);
    bool good = reader != NULL;
    while (good && !*text && tblog_run_reader_next(reader, NULL, NULL, NULL) == TBLOG_OK)
        while (good && !*text && tblog_run_reader_next_value(reader, &v, NULL) == TBLOG_OK) {
            if (!v.point || v.series != series || !tblog_value_string(&v.value, 0, &view) ||
                view.size > MOST_TEXT)
                continue;
            *text = pool_take(&logs->memory, view.size + 1, 1);
            good = *text != NULL;
            if (good) memcpy(*text, view.data, view.size);
        }
    tblog_run_reader_close(reader);
    return good;
}

/* ---- the summary ---- */

/* The summary of a run, which is the text "run". */
static bool read_summary(report_logs *logs, const log_repeat *repeat, char **text) {
    return read_text(logs, log_part_named(repeat, ""), "run", "text", text);
}

/* The cell after "| name | "; NULL: there is no such row. */
static const char *cell(pool *memory, const char *text, const char *name) {
    char row[64];
    snprintf(row, sizeof row, "\n| %s | ", name);
    const char *at = strstr(text, row);
    if (!at) return NULL;
    at += strlen(row);
    size_t size = strcspn(at, "\n");
    while (size > 0 && strchr(" |", at[size - 1])) size--;
    return pool_clean_text(memory, at, size);
}

/* The first line of code, which is indented by four. */
static const char *command_in(pool *memory, const char *text) {
    const char *at = strstr(text, "\n    ");
    return at ? pool_clean_text(memory, at + 5, strcspn(at + 5, "\n")) : NULL;
}

/* The number that stands before these words, commas in it skipped; 0: none does. */
static size_t number_before(const char *text, const char *words) {
    const char *at = text ? strstr(text, words) : NULL;
    size_t number = 0, place = 1;
    for (; at && at > text && place < SIZE_MAX / 100; at--) {
        if (at[-1] == ',') continue;
        if (at[-1] < '0' || at[-1] > '9') break;
        number += (size_t)(at[-1] - '0') * place;
        place *= 10;
    }
    return number;
}

static size_t validated_of(const char *data) {
    size_t images = number_before(data, " validation images");
    return images ? images : number_before(data, " others");
}

/* ---- times ---- */

static void find_times(const report_logs *logs, double *first, double *last) {
    *first = INFINITY, *last = -INFINITY;
    for (size_t i = 0; i < logs->count; i++)
        for (size_t k = 0; k < logs->runs[i].count; k++)
            log_repeat_times(&logs->runs[i].repeats[k], first, last);
}

/* In UTC, so that the same logs make the same page everywhere. */
static const char *date_of(pool *memory, double wall_time_s) {
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    time_t seconds = (time_t)wall_time_s;
    struct tm day;
    if (!gmtime_r(&seconds, &day)) return "";
    return pool_print(memory, "%d %s %d", day.tm_mday, months[day.tm_mon], day.tm_year + 1900);
}

/* What a summary says of a run. */
static report_context context_of(pool *memory, const char *text) {
    return (report_context){.network = cell(memory, text, "network"),
                            .optimizer = cell(memory, text, "optimizer"),
                            .data = cell(memory, text, "data"),
                            .command = command_in(memory, text)};
}

/* Keep what both say alike: what differs between runs is not what all of them are. */
static const char *common_text(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0 ? a : NULL;
}

static bool read_summaries(report_context *self, report_logs *logs) {
    bool begun = false, same_classes = true, same_images = true;
    for (size_t i = 0; i < logs->count; i++)
        for (size_t k = 0; k < logs->runs[i].count; k++) {
            char *text;
            if (!read_summary(logs, &logs->runs[i].repeats[k], &text)) return false;
            if (!text) continue;
            report_context more = context_of(&logs->memory, text);
            self->network = begun ? common_text(self->network, more.network) : more.network;
            self->optimizer = begun ? common_text(self->optimizer, more.optimizer) : more.optimizer;
            self->data = begun ? common_text(self->data, more.data) : more.data;
            self->command = begun ? common_text(self->command, more.command) : more.command;
            size_t classes = number_before(more.network, " softmax");
            size_t images = validated_of(more.data);
            same_classes = same_classes && (!begun || classes == self->classes);
            same_images = same_images && (!begun || images == self->validated);
            self->classes = same_classes ? classes : 0;
            self->validated = same_images ? images : 0;
            begun = true;
        }
    return true;
}

/* ---- the model as Keras describes it ---- */

/* What the models so far have in common. */
typedef struct model_facts {
    bool begun;
    size_t classes;      /* 0: unknown, or not of all */
    const char *network; /* NULL: likewise */
} model_facts;

static bool add_model(model_facts *self, report_logs *logs, const char *json) {
    size_t classes = keras_model_classes(json);
    const char *network;
    if (!keras_model_text(json, &logs->memory, &network)) return false;
    self->classes = !self->begun || classes == self->classes ? classes : 0;
    self->network = self->begun ? common_text(self->network, network) : network;
    self->begun = true;
    return true;
}

/* The network and its classes, as far as the models of all runs agree. */
static bool read_models(report_context *self, report_logs *logs) {
    model_facts facts = {.begun = false};
    for (size_t i = 0; i < logs->count; i++)
        for (size_t k = 0; k < logs->runs[i].count; k++) {
            const log_part *part = log_part_named(&logs->runs[i].repeats[k], "train");
            char *json;
            if (!read_text(logs, part, "keras", "graph_keras_model", &json)) return false;
            if (json && !add_model(&facts, logs, json)) return false;
        }
    self->classes = facts.classes;
    self->network = facts.network;
    return true;
}

bool context_read(report_context *self, report_logs *logs) {
    enum { TEN_YEARS = 315576000 };
    double first, last;
    *self = (report_context){0};
    if (!read_summaries(self, logs)) return false;
    if (!self->classes && !self->network && !read_models(self, logs)) return false;
    find_times(logs, &first, &last);
    if (!(first > TEN_YEARS && last < 1e11)) return true; /* steps or the like, no times of day */
    self->seconds = last - first;
    self->date = date_of(&logs->memory, first);
    return self->date != NULL;
}
