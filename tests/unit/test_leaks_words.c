#include <math.h>

#include "helper.h"
#include "report/leaks_words.h"

#define DAY 86400.0

static struct leak_finding growing(double low, enum leak_reason doubt)
{
    return (struct leak_finding){.verdict = LEAK_PROBABLE,
                                 .reason = LEAK_STEADY,
                                 .doubt = doubt,
                                 .leading = LEAK_COUNTS,
                                 .rate[LEAK_COUNTS] = {50, low, 90},
                                 .seconds = DAY,
                                 .partner = SIZE_MAX};
}

/* A day in one boot, which ended in 1970. */
static struct leaks of_a_day(void)
{
    return (struct leaks){
        .span = DAY, .boots_used = 1, .moments = 100, .interval = 900, .last_us = (int64_t)DAY * 1000000};
}

static void check_why_of(const struct leaks *leaks, const struct leak_finding *f, const char *expected)
{
    struct leaks_view view = {.leaks = leaks};
    struct buffer b = {0};

    leaks_add_why(&b, &view, f);
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
}

static void check_why(const struct leak_finding *f, const char *expected)
{
    struct leaks leaks = of_a_day();

    check_why_of(&leaks, f, expected);
}

TEST(a_rate_interval_that_includes_zero_is_not_called_steady)
{
    struct leak_finding sure = growing(10, LEAK_STEADY), unsure = growing(-10, LEAK_STEADY),
                        doubted = growing(-10, LEAK_SLOWING);

    check_why(&sure, "50 a day (10 to 90), over 1 d. Steady: no single jump, not slowing down.");
    check_why(&unsure, "50 a day (-10 to 90), over 1 d. But so uneven that the rate may be zero.");
    check_why(&doubted, "50 a day (-10 to 90), over 1 d. But perhaps slowing down, as a cache does that fills up. "
                        "Recording until 1970-01-03 00:00 UTC would show whether it levels off.");
}

/* 12 to 48 is three times as many again: +300 %. */
TEST(first_and_last_come_first)
{
    struct leaks leaks = of_a_day();
    struct leak_finding f = growing(10, LEAK_STEADY);

    leaks.knows_calls = leaks.known[LEAK_BYTES] = true;
    f.rate[LEAK_BYTES] = (struct leak_rate){2048, 1024, 3072};
    f.gain = (struct leak_gain){{true, true}, {12, 1024}, {48, 4096}, {36, 3072}, .boot_first = {12, 1024}};
    check_why_of(&leaks, &f,
                 "blocks 12 -> 48 (+300 %): 50 a day (10 to 90), 2.00 KB a day, over 1 d. Steady: no single jump, not "
                 "slowing down, not explained by more work.");
    f.leading = LEAK_BYTES;
    check_why_of(&leaks, &f,
                 "bytes 1.00 KB -> 4.00 KB (+300 %): 2.00 KB a day (1.00 KB to 3.00 KB), over 1 d. Steady: no single "
                 "jump, not slowing down, not explained by more work.");
}

static void check_change(size_t boots, double first, double last, const char *expected)
{
    struct leaks leaks = {.boots_used = boots};
    struct leak_finding f = {.gain = {{true}, {50}, {last}, {5000}, .boot_first = {first}}};
    struct buffer b = {0};

    leaks_add_change(&b, &leaks, &f, LEAK_COUNTS);
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
}

TEST(a_change_has_its_percent)
{
    check_change(1, 1994, 8114, "1,994 -> 8,114 (+307 %)"); // 6120 / 1994 = 3.069
    check_change(1, 46127, 46282, "46,127 -> 46,282 (+0.3 %)");
    check_change(1, 200, 219, "200 -> 219 (+9.5 %)");
    check_change(1, 61, 4861, "61 -> 4,861 (+7,869 %)"); // 4800 / 61 = 78.69
    check_change(1, 400, 300, "400 -> 300 (-25 %)");
    check_change(1, 0, 40, "0 -> 40 (new)");
    check_change(1, 0, 0, "0 -> 0");
    check_change(2, 100, 350, "100 -> 350 (+250 %) in the last boot, +5,000 in 2 boots");
}

TEST(a_reason_against_a_leak_replaces_the_rate)
{
    struct leak_finding f = {.verdict = LEAK_WATCH, .reason = LEAK_FOLLOWS_LOAD};

    check_why(&f, "More work explains it: it grew along with its allocations. A time with less work would settle it: a "
                  "leak does not shrink then.");
    f.gain = (struct leak_gain){{true}, {100}, {150}, {50}, .boot_first = {100}};
    check_why(&f, "blocks 100 -> 150 (+50 %). More work explains it: it grew along with its allocations. A time with "
                  "less work would settle it: a leak does not shrink then.");
}

TEST(each_reason_against_a_leak_has_a_sentence)
{
    struct leaks leaks = of_a_day();
    struct leaks_view view = {.leaks = &leaks};

    for (int reason = 0; reason < LEAK_REASONS; reason++) {
        struct leak_finding quiet = {.verdict = LEAK_QUIET, .reason = (enum leak_reason)reason, .partner = SIZE_MAX};
        struct leak_finding doubted = growing(10, (enum leak_reason)reason);
        struct buffer b = {0};

        leaks_add_why(&b, &view, &quiet);
        assert_true(b.length > 40);
        assert_int_equal(b.bytes[b.length - 1], '.');
        b.length = 0;
        leaks_add_why(&b, &view, &doubted);
        assert_true(b.length > 40);
        assert_int_equal(b.bytes[b.length - 1], '.');
        buffer_free(&b);
    }
}

TEST(numbers_show_what_speaks_against_a_leak)
{
    struct leak_finding f = {.verdict = LEAK_WATCH,
                             .reason = LEAK_SLOWING,
                             .rate[LEAK_COUNTS] = {600, 500, 700},
                             .gain = {{true}, {1000}, {1040}, {40}, .boot_first = {1000}},
                             .course = {1200, 300, 35, 10, true, 1240, INT64_C(36000) * 1000000}};

    check_why(&f, "blocks 1,000 -> 1,040 (+4.0 %). Slowing down: 1,200 a day at first, 300 at the end; typical of a "
                  "cache filling up. Recording until 1970-01-03 00:00 UTC would show whether it levels off.");
    f.course.late = 900; // more than the mean rate: no number convinces
    check_why(&f, "blocks 1,000 -> 1,040 (+4.0 %). Slowing down, as a cache does that fills up. Recording until "
                  "1970-01-03 00:00 UTC would show whether it levels off.");
    f.reason = LEAK_NOISE;
    check_why(&f, "blocks 1,000 -> 1,040 (+4.0 %). A rise of 40 is within its usual swing of +-35. Recording until "
                  "1970-01-03 00:00 UTC would show whether it goes on.");
    f.course.swing = 19; // 38 from lowest to highest
    check_why(&f, "blocks 1,000 -> 1,040 (+4.0 %). So uneven that it may be chance. Recording until 1970-01-03 00:00 "
                  "UTC would show whether it goes on.");
    f.course.jump = 20;
    check_why(&f, "blocks 1,000 -> 1,040 (+4.0 %). Most of it came in one jump. Recording until 1970-01-03 00:00 UTC "
                  "would show whether it goes on.");
    f.reason = LEAK_NO_NEW_HIGH;
    check_why(&f, "blocks 1,000 -> 1,040 (+4.0 %). Back to an earlier level (1,240 on 1970-01-01 10:00), no new high. "
                  "Recording until 1970-01-03 00:00 UTC would show whether it goes higher.");
}

/* A store of four tags, and what is said of the last one. */
static void check_of_four(const char *const names[4], struct leak_finding f, const char *expected)
{
    struct store *store = store_new();
    struct leaks leaks = of_a_day();
    struct leaks_view view = {.store = store, .leaks = &leaks};
    struct buffer b = {0};

    for (size_t i = 0; i < 4; i++)
        store_tag(store, text_of(names[i]));
    leaks_add_why(&b, &view, &f);
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
    store_free(store);
}

TEST(what_was_taken_out_is_named)
{
    static const char *const linux_tags[] = {"task_struct", "vm_area_struct", "anon_vma", "filp"};
    static const char *const pool_tags[] = {"Nbuf", "AfdB", "AfdE", "File"};
    struct leak_finding f = growing(10, LEAK_STEADY);

    f.shared_count = 3;
    f.shared[1] = 1;
    f.shared[2] = 2;
    check_of_four(linux_tags, f,
                  "50 a day (10 to 90), over 1 d, after taking out process activity (task_struct, vm_area_struct, "
                  "anon_vma). Steady: no single jump, not slowing down.");
    f.shared_count = 4;
    check_of_four(pool_tags, f,
                  "50 a day (10 to 90), over 1 d, after taking out other activity (Nbuf, AfdB, AfdE, Nbuf, ...). "
                  "Steady: no single jump, not slowing down.");
}

TEST(the_cache_that_a_tag_moves_with_is_named)
{
    static const char *const tags[] = {"dentry", "filp", "kmalloc-64", "lsm_inode_cache"};
    struct leak_finding f = {.verdict = LEAK_WATCH, .reason = LEAK_MOVES_WITH_CACHE, .partner = 0};

    check_of_four(tags, f,
                  "It moves with dentry, a cache that the system takes back when memory is short. A shortage of memory "
                  "would settle it: a cache shrinks then, a leak does not.");
    f.partner = SIZE_MAX;
    check_of_four(tags, f,
                  "It moves with a cache that the system takes back when memory is short. A shortage of memory would "
                  "settle it: a cache shrinks then, a leak does not.");
}

TEST(without_times_no_time_is_told)
{
    struct leaks leaks = of_a_day();
    struct leak_finding f = growing(10, LEAK_TOO_BRIEF);

    check_why_of(&leaks, &f,
                 "50 a day (10 to 90), over 1 d. But under a minute was recorded. A reboot, or recording until "
                 "1970-01-03 00:00 UTC, would settle it.");
    leaks.clock = LEAK_NO_CLOCK;
    check_why_of(&leaks, &f,
                 "50 a day (10 to 90), over 1 d. But under a minute was recorded. A reboot, or recording twice as "
                 "long, would settle it.");
}

TEST(reboots_at_which_it_fell_back_are_counted)
{
    struct leak_finding f = growing(10, LEAK_SOME_BOOTS);

    f.reboots = 3;
    f.fell_back = 2;
    check_why(&f, "50 a day (10 to 90), over 1 d, fell back at 2 of 3 reboots. But not after every reboot. Another "
                  "reboot would settle it: a leak grows again.");
    f.fell_back = 3;
    f.doubt = LEAK_STEADY;
    check_why(&f, "50 a day (10 to 90), over 1 d, fell back at each of 3 reboots. Steady: no single jump, not slowing "
                  "down.");
}

static void check_freed(double allocs, double frees, const char *expected)
{
    struct leak_gain gain = {.knows_calls = true, .allocs = allocs, .frees = frees};
    struct buffer b = {0};

    leaks_add_freed(&b, &gain);
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
}

TEST(only_what_is_freed_to_the_last_block_is_100_percent)
{
    check_freed(1000, 0, "0 %");
    check_freed(100000, 20, "0.0 %");
    check_freed(1000, 32, "3.2 %");
    check_freed(1000000, 999999, "99.9 %");
    check_freed(1000, 1000, "100 %");
    check_freed(1000, 1100, "110 %");
    check_freed(0, 5, "-");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rate_interval_that_includes_zero_is_not_called_steady),
        cmocka_unit_test(first_and_last_come_first),
        cmocka_unit_test(a_change_has_its_percent),
        cmocka_unit_test(a_reason_against_a_leak_replaces_the_rate),
        cmocka_unit_test(each_reason_against_a_leak_has_a_sentence),
        cmocka_unit_test(numbers_show_what_speaks_against_a_leak),
        cmocka_unit_test(what_was_taken_out_is_named),
        cmocka_unit_test(the_cache_that_a_tag_moves_with_is_named),
        cmocka_unit_test(without_times_no_time_is_told),
        cmocka_unit_test(reboots_at_which_it_fell_back_are_counted),
        cmocka_unit_test(only_what_is_freed_to_the_last_block_is_100_percent),
    };

    return RUN(tests);
}
