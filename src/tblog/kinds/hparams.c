/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hyperparameters: messages in the metadata of empty DT_FLOAT [0] tensors, plugin "hparams", under
 * the three tags that the dashboard looks for.
 */
#include <tblog/hparams.h>

#include <stdbool.h>
#include <string.h>

#include "hparams.pb-c.h"
#include "tblog/bytes.h"
#include "tblog/error.h"
#include "tblog/float_env.h"
#include "tblog/kinds/summary.h"
#include "tblog/kinds/tensor_proto.h"
#include "tblog/text_table.h"
#include "tblog/utf8.h"

/* Generated types have no const, but the texts are only read. They are checked before. */
static char *text(const char *given) {
    return given ? (char *)(uintptr_t)given : (char *)(uintptr_t)protobuf_c_empty_string;
}

static tblog_status check_text(const char *given, const char *what, tblog_error *err) {
    if (!given || tblog__utf8_valid(given)) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT, "%s is not UTF-8", what);
}

static tblog_status check_name(const char *name, const char *what, tblog_error *err) {
    if (!name || !*name) return tblog__fail(err, TBLOG_ERR_ARGUMENT, "%s has no name", what);
    return check_text(name, what, err);
}

static tblog_status append(tblog_summary *summary, const char *tag, Tblog__HParamsPluginData *data,
                           tblog_error *err) {
    ProtobufCBinaryData content = tblog__summary_pack(summary, &data->base);
    if (!content.data) return tblog__fail_no_memory(err);
    return tblog__summary_append(summary, tag, "hparams", content,
                                 tblog__tensor_numbers(&summary->arena, TBLOG__DATA_TYPE__DT_FLOAT,
                                                       1, (size_t[]){0}, (ProtobufCBinaryData){0}),
                                 err);
}

static tblog_status set_value(Tblog__HParamValue *value, const tblog_hparam *from,
                              tblog_error *err) {
    tblog__hparam_value__init(value);
    switch (from->type) {
    case TBLOG_HPARAM_IS_NUMBER:
        value->kind_case = TBLOG__HPARAM_VALUE__KIND_NUMBER_VALUE;
        value->number_value = from->number;
        return TBLOG_OK;
    case TBLOG_HPARAM_IS_BOOL:
        value->kind_case = TBLOG__HPARAM_VALUE__KIND_BOOL_VALUE;
        value->bool_value = from->truth != 0;
        return TBLOG_OK;
    case TBLOG_HPARAM_IS_STRING:
        value->kind_case = TBLOG__HPARAM_VALUE__KIND_STRING_VALUE;
        value->string_value = text(from->string);
        return check_text(from->string, "a hyperparameter's value", err);
    case TBLOG_HPARAM_ANY: break;
    }
    return tblog__fail(err, TBLOG_ERR_ARGUMENT, "a hyperparameter's value has no type");
}

/* An array of 'count' pointers to 'count' messages of 'size' bytes, in the arena; NULL when there
 * is no memory. */
static void **take_list(tblog__arena *arena, size_t count, size_t size) {
    void **list = tblog__arena_take(arena, count * sizeof *list);
    for (size_t i = 0; list && i < count; i++)
        if (!(list[i] = tblog__arena_take(arena, size))) return NULL;
    return list;
}

/* ---- uniqueness ---- */

static bool same_value(const tblog_hparam *a, const tblog_hparam *b) {
    if (a->type != b->type) return false;
    if (a->type == TBLOG_HPARAM_IS_STRING) return strcmp(text(a->string), text(b->string)) == 0;
    if (a->type == TBLOG_HPARAM_IS_BOOL) return !a->truth == !b->truth;
    return tblog__double_bits(a->number) == tblog__double_bits(b->number);
}

static tblog_status check_values_differ(const tblog_hparam *values, size_t count, const char *name,
                                        tblog_error *err) {
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            if (same_value(&values[i], &values[k]))
                return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                                   "values %zu and %zu of the hyperparameter '%.100s' are the same",
                                   k, i, name);
    return TBLOG_OK;
}

/* Add a name to the table; TBLOG_ERR_ARGUMENT if the table already has it. */
static tblog_status note_name(tblog__text_table *names, const char *name, const char *what,
                              tblog_error *err) {
    size_t number, count = names->count;
    if (!tblog__text_table_add(names, name, strlen(name), &number))
        return tblog__fail_no_memory(err);
    if (number == count) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT, "there are two %s '%.100s'", what, name);
}

/* ---- the experiment ---- */

static TBLOG__APART tblog_status check_interval(const tblog_hparam_info *info, tblog_error *err) {
    if (info->min <= info->max) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                       "the interval of the hyperparameter '%.100s' goes from %g to %g", info->name,
                       info->min, info->max);
}

static tblog_status set_domain(tblog__arena *arena, Tblog__HParamInfo *to,
                               const tblog_hparam_info *from, tblog_error *err) {
    if (from->has_interval) {
        tblog__float_env before = tblog__float_env_enter();
        tblog_status status = check_interval(from, err);
        tblog__float_env_leave(&before);
        if (status) return status;
        to->domain_case = TBLOG__HPARAM_INFO__DOMAIN_DOMAIN_INTERVAL;
        to->domain_interval = tblog__arena_take(arena, sizeof *to->domain_interval);
        if (!to->domain_interval) return tblog__fail_no_memory(err);
        tblog__hparam_interval__init(to->domain_interval);
        to->domain_interval->min_value = from->min;
        to->domain_interval->max_value = from->max;
        return TBLOG_OK;
    }
    if (!from->value_count) return TBLOG_OK;
    tblog_status differ = tblog__list_check(from->values, from->value_count, "values", err);
    if (!differ) differ = check_values_differ(from->values, from->value_count, from->name, err);
    if (differ) return differ;
    Tblog__HParamValueList *list = tblog__arena_take(arena, sizeof *list);
    if (!list) return tblog__fail_no_memory(err);
    tblog__hparam_value_list__init(list);
    list->values =
        (Tblog__HParamValue **)take_list(arena, from->value_count, sizeof **list->values);
    if (!list->values) return tblog__fail_no_memory(err);
    to->domain_case = TBLOG__HPARAM_INFO__DOMAIN_DOMAIN_DISCRETE;
    to->domain_discrete = list;
    for (; list->n_values < from->value_count; list->n_values++) {
        tblog_status status =
            set_value(list->values[list->n_values], &from->values[list->n_values], err);
        if (status) return status;
    }
    return TBLOG_OK;
}

static tblog_status set_info(tblog__arena *arena, Tblog__HParamInfo *to,
                             const tblog_hparam_info *from, tblog_error *err) {
    tblog__hparam_info__init(to);
    to->name = text(from->name);
    to->display_name = text(from->display_name);
    to->description = text(from->description);
    to->type = (Tblog__HParamType)from->type;
    to->differs = from->differs != 0;
    tblog_status status = check_name(from->name, "a hyperparameter", err);
    if (!status) status = check_text(from->display_name, "a display name", err);
    if (!status) status = check_text(from->description, "a description", err);
    return status ? status : set_domain(arena, to, from, err);
}

static tblog_status set_metric(tblog__arena *arena, Tblog__HParamMetricInfo *to,
                               const tblog_metric_info *from, tblog_error *err) {
    tblog__hparam_metric_info__init(to);
    to->name = tblog__arena_take(arena, sizeof *to->name);
    if (!to->name) return tblog__fail_no_memory(err);
    tblog__hparam_metric_name__init(to->name);
    to->name->group = text(from->group);
    to->name->tag = text(from->tag);
    to->display_name = text(from->display_name);
    to->description = text(from->description);
    to->dataset_type = (Tblog__HParamDatasetType)from->dataset;
    tblog_status status = check_name(from->tag, "a metric", err);
    if (!status) status = check_text(from->group, "a metric's group", err);
    if (!status) status = check_text(from->display_name, "a display name", err);
    return status ? status : check_text(from->description, "a description", err);
}

/* Metrics with the same tag but different groups are different: training's and validation's. */
static bool same_metric(const tblog_metric_info *a, const tblog_metric_info *b) {
    return strcmp(a->tag, b->tag) == 0 && strcmp(text(a->group), text(b->group)) == 0;
}

static tblog_status check_names_differ(const tblog_experiment *from, tblog_error *err) {
    tblog__text_table names = {0};
    tblog_status status = TBLOG_OK;
    for (size_t i = 0; i < from->hparam_count && !status; i++)
        status = note_name(&names, from->hparams[i].name, "hyperparameters", err);
    tblog__text_table_free(&names);
    for (size_t i = 0; i < from->metric_count && !status; i++)
        for (size_t k = 0; k < i && !status; k++)
            if (same_metric(&from->metrics[i], &from->metrics[k]))
                status = tblog__fail(err, TBLOG_ERR_ARGUMENT, "there are two metrics '%.100s'",
                                     from->metrics[i].tag);
    return status;
}

static tblog_status set_lists(tblog__arena *arena, Tblog__HParamExperiment *to,
                              const tblog_experiment *from, tblog_error *err) {
    tblog_status status = TBLOG_OK;
    to->hparam_infos =
        (Tblog__HParamInfo **)take_list(arena, from->hparam_count, sizeof **to->hparam_infos);
    to->metric_infos =
        (Tblog__HParamMetricInfo **)take_list(arena, from->metric_count, sizeof **to->metric_infos);
    if (!to->hparam_infos || !to->metric_infos) return tblog__fail_no_memory(err);
    for (; to->n_hparam_infos < from->hparam_count && !status; to->n_hparam_infos++)
        status = set_info(arena, to->hparam_infos[to->n_hparam_infos],
                          &from->hparams[to->n_hparam_infos], err);
    for (; to->n_metric_infos < from->metric_count && !status; to->n_metric_infos++)
        status = set_metric(arena, to->metric_infos[to->n_metric_infos],
                            &from->metrics[to->n_metric_infos], err);
    return status ? status : check_names_differ(from, err);
}

tblog_status tblog_summary_hparams_experiment(tblog_summary *summary,
                                              const tblog_experiment *experiment,
                                              tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    if (!experiment) return tblog__fail(err, TBLOG_ERR_ARGUMENT, "there is no experiment");
    Tblog__HParamExperiment message = TBLOG__HPARAM_EXPERIMENT__INIT;
    message.name = text(experiment->name);
    message.description = text(experiment->description);
    message.user = text(experiment->user);
    message.time_created_secs = experiment->time_created_s;
    tblog_status status = check_text(experiment->name, "the experiment's name", err);
    if (!status) status = check_text(experiment->description, "the description", err);
    if (!status) status = check_text(experiment->user, "the user", err);
    if (!status)
        status = tblog__list_check(experiment->hparams, experiment->hparam_count, "hyperparameters",
                                   err);
    if (!status)
        status = tblog__list_check(experiment->metrics, experiment->metric_count, "metrics", err);
    if (!status) status = set_lists(&summary->arena, &message, experiment, err);
    if (status) return status;
    Tblog__HParamsPluginData data = TBLOG__HPARAMS_PLUGIN_DATA__INIT;
    data.data_case = TBLOG__HPARAMS_PLUGIN_DATA__DATA_EXPERIMENT;
    data.experiment = &message;
    return append(summary, "_hparams_/experiment", &data, err);
}

/* ---- the session ---- */

static tblog_status set_entry(tblog__arena *arena, Tblog__HParamSessionStart__Entry *to,
                              const tblog_hparam *from, tblog_error *err) {
    tblog__hparam_session_start__entry__init(to);
    to->key = text(from->name);
    to->value = tblog__arena_take(arena, sizeof *to->value);
    if (!to->value) return tblog__fail_no_memory(err);
    tblog_status status = check_name(from->name, "a hyperparameter", err);
    return status ? status : set_value(to->value, from, err);
}

tblog_status tblog_summary_hparams_start(tblog_summary *summary, const tblog_hparam *values,
                                         size_t count, const char *group, double start_time_s,
                                         tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    Tblog__HParamSessionStart message = TBLOG__HPARAM_SESSION_START__INIT;
    message.group_name = text(group);
    message.start_time_secs = start_time_s;
    message.hparams = (Tblog__HParamSessionStart__Entry **)take_list(&summary->arena, count,
                                                                     sizeof **message.hparams);
    tblog_status status = check_text(group, "the group", err);
    if (!status) status = tblog__list_check(values, count, "hyperparameters", err);
    if (!status && !message.hparams) status = tblog__fail_no_memory(err);
    for (; message.n_hparams < count && !status; message.n_hparams++)
        status = set_entry(&summary->arena, message.hparams[message.n_hparams],
                           &values[message.n_hparams], err);
    tblog__text_table names = {0};
    for (size_t i = 0; i < count && !status; i++)
        status = note_name(&names, values[i].name, "hyperparameters", err);
    tblog__text_table_free(&names);
    if (status) return status;
    Tblog__HParamsPluginData data = TBLOG__HPARAMS_PLUGIN_DATA__INIT;
    data.data_case = TBLOG__HPARAMS_PLUGIN_DATA__DATA_SESSION_START_INFO;
    data.session_start_info = &message;
    return append(summary, "_hparams_/session_start_info", &data, err);
}

tblog_status tblog_summary_hparams_end(tblog_summary *summary, tblog_session_status session_status,
                                       double end_time_s, tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    Tblog__HParamSessionEnd message = TBLOG__HPARAM_SESSION_END__INIT;
    message.status = (Tblog__HParamStatus)session_status;
    message.end_time_secs = end_time_s;
    Tblog__HParamsPluginData data = TBLOG__HPARAMS_PLUGIN_DATA__INIT;
    data.data_case = TBLOG__HPARAMS_PLUGIN_DATA__DATA_SESSION_END_INFO;
    data.session_end_info = &message;
    return append(summary, "_hparams_/session_end_info", &data, err);
}
