/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds of `tblog log` that are trees: experiments, layouts of charts, and graphs. */
#ifndef CLI_JSON_LAYOUTS_H
#define CLI_JSON_LAYOUTS_H

#include <cjson/cJSON.h>
#include <tblog/tblog.h>

/* "hparams" and "metrics", lists of objects; "name", "user", "time". */
tblog_status json_add_experiment(const cJSON *line, const char *tag, tblog_summary *summary,
                                 tblog_error *err);

/* "value", a list of categories of charts. */
tblog_status json_add_custom_scalars(const cJSON *line, const char *tag, tblog_summary *summary,
                                     tblog_error *err);

/* "nodes", a list of objects. Free *graph. */
tblog_status json_make_graph(const cJSON *line, tblog_graph **graph, tblog_error *err);

/* A hyperparameter's value. */
tblog_status json_read_hparam(const cJSON *item, tblog_hparam *value, tblog_error *err);

#endif
