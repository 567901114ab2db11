/* SPDX-License-Identifier: Apache-2.0 */
/* The page's histograms and images. */
#include "report/output/page.h"

#include <inttypes.h>

#include "report/chart/drawing_svg.h"
#include "report/chart/ridge_plot.h"
#include "report/output/markup.h"

enum { RIDGES_WIDTH = 190, RIDGES_HEIGHT = 150, FEW = 4 /* runs: their pictures may be large */ };

static void put_group(FILE *out, const log_report *report, const histogram_group *group) {
    fputs("<h3><bdi>", out);
    put_html(out, group->title);
    fprintf(out,
            "</bdi> <small>by %s</small> <span class=\"tools js\">%s</span></h3>\n<div "
            "class=\"ridges%s\" id=\"%s\">\n",
            report->step_name, page_svg_button, group->count <= FEW ? " few" : "", group->slug);
    ridge_range range = ridge_plot_range(group);
    for (size_t i = 0; i < group->count; i++) {
        size_t run = group->runs[i].run;
        char label[512];
        drawing_svg svg;
        fprintf(out, "<figure class=\"card\" data-run=\"%zu\"><figcaption><bdi>", run);
        put_html(out, report->names[run]);
        fputs("</bdi></figcaption>\n", out);
        snprintf(label, sizeof label, "%.200s of %.200s", group->title, report->names[run]);
        drawing_svg_begin(&svg, out, RIDGES_WIDTH, RIDGES_HEIGHT, label);
        if (!ridge_plot_draw(&svg.drawing, (vertex){0, 0}, RIDGES_WIDTH, RIDGES_HEIGHT,
                             &group->runs[i], range, report->inks[run], report->step_offset))
            svg.drawing.text(&svg.drawing, (vertex){RIDGES_WIDTH / 2., RIDGES_HEIGHT / 2.},
                             ANCHOR_MIDDLE, TEXT_SMALL, (report_ink){.kind = INK_MUTED},
                             "no finite values");
        drawing_svg_end(&svg);
        fputs("</figure>\n", out);
    }
    fputs("</div>\n", out);
}

static void put_groups(FILE *out, const log_report *report, bool kernels) {
    for (size_t i = 0; i < report->weights.group_count; i++)
        if (report->weights.groups[i].is_kernel == kernels)
            put_group(out, report, &report->weights.groups[i]);
}

void page_histograms_put(FILE *out, const log_report *report) {
    const report_weights *weights = &report->weights;
    size_t kernels = 0, others = 0;
    for (size_t i = 0; i < weights->group_count; i++)
        weights->groups[i].is_kernel ? kernels++ : others++;
    if (!weights->group_count) return;
    fputs("<section>\n", out);
    page_heading_put(out, "histograms",
                     report->step_offset ? "Weights over the epochs" : "Weights over the steps");
    fprintf(out,
            "<p class=\"about\">Each ridge is the histogram of a tensor's values, the first at the "
            "back; the numbers at the right are %ss.%s%s</p>\n",
            report->step_name, report->logs.count > 1 ? " All runs share an axis." : "",
            weights->has_more_repeats ? " Of the seeds, the first is shown." : "");
    put_groups(out, report, true);
    if (!others) {
        fputs("</section>\n", out);
        return;
    }
    fprintf(out, "<details%s><summary>%zu %stensor%s</summary>\n", kernels ? "" : " open=\"open\"",
            others, kernels ? "other " : "", others == 1 ? "" : "s");
    put_groups(out, report, false);
    fputs("</details>\n</section>\n", out);
}

static void put_png(FILE *out, const uint8_t *png, size_t size, uint32_t width, uint32_t height,
                    double brighten, const char *what) {
    fprintf(out, "<img alt=\"%s\" width=\"%u\" height=\"%u\"", what, width, height);
    if (width < 240) fputs(" class=\"pixels\"", out);
    if (brighten > 1) fprintf(out, " style=\"filter:brightness(%.3g)\"", brighten);
    fputs(" src=\"data:image/png;base64,", out);
    put_base64(out, png, size);
    fputs("\"/>\n", out);
}

static int64_t step_shown(const log_report *report, const weight_image *image) {
    return image->step < INT64_MAX ? image->step + report->step_offset : image->step;
}

static void put_image(FILE *out, const log_report *report, const weight_image *image) {
    fprintf(out, "<div>%s %" PRId64, report->step_name, step_shown(report, image));
    if (image->brighten > 1) fprintf(out, ", brightened %.3g times", image->brighten);
    put_png(out, image->png, image->size, image->width, image->height,
            image->unfolded ? 1 : image->brighten,
            image->unfolded ? "weights of single units" : "all weights");
    fputs("</div>\n", out);
}

void page_images_put(FILE *out, const log_report *report) {
    const report_weights *weights = &report->weights;
    if (!weights->image_count) return;
    fputs("<section>\n", out);
    page_heading_put(out, "images", "First layer's weights");
    fputs("<p class=\"about\">", out);
    put_html(out, weights->image_title);
    fprintf(out,
            " at the first and the last %s that has it. Weights of 0 and less are black, of 1 "
            "white.",
            report->step_name);
    if (weights->images[0].unfolded)
        fprintf(out,
                " Each of the %zu squares has the weights of one unit, placed as its inputs "
                "are in the data.",
                weights->images[0].unfolded);
    fputs("</p>\n<div class=\"images\">\n", out);
    for (size_t i = 0; i < weights->image_count;) {
        size_t run = weights->images[i].run;
        fprintf(out, "<figure class=\"card\" data-run=\"%zu\"><figcaption><bdi>", run);
        put_html(out, report->names[run]);
        fputs("</bdi></figcaption>\n", out);
        for (; i < weights->image_count && weights->images[i].run == run; i++)
            put_image(out, report, &weights->images[i]);
        fputs("</figure>\n", out);
    }
    fputs("</div>\n</section>\n", out);
}

static void put_picture(FILE *out, const log_report *report, const run_picture *picture) {
    const weight_image *image = &picture->image;
    fprintf(out, "<figure class=\"card\" data-run=\"%zu\"><figcaption>%s<br/><bdi>", image->run,
            picture->title);
    put_html(out, report->names[image->run]);
    fprintf(out, ", %s %" PRId64 "</bdi></figcaption>\n<div>", report->step_name,
            step_shown(report, image));
    put_png(out, image->png, image->size, image->width, image->height, 1, picture->title);
    fputs("</div>\n</figure>\n", out);
}

void page_pictures_put(FILE *out, const log_report *report) {
    const report_weights *weights = &report->weights;
    if (!weights->picture_count) return;
    fputs("<section>\n", out);
    page_heading_put(out, "predictions", "Data and predictions");
    fprintf(out,
            "<p class=\"about\">What the best run and the lowest logged at their last %s.</p>\n"
            "<div class=\"images pictures\">\n",
            report->step_name);
    for (int data = 0; data < 2; data++) /* those of the data come last */
        for (size_t i = 0; i < weights->picture_count; i++)
            if (weights->pictures[i].is_data == (data == 1))
                put_picture(out, report, &weights->pictures[i]);
    fputs("</div>\n</section>\n", out);
}
