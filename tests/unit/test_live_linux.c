#include <stdlib.h>
#include <unistd.h>

#include "helper.h"
#include "os/files.h"
#include "sources/source.h"

#define PROC "data/proc"

static struct os_moment clock_now; // the time that the source sees

static struct os_moment now(void)
{
    return clock_now;
}

/* An open source and its messages; live_free releases all of it. */
struct live {
    void *state;
    struct machine machine;
    struct snapshot snapshot;
    struct warnings warnings;
    struct error err;
};

static bool live_open(struct live *live, const char *proc)
{
    struct source_options options = {.proc = proc, .page_size = 4096, .now = now};

    *live = (struct live){0};
    return source_live_linux.open(&options, &live->state, &live->machine, &live->err);
}

static bool live_take(struct live *live)
{
    return source_live_linux.take(live->state, &live->snapshot, &live->warnings, &live->err);
}

static void live_free(struct live *live)
{
    source_live_linux.close(live->state);
    snapshot_free(&live->snapshot);
    warnings_free(&live->warnings);
}

/* A copy of PROC that a test may modify. */
static char *copy_of_proc(void)
{
    char *directory = strdup("/tmp/proc.XXXXXX"), command[200];

    assert_non_null(mkdtemp(directory));
    snprintf(command, sizeof command, "cp -R " PROC "/. %s", directory);
    assert_int_equal(system(command), 0);
    return directory;
}

static void drop_copy(char *directory)
{
    char command[200];

    snprintf(command, sizeof command, "rm -rf %s", directory);
    assert_int_equal(system(command), 0);
    free(directory);
}

static void write_in(const char *directory, const char *name, const char *text)
{
    char path[200];
    struct error err;

    snprintf(path, sizeof path, "%s/%s", directory, name);
    assert_true(os_write_file(path, text, strlen(text), &err));
}

static void remove_in(const char *directory, const char *name)
{
    char path[200];

    snprintf(path, sizeof path, "%s/%s", directory, name);
    assert_int_equal(unlink(path), 0);
}

TEST(a_snapshot_has_the_caches_the_time_and_the_total)
{
    struct live live;
    const int64_t *totals = live.snapshot.totals;

    clock_now = (struct os_moment){.utc_us = 1000000, .local_us = 3601000000, .uptime_ms = 77};
    assert_true(live_open(&live, PROC));
    assert_true(live_take(&live));
    assert_int_equal(live.snapshot.utc_us, 1000000);
    assert_int_equal(live.snapshot.local_us, 3601000000);
    assert_int_equal(live.snapshot.uptime_ms, 77);
    assert_int_equal(live.snapshot.count, 5);
    assert_text(snapshot_text_of(&live.snapshot, live.snapshot.rows[1].tag), "dentry");
    assert_int_equal(live.snapshot.rows[1].values.value[NONPAGED_BYTES], 58900 * 192);
    assert_int_equal(totals[TOTAL_NONPAGED_POOL], (44 * 8 + 2870 + 132 + 160) * 4096);
    assert_int_equal(totals[TOTAL_RAM], 8052084 * INT64_C(1024));
    assert_int_equal(totals[TOTAL_AVAILABLE], 4096000 * INT64_C(1024));
    assert_int_equal(totals[TOTAL_COMMIT], 2048000 * INT64_C(1024));
    assert_int_equal(totals[TOTAL_COMMIT_LIMIT], 4026040 * INT64_C(1024));
    assert_int_equal(totals[TOTAL_HANDLES], 1000);
    assert_int_equal(totals[TOTAL_THREADS], 321);
    assert_int_equal(totals[TOTAL_PAGED_POOL], TOTAL_UNKNOWN);
    assert_int_equal(totals[TOTAL_PROCESSES], TOTAL_UNKNOWN);
    live_free(&live);
}

TEST(the_machine_is_named)
{
    struct live live;

    assert_true(live_open(&live, PROC));
    assert_string_equal(live.machine.host, "build-host");
    assert_string_equal(live.machine.os, "Linux 6.1.0-test");
    assert_string_equal(live.machine.source, "slabinfo");
    assert_int_equal(live.machine.page_size, 4096);
    assert_true(live.machine.identity != 0);
    live_free(&live);
}

TEST(another_boot_has_another_identity)
{
    char *proc = copy_of_proc();
    struct live live;
    uint64_t before;

    assert_true(live_open(&live, proc));
    assert_true(live_take(&live));
    before = live.snapshot.boot;
    assert_true(before != 0);
    assert_true(live_take(&live));
    assert_true(live.snapshot.boot == before);
    write_in(proc, "sys/kernel/random/boot_id", "6f1c2a0e-7a35-4f0c-9c2b-1f2e3d4c5b6b\n");
    assert_true(live_take(&live));
    assert_true(live.snapshot.boot != before && live.snapshot.boot != 0);
    live_free(&live);
    drop_copy(proc);
}

TEST(missing_values_are_unknown_and_never_zero)
{
    char *proc = copy_of_proc();
    struct live live;

    remove_in(proc, "sys/kernel/random/boot_id");
    remove_in(proc, "sys/fs/file-nr");
    remove_in(proc, "machine-id");
    remove_in(proc, "sys/kernel/hostname");
    write_in(proc, "loadavg", "0.1 0.2 0.3 1 5\n");
    write_in(proc, "meminfo",
             "MemTotal: 5 MB\nMemAvailable: -4 kB\nCommitLimit: 9223372036854775807 kB\nCommitted_AS:\n");
    assert_true(live_open(&live, proc));
    assert_true(live.machine.identity == 0);
    assert_string_equal(live.machine.host, "");
    assert_true(live_take(&live));
    assert_true(live.snapshot.boot == 0);
    for (int i = 0; i < TOTALS; i++)
        assert_true(i == TOTAL_NONPAGED_POOL || live.snapshot.totals[i] == TOTAL_UNKNOWN);
    live_free(&live);
    drop_copy(proc);
}

TEST(a_bad_line_is_reported_once)
{
    char *proc = copy_of_proc();
    struct live live;

    write_in(proc, "slabinfo", "slabinfo - version: 2.1\nbad\na 1 2 8 4 1 : tunables 0 0 0 : slabdata 1 1 0\n");
    assert_true(live_open(&live, proc));
    for (int i = 0; i < 5; i++)
        assert_true(live_take(&live));
    assert_int_equal(live.snapshot.count, 1);
    assert_int_equal(live.warnings.seen[WARNING_ROW], 1);
    live_free(&live);
    drop_copy(proc);
}

TEST(a_snapshot_that_failed_has_no_rows_and_the_next_one_may_succeed)
{
    char *proc = copy_of_proc();
    struct live live;

    assert_true(live_open(&live, proc));
    assert_true(live_take(&live));
    remove_in(proc, "slabinfo");
    assert_false(live_take(&live));
    assert_int_equal(live.snapshot.count, 0);
    write_in(proc, "slabinfo", "slabinfo - version: 9\n");
    assert_false(live_take(&live));
    assert_int_equal(live.snapshot.count, 0);
    write_in(proc, "slabinfo", "slabinfo - version: 2.1\na 1 2 8 4 1 : tunables 0 0 0 : slabdata 1 1 0\n");
    assert_true(live_take(&live));
    assert_int_equal(live.snapshot.count, 1);
    live_free(&live);
    drop_copy(proc);
}

TEST(missing_slabinfo_is_an_error)
{
    struct live live;

    assert_false(live_open(&live, "data/nothing"));
    assert_non_null(strstr(live.err.text, "data/nothing/slabinfo' does not exist"));
    live_free(&live);
}

/* Root can read everything, so the test switches to user nobody. Without root it is unprivileged anyway. */
TEST(without_root_the_error_says_so)
{
    char *proc = copy_of_proc(), command[200];
    struct live live;
    bool was_root = geteuid() == 0;

    snprintf(command, sizeof command, "chmod 755 %s && chmod 000 %s/slabinfo", proc, proc);
    assert_int_equal(system(command), 0);
    assert_true(!was_root || seteuid(65534) == 0);
    assert_false(live_open(&live, proc));
    assert_true(!was_root || seteuid(0) == 0);
    assert_non_null(strstr(live.err.text, "slabinfo: permission denied; run as root"));
    live_free(&live);
    drop_copy(proc);
}

TEST(no_memory_is_allocated_after_the_first_snapshot)
{
    struct live live;
    const void *rows, *texts;

    assert_true(live_open(&live, PROC));
    assert_true(live_take(&live));
    rows = live.snapshot.rows;
    texts = live.snapshot.texts.bytes;
    for (int i = 0; i < 100; i++)
        assert_true(live_take(&live));
    assert_ptr_equal(live.snapshot.rows, rows);
    assert_ptr_equal(live.snapshot.texts.bytes, texts);
    live_free(&live);
}

TEST(both_times_come_from_one_reading_of_the_clock)
{
    setenv("TZ", "<+0530>-5:30", 1);
    for (int i = 0; i < 1000; i++) {
        struct os_moment moment = os_now();

        assert_true(moment.local_us - moment.utc_us == INT64_C(19800) * 1000000);
        assert_true(moment.uptime_ms > 0);
    }
}

TEST(the_live_source_is_in_the_table)
{
    assert_ptr_equal(source_find(source_live()->name), source_live());
    assert_null(source_find("no such source"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_snapshot_has_the_caches_the_time_and_the_total),
        cmocka_unit_test(the_machine_is_named),
        cmocka_unit_test(another_boot_has_another_identity),
        cmocka_unit_test(missing_values_are_unknown_and_never_zero),
        cmocka_unit_test(a_bad_line_is_reported_once),
        cmocka_unit_test(a_snapshot_that_failed_has_no_rows_and_the_next_one_may_succeed),
        cmocka_unit_test(missing_slabinfo_is_an_error),
        cmocka_unit_test(without_root_the_error_says_so),
        cmocka_unit_test(no_memory_is_allocated_after_the_first_snapshot),
        cmocka_unit_test(both_times_come_from_one_reading_of_the_clock),
        cmocka_unit_test(the_live_source_is_in_the_table),
    };

    return RUN(tests);
}
