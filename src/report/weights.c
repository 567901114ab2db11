/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was logged of the weights. First it is decided, by the series that are there, which values
 * are wanted; then the files are read once more, and each wanted value is put in its place.
 */
#include "report/weights.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MAX_BUCKETS = 512, MAX_IMAGE_BYTES = 1 << 20, MAX_IMAGE_SIDE = 1 << 12, MAX_SERIES = 64 };

/* ---- which ---- */

/* "dense_1/kernel/histogram": from the last slash but one on, or all of it. */
static const char *kind_of_tag(const char *tag) {
    int slashes = 0;
    for (const char *at = tag + strlen(tag); at > tag; at--)
        if (at[-1] == '/' && ++slashes == 2) return at;
    return tag;
}

/*
 * The n-th histogram of a kind in a run belongs to the n-th of that kind in the others, whatever
 * the tags: Keras counts names on from model to model, so the second model of a process logs
 * sequential_1/dense_3/kernel where the first had sequential/dense/kernel.
 */
typedef struct group_key {
    const char *kind; /* (kind_size) bytes at the tag's end */
    size_t nth;
} group_key;

static group_key key_of(const tblog_run *run, size_t series) {
    group_key key = {kind_of_tag(tblog_run_series(run, series)->tag), 0};
    for (size_t i = 0; i < series; i++) {
        const tblog_series *s = tblog_run_series(run, i);
        if (strcmp(s->kind, "histograms") == 0 && strcmp(kind_of_tag(s->tag), key.kind) == 0)
            key.nth++;
    }
    return key;
}

/* "sequential/dense/kernel/histogram" is shown as "dense/kernel". */
static const char *title_of(pool *memory, const char *tag) {
    static const char prefix[] = "sequential/", suffix[] = "/histogram";
    size_t size = strlen(tag), end = sizeof suffix - 1;
    if (size > end && strcmp(tag + size - end, suffix) == 0) size -= end;
    size_t start = strncmp(tag, prefix, sizeof prefix - 1) == 0 ? sizeof prefix - 1 : 0;
    return pool_clean_text(memory, tag + start, size > start ? size - start : 0);
}

/* A point whose value is wanted, and what that becomes. */
typedef struct wanted {
    const tblog_point *point;
    report_ridge *ridge; /* one of these */
    weight_image *image; /* two */
} wanted;

typedef struct wish_list {
    wanted *items; /* (count) */
    size_t count, capacity;
} wish_list;

static bool wish(pool *memory, wish_list *list, wanted item) {
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? 2 * list->capacity : 64;
        wanted *grown = pool_take(memory, capacity, sizeof *grown);
        if (!grown) return false;
        if (list->count) memcpy(grown, list->items, list->count * sizeof *grown);
        list->items = grown;
        list->capacity = capacity;
    }
    list->items[list->count++] = item;
    return true;
}

/* Ridges of a series at evenly chosen points, the first and the last among them. */
static bool wish_ridges(pool *memory, wish_list *list, report_ridges *to,
                        const tblog_series *series) {
    size_t n = series->count < WEIGHTS_RIDGES ? series->count : WEIGHTS_RIDGES;
    to->ridge = pool_take(memory, n, sizeof *to->ridge);
    if (!to->ridge) return false;
    for (size_t i = 0; i < n; i++) {
        size_t point = n > 1 ? i * (series->count - 1) / (n - 1) : 0;
        report_ridge *r = &to->ridge[to->count++];
        r->step = series->points[point].step;
        if (!wish(memory, list, (wanted){&series->points[point], r, NULL})) return false;
    }
    return true;
}

/* Of a kernel's weights; --diagnostics logs histograms of its gradients as well. */
static bool is_kernel(const char *tag) {
    return strstr(tag, "kernel") && strncmp(tag, "why/", 4) != 0;
}

static histogram_group *group_of(report_weights *self, report_logs *logs, group_key *keys,
                                 group_key key, const char *tag) {
    for (size_t i = 0; i < self->group_count; i++)
        if (keys[i].nth == key.nth && strcmp(keys[i].kind, key.kind) == 0) return &self->groups[i];
    if (self->group_count == WEIGHTS_GROUPS) {
        self->has_more_groups = true;
        return NULL;
    }
    histogram_group *group = &self->groups[self->group_count];
    *group =
        (histogram_group){.title = title_of(&logs->memory, tag),
                          .is_kernel = is_kernel(tag),
                          .runs = pool_take(&logs->memory, logs->count, sizeof(report_ridges))};
    keys[self->group_count++] = key;
    return group;
}

static bool wish_histograms(report_weights *self, report_logs *logs, wish_list *list, size_t run,
                            group_key *keys) {
    const log_repeat *repeat = &logs->runs[run].repeats[0];
    for (size_t p = 0; p < repeat->count; p++) {
        const log_part *part = &repeat->parts[p];
        size_t seen = 0;
        for (size_t i = 0; i < tblog_run_series_count(part->loaded) && seen < MAX_SERIES; i++) {
            const tblog_series *s = tblog_run_series(part->loaded, i);
            if (strcmp(s->kind, "histograms") != 0) continue;
            seen++;
            histogram_group *group = group_of(self, logs, keys, key_of(part->loaded, i), s->tag);
            if (!group) continue;
            if (!group->runs || !group->title) return false;
            if (group->count && group->runs[group->count - 1].run == run) continue;
            report_ridges *to = &group->runs[group->count++];
            to->run = run;
            if (!wish_ridges(&logs->memory, list, to, s)) return false;
        }
    }
    return true;
}

/* The first layer's kernel, or else the first images of weights by another name. */
static const tblog_series *first_layer(const log_repeat *repeat, const log_part **part) {
    static const char *const names[] = {"kernel", "weight"};
    for (size_t n = 0; n < 2; n++)
        for (size_t p = 0; p < repeat->count; p++)
            for (size_t i = 0; i < tblog_run_series_count(repeat->parts[p].loaded); i++) {
                const tblog_series *s = tblog_run_series(repeat->parts[p].loaded, i);
                if (strcmp(s->kind, "images") != 0 || !strstr(s->tag, names[n])) continue;
                *part = &repeat->parts[p];
                return s;
            }
    return NULL;
}

/* The bias that goes with a kernel: sequential/dense/bias/image with sequential/dense/kernel/image.
 */
static const tblog_series *bias_of(const log_part *part, const char *tag) {
    char name[1024];
    size_t i;
    const char *kernel = strstr(tag, "kernel");
    int before = kernel ? (int)(kernel - tag) : 0;
    if (!kernel || strlen(tag) >= sizeof name) return NULL;
    snprintf(name, sizeof name, "%.*sbias%s", before, tag, kernel + 6);
    if (!tblog_run_find(part->loaded, name, strlen(name), &i)) return NULL;
    const tblog_series *series = tblog_run_series(part->loaded, i);
    return strcmp(series->kind, "images") == 0 ? series : NULL;
}

static bool wish_images(report_weights *self, report_logs *logs, wish_list *list, size_t run,
                        weight_image *bias) {
    const log_part *part = NULL;
    const tblog_series *s = first_layer(&logs->runs[run].repeats[0], &part);
    if (!s) return true;
    if (!self->image_title)
        self->image_title = pool_clean_text(&logs->memory, s->tag, strlen(s->tag));
    for (size_t i = 0; i < (s->count > 1 ? 2 : 1); i++) {
        weight_image *image = &self->images[self->image_count++];
        const tblog_point *point = &s->points[i ? s->count - 1 : 0];
        *image = (weight_image){.run = run, .brighten = 1, .step = point->step};
        if (!wish(&logs->memory, list, (wanted){point, NULL, image})) return false;
    }
    const tblog_series *b = bias_of(part, s->tag);
    return self->image_title &&
           (!b || wish(&logs->memory, list, (wanted){&b->points[0], NULL, bias}));
}

/* The last pictures of a run's data and predictions; the data are shown once. */
static bool wish_pictures(report_weights *self, report_logs *logs, wish_list *list, size_t run) {
    static const struct {
        const char *tag, *title;
    } kinds[] = {{"samples", "Training images"},
                 {"predictions/images", "Predictions"},
                 {"predictions/worst", "Worst mistakes"},
                 {"predictions/confusion", "Confusion matrix"}};
    const log_repeat *repeat = &logs->runs[run].repeats[0];
    for (size_t k = self->picture_count ? 1 : 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t p = 0; p < repeat->count; p++) {
            size_t i;
            const char *tag = kinds[k].tag;
            if (!tblog_run_find(repeat->parts[p].loaded, tag, strlen(tag), &i)) continue;
            const tblog_series *s = tblog_run_series(repeat->parts[p].loaded, i);
            if (strcmp(s->kind, "images") != 0 || self->picture_count == WEIGHTS_PICTURES) continue;
            const tblog_point *last = &s->points[s->count - 1];
            run_picture *picture = &self->pictures[self->picture_count++];
            *picture = (run_picture){
                kinds[k].title, k == 0, {.run = run, .brighten = 1, .step = last->step}};
            if (!wish(&logs->memory, list, (wanted){last, NULL, &picture->image})) return false;
        }
    return true;
}

/* ---- reading ---- */

static bool usable(const ridge_bucket *b) {
    return isfinite(b->left) && isfinite(b->right) && isfinite(b->count) && b->right >= b->left &&
           b->count >= 0;
}

/* At most MAX_BUCKETS: of more, neighbours are one. */
static bool take_buckets(pool *memory, report_ridge *to, const tblog_value *value) {
    tblog_buckets buckets;
    to->count = 0;
    if (!tblog_value_buckets(value, &buckets)) return true;
    size_t share = buckets.count / MAX_BUCKETS + 1, room = buckets.count / share + 1;
    ridge_bucket *out = pool_take(memory, room, sizeof *out);
    if (!out) return false;
    for (size_t i = 0; i < buckets.count; i++) {
        ridge_bucket b, *last = to->count ? &out[to->count - 1] : NULL;
        if (!tblog_buckets_get(&buckets, i, &b.left, &b.right, &b.count) || !usable(&b)) continue;
        if (last && b.left < last->right) continue; /* no histogram: buckets ascend */
        if (i % share && last) {
            last->right = b.right;
            last->count += b.count;
        } else if (to->count < room) {
            out[to->count++] = b;
        }
    }
    to->buckets = out;
    return true;
}

static uint32_t big_endian(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Signature and the header of PNG, section 5 and 11.2.2 of its specification. */
static bool take_image(pool *memory, weight_image *to, const tblog_value *value) {
    static const uint8_t start[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    tblog_text_view image;
    to->size = 0;
    if (!tblog_value_image(value, 0, &image) || image.size < 33 || image.size > MAX_IMAGE_BYTES ||
        memcmp(image.data, start, sizeof start - 1) != 0)
        return true;
    const uint8_t *bytes = (const uint8_t *)image.data;
    to->width = big_endian(bytes + 16);
    to->height = big_endian(bytes + 20);
    if (!to->width || !to->height || to->width > MAX_IMAGE_SIDE || to->height > MAX_IMAGE_SIDE)
        return true;
    to->png = pool_take(memory, image.size, 1);
    if (!to->png) return false;
    memcpy(to->png, bytes, image.size);
    to->size = image.size;
    return true;
}

static bool take_value(pool *memory, const wish_list *list, const tblog_run_value *v) {
    for (size_t i = 0; i < list->count; i++) {
        const wanted *w = &list->items[i];
        if (w->point != v->point) continue;
        if (w->ridge && !take_buckets(memory, w->ridge, &v->value)) return false;
        if (w->image && !take_image(memory, w->image, &v->value)) return false;
    }
    return true;
}

/* As far as the part can be read: what is wrong with it is known by now. */
static bool read_part(report_logs *logs, const wish_list *list, const log_part *part) {
    bool good = true;
    tblog_run_value v;
    tblog_run_reader *reader =
        tblog_run_reader_open(logs->folder, part->folder, part->loaded, NULL);
    if (!reader) return false;
    while (good && tblog_run_reader_next(reader, NULL, NULL, NULL) == TBLOG_OK)
        while (good && tblog_run_reader_next_value(reader, &v, NULL) == TBLOG_OK)
            good = !v.point || take_value(&logs->memory, list, &v);
    tblog_run_reader_close(reader);
    return good;
}

/* Images that could not be taken make room for the others. */
static void drop_bad_images(report_weights *self) {
    size_t out = 0;
    for (size_t i = 0; i < self->image_count; i++) {
        if (self->images[i].size)
            self->images[out++] = self->images[i];
        else
            self->bad_images++;
    }
    self->image_count = out;
    out = 0;
    for (size_t i = 0; i < self->picture_count; i++)
        if (self->pictures[i].image.size) self->pictures[out++] = self->pictures[i];
    self->bad_images += self->picture_count - out;
    self->picture_count = out;
}

/* What is shown of a run: all, and pictures if it is one of those that have them. */
static bool read_run(report_weights *self, report_logs *logs, group_key *keys, size_t run,
                     bool has_weights, bool has_pictures) {
    wish_list list = {0};
    weight_image bias = {0};
    size_t first = self->image_count;
    if (has_weights && (!wish_histograms(self, logs, &list, run, keys) ||
                        !wish_images(self, logs, &list, run, &bias)))
        return false;
    if (has_pictures && !wish_pictures(self, logs, &list, run)) return false;
    const log_repeat *repeat = &logs->runs[run].repeats[0];
    for (size_t p = 0; p < repeat->count && list.count; p++)
        if (!read_part(logs, &list, &repeat->parts[p])) return false;
    for (; first < self->image_count; first++) /* a bias is an image of one row or column */
        self->images[first].units = bias.width > bias.height ? bias.width : bias.height;
    return true;
}

bool weights_read(report_weights *self, report_logs *logs, const size_t *order, size_t ranked) {
    group_key keys[WEIGHTS_GROUPS];
    pool *memory = &logs->memory;
    size_t runs = logs->count < WEIGHTS_RUNS ? logs->count : WEIGHTS_RUNS;
    *self = (report_weights){.groups = pool_take(memory, WEIGHTS_GROUPS, sizeof(histogram_group)),
                             .images = pool_take(memory, 2 * runs, sizeof(weight_image)),
                             .pictures = pool_take(memory, WEIGHTS_PICTURES, sizeof(run_picture)),
                             .has_more_repeats = logs_repeats(logs) > 1,
                             .has_more_runs = logs->count > runs};
    if (!self->groups || !self->images || !self->pictures) return false;
    for (size_t i = 0; i < logs->count; i++) {
        bool has_pictures = i == 0 || i + 1 == ranked;
        if ((i < runs || has_pictures) &&
            !read_run(self, logs, keys, order[i], i < runs, has_pictures))
            return false;
    }
    drop_bad_images(self);
    return true;
}
