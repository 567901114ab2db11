/* SPDX-License-Identifier: Apache-2.0 */
/* Where the files of a data set are. */
#include "data/dataset_location.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/names/near_name.h"
#include "data/dataset_files.h"
#include "data/files/npz.h"

static const char *const mnist_names[DATASET_FILES] = {
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte"};
static const char *const numpy_names[DATASET_FILES] = {"x_train.npy", "y_train.npy", "x_test.npy",
                                                       "y_test.npy"};
/* What follows the set's name. */
static const char *const emnist_names[DATASET_FILES] = {
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "test-images-idx3-ubyte",
    "test-labels-idx1-ubyte"};

void dataset_location_free(dataset_location *at) {
    for (size_t i = 0; i < DATASET_FILES; i++) free(at->files[i]);
}

static bool is_folder(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* A file that holds something counts for more than an empty one: some programs that unpack leave
 * that. What is no regular file, a folder of that name, does not count. */
typedef enum worth { ABSENT, EMPTY, HOLDS } worth;

static worth worth_of(const char *path) {
    struct stat info;
    if (stat(path, &info) != 0 || S_ISDIR(info.st_mode)) return ABSENT;
    return S_ISREG(info.st_mode) && !info.st_size ? EMPTY : HOLDS;
}

/* Replace *best by the path if that is worth more; takes the path. */
static void keep_better(char **best, char *path) {
    bool better = path && worth_of(path) > (*best ? worth_of(*best) : ABSENT);
    free(better ? *best : path);
    if (better) *best = path;
}

/* folder/name, folder/name.gz, either as Kaggle and 7-Zip call it, train-images.idx3-ubyte, or
 * folder/name/name; NULL if none exists. "x-" or "" goes before the name. Free it. */
static char *find_file(const char *folder, const char *before, const char *name) {
    static const char *const endings[] = {"", ".gz"};
    const char *type = strstr(name, "-idx");
    char *best = NULL, *path;
    for (size_t i = 0; i < 2; i++)
        if (asprintf(&path, "%s/%s%s%s", folder, before, name, endings[i]) >= 0)
            keep_better(&best, path);
    /* In a folder of its name, as Kaggle's archive is unpacked. */
    if (asprintf(&path, "%s/%s%s/%s%s", folder, before, name, before, name) >= 0)
        keep_better(&best, path);
    for (size_t i = 0; type && i < 2; i++)
        if (asprintf(&path, "%s/%s%.*s.%s%s", folder, before, (int)(type - name), name, type + 1,
                     endings[i]) >= 0)
            keep_better(&best, path);
    return best;
}

static bool has_file(const char *folder, const char *before, const char *name) {
    char *path = find_file(folder, before, name);
    free(path);
    return path != NULL;
}

/* The four files of those names; all but 'needed' of them may be missing. */
static bool find_files(const char *folder, const char *before, const char *const *names,
                       size_t needed, dataset_location *at, error *err) {
    for (size_t i = 0; i < DATASET_FILES; i++) {
        at->files[i] = find_file(folder, before, names[i]);
        if (!at->files[i] && i < needed)
            return error_set(err, "%s: neither %s%s nor %s%s.gz is there", folder, before, names[i],
                             before, names[i]);
    }
    return true;
}

/* The files of a set by EMNIST's names. */
static bool find_prefixed(const char *folder, const known_set *known, dataset_location *at,
                          error *err) {
    char before[64];
    snprintf(before, sizeof before, "%s-", known->name);
    at->known = known;
    return find_files(folder, before, emnist_names, DATASET_FILES, at, err);
}

static bool has_prefixed(const char *folder, const known_set *known) {
    char before[64];
    snprintf(before, sizeof before, "%s-", known->name);
    return has_file(folder, before, emnist_names[DATASET_IMAGES]);
}

/* The known set whose files are there by EMNIST's names; several are an error. */
static bool find_prefix(const char *folder, const known_set **found, error *err) {
    size_t count;
    const known_set *sets = known_sets(&count);
    *found = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!has_prefixed(folder, &sets[i])) continue;
        if (*found)
            return error_set(err, "%s: it has both %s and %s; say which: %s/%s", folder,
                             (*found)->name, sets[i].name, folder, sets[i].name);
        *found = &sets[i];
    }
    return true;
}

/* The set whose name is the last part of the path, if there is one. */
static const known_set *known_by_folder(const char *path) {
    char name[64];
    size_t end = strlen(path);
    while (end && path[end - 1] == '/') end--;
    size_t start = end;
    while (start && path[start - 1] != '/') start--;
    snprintf(name, sizeof name, "%.*s", (int)(end - start), path + start);
    return known_set_find(name);
}

/* By whatever names the files of a set may have; 'known' is the set that the folder is said to be,
 * or NULL. */
static bool find_in_folder(const char *folder, const known_set *known, dataset_location *at,
                           error *err) {
    const known_set *prefix = known;
    at->known = known;
    if (has_file(folder, "", mnist_names[DATASET_IMAGES]))
        return find_files(folder, "", mnist_names, DATASET_FILES, at, err);
    if (!(known && has_prefixed(folder, known)) && !find_prefix(folder, &prefix, err)) return false;
    if (prefix) return find_prefixed(folder, prefix, at, err);
    if (!has_file(folder, "", numpy_names[DATASET_IMAGES]))
        return find_files(folder, "", mnist_names, DATASET_FILES, at,
                          err); /* says what is missing */
    /* Whoever wrote NumPy's files has turned the images and counts labels from 0. */
    if (at->known && at->known->transposed) at->known = NULL;
    return find_files(folder, "", numpy_names, DATASET_TEST_IMAGES, at, err);
}

/* An empty folder, or one with other files, does not count as the set. */
static bool has_set(const char *folder, const known_set *known) {
    return has_file(folder, "", mnist_names[DATASET_IMAGES]) || has_prefixed(folder, known) ||
           has_file(folder, "", numpy_names[DATASET_IMAGES]);
}

char *dataset_folder(const known_set *known) {
    const char *given = known_folder_given(known);
    if (given) return strdup(given);
    char *folders[KNOWN_FOLDERS], *found = NULL;
    if (!known_folders_list(known, folders)) return NULL;
    for (size_t i = 0; i < KNOWN_FOLDERS && folders[i] && !found; i++)
        if (has_set(folders[i], known)) found = strdup(folders[i]);
    known_folders_free(folders);
    return found;
}

static bool fail_nowhere(const known_set *known, error *err) {
    char *folders[KNOWN_FOLDERS], places[320] = "";
    if (!known_folders_list(known, folders))
        return error_set(err, "%s: out of memory", known->name);
    for (size_t i = 0, used = 0; i < KNOWN_FOLDERS && folders[i] && used < sizeof places; i++)
        used += (size_t)snprintf(places + used, sizeof places - used, " %s", folders[i]);
    known_folders_free(folders);
    return error_set(err,
                     "%s: not found; get it by initlab fetch %s, or give its folder by --data; it "
                     "is in none of:%s",
                     known->name, known->name, places);
}

static bool find_known(const known_set *known, dataset_location *at, error *err) {
    const char *given = known_folder_given(known);
    if (given && !is_folder(given))
        return error_set(err, "%s: %s names it, but there is no such folder", given,
                         known->variable);
    char *folder = dataset_folder(known);
    if (!folder) return fail_nowhere(known, err);
    bool good = find_in_folder(folder, known, at, err);
    free(folder);
    return good;
}

/* FOLDER/NAME, where no folder of that path exists. */
static bool find_one_of_several(const char *source, dataset_location *at, error *err) {
    const known_set *known = known_by_folder(source);
    const char *slash = strrchr(source, '/');
    char *folder = strndup(source, (size_t)(slash - source));
    if (!folder) return error_set(err, "%s: out of memory", source);
    bool good = known && has_prefixed(folder, known)
                    ? find_prefixed(folder, known, at, err)
                    : error_set(err, "%s: there is no such folder", source);
    free(folder);
    return good;
}

static bool fail_unknown(const char *source, error *err) {
    char names[160] = "";
    size_t count, used = 0;
    const known_set *sets = known_sets(&count);
    near_name near = {.text = source};
    for (size_t i = 0; i < count; i++) near_name_try(&near, sets[i].name);
    for (size_t i = 0; i < count && used < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, " %s", sets[i].name);
    if (near.name)
        return error_set(err, "%s: neither a folder nor a known data set; did you mean %s?", source,
                         near.name);
    return error_set(err, "%s: neither a folder nor a known data set; these are known:%s", source,
                     names);
}

/* The known set that a file's name stands for, by EMNIST's pattern. */
static const known_set *known_by_file(const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t count;
    const known_set *sets = known_sets(&count);
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(sets[i].name);
        if (strncmp(name, sets[i].name, length) != 0 || name[length] != '-') continue;
        const char *rest = name + length + 1;
        if (strncmp(rest, emnist_names[DATASET_IMAGES], strlen(emnist_names[DATASET_IMAGES])) ==
                0 ||
            strncmp(rest, emnist_names[DATASET_TEST_IMAGES],
                    strlen(emnist_names[DATASET_TEST_IMAGES])) == 0)
            return &sets[i];
    }
    return NULL;
}

/* Whether the first 'length' bytes name a file, or an array of one as in FILE.npz:NAME. */
static bool names_file(const char *start, size_t length) {
    char *path = strndup(start, length);
    const char *end = path ? npz_path_end(path) : NULL;
    if (end) path[end - path] = '\0';
    bool there = path && worth_of(path) != ABSENT;
    free(path);
    return there;
}

/* The bytes of the list's next name. A comma that no file ends at is a part of the name, if a file
 * ends at a later one. */
static size_t next_name(const char *start) {
    size_t first = strcspn(start, ",");
    for (size_t length = first;; length += 1 + strcspn(start + length + 1, ",")) {
        if (names_file(start, length)) return length;
        if (!start[length]) return first;
    }
}

/* IMAGES,LABELS or IMAGES,LABELS,IMAGES,LABELS */
static bool find_listed(const char *source, dataset_location *at, error *err) {
    size_t count = 0;
    for (const char *start = source;; count++) {
        size_t length = next_name(start);
        if (count == DATASET_FILES || !length)
            return error_set(err, "%s: not IMAGES,LABELS or IMAGES,LABELS,IMAGES,LABELS", source);
        at->files[count] = strndup(start, length);
        if (!at->files[count]) return error_set(err, "%s: out of memory", source);
        start += length;
        if (!*start++) break;
    }
    if (count != DATASET_LABELS && count != DATASET_TEST_LABELS)
        return error_set(err, "%s: not IMAGES,LABELS or IMAGES,LABELS,IMAGES,LABELS", source);
    at->known = known_by_file(at->files[DATASET_IMAGES]);
    return true;
}

/* ---- one .npz file ---- */

/* "mnist" of "data/mnist.npz": Keras' own data sets are called so. */
static const known_set *known_by_npz(const char *path) {
    char name[64];
    const char *slash = strrchr(path, '/'), *start = slash ? slash + 1 : path;
    snprintf(name, sizeof name, "%.*s", (int)(strlen(start) - strlen(".npz")), start);
    const known_set *known = known_set_find(name);
    return known && !known->transposed ? known : NULL; /* whoever wrote it has turned them */
}

static bool fail_npz(const char *path, const npz *file, error *err) {
    char names[256] = "";
    for (size_t i = 0, used = 0; i < npz_count(file) && used < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, " %s", npz_name(file, i));
    return error_set(err,
                     "%s: x_train and y_train are not both there, but%s; name others as in "
                     "%s:NAME,%s:NAME",
                     path, *names ? names : " no array", path, path);
}

/* x_train, y_train and, if they are there, x_test, y_test. */
static bool find_npz(const char *path, dataset_location *at, error *err) {
    static const char *const names[DATASET_FILES] = {"x_train", "y_train", "x_test", "y_test"};
    npz *file = npz_open(path, err);
    if (!file) return false;
    bool good = (npz_has(file, names[DATASET_IMAGES]) && npz_has(file, names[DATASET_LABELS])) ||
                fail_npz(path, file, err);
    for (size_t i = 0; i < DATASET_FILES && good; i++)
        if (npz_has(file, names[i]) && asprintf(&at->files[i], "%s:%s", path, names[i]) < 0) {
            at->files[i] = NULL;
            good = error_memory(err, path, strlen(path));
        }
    at->known = known_by_npz(path);
    npz_close(file);
    return good;
}

/* Whether it is FOLDER/NAME: a folder's path may have commas, and is no list then. */
static bool is_in_folder(const char *source) {
    const char *slash = strrchr(source, '/');
    if (!slash || strchr(slash, ',')) return false;
    char *folder = strndup(source, (size_t)(slash - source));
    bool there = folder && is_folder(folder);
    free(folder);
    return there;
}

bool dataset_locate(const char *source, dataset_location *at, error *err) {
    const known_set *known = known_set_find(source ? source : "mnist");
    if (source && is_folder(source))
        return find_in_folder(source, known_by_folder(source), at, err);
    if (known) return find_known(known, at, err);
    const char *end = npz_path_end(source);
    bool archive = end && !*end;
    bool one = is_in_folder(source) || (archive && worth_of(source) != ABSENT);
    if (strchr(source, ',') && !one) return find_listed(source, at, err);
    if (archive) return find_npz(source, at, err);
    if (strchr(source, '/')) return find_one_of_several(source, at, err);
    return fail_unknown(source, err);
}
