/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What initlab is handed: models, PNGs to be predicted, and files that describe a sweep. A model
 * that was read has all its weights and answers; a failure has a message.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz_file.h"
#include "model/model_file.h"
#include "nn/thread.h"
#include "picture/center.h"
#include "runs/sweep/plan.h"

static volatile float sink;

static void read_model(const char *path) {
    error err = {""};
    model_file file;
    if (!model_file_read(path, &file, &err)) {
        FUZZ_ASSERT(*err.message);
        return;
    }
    size_t count;
    const nn_param *params = nn_model_params(file.model, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < params[i].count; k++) sink += params[i].value[k];
    for (size_t c = 0; c < file.classes; c++) sink += (float)strlen(file.class_names[c]);
    model_file_free(&file);
}

static void read_picture(const char *path) {
    error err = {""};
    grey_image image;
    uint8_t fitted[28 * 28];
    FILE *file = fopen(path, "rbe");
    FUZZ_ASSERT(file);
    bool good = grey_read_png(path, file, &image, &err);
    fclose(file);
    if (!good) {
        FUZZ_ASSERT(*err.message);
        return;
    }
    if (grey_fit(&image, 28, 28, fitted)) sink += fitted[0];
    if (grey_center(&image, 28, 28, fitted)) sink += grey_is_off_center(fitted, 28, 28);
    grey_free(&image);
}

static void read_sweep(const char *text) {
    error err = {""};
    sweep_file file;
    sweep_plan plan = {0};
    bool good = sweep_file_parse(&file, "sweep", text, &err) && sweep_plan_make(&plan, &file, &err);
    FUZZ_ASSERT(good || *err.message);
    for (size_t i = 0; i < plan.count && i < 100; i++) sink += (float)strlen(plan.trials[i].name);
    sweep_plan_free(&plan);
    sweep_file_free(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    const char *path = fuzz_file(bytes, size);
    nn_thread_init();
    read_model(path);
    read_picture(path);
    char *text = malloc(size + 1);
    memcpy(text, bytes, size);
    text[size] = '\0';
    read_sweep(text);
    free(text);
    return 0;
}
