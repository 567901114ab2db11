/* SPDX-License-Identifier: Apache-2.0 */
/* The report without cairo: no files of figures, and images as they were logged. */
#include "report/output/output.h"

#include "report/chart/unfold.h"

bool figures_can_be_written(void) {
    return false;
}

bool figures_write(const log_report *report, const char *folder, error *err) {
    (void)report;
    return error_set(err, "%s: no figures: this program was built without cairo, which draws them",
                     folder);
}

bool unfold_images(report_weights *weights, pool *memory) {
    (void)weights, (void)memory;
    return true;
}
