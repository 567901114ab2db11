/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which dashboard shows what. run.c calls this. The rules are those of TensorBoard's data server:
 * initial_metadata, into_scalar, into_tensor and into_blob_sequence of
 * tensorboard/data/server/data_compat.rs.
 */
#include "tblog/read/dashboard.h"

#include <string.h>

#include "tblog/read/number.h"
#include "tblog/read/wire.h"

enum { DT_STRING = 7 };

static bool is(tblog_text_view text, const char *word) {
    return text.size == strlen(word) && (!text.size || memcmp(text.data, word, text.size) == 0);
}

static tblog_text_view word(const char *text) {
    return (tblog_text_view){text, strlen(text)};
}

/* ---- the dashboard ---- */

/* The class of a plugin's values if their metadata do not name one. */
static tblog__data_class class_of_plugin(tblog_text_view plugin) {
    static const struct {
        const char *plugin;
        tblog__data_class data_class;
    } plugins[] = {{"scalars", TBLOG__CLASS_SCALAR},
                   {"histograms", TBLOG__CLASS_TENSOR},
                   {"text", TBLOG__CLASS_TENSOR},
                   {"hparams", TBLOG__CLASS_TENSOR},
                   {"pr_curves", TBLOG__CLASS_TENSOR},
                   {"mesh", TBLOG__CLASS_TENSOR},
                   {"custom_scalars", TBLOG__CLASS_TENSOR},
                   {"images", TBLOG__CLASS_BLOBS},
                   {"audio", TBLOG__CLASS_BLOBS},
                   {"graph_run_metadata", TBLOG__CLASS_BLOBS},
                   {"graph_run_metadata_graph", TBLOG__CLASS_BLOBS},
                   {"graph_keras_model", TBLOG__CLASS_BLOBS}};
    for (size_t i = 0; i < sizeof plugins / sizeof plugins[0]; i++)
        if (is(plugin, plugins[i].plugin)) return plugins[i].data_class;
    return TBLOG__CLASS_UNKNOWN;
}

/* SummaryMetadata's data_class. */
static uint64_t stated_class(tblog_text_view metadata) {
    uint64_t stated = TBLOG__CLASS_UNKNOWN;
    tblog__wire w = tblog__wire_of(metadata);
    for (tblog__field field; w.at < w.end && tblog__wire_next(&w, &field);)
        if (tblog__field_is(&field, 4, TBLOG__WIRE_VARINT)) stated = field.bits;
    return stated;
}

static bool is_v1(const tblog_value *value) {
    return value->form == TBLOG_VALUE_V1_SCALAR || value->form == TBLOG_VALUE_V1_HISTOGRAM ||
           value->form == TBLOG_VALUE_V1_IMAGE || value->form == TBLOG_VALUE_V1_AUDIO;
}

tblog__dashboard tblog__dashboard_of(const tblog_value *first, const tblog_text_view *metadata) {
    uint64_t stated = metadata ? stated_class(*metadata) : TBLOG__CLASS_UNKNOWN;
    if (stated != TBLOG__CLASS_UNKNOWN) {
        bool known = stated <= TBLOG__CLASS_BLOBS;
        return (tblog__dashboard){first->plugin,
                                  known ? (tblog__data_class)stated : TBLOG__CLASS_UNKNOWN};
    }
    tblog_text_view kind = is_v1(first) ? tblog_value_kind(first) : first->plugin;
    return (tblog__dashboard){kind.size ? kind : word(""), class_of_plugin(kind)};
}

/* ---- the dashboard's values ---- */

static bool is_graph(tblog_text_view kind) {
    return is(kind, "graph_run_metadata") || is(kind, "graph_run_metadata_graph") ||
           is(kind, "graph_keras_model");
}

static bool has_one_string(const tblog_value *value) {
    tblog_text_view string;
    return tblog_value_string(value, 0, &string) && !tblog_value_string(value, 1, &string);
}

static bool is_blobs(tblog_text_view kind, const tblog_value *value) {
    if (value->form == TBLOG_VALUE_V1_IMAGE || value->form == TBLOG_VALUE_V1_AUDIO) return true;
    if (value->form != TBLOG_VALUE_TENSOR || value->dtype != DT_STRING) return false;
    if (value->rank == 0) return is_graph(kind) && has_one_string(value);
    return value->rank == 1 || (value->rank == 2 && value->shape[1] == 2 && is(kind, "audio"));
}

/* Whatever plugin it states. */
static bool has_buckets(const tblog_value *value) {
    tblog_buckets buckets;
    tblog_value histogram = *value;
    histogram.plugin = word("histograms");
    return tblog_value_buckets(&histogram, &buckets);
}

/* A graph or metadata of a session's run: bytes, which only look like a tensor of one string. */
static bool is_message(const tblog_value *value) {
    return value->form == TBLOG_VALUE_TENSOR && !value->body.data;
}

static bool is_tensor(const tblog_value *value) {
    return (value->form == TBLOG_VALUE_TENSOR && !is_message(value)) ||
           value->form == TBLOG_VALUE_NONE ||
           (value->form == TBLOG_VALUE_V1_HISTOGRAM && has_buckets(value));
}

bool tblog__dashboard_shows(const tblog__dashboard *dashboard, const tblog_value *value) {
    tblog__number number;
    tblog__data_class own = class_of_plugin(dashboard->kind);
    if (own != TBLOG__CLASS_UNKNOWN && own != dashboard->data_class)
        return false; /* the plugin requires its own class */
    switch (dashboard->data_class) {
    case TBLOG__CLASS_SCALAR: return tblog__value_number(value, &number) && number.plain;
    case TBLOG__CLASS_TENSOR: return is_tensor(value);
    case TBLOG__CLASS_BLOBS: return is_blobs(dashboard->kind, value);
    default: return false;
    }
}

bool tblog__dashboard_fits(const tblog__dashboard *dashboard, const tblog_value *value) {
    tblog__number number;
    tblog_text_view kind = dashboard->kind, own = tblog_value_kind(value);
    if (is(kind, "scalars")) return tblog__value_number(value, &number); /* whatever it states */
    if (is(kind, "histograms")) return has_buckets(value);
    if (own.size && kind.size &&
        (own.size != kind.size || memcmp(own.data, kind.data, own.size) != 0))
        return false;
    if (is(kind, "text")) return is_tensor(value) && value->dtype == DT_STRING;
    switch (dashboard->data_class) {
    case TBLOG__CLASS_SCALAR: return tblog__value_number(value, &number);
    case TBLOG__CLASS_TENSOR: return is_tensor(value);
    case TBLOG__CLASS_BLOBS: return is_blobs(kind, value);
    default: return true;
    }
}
