/* SPDX-License-Identifier: Apache-2.0 */
/* Runs that are exported together. export.c collects them for wide.c and hparams.c. */
#include "cli/tblog/export/runs.h"

#include <stdlib.h>

bool export_runs_add(export_runs *self, const export_run *run) {
    if (self->count == self->capacity) {
        size_t capacity = self->capacity ? 2 * self->capacity : 16;
        export_run *grown = realloc(self->list, capacity * sizeof *grown);
        if (!grown) {
            export_run_free(&(export_run){run->name, run->loaded, run->wanted, run->chosen});
            return false;
        }
        self->list = grown;
        self->capacity = capacity;
    }
    self->list[self->count++] = *run;
    return true;
}

void export_run_free(export_run *self) {
    tblog_run_free(self->loaded);
    free(self->name);
    free(self->wanted);
    *self = (export_run){0};
}

void export_runs_free(export_runs *self) {
    for (size_t i = 0; i < self->count; i++) export_run_free(&self->list[i]);
    free(self->list);
    *self = (export_runs){0};
}
