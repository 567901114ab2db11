/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds of `tblog log` that are trees. The table of json_kinds.c names them. */
#include "cli/tblog/lines/json_layouts.h"

#include <math.h>
#include <string.h>

#include "base/pool.h"
#include "cli/tblog/lines/json_fields.h"

/* ---- lists and objects ---- */

/* Reads an item of a list into an element. */
typedef tblog_status (*item_reader)(pool *p, const cJSON *item, void *element, tblog_error *err);

/*
 * Read the elements of a list, each of 'size' bytes, by 'read'; a missing list counts as empty.
 * NULL, with the reason in 'err', on failure.
 */
static void *read_list(pool *p, const cJSON *object, const char *name, size_t size,
                       item_reader read, size_t *count, tblog_error *err) {
    const cJSON *list = json_field(object, name), *item = list ? list->child : NULL;
    if (list && !cJSON_IsArray(list)) {
        json_fail(err, "\"%s\" is not a list", name);
        return NULL;
    }
    *count = list ? (size_t)cJSON_GetArraySize(list) : 0;
    char *elements = pool_take(p, *count, size);
    if (!elements) json_fail(err, "out of memory");
    for (char *at = elements; item && elements; item = item->next, at += size)
        if (read(p, item, at, err)) return NULL;
    return elements;
}

/* Check that the item is an object with no other fields than these. */
static tblog_status check_object(const cJSON *item, const char *what, const char *const *fields,
                                 tblog_error *err) {
    if (!cJSON_IsObject(item)) return json_fail(err, "a %s is not an object", what);
    for (const cJSON *field = item->child; field; field = field->next) {
        size_t i = 0;
        while (fields[i] && strcmp(fields[i], field->string) != 0) i++;
        if (!fields[i]) return json_fail(err, "a %s has no field \"%.100s\"", what, field->string);
    }
    return TBLOG_OK;
}

static tblog_status read_text(pool *p, const cJSON *item, void *element, tblog_error *err) {
    const char **text = element;
    (void)p, (void)err;
    *text = cJSON_GetStringValue(item);
    return TBLOG_OK;
}

static const char *const *read_texts(pool *p, const cJSON *object, const char *name, size_t *count,
                                     tblog_error *err) {
    const char **texts = read_list(p, object, name, sizeof *texts, read_text, count, err);
    for (size_t i = 0; texts && i < *count; i++) {
        if (texts[i]) continue;
        json_fail(err, "\"%s\" holds something that is not a string", name);
        return NULL;
    }
    return texts;
}

static tblog_status read_bool(const cJSON *object, const char *name, int *value, tblog_error *err) {
    const cJSON *item = json_field(object, name);
    if (item && !cJSON_IsBool(item)) return json_fail(err, "\"%s\" is not true or false", name);
    if (item) *value = cJSON_IsTrue(item);
    return TBLOG_OK;
}

/* Find the field among the words; *value is its place, and unchanged if the field is missing. */
static tblog_status read_word(const cJSON *object, const char *name, const char *const *words,
                              int *value, tblog_error *err) {
    const char *word;
    tblog_status status = json_get_text(object, name, &word, err);
    if (status || !word) return status;
    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], word) != 0) continue;
        *value = i;
        return TBLOG_OK;
    }
    return json_fail(err, "\"%s\": no such word as \"%.100s\"", name, word);
}

/* ---- an experiment ---- */

tblog_status json_read_hparam(const cJSON *item, tblog_hparam *value, tblog_error *err) {
    *value = (tblog_hparam){.name = item->string};
    if (cJSON_IsNumber(item)) {
        value->type = TBLOG_HPARAM_IS_NUMBER;
        value->number = item->valuedouble;
        if (!isfinite(value->number) || !json_number_is_exact(item))
            return json_fail(err,
                             "hyperparameter \"%.100s\": %.40s is not a number that a double holds",
                             item->string ? item->string : "", item->valuestring);
    } else if (cJSON_IsString(item)) {
        value->type = TBLOG_HPARAM_IS_STRING;
        value->string = item->valuestring;
    } else if (cJSON_IsBool(item)) {
        value->type = TBLOG_HPARAM_IS_BOOL;
        value->truth = cJSON_IsTrue(item);
    } else {
        return json_fail(err, "hyperparameter \"%.100s\" is not a number, text or bool",
                         item->string ? item->string : "");
    }
    return TBLOG_OK;
}

static tblog_status read_value(pool *p, const cJSON *item, void *element, tblog_error *err) {
    (void)p;
    return json_read_hparam(item, element, err);
}

static tblog_status read_domain(pool *p, const cJSON *item, tblog_hparam_info *info,
                                tblog_error *err) {
    info->values =
        read_list(p, item, "values", sizeof *info->values, read_value, &info->value_count, err);
    if (!info->values) return err->status;
    if (info->value_count) info->type = info->values[0].type;
    info->has_interval = json_field(item, "min") || json_field(item, "max");
    if (!info->has_interval) return TBLOG_OK;
    if (info->value_count || !json_field(item, "min") || !json_field(item, "max"))
        return json_fail(err, "a hyperparameter has \"values\", or \"min\" and \"max\"");
    info->type = TBLOG_HPARAM_IS_NUMBER;
    tblog_status status = json_get_number(item, "min", &info->min, err);
    return status ? status : json_get_number(item, "max", &info->max, err);
}

static tblog_status read_info(pool *p, const cJSON *item, void *element, tblog_error *err) {
    static const char *const fields[] = {"name", "display_name", "description", "type", "values",
                                         "min",  "max",          "differs",     NULL};
    static const char *const types[] = {"any", "string", "bool", "number", NULL};
    tblog_hparam_info *info = element;
    int type;
    tblog_status status = check_object(item, "hyperparameter", fields, err);
    if (!status) status = json_need_text(item, "name", &info->name, err);
    if (!status) status = json_get_text(item, "display_name", &info->display_name, err);
    if (!status) status = json_get_text(item, "description", &info->description, err);
    if (!status) status = read_bool(item, "differs", &info->differs, err);
    if (!status) status = read_domain(p, item, info, err);
    type = (int)info->type;
    if (!status) status = read_word(item, "type", types, &type, err);
    info->type = (tblog_hparam_type)type;
    return status;
}

static tblog_status read_metric(pool *p, const cJSON *item, void *element, tblog_error *err) {
    static const char *const fields[] = {"tag",         "group",   "display_name",
                                         "description", "dataset", NULL};
    static const char *const datasets[] = {"any", "training", "validation", NULL};
    tblog_metric_info *metric = element;
    int dataset = TBLOG_DATASET_ANY;
    (void)p;
    tblog_status status = check_object(item, "metric", fields, err);
    if (!status) status = json_need_text(item, "tag", &metric->tag, err);
    if (!status) status = json_get_text(item, "group", &metric->group, err);
    if (!status) status = json_get_text(item, "display_name", &metric->display_name, err);
    if (!status) status = json_get_text(item, "description", &metric->description, err);
    if (!status) status = read_word(item, "dataset", datasets, &dataset, err);
    metric->dataset = (tblog_dataset)dataset;
    return status;
}

static tblog_status read_experiment(pool *p, const cJSON *line, tblog_experiment *e,
                                    tblog_error *err) {
    tblog_status status = json_get_text(line, "name", &e->name, err);
    if (!status) status = json_get_text(line, "user", &e->user, err);
    if (!status) status = json_get_number(line, "time", &e->time_created_s, err);
    if (status) return status;
    e->hparams =
        read_list(p, line, "hparams", sizeof *e->hparams, read_info, &e->hparam_count, err);
    if (!e->hparams) return err->status;
    e->metrics =
        read_list(p, line, "metrics", sizeof *e->metrics, read_metric, &e->metric_count, err);
    return e->metrics ? TBLOG_OK : err->status;
}

tblog_status json_add_experiment(const cJSON *line, const char *tag, tblog_summary *summary,
                                 tblog_error *err) {
    pool p = {0};
    tblog_experiment experiment = {0};
    (void)tag;
    tblog_status status = read_experiment(&p, line, &experiment, err);
    if (!status) status = tblog_summary_hparams_experiment(summary, &experiment, err);
    pool_free(&p);
    return status;
}

/* ---- a layout of charts ---- */

static tblog_status read_margin(pool *p, const cJSON *item, void *element, tblog_error *err) {
    static const char *const fields[] = {"value", "lower", "upper", NULL};
    tblog_margin *margin = element;
    (void)p;
    tblog_status status = check_object(item, "margin", fields, err);
    if (!status) status = json_need_text(item, "value", &margin->value, err);
    if (!status) status = json_need_text(item, "lower", &margin->lower, err);
    return status ? status : json_need_text(item, "upper", &margin->upper, err);
}

static tblog_status read_chart(pool *p, const cJSON *item, void *element, tblog_error *err) {
    static const char *const fields[] = {"title", "tags", "margins", NULL};
    tblog_chart *chart = element;
    tblog_status status = check_object(item, "chart", fields, err);
    if (!status) status = json_need_text(item, "title", &chart->title, err);
    if (status) return status;
    chart->tags = read_texts(p, item, "tags", &chart->tag_count, err);
    if (!chart->tags) return err->status;
    chart->margins = read_list(p, item, "margins", sizeof *chart->margins, read_margin,
                               &chart->margin_count, err);
    return chart->margins ? TBLOG_OK : err->status;
}

static tblog_status read_category(pool *p, const cJSON *item, void *element, tblog_error *err) {
    static const char *const fields[] = {"title", "charts", "closed", NULL};
    tblog_category *category = element;
    tblog_status status = check_object(item, "category", fields, err);
    if (!status) status = json_need_text(item, "title", &category->title, err);
    if (!status) status = read_bool(item, "closed", &category->closed, err);
    if (status) return status;
    category->charts = read_list(p, item, "charts", sizeof *category->charts, read_chart,
                                 &category->chart_count, err);
    return category->charts ? TBLOG_OK : err->status;
}

tblog_status json_add_custom_scalars(const cJSON *line, const char *tag, tblog_summary *summary,
                                     tblog_error *err) {
    pool p = {0};
    size_t count;
    (void)tag;
    if (!json_field(line, "value")) return json_fail(err, "\"value\" is missing");
    const tblog_category *categories =
        read_list(&p, line, "value", sizeof *categories, read_category, &count, err);
    tblog_status status =
        categories ? tblog_summary_custom_scalars(summary, categories, count, err) : err->status;
    pool_free(&p);
    return status;
}

/* ---- a graph ---- */

static tblog_status add_attributes(const cJSON *item, tblog_graph *graph, tblog_error *err) {
    const cJSON *attributes = json_field(item, "attributes");
    if (attributes && !cJSON_IsObject(attributes))
        return json_fail(err, "\"attributes\" is not an object");
    tblog_status status = TBLOG_OK;
    for (const cJSON *a = attributes ? attributes->child : NULL; a && !status; a = a->next)
        status = cJSON_IsString(a)
                     ? tblog_graph_attribute(graph, a->string, a->valuestring, err)
                     : json_fail(err, "attribute \"%.100s\" is not a string", a->string);
    return status;
}

static tblog_status add_node(const cJSON *item, tblog_graph *graph, tblog_error *err) {
    static const char *const fields[] = {"name", "op", "inputs", "attributes", NULL};
    pool p = {0};
    const char *name, *op, *const *inputs = NULL;
    size_t count = 0;
    tblog_status status = check_object(item, "node", fields, err);
    if (!status) status = json_need_text(item, "name", &name, err);
    if (!status) status = json_need_text(item, "op", &op, err);
    if (!status) inputs = read_texts(&p, item, "inputs", &count, err);
    if (!status && !inputs) status = err->status;
    if (!status) status = tblog_graph_add(graph, name, op, inputs, count, err);
    if (!status) status = add_attributes(item, graph, err);
    pool_free(&p);
    return status;
}

tblog_status json_make_graph(const cJSON *line, tblog_graph **graph, tblog_error *err) {
    const cJSON *nodes = json_field(line, "nodes");
    if (!cJSON_IsArray(nodes)) return json_fail(err, "\"nodes\" is missing or not a list");
    *graph = tblog_graph_new();
    tblog_status status = *graph ? TBLOG_OK : json_fail(err, "out of memory");
    for (const cJSON *item = nodes->child; item && !status; item = item->next)
        status = add_node(item, *graph, err);
    if (!status) return TBLOG_OK;
    tblog_graph_free(*graph);
    *graph = NULL;
    return status;
}
