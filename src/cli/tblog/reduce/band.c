/* SPDX-License-Identifier: Apache-2.0 */
/* Lines with bands around them. group.c writes them. */
#include "cli/tblog/reduce/band.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct band {
    tblog_writer *writer;
    const statistic *mean, *low, *high; /* 'high' NULL: 'low' is the distance from the mean */
    tblog_margin *margins;              /* (count) its three tags */
    size_t count;
    bool failed; /* there was no memory */
};

/* The statistic with that name among those asked for; NULL: it is not. */
static const statistic *among(const statistic *const *by, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(by[i]->name, name) == 0) return by[i];
    return NULL;
}

static bool choose(band *self, const statistic *const *by, size_t count) {
    static const char *const edges[][2] = {{"ci95-low", "ci95-high"}, {"min", "max"}};
    self->mean = among(by, count, "mean");
    for (size_t i = 0; i < 2; i++) {
        self->low = among(by, count, edges[i][0]);
        self->high = among(by, count, edges[i][1]);
        if (self->low && self->high) return self->mean;
    }
    self->low = among(by, count, "std");
    self->high = NULL;
    return self->mean && self->low;
}

tblog_status band_open(const char *folder, const tblog_writer_options *options,
                       const statistic *const *by, size_t count, size_t runs, band **opened,
                       tblog_error *err) {
    band chosen = {0};
    *opened = NULL;
    if (runs < 2 || !choose(&chosen, by, count)) return TBLOG_OK;
    *opened = malloc(sizeof **opened);
    if (!*opened) {
        snprintf(err->message, sizeof err->message, "out of memory");
        return TBLOG_ERR_NO_MEMORY;
    }
    **opened = chosen;
    (*opened)->writer = tblog_writer_open(folder, options, err);
    if ((*opened)->writer) return TBLOG_OK;
    free(*opened);
    *opened = NULL;
    return TBLOG_ERR_IO;
}

/* TAG and an ending. Free it; NULL when there is no memory. */
static char *edge_tag(const char *tag, const char *ending) {
    char *text;
    return asprintf(&text, "%s/%s", tag, ending) < 0 ? NULL : text;
}

static void free_tags(tblog_margin *margin) {
    free((char *)margin->value);
    free((char *)margin->lower);
    free((char *)margin->upper);
}

void band_begin_tag(band *self, const char *tag) {
    if (!self || self->failed) return;
    tblog_margin *grown = realloc(self->margins, (self->count + 1) * sizeof *grown);
    self->failed = !grown;
    if (!grown) return;
    self->margins = grown;
    tblog_margin *margin = &grown[self->count++];
    *margin = (tblog_margin){strdup(tag), edge_tag(tag, "low"), edge_tag(tag, "high")};
    self->failed = !margin->value || !margin->lower || !margin->upper;
}

void band_end_tag(band *self, bool has_points) {
    if (self && !self->failed && !has_points) free_tags(&self->margins[--self->count]);
}

bool band_put(band *self, int64_t step, double *values, size_t runs) {
    if (!self) return true;
    if (self->failed) return false;
    const tblog_margin *tags = &self->margins[self->count - 1];
    double mean = self->mean->of(values, runs), low = self->low->of(values, runs);
    double high = self->high ? self->high->of(values, runs) : mean + low;
    if (!self->high) low = mean - low;
    return !tblog_scalar(self->writer, tags->value, step, mean) &&
           !tblog_scalar(self->writer, tags->lower, step, low) &&
           !tblog_scalar(self->writer, tags->upper, step, high);
}

/* A chart for each tag, below one heading. */
static tblog_status put_layout(band *self, tblog_error *err) {
    tblog_chart *charts = calloc(self->count + 1, sizeof *charts);
    tblog_summary *summary = tblog_summary_new();
    tblog_status status = TBLOG_ERR_NO_MEMORY;
    snprintf(err->message, sizeof err->message, "out of memory");
    for (size_t i = 0; charts && i < self->count; i++)
        charts[i] = (tblog_chart){
            .title = self->margins[i].value, .margins = &self->margins[i], .margin_count = 1};
    const tblog_category category = {"reduced", charts, self->count, 0};
    if (charts && summary && !self->failed) {
        status = tblog_summary_custom_scalars(summary, &category, 1, err);
        if (!status) status = tblog_writer_add(self->writer, 0, TBLOG_NOW, summary, err);
    }
    tblog_summary_free(summary);
    free(charts);
    return status;
}

tblog_status band_close(band *self, tblog_error *err) {
    tblog_error closing;
    if (!self) return TBLOG_OK;
    tblog_status status = self->count || self->failed ? put_layout(self, err) : TBLOG_OK;
    tblog_status closed = tblog_writer_close(self->writer, &closing);
    if (!status && closed) *err = closing;
    for (size_t i = 0; i < self->count; i++) free_tags(&self->margins[i]);
    free(self->margins);
    free(self);
    return status ? status : closed;
}
