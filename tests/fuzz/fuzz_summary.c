/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a program may hand to the library: arrays of any type and shape as images, sound,
 * histograms, meshes and tensors, hyperparameters of any text. Properties: what is refused leaves
 * the summary unchanged; what is accepted is written and read back as the same number of values.
 */
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "fuzz_file.h"

enum { ELEMENTS = 4096, TAG = 24 };

/* The input cut into numbers. */
typedef struct input {
    const uint8_t *at, *end;
} input;

static unsigned take(input *in, unsigned below) {
    return in->at < in->end ? *in->at++ % below : 0;
}

static void check(tblog_status status, size_t before, const tblog_summary *summary) {
    FUZZ_ASSERT(status == TBLOG_OK || status == TBLOG_ERR_ARGUMENT);
    FUZZ_ASSERT(status == TBLOG_OK || tblog_summary_count(summary) == before);
}

static tblog_status add_one(tblog_summary *s, const char *tag, const tblog_array *array,
                            input *in) {
    tblog_error err;
    const tblog_plugin plugin = {tag, array->data, 3};
    const tblog_hparam values[] = {TBLOG_HPARAM_STRING(tag, tag), TBLOG_HPARAM_NUMBER("n", 1)};
    unsigned more = take(in, 64);
    switch (take(in, 9)) {
    case 0: return tblog_summary_image(s, tag, array, more, &err);
    case 1: return tblog_summary_weight_image(s, tag, array, &err);
    case 2: return tblog_summary_audio(s, tag, array, more * 1000, 2, &err);
    case 3: return tblog_summary_histogram(s, tag, array, more, &err);
    case 4: return tblog_summary_tensor(s, tag, array, more % 2 ? &plugin : NULL, &err);
    case 5: return tblog_summary_mesh(s, tag, array, NULL, more % 2 ? array : NULL, tag, &err);
    case 6: return tblog_summary_text(s, tag, tag, &err);
    case 7: return tblog_summary_hparams_start(s, values, 2, tag, more, &err);
    default:
        return tblog_summary_finite_histogram(s, tag, array, 5, (tblog_nonfinite)(more % 3), NULL,
                                              &err);
    }
}

static size_t values_in(const char *path) {
    tblog_record record;
    tblog_event event;
    tblog_value value;
    size_t count = 0;
    tblog_reader *reader = tblog_reader_open(path, NULL, NULL);
    while (tblog_reader_next(reader, &record, NULL) == TBLOG_OK) {
        FUZZ_ASSERT(tblog_event_decode(&record, &event, NULL) == TBLOG_OK);
        while (tblog_event_next_value(&event, &value, NULL) == TBLOG_OK) count++;
    }
    tblog_reader_close(reader);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static _Alignas(16) uint8_t elements[ELEMENTS * 16];
    static char folder[] = "/dev/shm/fuzz-XXXXXX";
    static int ready;
    input in = {bytes, bytes + size};
    char tag[TAG + 1] = "";
    size_t shape[5], count = 1, rank = take(&in, 6);
    for (size_t i = 0; i < rank; i++) count *= shape[i] = take(&in, 17);
    unsigned length = take(&in, TAG);
    for (unsigned i = 0; i < length; i++) tag[i] = (char)take(&in, 256);
    const tblog_array array = {(tblog_dtype)take(&in, 18), elements, rank, shape, NULL};
    if (count > ELEMENTS || (!ready && !mkdtemp(folder))) return 0;
    ready = 1;
    for (size_t i = 0; in.at + 4 < in.end && i < sizeof elements; i++) elements[i] = in.at[i % 4];

    tblog_summary *summary = tblog_summary_new();
    for (int i = 0; i < 3; i++) {
        size_t before = tblog_summary_count(summary);
        check(add_one(summary, tag, &array, &in), before, summary);
    }
    tblog_writer *writer = tblog_writer_open(folder, NULL, NULL);
    char path[4096];
    strncpy(path, tblog_writer_path(writer), sizeof path - 1);
    bool taken =
        tblog_writer_add(writer, 1, 1, summary, NULL) == TBLOG_OK; /* or two kinds of a tag */
    FUZZ_ASSERT(tblog_writer_close(writer, NULL) == (taken ? TBLOG_OK : TBLOG_ERR_ARGUMENT));
    if (taken) FUZZ_ASSERT(values_in(path) == tblog_summary_count(summary));
    unlink(path);
    tblog_summary_free(summary);
    return 0;
}
