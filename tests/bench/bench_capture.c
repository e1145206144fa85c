/* bench_capture.c - measures the capture file: size, time to append, time to read.
 *
 *     bench_capture FILE [SNAPSHOTS]      3000 tags, one snapshot a minute, a month unless given; FILE is kept
 *
 * Written by the recorder, as by `collect`, and read back. Fails when the data read differs from the data written.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "bench_capture_machine.h"
#include "formats/capture/capture_load.h"
#include "os/clock.h"
#include "recorder/recorder.h"

#define TAGS 3000
#define MONTH 43200
#define DAYS_2 2880 // loaded into a store
#define SYNCED 500  // snapshots written with fsync

struct bench {
    const char *path;
    size_t snapshots;
    uint64_t *sums;         // owned; checksum of each snapshot written
    amount *totals;         // owned; total bytes of each
    uint64_t samples;       // rows of all snapshots
    uint64_t length_2_days; // size of the file after DAYS_2 snapshots
};

static _Noreturn void fail(const char *why)
{
    fprintf(stderr, "bench_capture: %s\n", why);
    exit(1);
}

/* --- a 64-bit checksum of a snapshot --- */

static uint64_t sum_of_row(uint64_t sum, struct text tag, const struct pool_row *row)
{
    sum = hash_of(sum, tag) ^ row->known;
    for (int c = 0; c < COUNTERS; c++)
        if (row->known >> c & 1)
            sum = (sum ^ (uint64_t)row->value[c]) * 0x9E3779B97F4A7C15u;
    return sum;
}

static uint64_t sum_of_snapshot(const struct snapshot *s)
{
    uint64_t sum = (uint64_t)s->utc_us;

    for (size_t i = 0; i < s->count; i++)
        sum = sum_of_row(sum, snapshot_text_of(s, s->rows[i].tag), &s->rows[i].values);
    return sum;
}

static uint64_t sum_of_state(const struct capture_state *s)
{
    uint64_t sum = (uint64_t)s->utc_us;

    for (size_t i = 0; i < s->row_count; i++)
        sum = sum_of_row(sum, map_name(&s->tags, s->rows[i]), capture_row(s, i));
    return sum;
}

static amount bytes_of(const struct snapshot *s)
{
    amount sum = 0;

    for (size_t i = 0; i < s->count; i++)
        sum += s->rows[i].values.value[PAGED_BYTES] + s->rows[i].values.value[NONPAGED_BYTES];
    return sum;
}

/* --- writing --- */

static struct recorder open_recorder(const char *path)
{
    static const struct machine machine = {.host = "bench", .source = "bench", .identity = 1};
    struct warnings warnings = {0};
    struct recorder recorder;
    struct error err;

    os_remove(path);
    if (!recorder_open(&recorder, path, false, &machine, 0, &warnings, &err))
        fail(err.text);
    return recorder;
}

/* Records the snapshots; only recorder_add is timed. `sync`: with fsync after each. */
static void write_all(struct bench *b, size_t count, bool sync)
{
    struct recorder recorder = open_recorder(b->path);
    struct bench_machine *machine = bench_machine_new(TAGS, count);
    struct snapshot s = {0};
    struct error err;
    double cpu_s = 0, wall_s = 0;
    uint64_t unchanged = 0;

    b->samples = 0;
    for (size_t k = 0; k < count; k++) {
        double cpu, wall;

        unchanged += bench_machine_take(machine, &s);
        b->sums[k] = sum_of_snapshot(&s);
        b->totals[k] = bytes_of(&s);
        b->samples += s.count;
        recorder.synced_uptime_ms = sync ? INT64_MIN / 2 : s.uptime_ms;
        cpu = os_cpu_seconds();
        wall = os_wall_seconds();
        if (!recorder_add(&recorder, &s, &err))
            fail(err.text);
        cpu_s += os_cpu_seconds() - cpu;
        wall_s += os_wall_seconds() - wall;
        if (k + 1 == DAYS_2)
            b->length_2_days = recorder.log.length;
    }
    printf("%-34s %zu snapshots, %.1f tags each, %.1f %% of the rows as before\n",
           sync ? "written, waiting for the disk:" : "written:", count, (double)b->samples / (double)count,
           100 * (double)unchanged / (double)b->samples);
    if (!sync)
        printf("%-34s %.1f MB, %.0f bytes a snapshot\n", "size:", (double)recorder.log.length / 1e6,
               (double)recorder.log.length / (double)count);
    printf("%-34s %.1f us CPU, %.1f us on the clock\n", "to append one:", cpu_s / (double)count * 1e6,
           wall_s / (double)count * 1e6);
    if (!recorder_close(&recorder, &err))
        fail(err.text);
    bench_machine_free(machine);
    snapshot_free(&s);
}

/* --- reading --- */

static void report_speed(const char *what, double cpu_s, uint64_t samples)
{
    printf("%-34s %.2f s CPU, %.0f million tag-samples a second\n", what, cpu_s, (double)samples / cpu_s / 1e6);
}

static void read_all(const struct bench *b)
{
    struct capture capture = {0};
    struct warnings warnings = {0};
    struct error err;
    double cpu_s = 0;

    if (!capture_open(&capture, b->path, &warnings, &err))
        fail(err.text);
    for (size_t k = 0;; k++) {
        double cpu = os_cpu_seconds();
        enum capture_next next = capture_next(&capture, &err);

        cpu_s += os_cpu_seconds() - cpu;
        if (next == CAPTURE_FAILED)
            fail(err.text);
        if (next == CAPTURE_END && k != b->snapshots)
            fail("not as many snapshots are read as were written");
        if (next == CAPTURE_END)
            break;
        if (capture.state.number != k + 1 || sum_of_state(&capture.state) != b->sums[k])
            fail("a snapshot is read as another one than was written");
    }
    capture_close(&capture);
    report_speed("read, snapshot by snapshot:", cpu_s, b->samples);
}

/* The first two days as a separate file. */
static void load(const struct bench *b)
{
    size_t count = b->snapshots < DAYS_2 ? b->snapshots : DAYS_2;
    struct store *store = store_new();
    struct capture capture = {0};
    struct warnings warnings = {0};
    struct buffer bytes = {0};
    struct error err;
    double cpu;
    uint64_t samples = 0;

    if (!os_read_small(b->path, SIZE_MAX / 2, &bytes, &err))
        fail(err.text);
    if (count == DAYS_2)
        bytes.length = b->length_2_days;
    store_source(store, b->path);
    cpu = os_cpu_seconds();
    if (!capture_open_memory(&capture, b->path, bytes.bytes, bytes.length, &warnings, &err) ||
        !capture_load(&capture, store, &err))
        fail(err.text);
    cpu = os_cpu_seconds() - cpu;
    capture_close(&capture);
    store_finish(store, STORE_ALL_TIME, &warnings);
    if (store_moments(store) != count)
        fail("not as many snapshots are loaded as were written");
    for (size_t k = 0; k < count; k++) {
        amount *values = memory_new(store_tags(store), sizeof *values);

        if (store_total(store, k, TOTAL_USED_BYTES) != b->totals[k])
            fail("a total is loaded as another one than was written");
        store_values(store, k, TOTAL_USED_BYTES, values);
        for (size_t i = 0; i < store_tags(store); i++)
            samples += values[i] != AMOUNT_MISSING;
        free(values);
    }
    report_speed("the first two days into a store:", cpu, samples);
    warnings_free(&warnings);
    store_free(store);
    buffer_free(&bytes);
}

int main(int argc, char **argv)
{
    struct bench b = {.snapshots = MONTH};

    if (argc < 2 || argc > 3 || (argc == 3 && atol(argv[2]) < 1)) {
        fprintf(stderr, "usage: bench_capture FILE [SNAPSHOTS]\n");
        return 2;
    }
    b.path = argv[1];
    if (argc == 3)
        b.snapshots = (size_t)atol(argv[2]);
    b.sums = memory_new(b.snapshots, sizeof *b.sums);
    b.totals = memory_new(b.snapshots, sizeof *b.totals);
    write_all(&b, b.snapshots < SYNCED ? b.snapshots : SYNCED, true);
    write_all(&b, b.snapshots, false);
    read_all(&b);
    load(&b);
    free(b.sums);
    free(b.totals);
    return 0;
}
