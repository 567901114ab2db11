/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures as SVG elements for a page. */
#include "report/chart/drawing_svg.h"

#include <math.h>

#include "report/output/markup.h"

const double drawing_text_sizes[3] = {11, 12.5, 15};

report_ink ink_of(size_t i, size_t n) {
    size_t each = (n + INK_HUES - 1) / INK_HUES; /* things of a hue */
    if (each > INK_DASHES) each = INK_DASHES;
    if (i >= INK_HUES * each) return (report_ink){.kind = INK_MUTED, .dash = 0};
    return (report_ink){.kind = INK_HUE, .hue = (unsigned)(i / each), .dash = (unsigned)(i % each)};
}

static drawing_svg *of(drawing *self) {
    return (drawing_svg *)self;
}

/* At most two decimals, and none that are zeros. */
static void put_number(FILE *out, double x) {
    long hundredths = lround(x * 100);
    const char *sign = hundredths < 0 ? "-" : "";
    unsigned long n = hundredths < 0 ? (unsigned long)-hundredths : (unsigned long)hundredths;
    if (n % 100 == 0)
        fprintf(out, "%s%lu", sign, n / 100);
    else if (n % 10 == 0)
        fprintf(out, "%s%lu.%lu", sign, n / 100, n % 100 / 10);
    else
        fprintf(out, "%s%lu.%02lu", sign, n / 100, n % 100);
}

static void put_attribute(FILE *out, const char *name, double x) {
    fprintf(out, " %s=\"", name);
    put_number(out, x);
    putc('"', out);
}

/* class="<what> <ink>" */
static void put_class(FILE *out, const char *what, report_ink ink) {
    static const char *const kinds[] = {"text", "muted", "grid", "paper"};
    fprintf(out, " class=\"%s ", what);
    if (ink.kind == INK_HUE)
        fprintf(out, "h%u", ink.hue);
    else
        fputs(kinds[ink.kind], out);
    if (ink.dash) fprintf(out, " d%u", ink.dash);
    putc('"', out);
    if (ink.opacity > 0) put_attribute(out, "fill-opacity", ink.opacity);
}

/* To a tenth of a unit. */
static void put_path(FILE *out, const vertex *points, size_t n) {
    fputs(" d=\"", out);
    for (size_t i = 0; i < n; i++) {
        putc(i ? 'L' : 'M', out);
        put_number(out, round(points[i].x * 10) / 10);
        putc(' ', out);
        put_number(out, round(points[i].y * 10) / 10);
    }
}

static void line(drawing *self, const vertex *points, size_t n, report_ink ink, double width) {
    FILE *out = of(self)->out;
    fputs("<path", out);
    put_class(out, width < 2 ? "l w" : "l", ink);
    put_path(out, points, n);
    fputs("\"/>\n", out);
}

static void area(drawing *self, const vertex *points, size_t n, report_ink ink) {
    FILE *out = of(self)->out;
    fputs("<path", out);
    put_class(out, "a", ink);
    put_path(out, points, n);
    fputs("Z\"/>\n", out);
}

static void hill(drawing *self, const vertex *points, size_t n, report_ink ink, double share) {
    FILE *out = of(self)->out;
    fputs("<path", out);
    put_class(out, "r", ink);
    fprintf(out, " style=\"--share:%.0f%%\"", 100 * share);
    put_path(out, points, n);
    fputs("\"/>\n", out);
}

static void dot(drawing *self, vertex at, double radius, report_ink ink) {
    FILE *out = of(self)->out;
    fputs("<circle", out);
    put_class(out, "a", ink);
    put_attribute(out, "cx", at.x);
    put_attribute(out, "cy", at.y);
    put_attribute(out, "r", radius);
    fputs("/>\n", out);
}

static void text(drawing *self, vertex at, text_anchor anchor, text_size size, report_ink ink,
                 const char *words) {
    static const char *const anchors[] = {"", " m", " e"}, *const sizes[] = {"t", "t n", "t g"};
    FILE *out = of(self)->out;
    char class[16];
    snprintf(class, sizeof class, "%s%s", sizes[size], anchors[anchor]);
    fputs("<text", out);
    put_class(out, class, ink);
    put_attribute(out, "x", at.x);
    put_attribute(out, "y", at.y);
    putc('>', out);
    put_html(out, words);
    fputs("</text>\n", out);
}

/* A nested svg element clips its contents, and needs no name as a clip path would. */
static void clip_begin(drawing *self, vertex corner, double width, double height) {
    FILE *out = of(self)->out;
    fputs("<svg", out);
    put_attribute(out, "x", corner.x);
    put_attribute(out, "y", corner.y);
    put_attribute(out, "width", width);
    put_attribute(out, "height", height);
    fputs(" viewBox=\"", out);
    put_number(out, corner.x);
    putc(' ', out);
    put_number(out, corner.y);
    putc(' ', out);
    put_number(out, width);
    putc(' ', out);
    put_number(out, height);
    fputs("\">\n", out);
}

static void clip_end(drawing *self) {
    fputs("</svg>\n", of(self)->out);
}

static void name_begin(drawing *self, const char *name, size_t run) {
    fprintf(of(self)->out, "<g data-run=\"%zu\"><title>", run);
    put_html(of(self)->out, name);
    fputs("</title>\n", of(self)->out);
}

static void part_begin(drawing *self, const char *part) {
    fprintf(of(self)->out, "<g class=\"%s\">\n", part);
}

static void end(drawing *self) {
    fputs("</g>\n", of(self)->out);
}

void drawing_svg_init(drawing_svg *self, FILE *out) {
    *self = (drawing_svg){
        {line, area, hill, dot, text, clip_begin, clip_end, name_begin, end, part_begin, end}, out};
}

void drawing_svg_begin(drawing_svg *self, FILE *out, double width, double height,
                       const char *label) {
    drawing_svg_init(self, out);
    fputs("<svg role=\"img\" viewBox=\"0 0 ", out);
    put_number(out, width);
    putc(' ', out);
    put_number(out, height);
    fputs("\" aria-label=\"", out);
    put_html(out, label);
    fputs("\">\n", out);
}

void drawing_svg_end(drawing_svg *self) {
    fputs("</svg>\n", self->out);
}
