/* Which tags are caches, and whether they gave back when memory was short. */
#include "leaks/leak_caches.h"

#include <math.h>

#include "base/calendar.h"
#include "store_helper.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

TEST(what_was_recorded_decides)
{
    assert_int_equal(leak_cache_why(TEXT("anything"), RECLAIM_YES, false), LEAK_CACHE_ACCOUNTED);
    assert_int_equal(leak_cache_why(TEXT("dentry"), RECLAIM_YES, true), LEAK_CACHE_ACCOUNTED);
    assert_int_equal(leak_cache_why(TEXT("dentry"), RECLAIM_NO, true), LEAK_NO_CACHE);
    assert_int_equal(leak_cache_why(TEXT("filp"), RECLAIM_NO, false), LEAK_NO_CACHE);
}

TEST(otherwise_the_table_does)
{
    assert_int_equal(leak_cache_why(TEXT("MmSt"), RECLAIM_UNKNOWN, true), LEAK_CACHE_LISTED);
    assert_int_equal(leak_cache_why(TEXT("Ntff"), RECLAIM_UNKNOWN, false), LEAK_NO_CACHE);
}

/* Linux accounts sock_inode_cache and inode_cache as reclaimable. */
TEST(inodes_that_users_hold_are_none)
{
    static const char *const held[] = {"inode_cache", "sock_inode_cache", "shmem_inode_cache", "mqueue_inode_cache"};

    for (size_t i = 0; i < COUNT(held); i++)
        for (int recorded = RECLAIM_UNKNOWN; recorded <= RECLAIM_YES; recorded++)
            assert_int_equal(leak_cache_why(text_of(held[i]), (enum reclaim)recorded, true), LEAK_NO_CACHE);
    assert_int_equal(leak_cache_why(TEXT("proc_inode_cache"), RECLAIM_YES, true), LEAK_CACHE_ACCOUNTED);
}

TEST(caches_of_processes_do_not_lead)
{
    assert_true(leak_cache_leads(TEXT("dentry")));
    assert_true(leak_cache_leads(TEXT("radix_tree_node")));
    assert_false(leak_cache_leads(TEXT("proc_inode_cache")));
    assert_false(leak_cache_leads(TEXT("kmalloc-rcl-64")));
}

#define PRESSURE(result, first_short, available, ...)                                                                  \
    do {                                                                                                               \
        const double bytes_[] = {__VA_ARGS__};                                                                         \
        size_t first_ = 99;                                                                                            \
                                                                                                                       \
        assert_int_equal(COUNT(bytes_), COUNT(available));                                                             \
        assert_int_equal(leak_pressure_on(bytes_, available, COUNT(available), &first_), result);                      \
        assert_int_equal(first_, first_short);                                                                         \
    } while (0)

static const double once[] = {.40, .04, .03, .03, .30, .35};

/* The table of leak_caches.h. */
TEST(a_cache_gives_back_or_keeps_and_grows_on)
{
    PRESSURE(LEAK_PRESSURE_GAVE_BACK, 1, once, 900, 920, 500, 300, 310, 350);
    PRESSURE(LEAK_PRESSURE_KEPT, 1, once, 900, 920, 960, 990, 1040, 1200);
    PRESSURE(LEAK_PRESSURE_UNCLEAR, 1, once, 900, 910, 915, 900, 905, 910);
}

/* 10 % of 1000 each. */
TEST(the_limits_are_a_tenth)
{
    PRESSURE(LEAK_PRESSURE_UNCLEAR, 1, once, 1000, 1000, 900, 950, 950, 2000);
    PRESSURE(LEAK_PRESSURE_GAVE_BACK, 1, once, 1000, 1000, 899, 950, 950, 2000);
    PRESSURE(LEAK_PRESSURE_KEPT, 1, once, 1000, 1000, 1000, 1000, 1000, 1100);
    PRESSURE(LEAK_PRESSURE_UNCLEAR, 1, once, 1000, 1000, 1000, 1000, 1000, 1099);
    PRESSURE(LEAK_PRESSURE_UNCLEAR, 1, once, 1000, 1000, 1000, 1000, 999, 1200); // a little less than before
}

/* What was taken is seen in the first moment already, or only in the first one after. */
TEST(the_moments_around_a_shortage_count)
{
    PRESSURE(LEAK_PRESSURE_GAVE_BACK, 1, once, 900, 600, 600, 600, 700, 990);
    PRESSURE(LEAK_PRESSURE_GAVE_BACK, 1, once, 900, 900, 900, 900, 700, 990);
    PRESSURE(LEAK_PRESSURE_KEPT, 1, once, 900, 900, 900, 900, 900, 991);
}

TEST(a_fall_elsewhere_is_none_of_memory)
{
    static const double late[] = {.5, .5, .5, .04, .04, .04, .5, .5, .5, .5};

    PRESSURE(LEAK_PRESSURE_KEPT, 3, late, 900, 400, 400, 410, 420, 430, 440, 450, 460, 470);
    PRESSURE(LEAK_PRESSURE_UNCLEAR, 3, late, 400, 400, 400, 410, 420, 430, 440, 450, 300, 300);
}

TEST(a_shortage_has_three_moments)
{
    static const double two[] = {.5, .049, .049, .5, .5, .5};
    static const double three[] = {.5, .049, .049, .049, .5, .5};
    static const double limit[] = {.5, .05, .05, .05, .05, .5};

    PRESSURE(LEAK_PRESSURE_NONE, 99, two, 1, 2, 3, 4, 5, 6);
    PRESSURE(LEAK_PRESSURE_KEPT, 1, three, 1, 2, 3, 4, 5, 6);
    PRESSURE(LEAK_PRESSURE_NONE, 99, limit, 1, 2, 3, 4, 5, 6);
}

/* One moment of relief does not end it, two do. */
TEST(a_shortage_may_pause_for_a_moment)
{
    static const double paused[] = {.04, .5, .04, .5, .04, .5};
    static const double apart[] = {.04, .04, .5, .5, .04, .04};

    PRESSURE(LEAK_PRESSURE_KEPT, 0, paused, 1, 2, 3, 4, 5, 6);
    PRESSURE(LEAK_PRESSURE_NONE, 99, apart, 1, 2, 3, 4, 5, 6);
}

TEST(a_cache_that_gave_back_once_can)
{
    static const double twice[] = {.04, .04, .04, .5, .5, .03, .03, .03, .5};

    PRESSURE(LEAK_PRESSURE_GAVE_BACK, 0, twice, 100, 100, 100, 100, 200, 200, 100, 100, 200);
    PRESSURE(LEAK_PRESSURE_GAVE_BACK, 0, twice, 200, 100, 100, 100, 200, 200, 210, 220, 230);
}

TEST(the_whole_boot_may_be_short)
{
    static const double all[] = {.01, .01, .01, .01};

    PRESSURE(LEAK_PRESSURE_KEPT, 0, all, 10, 11, 12, 13);
    PRESSURE(LEAK_PRESSURE_GAVE_BACK, 0, all, 10, 11, 8, 13);
}

TEST(gaps_are_neither_short_nor_a_fall)
{
    static const double gaps[] = {NAN, .04, NAN, .04, .04, NAN};
    static const double unknown[] = {NAN, NAN, NAN};
    static const double after[] = {.04, .04, .04, .5};

    PRESSURE(LEAK_PRESSURE_KEPT, 1, gaps, NAN, 10, NAN, 11, 12, NAN);
    PRESSURE(LEAK_PRESSURE_UNKNOWN, 99, unknown, 1, 2, 3);
    PRESSURE(LEAK_PRESSURE_UNCLEAR, 0, after, NAN, NAN, NAN, NAN);
}

TEST(nothing_is_known_of_no_moment)
{
    size_t first = 99;

    assert_int_equal(leak_pressure_on(NULL, NULL, 0, &first), LEAK_PRESSURE_UNKNOWN);
}

/* --- in a store --- */

#define RAM 1000
#define T0 INT64_C(1772362800000000)

/* A moment a minute; of each the available RAM, and the bytes of one tag. */
static struct store *filled(const char *tag, const char *source, enum reclaim recorded, size_t count,
                            const int64_t *available, const int64_t *bytes, size_t reboot_at)
{
    struct store *store = store_new();
    struct machine machine = {.host = "h"};
    struct warnings warnings = {0};

    machine_set(machine.source, sizeof machine.source, text_of(source));
    store_source(store, "x");
    store_machine(store, &machine);
    for (size_t k = 0; k < count; k++) {
        size_t moment = store_moment(store, T0 + (int64_t)k * MINUTE_US, LOCAL_TIME_UNKNOWN, BYTES);
        struct moment_facts facts = {.boot = 1 + (k >= reboot_at), .uptime_ms = TOTAL_UNKNOWN};

        for (int i = 0; i < TOTALS; i++)
            facts.totals[i] = TOTAL_UNKNOWN;
        facts.step = k == 0 ? BOOT_UNKNOWN : k == reboot_at ? BOOT_NEW : BOOT_SAME;
        facts.totals[TOTAL_RAM] = RAM;
        facts.totals[TOTAL_AVAILABLE] = available[k];
        store_facts(store, moment, &facts);
        put_bytes(store, moment, tag, 0, bytes[k]);
    }
    store_set_reclaim(store, store_find_tag(store, text_of(tag)), recorded);
    store_finish(store, STORE_ALL_TIME, &warnings);
    warnings_free(&warnings);
    return store;
}

static struct leak_cache judged(struct store *store)
{
    struct leak_caches *caches = leak_caches_new(store);
    struct leak_cache cache = leak_caches_of(caches, 0);

    leak_caches_free(caches);
    store_free(store);
    return cache;
}

static const int64_t plenty[] = {500, 500, 500, 500, 500}, scarce[] = {500, 40, 40, 40, 500};
static const int64_t rising[] = {10, 11, 12, 13, 14};

TEST(a_cache_is_excused_while_memory_is_not_short)
{
    struct leak_cache cache = judged(filled("xfs_inode", "slabinfo", RECLAIM_YES, 5, plenty, rising, 9));

    assert_int_equal(cache.why, LEAK_CACHE_ACCOUNTED);
    assert_int_equal(cache.pressure, LEAK_PRESSURE_NONE);
    assert_true(cache.is_excused && cache.leads);
}

TEST(a_cache_of_windows_is_known_by_the_table)
{
    struct leak_cache cache = judged(filled("MmSt", "pooltags", RECLAIM_UNKNOWN, 5, plenty, rising, 9));

    assert_int_equal(cache.why, LEAK_CACHE_LISTED);
    assert_true(cache.is_excused && !cache.leads);
    cache = judged(filled("File", "pooltags", RECLAIM_UNKNOWN, 5, plenty, rising, 9));
    assert_int_equal(cache.why, LEAK_NO_CACHE);
    assert_false(cache.is_excused);
}

TEST(a_cache_that_kept_is_not_excused_any_more)
{
    struct leak_cache cache = judged(filled("xfs_inode", "slabinfo", RECLAIM_YES, 5, scarce, rising, 9));

    assert_int_equal(cache.pressure, LEAK_PRESSURE_KEPT);
    assert_int_equal(cache.short_us, T0 + MINUTE_US);
    assert_false(cache.is_excused);
}

/* Half of the RAM is available, but 460 of its 500 are this cache: Linux counts it in, Windows does not. */
TEST(what_the_cache_itself_holds_is_not_available)
{
    static const int64_t large[] = {400, 455, 460, 480, 490};

    assert_int_equal(judged(filled("dentry", "slabinfo", RECLAIM_YES, 5, plenty, large, 9)).pressure,
                     LEAK_PRESSURE_KEPT);
    assert_int_equal(judged(filled("MmSt", "pooltags", RECLAIM_UNKNOWN, 5, plenty, large, 9)).pressure,
                     LEAK_PRESSURE_NONE);
}

/* A shortage does not go on beyond a reboot, and a cache is empty after it. */
TEST(each_boot_is_judged_alone)
{
    static const int64_t available[] = {500, 500, 40, 40, 40, 40, 40, 500};
    static const int64_t bytes[] = {90, 90, 91, 91, 10, 10, 10, 10};
    struct leak_cache cache = judged(filled("MmSt", "pooltags", RECLAIM_UNKNOWN, 8, available, bytes, 4));

    assert_int_equal(cache.pressure, LEAK_PRESSURE_UNCLEAR); // of the second boot; two moments of the first are too few
    assert_int_equal(cache.short_us, T0 + 4 * MINUTE_US);
    assert_true(cache.is_excused);
}

TEST(without_the_memory_available_a_cache_is_excused)
{
    static const int64_t unknown[] = {TOTAL_UNKNOWN, TOTAL_UNKNOWN, TOTAL_UNKNOWN, TOTAL_UNKNOWN, TOTAL_UNKNOWN};
    struct leak_cache cache = judged(filled("dentry", "slabinfo", RECLAIM_UNKNOWN, 5, unknown, rising, 9));

    assert_int_equal(cache.why, LEAK_CACHE_LISTED);
    assert_int_equal(cache.pressure, LEAK_PRESSURE_UNKNOWN);
    assert_true(cache.is_excused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_recorded_decides),
        cmocka_unit_test(otherwise_the_table_does),
        cmocka_unit_test(inodes_that_users_hold_are_none),
        cmocka_unit_test(caches_of_processes_do_not_lead),
        cmocka_unit_test(a_cache_gives_back_or_keeps_and_grows_on),
        cmocka_unit_test(the_limits_are_a_tenth),
        cmocka_unit_test(the_moments_around_a_shortage_count),
        cmocka_unit_test(a_fall_elsewhere_is_none_of_memory),
        cmocka_unit_test(a_shortage_has_three_moments),
        cmocka_unit_test(a_shortage_may_pause_for_a_moment),
        cmocka_unit_test(a_cache_that_gave_back_once_can),
        cmocka_unit_test(the_whole_boot_may_be_short),
        cmocka_unit_test(gaps_are_neither_short_nor_a_fall),
        cmocka_unit_test(nothing_is_known_of_no_moment),
        cmocka_unit_test(a_cache_is_excused_while_memory_is_not_short),
        cmocka_unit_test(a_cache_of_windows_is_known_by_the_table),
        cmocka_unit_test(a_cache_that_kept_is_not_excused_any_more),
        cmocka_unit_test(what_the_cache_itself_holds_is_not_available),
        cmocka_unit_test(each_boot_is_judged_alone),
        cmocka_unit_test(without_the_memory_available_a_cache_is_excused),
    };

    return RUN(tests);
}
