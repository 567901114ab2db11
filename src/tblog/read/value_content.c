/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The contents of a value: strings, buckets, images and sound, in tensors and in the messages of
 * TensorFlow 1. The latter are converted as TensorBoard does (tensorboard/data_compat.py). Field
 * numbers: tensorflow/core/framework/summary.proto. And any message, field by field.
 */
#include <tblog/reader.h>

#include "tblog/float_env.h"
#include "tblog/read/wire.h"

enum { DT_FLOAT = 1, DT_DOUBLE = 2, DT_STRING = 7, BUCKET_NUMBERS = 3 };
enum { FLOAT_VAL = 5, DOUBLE_VAL = 6, STRING_VAL = 8 }; /* of TensorProto */

static bool is_kind(const tblog_value *value, const char *kind) {
    tblog_text_view k = tblog_value_kind(value);
    return k.size == strlen(kind) && memcmp(k.data, kind, k.size) == 0;
}

/* ---- strings ---- */

static bool no_strings(tblog_strings *strings) {
    *strings = (tblog_strings){.stride = 1};
    return false;
}

bool tblog_value_strings(const tblog_value *value, tblog_strings *strings) {
    if (value->form != TBLOG_VALUE_TENSOR || value->dtype != DT_STRING) return no_strings(strings);
    *strings = (tblog_strings){.rest = value->body, .field = STRING_VAL, .stride = 1};
    return true;
}

/* The only string of a message of TensorFlow 1: if the field is repeated, the last one counts. */
static bool v1_string(const tblog_value *value, uint32_t number, tblog_strings *strings) {
    no_strings(strings);
    tblog__wire w = tblog__wire_of(value->body);
    while (w.at < w.end) {
        tblog__wire from = w;
        tblog__field field;
        if (!tblog__wire_next(&w, &field)) return no_strings(strings);
        if (!tblog__field_is(&field, number, TBLOG__WIRE_BYTES)) continue;
        from.end = w.at;
        strings->rest = tblog__wire_view(&from);
        strings->field = number;
    }
    return strings->field != 0;
}

bool tblog_value_images(const tblog_value *value, tblog_strings *strings) {
    if (value->form == TBLOG_VALUE_V1_IMAGE) return v1_string(value, 4, strings);
    if (!is_kind(value, "images") || !tblog_value_strings(value, strings))
        return no_strings(strings);
    strings->skip = 2; /* width and height */
    return true;
}

bool tblog_value_clips(const tblog_value *value, tblog_strings *strings) {
    if (value->form == TBLOG_VALUE_V1_AUDIO) return v1_string(value, 4, strings);
    if (!is_kind(value, "audio") || !tblog_value_strings(value, strings))
        return no_strings(strings);
    if (value->rank == 2 && value->shape[1] == 2) strings->stride = 2; /* each has a label */
    return true;
}

bool tblog_strings_next(tblog_strings *strings, tblog_text_view *string) {
    tblog__wire w = tblog__wire_of(strings->rest);
    for (tblog__field field; w.at < w.end && tblog__wire_next(&w, &field);) {
        if (!tblog__field_is(&field, strings->field, TBLOG__WIRE_BYTES)) continue;
        if (strings->skip) {
            strings->skip--;
            continue;
        }
        *string = tblog__wire_view(&field.bytes);
        strings->rest = tblog__wire_view(&w);
        strings->skip = strings->stride - 1;
        return true;
    }
    strings->rest.size = 0;
    return false;
}

/* String i. */
static bool string_at(tblog_strings strings, size_t i, tblog_text_view *string) {
    for (; tblog_strings_next(&strings, string); i--)
        if (!i) return true;
    return false;
}

bool tblog_value_string(const tblog_value *value, size_t i, tblog_text_view *string) {
    tblog_strings strings;
    return tblog_value_strings(value, &strings) && string_at(strings, i, string);
}

bool tblog_value_image(const tblog_value *value, size_t i, tblog_text_view *image) {
    tblog_strings strings;
    return tblog_value_images(value, &strings) && string_at(strings, i, image);
}

bool tblog_value_audio(const tblog_value *value, size_t i, tblog_text_view *clip) {
    tblog_strings strings;
    return tblog_value_clips(value, &strings) && string_at(strings, i, clip);
}

/* ---- buckets ---- */

static double number_at(tblog_text_view numbers, size_t i, bool wide) {
    tblog__field field = {0};
    const uint8_t *at = (const uint8_t *)numbers.data + i * (wide ? 8 : 4);
    field.bits = wide ? tblog__get_le64(at) : tblog__get_le32(at);
    return wide ? tblog__field_double(&field) : (double)tblog__field_float(&field);
}

/* HistogramProto { min 1, max 2, bucket_limit 6 and bucket 7 packed }. */
static TBLOG__APART bool v1_buckets(const tblog_value *value, tblog_buckets *buckets) {
    double min = 0, max = 0;
    tblog_text_view limits = {0}, counts = {0};
    tblog__wire w = tblog__wire_of(value->body);
    for (tblog__field field; w.at < w.end;) {
        if (!tblog__wire_next(&w, &field)) return false;
        if (tblog__field_is(&field, 1, TBLOG__WIRE_64)) min = tblog__field_double(&field);
        if (tblog__field_is(&field, 2, TBLOG__WIRE_64)) max = tblog__field_double(&field);
        if (tblog__field_is(&field, 6, TBLOG__WIRE_BYTES)) limits = tblog__wire_view(&field.bytes);
        if (tblog__field_is(&field, 7, TBLOG__WIRE_BYTES)) counts = tblog__wire_view(&field.bytes);
    }
    size_t first = 0, end = counts.size / 8;
    if (counts.size % 8 || limits.size != counts.size) return false;
    /* Empty buckets at both ends reach to +-DBL_MAX; min and max replace these ends. */
    while (first < end && !(number_at(counts, first, true) > 0)) first++;
    while (end > first && !(number_at(counts, end - 1, true) > 0)) end--;
    *buckets = (tblog_buckets){.count = end - first,
                               .form = TBLOG_VALUE_V1_HISTOGRAM,
                               .wide = true,
                               .min = min,
                               .max = max};
    if (first == end) return true; /* there may be no bytes to point into */
    buckets->limits = (tblog_text_view){limits.data + 8 * first, 8 * (end - first)};
    buckets->counts = (tblog_text_view){counts.data + 8 * first, 8 * (end - first)};
    return true;
}

/* The elements of a tensor of float32 or float64: its content, or else the list of its type, which
 * when it is packed, as everybody has it, is the same bytes. */
static tblog_text_view elements_of(const tblog_value *value, bool wide) {
    tblog_text_view elements = value->content;
    tblog__wire w = tblog__wire_of(value->body);
    if (elements.size) return elements;
    for (tblog__field field; w.at < w.end && tblog__wire_next(&w, &field);)
        if (tblog__field_is(&field, wide ? DOUBLE_VAL : FLOAT_VAL, TBLOG__WIRE_BYTES))
            elements = tblog__wire_view(&field.bytes);
    return elements;
}

bool tblog_value_buckets(const tblog_value *value, tblog_buckets *buckets) {
    *buckets = (tblog_buckets){0};
    if (value->form == TBLOG_VALUE_V1_HISTOGRAM) {
        tblog__float_env before = tblog__float_env_enter();
        bool good = v1_buckets(value, buckets);
        tblog__float_env_leave(&before);
        return good;
    }
    bool wide = value->dtype == DT_DOUBLE;
    size_t row = BUCKET_NUMBERS * (wide ? 8 : 4);
    if (value->form != TBLOG_VALUE_TENSOR || (!wide && value->dtype != DT_FLOAT) ||
        value->rank != 2 || value->shape[1] != BUCKET_NUMBERS || !is_kind(value, "histograms"))
        return false;
    tblog_text_view elements = elements_of(value, wide);
    if (elements.size % row || elements.size / row != value->shape[0]) return false;
    *buckets = (tblog_buckets){
        .count = value->shape[0], .form = TBLOG_VALUE_TENSOR, .wide = wide, .counts = elements};
    return true;
}

static TBLOG__APART void get_bucket(const tblog_buckets *buckets, size_t i, double *left,
                                    double *right, double *count) {
    if (buckets->form == TBLOG_VALUE_V1_HISTOGRAM) {
        *left = i ? number_at(buckets->limits, i - 1, true) : buckets->min;
        *right = i + 1 < buckets->count ? number_at(buckets->limits, i, true) : buckets->max;
        *count = number_at(buckets->counts, i, true);
    } else {
        *left = number_at(buckets->counts, BUCKET_NUMBERS * i, buckets->wide);
        *right = number_at(buckets->counts, BUCKET_NUMBERS * i + 1, buckets->wide);
        *count = number_at(buckets->counts, BUCKET_NUMBERS * i + 2, buckets->wide);
    }
}

bool tblog_buckets_get(const tblog_buckets *buckets, size_t i, double *left, double *right,
                       double *count) {
    if (i >= buckets->count) return false;
    tblog__float_env before = tblog__float_env_enter();
    get_bucket(buckets, i, left, right, count);
    tblog__float_env_leave(&before);
    return true;
}

/* ---- any message ---- */

bool tblog_field_next(tblog_text_view *rest, tblog_field *field) {
    tblog__wire w = tblog__wire_of(*rest);
    tblog__field next;
    *field = (tblog_field){0};
    if (!rest->size || !tblog__wire_next(&w, &next)) return false;
    *field = (tblog_field){next.number, next.type, next.bits, {0}};
    if (next.type == TBLOG__WIRE_BYTES) field->bytes = tblog__wire_view(&next.bytes);
    *rest = tblog__wire_view(&w);
    return true;
}

bool tblog_packed_next(tblog_text_view *rest, uint32_t type, uint64_t *bits) {
    tblog__wire w = tblog__wire_of(*rest);
    if (!rest->size || !tblog__wire_packed(&w, type, bits)) return false;
    *rest = tblog__wire_view(&w);
    return true;
}
