#include <math.h>

#include "store_helper.h"

#include "base/calendar.h"
#include "leaks/leak.h"

#define ALL_OF_BOTH (PAGED_CALLS | BIT(NONPAGED_ALLOCS) | BIT(NONPAGED_FREES) | BIT(PAGED_BYTES) | BIT(NONPAGED_BYTES))
#define WRAP (INT64_C(1) << 32)

/* A row of nonpaged pool; paged pool is empty. */
static void put_nonpaged(struct store *store, size_t moment, const char *tag, int64_t allocs, int64_t frees,
                         int64_t bytes)
{
    struct pool_row row = {.known = ALL_OF_BOTH};

    row.value[NONPAGED_ALLOCS] = allocs % WRAP;
    row.value[NONPAGED_FREES] = frees % WRAP;
    row.value[NONPAGED_BYTES] = bytes;
    store_put(store, moment, store_tag(store, text_of(tag)), &row);
}

static size_t minute(struct store *store, int minutes)
{
    return store_moment(store, minutes * MINUTE_US, LOCAL_TIME_UNKNOWN, ALL_OF_BOTH);
}

static struct store *begun(void)
{
    struct store *store = store_new();

    store_source(store, "made");
    return store;
}

/* The finding of a tag; finishes and frees the store. */
static struct leak_finding finding_of(struct store *store, const char *tag, struct leak_so_far *so_far)
{
    struct leak_finding f = {0};
    struct leaks all;

    finish(store);
    leaks_find(store, &(struct leak_options){0}, &all);
    for (size_t i = 0; i < all.count; i++)
        if (text_equal(store_tag_name(store, all.findings[i].tag), text_of(tag)))
            f = all.findings[i];
    if (so_far)
        *so_far = all.so_far;
    leaks_free(&all);
    store_free(store);
    return f;
}

TEST(two_snapshots_have_gains)
{
    struct store *store = begun();
    struct leak_so_far s;
    struct leak_finding f;

    put_nonpaged(store, minute(store, 0), "Tag", 1000, 900, 9600);
    put_nonpaged(store, minute(store, 10), "Tag", 1400, 1000, 38400);
    f = finding_of(store, "Tag", &s);
    assert_int_equal(f.verdict, LEAK_SHORT);
    assert_true(f.gain.first[LEAK_BYTES] == 9600 && f.gain.last[LEAK_BYTES] == 38400);
    assert_true(f.gain.gain[LEAK_BYTES] == 28800 && f.gain.gain[LEAK_COUNTS] == 300);
    assert_true(leak_freed_percent(&f.gain) == 25);
    assert_true(leak_bytes_per_block(&f.gain) == 96);
    assert_int_equal(s.snapshots, 2);
    assert_int_equal(s.missing, 6);
    assert_true(s.seconds_to_verdict == 3600); // six times ten minutes
    assert_true(s.gained == 28800 && s.net == 28800);
}

/* Allocs wrap once more than frees do, in the second of three intervals. */
TEST(calls_are_counted_across_wraps)
{
    struct store *store = begun();
    struct leak_finding f;

    put_nonpaged(store, minute(store, 0), "Tag", WRAP - 1500, WRAP - 2000, 500 * 64);
    put_nonpaged(store, minute(store, 1), "Tag", WRAP - 500, WRAP - 1600, 1100 * 64);
    put_nonpaged(store, minute(store, 2), "Tag", WRAP + 500, WRAP - 1200, 1700 * 64);
    put_nonpaged(store, minute(store, 3), "Tag", WRAP + 1500, WRAP - 800, 2300 * 64);
    f = finding_of(store, "Tag", NULL);
    assert_true(f.gain.allocs == 3000 && f.gain.frees == 1200);
    assert_true(leak_freed_percent(&f.gain) == 40);
    assert_true(leak_bytes_per_block(&f.gain) == 64);
}

/* Each pool wraps on its own: paged does, while nonpaged gains more than paged loses by it. */
TEST(pools_wrap_on_their_own)
{
    static const struct {
        int64_t paged, nonpaged;
    } allocs[] = {{WRAP - 10, 5}, {10, WRAP - 1}};
    struct store *store = begun();
    struct leak_finding f;

    for (int i = 0; i < 2; i++) {
        struct pool_row row = {.known = ALL_OF_BOTH};

        row.value[PAGED_ALLOCS] = allocs[i].paged;
        row.value[NONPAGED_ALLOCS] = allocs[i].nonpaged;
        store_put(store, minute(store, i), store_tag(store, text_of("Tag")), &row);
    }
    f = finding_of(store, "Tag", NULL);
    assert_true(f.gain.allocs == 20 + (double)(WRAP - 6));
}

static struct leak_finding newcomer(bool is_screen)
{
    struct store *store = begun();
    size_t first = minute(store, 0), second = minute(store, 10), third = minute(store, 20);

    put_nonpaged(store, first, "Old", 500, 400, 6400);
    put_nonpaged(store, second, "Old", 500, 400, 6400);
    put_nonpaged(store, third, "Old", 500, 400, 6400);
    put_nonpaged(store, second, "New", 90, 10, 8000);
    put_nonpaged(store, third, "New", 190, 30, 16000);
    for (size_t m = first; is_screen && m <= third; m++)
        store_lost(store, m, ALL_COUNTERS);
    return finding_of(store, "New", NULL);
}

TEST(a_tag_that_was_not_there_counts_from_zero)
{
    struct leak_finding f = newcomer(false);

    assert_true(f.gain.is_known[LEAK_BYTES] && isnan(f.gain.first[LEAK_BYTES]));
    assert_true(f.gain.last[LEAK_BYTES] == 16000 && f.gain.gain[LEAK_BYTES] == 16000);
    assert_true(f.gain.allocs == 190 && f.gain.frees == 30);
}

TEST(a_tag_that_comes_into_view_counts_from_there)
{
    struct leak_finding f = newcomer(true);

    assert_true(f.gain.first[LEAK_BYTES] == 8000 && f.gain.gain[LEAK_BYTES] == 8000);
    assert_true(f.gain.allocs == 100 && f.gain.frees == 20);
    assert_true(leak_freed_percent(&f.gain) == 20);
    assert_true(leak_bytes_per_block(&f.gain) == 100);
}

TEST(a_tag_that_vanishes_loses_all)
{
    struct store *store = begun();
    size_t first = minute(store, 0), second = minute(store, 10);
    struct leak_finding f;

    put_nonpaged(store, first, "Old", 500, 400, 6400);
    put_nonpaged(store, second, "Old", 500, 400, 6400);
    put_nonpaged(store, first, "Gone", 50, 0, 800);
    f = finding_of(store, "Gone", NULL);
    assert_true(f.gain.last[LEAK_BYTES] == 0 && f.gain.gain[LEAK_BYTES] == -800);
}

TEST(live_blocks_alone_tell_neither_frees_nor_sizes)
{
    unsigned known = BIT(NONPAGED_LIVE) | BIT(NONPAGED_BYTES);
    struct store *store = begun();
    struct leak_finding f;

    for (int i = 0; i < 2; i++) {
        struct pool_row row = {.known = known};

        row.value[NONPAGED_LIVE] = 100 + 10 * i;
        row.value[NONPAGED_BYTES] = 19200 + 1920 * i;
        store_put(store, store_moment(store, i * MINUTE_US, LOCAL_TIME_UNKNOWN, known),
                  store_tag(store, text_of("dentry")), &row);
    }
    f = finding_of(store, "dentry", NULL);
    assert_true(f.gain.gain[LEAK_BYTES] == 1920 && f.gain.gain[LEAK_COUNTS] == 10);
    assert_true(isnan(leak_freed_percent(&f.gain)));
    assert_true(isnan(leak_bytes_per_block(&f.gain)));
}

/* Twelve busy tags, so that the reboot is found; Tag has `counts[i]` blocks of 16 bytes after i * 10 minutes. */
static struct store *rebooted(const int64_t *counts, int n, int reboot)
{
    struct store *store = begun();

    for (int i = 0; i < n; i++) {
        size_t moment = minute(store, 10 * i);
        char name[] = "Oth0";
        int since_boot = i < reboot ? i : i - reboot;

        put_nonpaged(store, moment, "Tag", counts[i] + 100 * since_boot, 100 * since_boot, 16 * counts[i]);
        for (int k = 0; k < 12; k++, name[3]++)
            put_nonpaged(store, moment, name, 2000 + (i < reboot ? 5000 : 0) + since_boot, 1000 + since_boot, 4096);
    }
    return store;
}

TEST(growth_so_far_is_of_the_last_boot)
{
    static const int64_t counts[] = {100, 900, 1700, 200, 260};
    struct leak_so_far s;
    struct leak_finding f = finding_of(rebooted(counts, 5, 3), "Tag", &s);

    assert_true(f.gain.first[LEAK_COUNTS] == 200 && f.gain.gain[LEAK_COUNTS] == 60);
    assert_int_equal(s.snapshots, 2);
    assert_true(s.is_last_boot && s.seconds == 600);
}

/* One snapshot after the reboot: seven more are needed, and memory does not last for any known time. */
TEST(growth_so_far_is_of_the_boot_before_if_the_last_has_one_snapshot)
{
    static const int64_t counts[] = {100, 900, 1700, 200};
    struct leak_so_far s;
    struct leak_finding f = finding_of(rebooted(counts, 4, 3), "Tag", &s);

    assert_true(f.gain.gain[LEAK_COUNTS] == 1600);
    assert_int_equal(s.snapshots, 3);
    assert_int_equal(s.missing, 7);
    assert_false(s.is_last_boot);
    assert_true(s.seconds_to_verdict == 7 * 600);
}

/* Ten snapshots in each of two boots: +10 blocks each time, and -90 at the reboot, which is no gain. */
TEST(with_verdicts_gains_are_summed_within_boots)
{
    int64_t counts[20];
    struct leak_so_far s;
    struct leak_finding f;

    for (int i = 0; i < 20; i++)
        counts[i] = 100 + 10 * (i % 10);
    f = finding_of(rebooted(counts, 20, 10), "Tag", &s);
    assert_int_equal(s.snapshots, 0);
    assert_true(f.gain.gain[LEAK_COUNTS] == 180 && f.gain.gain[LEAK_BYTES] == 180 * 16);
    assert_true(f.gain.frees == 1800 && f.gain.allocs == 1980);
}

TEST(without_times_there_are_gains_and_no_rates)
{
    struct store *store = begun();
    struct leak_so_far s;
    struct leak_finding f;

    put_nonpaged(store, store_moment_untimed(store, ALL_OF_BOTH), "Tag", 10, 0, 100);
    put_nonpaged(store, store_moment_untimed(store, ALL_OF_BOTH), "Tag", 30, 0, 300);
    f = finding_of(store, "Tag", &s);
    assert_true(f.gain.gain[LEAK_BYTES] == 200);
    assert_int_equal(s.snapshots, 2);
    assert_true(isnan(s.seconds) && isnan(s.seconds_to_verdict));
}

/* Gains 1 MB in ten minutes, with 1 GB available. Returns the days left; NaN: not told. */
static double days_left(int64_t after_reboot)
{
    int64_t counts[] = {0, 65536, 131072, after_reboot};
    struct store *store = rebooted(counts, after_reboot < 0 ? 3 : 4, 3);
    struct leaks all;
    double days;

    for (size_t m = 0; m < (after_reboot < 0 ? 3 : 4); m++) {
        struct moment_facts facts = {0};

        for (int i = 0; i < TOTALS; i++)
            facts.totals[i] = TOTAL_UNKNOWN;
        facts.totals[TOTAL_AVAILABLE] = INT64_C(1) << 30;
        store_facts(store, m, &facts);
    }
    finish(store);
    leaks_find(store, &(struct leak_options){0}, &all);
    days = all.exhaustion[LEAK_LIMIT_RAM].known ? all.exhaustion[LEAK_LIMIT_RAM].days : NAN;
    assert_true(isnan(all.exhaustion[LEAK_LIMIT_RAM].low) || !all.exhaustion[LEAK_LIMIT_RAM].known);
    leaks_free(&all);
    store_free(store);
    return days;
}

/* 1,024 MB at 1 MB in ten minutes: 10,240 minutes. */
TEST(time_left_is_told_unless_a_reboot_followed)
{
    assert_true(fabs(days_left(-1) - 10240.0 / 1440) < 1e-9);
    assert_true(isnan(days_left(7)));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_snapshots_have_gains),
        cmocka_unit_test(calls_are_counted_across_wraps),
        cmocka_unit_test(pools_wrap_on_their_own),
        cmocka_unit_test(a_tag_that_was_not_there_counts_from_zero),
        cmocka_unit_test(a_tag_that_comes_into_view_counts_from_there),
        cmocka_unit_test(a_tag_that_vanishes_loses_all),
        cmocka_unit_test(live_blocks_alone_tell_neither_frees_nor_sizes),
        cmocka_unit_test(growth_so_far_is_of_the_last_boot),
        cmocka_unit_test(growth_so_far_is_of_the_boot_before_if_the_last_has_one_snapshot),
        cmocka_unit_test(with_verdicts_gains_are_summed_within_boots),
        cmocka_unit_test(time_left_is_told_unless_a_reboot_followed),
        cmocka_unit_test(without_times_there_are_gains_and_no_rates),
    };

    return RUN(tests);
}
