/* SPDX-License-Identifier: Apache-2.0 */
/* Groups of measurements ranked by their means, and which of them really differ. */
#include "stats/ranking.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/holm.h"

/* Room for one more element. */
static bool reserve(void **items, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity) return true;
    size_t more = *capacity ? 2 * *capacity : 8;
    void *grown = reallocarray(*items, more, size);
    if (!grown) return false;
    *items = grown;
    *capacity = more;
    return true;
}

static ranked_group *find_or_add(ranking *self, const char *name) {
    for (size_t i = 0; i < self->count; i++)
        if (strcmp(self->groups[i].name, name) == 0) return &self->groups[i];
    void *groups = self->groups;
    if (!reserve(&groups, self->count, &self->capacity, sizeof *self->groups)) return NULL;
    self->groups = groups;
    self->groups[self->count] = (ranked_group){.name = name};
    return &self->groups[self->count++];
}

bool ranking_add_group(ranking *self, const char *name) {
    return find_or_add(self, name) != NULL;
}

bool ranking_add(ranking *self, const char *name, uint64_t seed, double value) {
    ranked_group *group = find_or_add(self, name);
    if (!group) return false;
    void *values = group->values;
    if (!reserve(&values, group->count, &group->capacity, sizeof *group->values)) return false;
    group->values = values;
    group->values[group->count++] = (ranked_value){seed, value};
    return true;
}

/* ---- ranks ---- */

static int by_seed(const void *a, const void *b) {
    uint64_t p = ((const ranked_value *)a)->seed, q = ((const ranked_value *)b)->seed;
    return (p > q) - (p < q);
}

static bool summarise(ranked_group *group) {
    double *values = malloc((group->count ? group->count : 1) * sizeof *values);
    if (!values) return false;
    if (group->count) qsort(group->values, group->count, sizeof *group->values, by_seed);
    for (size_t i = 0; i < group->count; i++) values[i] = group->values[i].value;
    group->summary = sample_summarise(values, group->count);
    free(values);
    return true;
}

/* Those that come last do so before those without a mean. */
static int class_of(const ranked_group *group) {
    return isnan(group->summary.mean) ? 2 : group->last ? 1 : 0;
}

static bool is_better(const ranked_group *a, const ranked_group *b) {
    int p = class_of(a), q = class_of(b);
    return p != q ? p < q : a->summary.mean > b->summary.mean;
}

/* By insertion, which keeps the order of equals, and groups are few. */
static void sort_groups(ranking *self) {
    for (size_t i = 1; i < self->count; i++) {
        ranked_group moved = self->groups[i];
        size_t k = i;
        for (; k > 0 && is_better(&moved, &self->groups[k - 1]); k--)
            self->groups[k] = self->groups[k - 1];
        self->groups[k] = moved;
    }
}

/* ---- the grid ---- */

/* The rounding error of float32 in a difference of equal numbers; and a grid that is too fine to
 * matter. */
static const double grid_error = 1e-6, grid_least = 5e-6;
enum { GRID_FAR = 16 }; /* larger differences, in steps of the grid, say less than they blur */

static int ascending(const void *a, const void *b) {
    double p = *(const double *)a, q = *(const double *)b;
    return (p > q) - (p < q);
}

/* The largest number of which both are multiples, up to the error: Euclid. */
static double common_divisor(double a, double b) {
    while (b > grid_error) {
        double rest = fmod(a, b);
        if (b - rest < grid_error) rest = 0;
        a = b;
        b = rest;
    }
    return a;
}

/* All groups' finite values; how many. */
static size_t list_values(const ranking *self, double *values) {
    size_t count = 0;
    for (size_t i = 0; i < self->count; i++)
        for (size_t k = 0; k < self->groups[i].count; k++)
            if (isfinite(self->groups[i].values[k].value))
                values[count++] = self->groups[i].values[k].value;
    return count;
}

/* What the distances of neighbours among the values are multiples of; 0: of nothing. */
static double grid_of(double *values, size_t count) {
    double grid = 0;
    qsort(values, count, sizeof *values, ascending);
    for (size_t i = 0; i + 1 < count; i++) values[i] = values[i + 1] - values[i];
    if (count) qsort(values, count - 1, sizeof *values, ascending);
    for (size_t i = 0; i + 1 < count; i++) {
        if (values[i] <= grid_error) continue;
        if (grid > 0 && values[i] > GRID_FAR * grid) break;
        grid = common_divisor(values[i], grid);
    }
    return grid > grid_least ? grid : 0;
}

/* The grid on which the values lie; 0: on none. False when there is no memory. */
static bool find_grid(const ranking *self, double *grid) {
    size_t count = 1;
    for (size_t i = 0; i < self->count; i++) count += self->groups[i].count;
    double *values = calloc(count, sizeof *values);
    if (!values) return false;
    *grid = grid_of(values, list_values(self, values));
    free(values);
    return true;
}

/* ---- tests ---- */

/* Of the values of the seeds that both groups have; a and b have room for them. */
static paired_test test_pair(const ranked_group *x, const ranked_group *y, double grid, double *a,
                             double *b) {
    size_t n = 0;
    for (size_t i = 0, k = 0; i < x->count && k < y->count;) {
        uint64_t seed = x->values[i].seed, other = y->values[k].seed;
        if (seed == other) {
            a[n] = x->values[i].value;
            b[n++] = y->values[k].value;
        }
        i += seed <= other;
        k += other <= seed;
    }
    paired_test test = paired_t_test(a, b, n, grid);
    if (test.p < DBL_MIN) test.p = DBL_MIN; /* nothing that is measured is certain */
    return test;
}

/* p[] and lead[] of each pair i < j, in the order of i, then j. */
static bool test_pairs(const ranking *self, double *p, double *lead) {
    size_t most = 1, next = 0;
    double grid;
    for (size_t i = 0; i < self->count; i++)
        if (self->groups[i].count > most) most = self->groups[i].count;
    double *a = calloc(2 * most, sizeof *a);
    if (!a || !find_grid(self, &grid)) {
        free(a);
        return false;
    }
    for (size_t i = 0; i < self->count; i++) {
        for (size_t j = i + 1; j < self->count; j++, next++) {
            paired_test test = test_pair(&self->groups[i], &self->groups[j], grid, a, a + most);
            p[next] = test.p;
            lead[next] = test.difference.mean;
        }
    }
    free(a);
    return holm_adjust(p, next, p);
}

bool ranking_finish(ranking *self) {
    size_t n = self->count, next = 0, room = n * n / 2 + 1;
    for (size_t i = 0; i < n; i++)
        if (!summarise(&self->groups[i])) return false;
    sort_groups(self);
    double *pairs = calloc(2 * room, sizeof *pairs), *leads = pairs + (pairs ? room : 0);
    self->p = calloc(n * n + 1, sizeof *self->p);
    self->lead = calloc(n * n + 1, sizeof *self->lead);
    bool good = pairs && self->p && self->lead && test_pairs(self, pairs, leads);
    for (size_t i = 0; i < n && good; i++) {
        self->p[i * n + i] = self->lead[i * n + i] = NAN;
        for (size_t j = i + 1; j < n; j++, next++) {
            self->p[i * n + j] = self->p[j * n + i] = pairs[next];
            self->lead[i * n + j] = leads[next];
            self->lead[j * n + i] = -leads[next];
        }
    }
    free(pairs);
    return good;
}

void ranking_free(ranking *self) {
    for (size_t i = 0; i < self->count; i++) free(self->groups[i].values);
    free(self->groups);
    free(self->p);
    free(self->lead);
    *self = (ranking){0};
}

double ranking_p(const ranking *self, size_t i, size_t j) {
    return self->p[i * self->count + j];
}

double ranking_lead(const ranking *self, size_t i, size_t j) {
    return self->lead[i * self->count + j];
}

bool ranking_differ(const ranking *self, size_t i, size_t j) {
    return ranking_p(self, i, j) < RANKING_LEVEL;
}

size_t ranking_tests(const ranking *self) {
    size_t tests = 0;
    for (size_t i = 0; i < self->count; i++)
        for (size_t j = i + 1; j < self->count; j++) tests += isnan(ranking_p(self, i, j)) ? 0 : 1;
    return tests;
}
