#include <math.h>
#include <stdlib.h>

#include "store_helper.h"

#include "base/calendar.h"
#include "leaks/leak.h"

#define HOURS 96

/* Live blocks of a tag at an hour of a boot. */
typedef int64_t live_at(int hour);

static int64_t wobble(int hour)
{
    return hour * 7919 % 11 - 5;
}

static int64_t leaks(int hour)
{
    return 500 + 10 * hour + wobble(hour);
}

static int64_t fills(int hour)
{
    return 500 + (int64_t)(2000 * (1 - exp(-hour / 15.0))) + wobble(hour);
}

static int64_t jumps(int hour)
{
    return 500 + (hour > 40 ? 900 : 0) + wobble(hour);
}

static int64_t noise(int hour)
{
    return 500 + wobble(hour);
}

static int64_t root_of_time(int hour)
{
    return 500 + (int64_t)(200 * sqrt(hour)) + wobble(hour);
}

static void put(struct store *store, size_t moment, const char *tag, int64_t live, int hour)
{
    int64_t allocs = 2000 + live + INT64_C(50) * hour;

    put_calls(store, moment, tag, allocs, allocs - live);
}

/* A snapshot every hour of `boots` boots; twelve constant tags, so that reboots are detected. */
static struct store *made(live_at *live, int boots, bool falls_back)
{
    struct store *store = store_new();

    store_source(store, "made");
    for (int boot = 0; boot < boots; boot++)
        for (int hour = 0; hour < HOURS; hour++) {
            int64_t utc_us = (int64_t)(boot * HOURS + hour) * HOUR_US;
            size_t moment = store_moment(store, utc_us, LOCAL_TIME_UNKNOWN, PAGED_CALLS);
            char name[] = "Oth0";

            put(store, moment, "Tag", live(hour) + (falls_back ? 0 : boot * (live(HOURS) - live(0))), hour);
            for (int i = 0; i < 12; i++, name[3]++)
                put(store, moment, name, 100 + i, hour);
        }
    finish(store);
    return store;
}

static struct leak_finding found(const struct store *store, const char *tag, struct leak_options options)
{
    struct leak_finding finding = {0};
    struct leaks all;

    leaks_find(store, &options, &all);
    for (size_t i = 0; i < all.count; i++)
        if (text_equal(store_tag_name(store, all.findings[i].tag), text_of(tag)))
            finding = all.findings[i];
    leaks_free(&all);
    return finding;
}

static struct leak_finding judged(live_at *live, int boots, bool falls_back)
{
    struct store *store = made(live, boots, falls_back);
    struct leak_finding finding = found(store, "Tag", (struct leak_options){0});

    store_free(store);
    return finding;
}

TEST(steady_growth_is_a_leak)
{
    struct leak_finding f = judged(leaks, 1, true);

    assert_int_equal(f.verdict, LEAK_CERTAIN);
    assert_true(f.rate[LEAK_COUNTS].low < 240 && 240 < f.rate[LEAK_COUNTS].high); // 10 an hour
    assert_true(fabs(f.rate[LEAK_COUNTS].mean - 240) < 5);
    assert_true(isnan(f.rate[LEAK_BYTES].mean)); // the capture has no bytes
    assert_true(f.has_since && f.since_us < 8 * HOUR_US);
}

TEST(caches_jumps_and_noise_are_no_leaks)
{
    assert_false(judged(noise, 1, true).verdict >= LEAK_WATCH);
    assert_false(judged(fills, 1, true).verdict >= LEAK_PROBABLE);
    assert_false(judged(jumps, 1, true).verdict >= LEAK_PROBABLE);
    assert_false(judged(root_of_time, 1, true).verdict >= LEAK_PROBABLE);
    assert_int_equal(judged(root_of_time, 1, true).reason, LEAK_SLOWING);
}

TEST(reboots_free_what_a_leak_holds)
{
    struct leak_finding f = judged(leaks, 3, true), survivor = judged(leaks, 3, false);

    assert_int_equal(f.verdict, LEAK_CERTAIN);
    assert_int_equal(f.boots_grown, 3);
    assert_int_equal(f.reboots, 2);
    assert_int_equal(f.fell_back, 2);
    assert_int_equal(survivor.reason, LEAK_SURVIVES_REBOOT);
    assert_false(survivor.verdict >= LEAK_PROBABLE);
}

/* Cach is full in the first boot; in the next two it fills again, more slowly than a boot is long. Leak is the same,
 * but its level in the first boot is lower. */
TEST(a_cache_that_refills_after_reboots_is_no_leak)
{
    struct store *store = store_new();
    struct leak_finding f;

    store_source(store, "made");
    for (int boot = 0; boot < 3; boot++)
        for (int hour = 0; hour < HOURS; hour++) {
            int64_t utc_us = (int64_t)(boot * HOURS + hour) * HOUR_US;
            size_t moment = store_moment(store, utc_us, LOCAL_TIME_UNKNOWN, PAGED_CALLS);
            char name[] = "Oth0";

            put(store, moment, "Cach", boot == 0 ? 1000 + wobble(hour) : 40 + 10 * hour + wobble(hour), hour);
            put(store, moment, "Leak", (boot == 0 ? 300 : 40 + 10 * hour) + wobble(hour), hour);
            for (int i = 0; i < 12; i++, name[3]++)
                put(store, moment, name, 100 + i, hour);
        }
    finish(store);
    f = found(store, "Cach", (struct leak_options){0});
    assert_int_equal(f.reason, LEAK_NO_NEW_HIGH);
    assert_false(leak_is_flagged(&f));
    f = found(store, "Leak", (struct leak_options){0}); // ends above its level in the first boot
    assert_true(leak_is_flagged(&f));
    store_free(store);
}

/* Two shapes cannot explain four jumps, but the median step is 0: a tag that grows in every hour has a higher score. */
static int64_t four_jumps(int hour)
{
    return 500 + hour / 20 * 200 + wobble(hour);
}

TEST(jumps_are_less_sure_than_a_line)
{
    struct leak_finding jumped = judged(four_jumps, 1, true), grew = judged(leaks, 1, true);

    assert_true(grew.score > jumped.score + 1);
}

/* A third is freed in hours 30, 55 and 80. */
static int64_t released(int hour)
{
    double live = 0;

    for (int h = 0; h < hour; h++)
        live = (h == 30 || h == 55 || h == 80 ? live * 2 / 3 : live) + 10;
    return 500 + (int64_t)live + wobble(hour);
}

TEST(a_leak_with_occasional_releases_is_a_leak)
{
    struct leak_finding f = judged(released, 1, true);

    assert_true(leak_is_flagged(&f));
}

static int64_t load_at(int hour)
{
    return 1000 + 6 * hour;
}

/* Every block lives for an hour: 1000 calls an hour mean 1000 live blocks. */
TEST(load_is_no_leak)
{
    struct store *store = store_new();
    int64_t allocs = 0;

    store_source(store, "made");
    for (int hour = 0; hour < HOURS; hour++) {
        size_t moment = store_moment(store, hour * HOUR_US, LOCAL_TIME_UNKNOWN, PAGED_CALLS);
        int64_t live = load_at(hour) + wobble(hour);

        allocs += load_at(hour);
        put_calls(store, moment, "Load", allocs + 1100, allocs + 1100 - live);
    }
    finish(store);
    assert_int_equal(found(store, "Load", (struct leak_options){0}).reason, LEAK_FOLLOWS_LOAD);
    store_free(store);
}

TEST(excluded_tags_are_not_reported)
{
    struct store *store = made(leaks, 1, true);
    bool excluded[64] = {false};
    struct leaks all;

    excluded[store_find_tag(store, text_of("Tag"))] = true;
    leaks_find(store, &(struct leak_options){.excluded = excluded}, &all);
    assert_int_equal(all.count, store_tags(store) - 1);
    assert_int_equal(all.counts[LEAK_CERTAIN] + all.counts[LEAK_PROBABLE], 0);
    leaks_free(&all);
    store_free(store);
}

/* Seven hourly snapshots: 16 are wanted, and 30 hours. */
TEST(a_short_capture_has_caveats_and_no_verdict)
{
    struct store *store = store_new();
    struct leaks all;

    store_source(store, "made");
    for (int hour = 0; hour < 7; hour++)
        put(store, store_moment(store, hour * HOUR_US, LOCAL_TIME_UNKNOWN, PAGED_CALLS), "Tag", leaks(hour), hour);
    finish(store);
    leaks_find(store, &(struct leak_options){0}, &all);
    assert_int_equal(all.findings[0].verdict, LEAK_SHORT);
    assert_int_equal(leaks_caveats(&all), LEAK_FEW_SNAPSHOTS | LEAK_NO_BOOT | LEAK_NO_DAY);
    assert_int_equal(leaks_enough_at(&all), 30 * HOUR_US);
    leaks_free(&all);
    store_free(store);
}

/* Twenty snapshots a minute apart, on a machine of 64 GB; `step` bytes more in each. */
static size_t outpacing_of(int64_t step)
{
    struct store *store = store_new();
    struct leaks all;
    size_t outpacing;

    store_source(store, "made");
    for (int minute = 0; minute < 20; minute++) {
        size_t moment = store_moment(store, minute * MINUTE_US, LOCAL_TIME_UNKNOWN, BYTES);
        struct moment_facts facts = {0};

        for (int i = 0; i < TOTALS; i++)
            facts.totals[i] = TOTAL_UNKNOWN;
        facts.totals[TOTAL_RAM] = INT64_C(64) << 30;
        store_facts(store, moment, &facts);
        put_bytes(store, moment, "Tag", 0, (INT64_C(1) << 30) + step * minute);
        put_bytes(store, moment, "Oth", 0, 4096);
    }
    finish(store);
    leaks_find(store, &(struct leak_options){0}, &all);
    assert_true(leak_is_flagged(&all.findings[0]));
    assert_int_equal((leaks_caveats(&all) & LEAK_NO_DAY) == 0, all.outpacing == 1);
    outpacing = all.outpacing;
    leaks_free(&all);
    store_free(store);
    return outpacing;
}

/* Half a day has 720 minutes: 64 GB in them are 91.0 MB a minute. */
TEST(growth_that_fills_memory_in_half_a_day_is_no_daily_cycle)
{
    assert_int_equal(outpacing_of(INT64_C(3) << 30), 1); // half of the memory in ten minutes
    assert_int_equal(outpacing_of(INT64_C(92) << 20), 1);
    assert_int_equal(outpacing_of(INT64_C(90) << 20), 0);
    assert_int_equal(outpacing_of(INT64_C(1) << 20), 0);
}

/* A tag that appeared in the last five hours, and grows. */
TEST(a_tag_that_appears_late_is_too_short)
{
    struct store *store = store_new();
    struct leak_finding f;

    store_source(store, "made");
    for (int hour = 0; hour < HOURS; hour++) {
        size_t moment = store_moment(store, hour * HOUR_US, LOCAL_TIME_UNKNOWN, PAGED_CALLS);

        put(store, moment, "Old", noise(hour), hour);
        if (hour > HOURS - 6)
            put(store, moment, "New", leaks(hour), hour);
    }
    finish(store);
    f = found(store, "New", (struct leak_options){0});
    assert_int_equal(f.verdict, LEAK_SHORT);
    assert_int_equal(f.reason, LEAK_TOO_SHORT);
    store_free(store);
}

/* Random events, each of which allocates one block of One and two of Two. */
TEST(lockstep_is_a_group)
{
    struct store *store = store_new();
    int64_t events = 0;
    unsigned number = 1;
    struct leaks all;

    store_source(store, "made");
    for (int hour = 0; hour < HOURS; hour++) {
        size_t moment = store_moment(store, hour * HOUR_US, LOCAL_TIME_UNKNOWN, PAGED_CALLS);

        number = number * 1103515245 + 12345;
        events += number >> 16 & 15;
        put(store, moment, "One", 100 + events, hour);
        put(store, moment, "Two", 700 + 2 * events, hour);
        put(store, moment, "Else", leaks(hour), hour);
    }
    finish(store);
    leaks_find(store, &(struct leak_options){0}, &all);
    assert_int_equal(all.group_count, 1);
    assert_int_equal(all.groups[0].count, 2);
    assert_true(fabs(all.groups[0].ratios[1] - 2) < 1e-6);
    assert_int_equal(all.findings[all.groups[0].members[0]].tag, store_find_tag(store, text_of("One")));
    leaks_free(&all);
    store_free(store);
}

/* The groups of two leaks, each as steady as a clock, with `one` and `two` blocks an hour. */
static size_t groups_of_steady(int64_t one, int64_t two, double *ratio)
{
    struct store *store = store_new();
    struct leaks all;
    size_t groups;

    store_source(store, "made");
    for (int hour = 0; hour < HOURS; hour++) {
        size_t moment = store_moment(store, hour * HOUR_US, LOCAL_TIME_UNKNOWN, PAGED_CALLS);

        put(store, moment, "One", 57 + one * hour, hour);
        put(store, moment, "Two", 61 + two * hour, hour);
    }
    finish(store);
    leaks_find(store, &(struct leak_options){0}, &all);
    groups = all.group_count;
    *ratio = groups ? all.groups[0].ratios[1] : 0;
    leaks_free(&all);
    store_free(store);
    return groups;
}

TEST(leaks_as_steady_as_a_clock_are_a_group_by_their_counts)
{
    double ratio;

    assert_int_equal(groups_of_steady(20, 200, &ratio), 1);
    assert_true(fabs(ratio - 10) < 1e-6);
    assert_int_equal(groups_of_steady(20, 20, &ratio), 1);
    assert_true(fabs(ratio - 1) < 1e-6);
    assert_int_equal(groups_of_steady(30, 20, &ratio), 1);
    assert_true(fabs(ratio - 1.5) < 1e-6);
    assert_int_equal(groups_of_steady(20, 47, &ratio), 0);   // 2.35: any two lines have some ratio
    assert_int_equal(groups_of_steady(16, 3277, &ratio), 0); // 204.81
}

/* Times 1 us apart, 8000 years after the first one: as seconds in a double they are equal. */
TEST(a_capture_of_millennia_is_judged)
{
    struct store *store = store_new();
    struct leaks all;

    store_source(store, "made");
    for (int hour = 0; hour < HOURS; hour++) {
        int64_t utc_us = hour < HOURS / 2 ? hour * HOUR_US : INT64_C(8000) * 365 * DAY_US + hour;

        put(store, store_moment(store, utc_us, LOCAL_TIME_UNKNOWN, PAGED_CALLS), "Tag", leaks(hour), hour);
    }
    finish(store);
    leaks_find(store, &(struct leak_options){0}, &all);
    assert_int_equal(all.moments, HOURS);
    assert_int_equal(all.count, 1);
    leaks_free(&all);
    store_free(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steady_growth_is_a_leak),
        cmocka_unit_test(caches_jumps_and_noise_are_no_leaks),
        cmocka_unit_test(reboots_free_what_a_leak_holds),
        cmocka_unit_test(load_is_no_leak),
        cmocka_unit_test(excluded_tags_are_not_reported),
        cmocka_unit_test(a_short_capture_has_caveats_and_no_verdict),
        cmocka_unit_test(lockstep_is_a_group),
        cmocka_unit_test(leaks_as_steady_as_a_clock_are_a_group_by_their_counts),
        cmocka_unit_test(a_cache_that_refills_after_reboots_is_no_leak),
        cmocka_unit_test(jumps_are_less_sure_than_a_line),
        cmocka_unit_test(growth_that_fills_memory_in_half_a_day_is_no_daily_cycle),
        cmocka_unit_test(a_tag_that_appears_late_is_too_short),
        cmocka_unit_test(a_leak_with_occasional_releases_is_a_leak),
        cmocka_unit_test(a_capture_of_millennia_is_judged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
