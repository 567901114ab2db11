/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was logged of the weights: their histograms over the steps, and the images of the first
 * layer, with the pictures that show data and predictions. Of each run it is the first repeat's.
 */
#ifndef REPORT_WEIGHTS_H
#define REPORT_WEIGHTS_H

#include "report/logs.h"

/* A bucket: how many values lie between its edges, which may be equal. */
typedef struct ridge_bucket {
    double left, right, count;
} ridge_bucket;

/* A histogram; buckets ascend. */
typedef struct report_ridge {
    int64_t step;
    const ridge_bucket *buckets;
    size_t count; /* 0: nothing that can be drawn */
} report_ridge;

/* One run's histograms of one tag, by step ascending; at most WEIGHTS_RIDGES, evenly chosen. */
typedef struct report_ridges {
    size_t run;
    report_ridge *ridge; /* (count) */
    size_t count;
} report_ridges;

/* All runs' histograms of one thing, e.g. of the second layer's kernel. */
typedef struct histogram_group {
    const char *title; /* the first run's tag, fit to be shown, without what every tag has */
    const char *slug;  /* "histogram-dense-kernel": its figure's name */
    bool is_kernel;
    report_ridges *runs; /* (count), in the order of the table */
    size_t count;
} histogram_group;

/* An image as it was logged. */
typedef struct weight_image {
    size_t run;
    int64_t step;
    uint8_t *png;
    size_t size;
    uint32_t width, height; /* from the PNG */
    size_t units;           /* of the layer, from the image of its bias; 0: unknown */
    double brighten;        /* 1 or more: weights are small, and their images nearly black */
    /* Of how many units the PNG has the weights, each as the square that its inputs are,
     * brightened; 0: of all of them, as it was logged. */
    size_t unfolded;
} weight_image;

/* What a run logged of its data and predictions, at its last step. */
typedef struct run_picture {
    const char *title;
    bool is_data; /* not what the run made of it */
    weight_image image;
} run_picture;

enum { WEIGHTS_RIDGES = 12, WEIGHTS_RUNS = 24, WEIGHTS_GROUPS = 32, WEIGHTS_PICTURES = 8 };

typedef struct report_weights {
    histogram_group *groups; /* (group_count), in the order in which the tags came */
    size_t group_count;
    const char *image_title; /* the tag of the first run's images, fit to be shown */
    weight_image *images;    /* (image_count): of each run the first step's, then the last's */
    size_t image_count;
    run_picture *pictures; /* (picture_count): of the best run, then of the lowest */
    size_t picture_count;
    bool has_more_repeats; /* others than the first were left out */
    bool has_more_groups;  /* others than the first WEIGHTS_GROUPS were left out */
    bool has_more_runs;    /* as many were left out as go over WEIGHTS_RUNS */
    size_t bad_images;     /* no PNG, or too large */
} report_weights;

/* Read them, of the runs in this order, the best first, into the logs' memory; 'ranked' of them
 * have a value, the last of which is the lowest. False if memory is out. */
bool weights_read(report_weights *self, report_logs *logs, const size_t *order, size_t ranked);

#endif
