/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random trainings as the real Keras did them: golden/differential, recorded by
 * tools/golden/differential.py, which says how the two start alike.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command_line.h"
#include "json_file.h"
#include "own_folder.h"
#include "suite.h"

static const char *const metrics[] = {"loss", "accuracy", "val_loss", "val_accuracy"};
enum { METRICS = sizeof metrics / sizeof metrics[0] };

/* initlab's command line for the case; free it. */
static char *command_of(const cJSON *item, int number) {
    char *line = NULL;
    size_t size;
    FILE *out = open_memstream(&line, &size);
    static const char *const parts[] = {"x", "y", "tx", "ty"};
    const char *data = json_member(item, "data")->valuestring;
    fprintf(out, "$initlab train --json --logdir case-%d --epochs %d --data ", number,
            json_member(item, "epochs")->valueint);
    for (int i = 0; i < 4; i++)
        fprintf(out, "%s$golden/differential/%s-%s.npy", i ? "," : "", data, parts[i]);
    const cJSON *option;
    cJSON_ArrayForEach(option, json_member(item, "options"))
        fprintf(out, " '%s'", option->valuestring);
    fclose(out);
    return line;
}

static void assert_epoch(const cJSON *got, const cJSON *want, const char *line) {
    for (int i = 0; i < METRICS; i++) {
        double x = json_member(got, metrics[i])->valuedouble;
        double y = json_member(want, metrics[i])->valuedouble;
        ck_assert_msg(fabs(x - y) <= 3e-4 + 1e-3 * fabs(y), "%s\nepoch %d: %s %.9g, not %.9g", line,
                      json_member(got, "epoch")->valueint, metrics[i], x, y);
    }
}

/* The epochs among the lines of JSON, which Keras had too and no others. */
static void assert_epochs(char *lines, const cJSON *want, const char *command) {
    int count = 0;
    for (char *line, *rest = lines; (line = strtok_r(rest, "\n", &rest));) {
        cJSON *event = cJSON_Parse(line);
        if (strcmp(json_member(event, "event")->valuestring, "epoch_end") == 0) {
            const cJSON *of_keras = cJSON_GetArrayItem(want, count++);
            ck_assert_msg(of_keras != NULL, "%s\nhas more epochs than Keras", command);
            assert_epoch(event, of_keras, command);
        }
        cJSON_Delete(event);
    }
    ck_assert_msg(count == cJSON_GetArraySize(want), "%s\n%d epochs, not %d", command, count,
                  cJSON_GetArraySize(want));
}

START_TEST(random_trainings_are_those_of_keras) {
    cJSON *cases = json_file_read(TEST_DATA "/golden/differential/cases.json"), *item;
    int count = 0;
    cJSON_ArrayForEach(item, cases) {
        char *line = command_of(item, count++);
        outcome o = run(line);
        ck_assert_msg(o.code == 0, "%s: %s", line, o.err);
        assert_epochs(o.out, json_member(item, "keras"), line);
        free(line), free(o.out), free(o.err);
    }
    ck_assert_int_ge(count, 24);
    cJSON_Delete(cases);
}
END_TEST

SUITE_WITH("differential", own_folder_enter, own_folder_teardown,
           random_trainings_are_those_of_keras)
