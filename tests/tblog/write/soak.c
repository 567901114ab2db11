/* SPDX-License-Identifier: Apache-2.0 */
/*
 * soak MINUTES TBLOG: a writer with a queue, a reader that follows it, and `tblog prune` over the
 * same run, side by side; every half minute the memory of this process. Not a test of CI's: it ends
 * with 1 when a value is missing or memory has grown by more than a tenth (and 2 MiB) since the
 * first look.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>
#include <time.h>
#include <unistd.h>

static atomic_bool ending;
static atomic_long written, followed;
static char path[4096], folder[] = "/dev/shm/soak-XXXXXX";

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "soak: %s\n", what);
    exit(1);
}

/* Resident memory, in KiB. */
static long resident(void) {
    long pages = 0, unused;
    FILE *in = fopen("/proc/self/statm", "r");
    if (!in || fscanf(in, "%ld %ld", &unused, &pages) != 2) fail("no /proc");
    fclose(in);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/* Some hundred values a second: what hours of training log. */
static void *log_values(void *writer) {
    static float values[5000];
    for (long step = 0; !atomic_load(&ending); step++) {
        values[step % 5000] = (float)step;
        if (tblog_scalar(writer, "loss", step, (double)step)) fail("scalar");
        if (step % 50 == 0 && tblog_histogram(writer, "weights", step, values, 5000))
            fail("histogram");
        if (step % 100 == 0 && tblog_writer_flush(writer, NULL)) fail("flush");
        atomic_store(&written, step + 1);
        usleep(1000);
    }
    return NULL;
}

/* Each scalar comes once, in order. */
static void *follow(void *unused) {
    tblog_error err;
    tblog_record record;
    tblog_event event;
    tblog_value value;
    tblog_reader *reader = tblog_reader_open(path, NULL, &err);
    if (!reader) fail(err.message);
    for (bool last = false;;) {
        tblog_status status = tblog_reader_next(reader, &record, &err);
        if (status == TBLOG_END || status == TBLOG_ERR_TRUNCATED) {
            if (last) break;
            last = atomic_load(&ending) && atomic_load(&written) < 0;
            usleep(20000);
            continue;
        }
        if (status || tblog_event_decode(&record, &event, &err)) fail(err.message);
        if (tblog_event_next_value(&event, &value, &err) || value.tag.data[0] != 'l') continue;
        if (event.step != atomic_fetch_add(&followed, 1)) fail("a step is missing or twice");
    }
    tblog_reader_close(reader);
    return unused;
}

int main(int argc, char **argv) {
    if (argc != 3 || !mkdtemp(folder)) return 2;
    long minutes = strtol(argv[1], NULL, 10), first = 0, most = 0;
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.queue_bytes = 1 << 16;
    tblog_writer *writer = tblog_writer_open(folder, &options, NULL);
    char prune[8192];
    pthread_t logger, follower;
    if (!writer) fail("open");
    snprintf(path, sizeof path, "%s", tblog_writer_path(writer));
    snprintf(prune, sizeof prune, "%s prune -n 100 -o %s/pruned %s 2>/dev/null; rm -f %s/pruned",
             argv[2], folder, path, folder);
    pthread_create(&logger, NULL, log_values, writer);
    pthread_create(&follower, NULL, follow, NULL);
    for (long i = 1; i <= 2 * minutes; i++) {
        sleep(30);
        if (system(prune) == -1) fail("prune");
        long now = resident();
        if (!first) first = now;
        if (now > most) most = now;
        printf("%5.1f min  %ld values  %ld KiB\n", (double)i / 2, atomic_load(&written), now);
        fflush(stdout);
    }
    atomic_store(&ending, true);
    pthread_join(logger, NULL);
    long all = atomic_load(&written);
    if (tblog_writer_close(writer, NULL)) fail("close");
    atomic_store(&written, -1);
    pthread_join(follower, NULL);
    unlink(path);
    rmdir(folder);
    printf("%ld of %ld values followed, %ld to %ld KiB\n", atomic_load(&followed), all, first,
           most);
    return atomic_load(&followed) == all && most <= first + first / 10 + 2048 ? 0 : 1;
}
