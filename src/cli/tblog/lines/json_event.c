/* SPDX-License-Identifier: Apache-2.0 */
/* One JSON line of `tblog log` as a summary. log.c calls this. */
#include "cli/tblog/lines/json_event.h"

#include <stdlib.h>
#include <string.h>

#include "cli/tblog/lines/json_fields.h"
#include "cli/tblog/lines/json_kinds.h"
#include "cli/tblog/lines/json_text.h"

static const char *const common_fields[] = {"kind",      "tag",          "step",
                                            "wall_time", "display_name", "description"};

static bool is_field_of(const json_kind *kind, const char *name) {
    for (size_t i = 0; i < sizeof common_fields / sizeof common_fields[0]; i++)
        if (strcmp(common_fields[i], name) == 0) return true;
    for (size_t i = 0; i < JSON_KIND_FIELDS; i++)
        if (kind->fields[i] && strcmp(kind->fields[i], name) == 0) return true;
    return false;
}

static tblog_status refuse_field(const json_kind *kind, const char *name, tblog_error *err) {
    near_name near = {.text = name};
    char hint[128];
    for (size_t i = 0; i < sizeof common_fields / sizeof common_fields[0]; i++)
        near_name_try(&near, common_fields[i]);
    for (size_t i = 0; i < JSON_KIND_FIELDS; i++)
        if (kind->fields[i]) near_name_try(&near, kind->fields[i]);
    return json_fail(err, "a %s has no field \"%.100s\"%s", kind->name, name,
                     near_name_hint(&near, "", hint, sizeof hint));
}

static tblog_status refuse_kind(const char *name, tblog_error *err) {
    near_name near = {.text = name};
    char hint[128];
    json_kinds_try(&near);
    return json_fail(err, "unknown kind \"%.100s\"%s", name,
                     near_name_hint(&near, "", hint, sizeof hint));
}

/* Refuse unknown fields: they are a mistake of the line's writer, and must not be lost silently. */
static tblog_status check_fields(const cJSON *line, const json_kind *kind, tblog_error *err) {
    for (const cJSON *item = line->child; item; item = item->next)
        if (!is_field_of(kind, item->string)) return refuse_field(kind, item->string, err);
    return TBLOG_OK;
}

static tblog_status describe(const cJSON *line, tblog_summary *summary, tblog_error *err) {
    const char *display_name, *description;
    tblog_status status = json_get_text(line, "display_name", &display_name, err);
    if (!status) status = json_get_text(line, "description", &description, err);
    if (status || !tblog_summary_count(summary) || (!display_name && !description)) return status;
    return tblog_summary_describe(summary, display_name, description, err);
}

static tblog_status add_line(const cJSON *line, tblog_summary *summary, json_event *event,
                             tblog_error *err) {
    const char *name, *tag = NULL;
    if (!cJSON_IsObject(line)) return json_fail(err, "not a JSON object");
    tblog_status status = json_need_text(line, "kind", &name, err);
    if (status) return status;
    const json_kind *kind = json_kind_find(name);
    if (!kind) return refuse_kind(name, err);
    bool version = !kind->add && !kind->make_graph;
    *event = (json_event){.file_version = version, .wall_time_s = version ? 0 : TBLOG_NOW};

    status = check_fields(line, kind, err);
    if (!status)
        status = kind->tagged ? json_need_text(line, "tag", &tag, err)
                              : json_get_text(line, "tag", &tag, err);
    if (!status) status = json_get_step(line, &event->step, err);
    if (!status) status = json_get_number(line, "wall_time", &event->wall_time_s, err);
    if (status) return status;
    if (json_field(line, "wall_time") && event->wall_time_s < 0)
        return json_fail(err, "\"wall_time\" is negative");
    if (version) return TBLOG_OK;
    if (tag && !(event->tag = strdup(tag))) return json_fail(err, "out of memory");
    if (kind->make_graph) return kind->make_graph(line, &event->graph, err);
    status = kind->add(line, tag, summary, err);
    return status ? status : describe(line, summary, err);
}

tblog_status json_event_parse(const char *text, size_t length, tblog_summary *summary,
                              json_event *event, tblog_error *err) {
    *event = (json_event){0};
    cJSON *line = json_text_parse(text, length, err);
    if (!line) return err->status;
    tblog_status status = add_line(line, summary, event, err);
    cJSON_Delete(line);
    return status;
}

void json_event_free(json_event *event) {
    tblog_graph_free(event->graph);
    free(event->tag);
    *event = (json_event){0};
}
