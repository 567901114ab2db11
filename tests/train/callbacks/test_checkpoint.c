/* SPDX-License-Identifier: Apache-2.0 */
/* Checkpoints: what is compared, and what is on disk before a checkpoint refers to it. */
#include "train/callbacks/checkpoint.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "nn/config/config.h"
#include "own_folder.h"
#include "suite.h"

/* Stands in for the C library's: what was flushed, how large it was, and whether a checkpoint was
 * in place by then. */
static size_t flushes;
static off_t flushed_bytes;
static bool too_late;

int fdatasync(int fd) {
    struct stat info;
    ck_assert_int_eq(fstat(fd, &info), 0);
    flushes++;
    flushed_bytes += info.st_size;
    too_late = too_late || access("checkpoint.safetensors", F_OK) == 0;
    return 0;
}

static history past;
static const train_state nothing;
static error err;

static nn_model *model_of(const char *layers, size_t inputs) {
    nn_model_config config = nn_model_config_default();
    config.inputs = inputs;
    ck_assert(nn_layers_parse(layers, &config, NULL));
    return nn_model_new(&config);
}

static checkpoint checkpoint_of(nn_model *model) {
    return (checkpoint){.folder = ".", .history = &past, .model = model};
}

static void setup(void) {
    own_folder_enter();
    flushes = 0, flushed_bytes = 0, too_late = false;
    ck_assert(history_init(&past, 2));
    past.count = 2;
    ck_assert_int_eq(mkdir("train", 0777), 0);
    file_write("train/events.out.tfevents.1.a", "12345", 5);
    file_write("train/events.out.tfevents.2.a", "123", 3);
    file_write("events.out.tfevents.3.a", "1", 1);
}

static void teardown(void) {
    history_free(&past);
    own_folder_teardown();
}

static void write_checkpoint(nn_model *model) {
    checkpoint self = checkpoint_of(model);
    const train_callback callback = checkpoint_callback(&self);
    ck_assert_msg(callback.hooks[ON_EPOCH_END](&self, &nothing, &err), "%s", err.message);
}

/* Whether a run of this model can be resumed from it. */
static bool fits(nn_model *model) {
    checkpoint self = checkpoint_of(model);
    safetensors *found;
    bool good = checkpoint_read(&self, &found, &err);
    ck_assert_int_eq(good, found != NULL);
    safetensors_free(found);
    return good;
}

START_TEST(event_files_are_on_disk_before_their_sizes_are_noted) {
    nn_model *model = model_of("4", 6);
    write_checkpoint(model);
    ck_assert_uint_eq(flushes, 3);
    ck_assert_int_eq(flushed_bytes, 5 + 3 + 1);
    ck_assert(!too_late);
    nn_model_free(model);
}
END_TEST

/* As many numbers are not enough. */
START_TEST(shapes_are_compared) {
    nn_model *model = model_of("4", 6), *turned = model_of("6", 4), *other = model_of("4,4", 6);
    write_checkpoint(model);
    ck_assert(fits(model));
    ck_assert(!fits(turned));
    ck_assert(!fits(other));
    ck_assert_msg(strstr(err.message, "not a checkpoint of this network"), "%s", err.message);
    nn_model_free(model);
    nn_model_free(turned);
    nn_model_free(other);
}
END_TEST

START_TEST(sizes_of_event_files_are_compared) {
    nn_model *model = model_of("4", 6);
    write_checkpoint(model);
    file_write("train/events.out.tfevents.1.a", "123456", 6); /* has grown */
    ck_assert(fits(model));
    file_write("train/events.out.tfevents.1.a", "1234", 4);
    ck_assert(!fits(model));
    ck_assert_msg(strstr(err.message, "4 bytes, not 5"), "%s", err.message);
    unlink("train/events.out.tfevents.1.a");
    ck_assert(!fits(model));
    ck_assert_msg(strstr(err.message, "tfevents.1.a"), "%s", err.message);
    nn_model_free(model);
}
END_TEST

START_TEST(event_files_are_cut_to_their_sizes_and_newer_ones_removed) {
    nn_model *model = model_of("4", 6);
    checkpoint self = checkpoint_of(model);
    safetensors *found;
    write_checkpoint(model);
    file_write("train/events.out.tfevents.1.a", "1234567", 7);
    file_write("train/events.out.tfevents.9.a", "1", 1);
    ck_assert_msg(checkpoint_read(&self, &found, &err), "%s", err.message);
    ck_assert_int_eq(access("train/events.out.tfevents.9.a", F_OK), 0);
    ck_assert_msg(checkpoint_restore(&self, found, &err), "%s", err.message);
    file_bytes cut = file_read("train/events.out.tfevents.1.a");
    ck_assert_uint_eq(cut.size, 5);
    ck_assert_int_ne(access("train/events.out.tfevents.9.a", F_OK), 0);
    free(cut.bytes);
    safetensors_free(found);
    nn_model_free(model);
}
END_TEST

SUITE_WITH("checkpoint", setup, teardown, event_files_are_on_disk_before_their_sizes_are_noted,
           shapes_are_compared, sizes_of_event_files_are_compared,
           event_files_are_cut_to_their_sizes_and_newer_ones_removed)
