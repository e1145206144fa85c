/* test_leak_causes.c - what hid leaks that a person sees: noise that is alike from hour to hour, wandering, what others
 * do as well, a level that goes at a reboot.
 *
 * Caches that the system takes back are in test_leak_caches.c, rates that may be zero in test_leak_verdict.c.
 */
#include <math.h>

#include "store_helper.h"

#include "base/calendar.h"
#include "leaks/leak.h"

#define HOURS 96

/* Normal with a deviation of 1, nearly: the sum of twelve uniform numbers. */
static double normal(uint32_t *seed)
{
    double sum = -6;

    for (int i = 0; i < 12; i++) {
        *seed = *seed * 1664525 + 1013904223;
        sum += (double)*seed / 4294967296.0;
    }
    return sum;
}

/* Each value is `alike` of the one before and something new, with a deviation of `size` in all. */
static void fill_noise(double *y, double alike, double size, uint32_t seed)
{
    double last = normal(&seed);

    for (int i = 0; i < HOURS; i++) {
        y[i] = size * last;
        last = alike * last + sqrt(1 - alike * alike) * normal(&seed);
    }
}

static struct store *begun(void)
{
    struct store *store = store_new();

    store_source(store, "made");
    return store;
}

static size_t moment_at(struct store *store, int hour)
{
    return store_moment(store, hour * HOUR_US, LOCAL_TIME_UNKNOWN, PAGED_CALLS);
}

static void put_live(struct store *store, size_t moment, const char *tag, double live, int hour)
{
    int64_t blocks = (int64_t)live, allocs = 1000000 + blocks + INT64_C(5000) * hour;

    put_calls(store, moment, tag, allocs, allocs - blocks);
}

/* What is found for "Tag". Frees the store. */
static struct leak_finding found(struct store *store)
{
    struct leak_finding finding = {0};
    struct leaks all;

    finish(store);
    leaks_find(store, &(struct leak_options){0}, &all);
    for (size_t i = 0; i < all.count; i++)
        if (text_equal(store_tag_name(store, all.findings[i].tag), text_of("Tag")))
            finding = all.findings[i];
    leaks_free(&all);
    store_free(store);
    return finding;
}

static struct leak_finding found_in_noise(double rate, double alike, double size, uint32_t seed)
{
    struct store *store = begun();
    double noise[HOURS];

    fill_noise(noise, alike, size, seed);
    for (int hour = 0; hour < HOURS; hour++)
        put_live(store, moment_at(store, hour), "Tag", 5000 + rate * hour + noise[hour], hour);
    return found(store);
}

/* How many of 20 series are called. */
static int called(double rate, double alike)
{
    int count = 0;

    for (uint32_t seed = 1; seed <= 20; seed++) {
        struct leak_finding f = found_in_noise(rate, alike, 100, seed);

        count += leak_is_flagged(&f);
    }
    return count;
}

/* Where hours resemble the one before by .8, the error of a line is three times that of independent hours. As a random
 * walk, it would be six times that again. */
TEST(noise_that_is_alike_from_hour_to_hour_hides_no_leak)
{
    assert_true(called(9, .8) >= 12);
    assert_true(called(12, .8) >= 17);
    assert_int_equal(called(0, .8), 0);
}

/* Where it wanders, the best of a hundred curves fits better than the line in most series. */
TEST(a_line_that_wanders_is_no_curve)
{
    assert_true(called(7, .95) >= 17);
    assert_int_equal(called(0, .95), 0);
}

/* Processes come and go in waves of 800 objects, as they do in 4 other tags; 10 an hour leak under them. */
static struct leak_finding found_under_waves(bool others_too)
{
    struct store *store = begun();
    double waves[HOURS], own[HOURS];
    uint32_t seed = 5;

    for (int hour = 0; hour < HOURS; hour++)
        waves[hour] = 800 * (normal(&seed) > 0) + 80 * normal(&seed);
    fill_noise(own, 0, 10, 7);
    for (int hour = 0; hour < HOURS; hour++) {
        size_t moment = moment_at(store, hour);
        char name[] = "Prc0";

        put_live(store, moment, "Tag", 5000 + 10 * hour + waves[hour] + own[hour], hour);
        for (int i = 0; i < 4; i++, name[3]++)
            put_live(store, moment, name, 3000 + (others_too ? (2 + i) * waves[hour] / 2 : 0) + 20 * normal(&seed),
                     hour);
    }
    return found(store);
}

TEST(what_other_tags_do_as_well_hides_no_leak)
{
    struct leak_finding f = found_under_waves(true), alone = found_under_waves(false);

    assert_int_equal(f.verdict, LEAK_CERTAIN);
    assert_int_equal(f.shared_count, 4);
    assert_true(fabs(f.rate[LEAK_COUNTS].mean - 240) < 24); // 10 an hour
    assert_int_equal(alone.shared_count, 0);
    assert_true(alone.score < f.score - 1);
}

/* At the reboot 20,000 objects go that have nothing to do with the leak of 960: it says neither yes nor no. */
TEST(a_level_that_goes_at_a_reboot_tells_nothing)
{
    struct store *store = begun();
    struct leak_finding f;

    for (int hour = 0; hour < 2 * HOURS; hour++) {
        size_t moment = moment_at(store, hour);
        char name[] = "Oth0";
        double level = hour < HOURS ? 25000 : 5000;

        put_live(store, moment, "Tag", level + 10 * (hour % HOURS) + hour * 7919 % 11, hour % HOURS);
        for (int i = 0; i < 12; i++, name[3]++)
            put_live(store, moment, name, 100 + i, hour % HOURS);
    }
    f = found(store);
    assert_int_equal(f.verdict, LEAK_CERTAIN);
    assert_int_equal(f.reboots, 0);
    assert_true(fabs(f.rate[LEAK_COUNTS].mean - 240) < 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(noise_that_is_alike_from_hour_to_hour_hides_no_leak),
        cmocka_unit_test(a_line_that_wanders_is_no_curve),
        cmocka_unit_test(what_other_tags_do_as_well_hides_no_leak),
        cmocka_unit_test(a_level_that_goes_at_a_reboot_tells_nothing),
    };

    return RUN(tests);
}
