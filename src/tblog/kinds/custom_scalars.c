/* SPDX-License-Identifier: Apache-2.0 */
/* The Custom Scalars layout: a serialized message in a DT_STRING tensor of rank 0. */
#include <tblog/custom_scalars.h>

#include "custom_scalar.pb-c.h"
#include "tblog/error.h"
#include "tblog/kinds/checks/python_regex.h"
#include "tblog/kinds/summary.h"
#include "tblog/kinds/tensor_proto.h"
#include "tblog/utf8.h"

/* The state of building a layout. After the first failure, which is kept, all functions do
 * nothing. */
typedef struct builder {
    tblog__arena *arena;
    tblog_status status;
    tblog_error *err;
} builder;

static void *take(builder *b, size_t size) {
    void *taken = b->status ? NULL : tblog__arena_take(b->arena, size);
    if (!taken && !b->status) b->status = tblog__fail_no_memory(b->err);
    return taken;
}

/* Generated types have no const, but the texts are only read. */
static char *text(builder *b, const char *given) {
    if (!b->status && (!given || !tblog__utf8_valid(given)))
        b->status = tblog__fail(b->err, TBLOG_ERR_ARGUMENT, "a title or tag is NULL or not UTF-8");
    return (char *)(uintptr_t)given;
}

static void check_list(builder *b, const void *list, size_t count, const char *what) {
    if (!b->status) b->status = tblog__list_check(list, count, what, b->err);
}

static void check_regex(builder *b, const char *pattern) {
    const char *fault = b->status ? NULL : tblog__python_regex_fault(pattern);
    if (fault)
        b->status = tblog__fail(b->err, TBLOG_ERR_ARGUMENT,
                                "the tag '%.100s' is not a regular expression of Python's: %s",
                                pattern, fault);
}

static Tblog__MultilineChartContent *multiline(builder *b, const tblog_chart *from) {
    Tblog__MultilineChartContent *to = take(b, sizeof *to);
    if (!to) return NULL;
    tblog__multiline_chart_content__init(to);
    check_list(b, from->tags, from->tag_count, "tags");
    to->tag = take(b, from->tag_count * sizeof *to->tag);
    for (size_t i = 0; to->tag && i < from->tag_count; i++) {
        to->tag[i] = text(b, from->tags[i]);
        check_regex(b, from->tags[i]);
    }
    to->n_tag = from->tag_count;
    return to;
}

static Tblog__MarginChartContent *margins(builder *b, const tblog_chart *from) {
    Tblog__MarginChartContent *to = take(b, sizeof *to);
    if (!to) return NULL;
    tblog__margin_chart_content__init(to);
    to->series = take(b, from->margin_count * sizeof *to->series);
    for (size_t i = 0; to->series && i < from->margin_count; i++) {
        Tblog__MarginChartContent__Series *series = to->series[i] = take(b, sizeof *series);
        if (!series) return NULL;
        tblog__margin_chart_content__series__init(series);
        series->value = text(b, from->margins[i].value);
        series->lower = text(b, from->margins[i].lower);
        series->upper = text(b, from->margins[i].upper);
    }
    to->n_series = from->margin_count;
    return to;
}

static Tblog__Chart *chart(builder *b, const tblog_chart *from) {
    Tblog__Chart *to = take(b, sizeof *to);
    if (!to) return NULL;
    tblog__chart__init(to);
    to->title = text(b, from->title);
    check_list(b, from->margins, from->margin_count, "margins");
    if (from->margin_count) {
        to->content_case = TBLOG__CHART__CONTENT_MARGIN;
        to->margin = margins(b, from);
    } else {
        to->content_case = TBLOG__CHART__CONTENT_MULTILINE;
        to->multiline = multiline(b, from);
    }
    return to;
}

static Tblog__Category *category(builder *b, const tblog_category *from) {
    Tblog__Category *to = take(b, sizeof *to);
    if (!to) return NULL;
    tblog__category__init(to);
    to->title = text(b, from->title);
    to->closed = from->closed != 0;
    check_list(b, from->charts, from->chart_count, "charts");
    to->chart = take(b, from->chart_count * sizeof *to->chart);
    for (size_t i = 0; to->chart && i < from->chart_count; i++)
        to->chart[i] = chart(b, &from->charts[i]);
    to->n_chart = from->chart_count;
    return to;
}

tblog_status tblog_summary_custom_scalars(tblog_summary *summary, const tblog_category *categories,
                                          size_t count, tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    builder b = {&summary->arena, TBLOG_OK, err};
    Tblog__Layout layout = TBLOG__LAYOUT__INIT;
    check_list(&b, categories, count, "categories");
    layout.category = take(&b, count * sizeof *layout.category);
    for (size_t i = 0; layout.category && i < count; i++)
        layout.category[i] = category(&b, &categories[i]);
    layout.n_category = count;
    ProtobufCBinaryData *string = take(&b, sizeof *string);
    if (b.status) return b.status;
    *string = tblog__summary_pack(summary, &layout.base);
    Tblog__TensorProto *tensor =
        string->data ? tblog__tensor_strings(b.arena, 0, NULL, 1, string) : NULL;
    return tblog__summary_append(summary, "custom_scalars__config__", "custom_scalars",
                                 (ProtobufCBinaryData){0}, tensor, err);
}
