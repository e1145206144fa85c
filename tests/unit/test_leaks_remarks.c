#include <math.h>

#include "helper.h"
#include "report/leaks_remarks.h"

static void check_remark(const struct leaks *leaks, enum leaks_remark remark, const char *expected)
{
    struct buffer b = {0};

    assert_true(leaks_add_remark_on(&b, leaks, remark) == (*expected != '\0'));
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
}

static void check_share(double found, double all, const char *expected)
{
    struct leaks leaks = {.found_gain = found, .total_gain = all};

    check_remark(&leaks, REMARK_SHARE, expected);
}

TEST(what_was_found_is_a_part_of_all_growth)
{
    check_share(524288, 1048576, "Flagged tags gained 512 KB, 50 % of all growth while running.");
    check_share(524288, 524288, "Flagged tags gained 512 KB, 100 % of all growth while running.");
    check_share(524288, 524289, "Flagged tags gained 512 KB, >99 % of all growth while running.");
    check_share(1024, 1048576, "Flagged tags gained 1.00 KB, <1 % of all growth while running.");
    check_share(0, 1048576, "");
}

TEST(the_remaining_time_has_bounds)
{
    struct leaks leaks = {
        .span = 30 * 86400.0,
        .exhaustion[LEAK_LIMIT_RAM] = {.known = true, .remaining = 1073741824, .days = 20, .low = 15, .high = 30}};

    check_remark(&leaks, REMARK_RAM, "Available memory is 1.00 GB: at this rate it lasts 20 d (15 d to 30 d).");
    check_remark(&leaks, REMARK_COMMIT, "");
    leaks.exhaustion[LEAK_LIMIT_RAM].high = INFINITY;
    check_remark(&leaks, REMARK_RAM, "Available memory is 1.00 GB: at this rate it lasts 20 d, at least 15 d.");
}

/* 20 days are ten times two days. */
TEST(a_time_beyond_ten_times_the_capture_is_told_as_such)
{
    struct leaks leaks = {
        .span = 2 * 86400.0,
        .exhaustion[LEAK_LIMIT_RAM] = {.known = true, .remaining = 1073741824, .days = 20, .low = 15, .high = 30}};

    check_remark(&leaks, REMARK_RAM, "Available memory is 1.00 GB: at this rate it lasts 20 d (15 d to 30 d).");
    leaks.span -= 1;
    check_remark(&leaks, REMARK_RAM,
                 "Available memory is 1.00 GB: it lasts 20 d (15 d to 30 d) if this continues (seen for 1 d 23 h).");
    leaks.span = 720;
    leaks.exhaustion[LEAK_LIMIT_RAM].days = 4000;
    check_remark(&leaks, REMARK_RAM,
                 "Available memory is 1.00 GB: it lasts ten years or more if this continues (seen for 12 min).");
}

TEST(the_summary_counts_verdicts)
{
    struct leaks leaks = {.count = 9, .boots_used = 1, .counts[LEAK_CERTAIN] = 1, .counts[LEAK_WATCH] = 3};
    struct buffer b = {0};

    leaks_add_summary(&b, &leaks);
    check_text(buffer_text(&b), text_of("1 leak, 3 to watch, of 9 tags"), __FILE__, __LINE__);
    buffer_free(&b);
    leaks.counts[LEAK_CERTAIN] = 0;
    leaks_add_summary(&b, &leaks);
    check_text(buffer_text(&b), text_of("no leak found, 3 to watch, of 9 tags"), __FILE__, __LINE__);
    buffer_free(&b);
    leaks.boots_used = 0;
    leaks_add_summary(&b, &leaks);
    check_text(buffer_text(&b), text_of("no verdict yet, of 9 tags"), __FILE__, __LINE__);
    buffer_free(&b);
}

TEST(remarks_are_numbered_without_gaps)
{
    struct leaks leaks = {.counts[LEAK_CERTAIN] = 1, .is_settling = true, .moments = 100, .boots_used = 1, .span = 1e6};
    struct buffer b = {0};

    assert_true(leaks_add_remark(&b, &leaks, 0));
    assert_true(leaks_add_remark(&b, &leaks, 1));
    assert_false(leaks_add_remark(&b, &leaks, 2));
    buffer_free(&b);
}

/* One leak in ten hours of 100 snapshots. */
static struct leaks of_ten_hours(void)
{
    return (struct leaks){.counts[LEAK_CERTAIN] = 1, .moments = 100, .boots_used = 1, .span = 36000, .interval = 363};
}

TEST(a_day_is_asked_for_where_a_daily_cycle_may_explain_growth)
{
    struct leaks leaks = of_ten_hours();

    assert_int_equal(leaks_caveats(&leaks), LEAK_NO_DAY);
    assert_int_equal(leaks_enough_at(&leaks), INT64_C(20) * 3600 * 1000000);
    check_remark(&leaks, REMARK_SHORT,
                 "Less than 30 hours were recorded: memory that grows by day and shrinks at night looks like a leak. "
                 "Leaks of fewer than 25 blocks are not found yet.");
    check_remark(&leaks, REMARK_CAUTION,
                 "A cache that is still filling can look like a leak. A reboot, or recording until 1970-01-01 20:00 "
                 "UTC, would settle it: a leak keeps its rate, a cache reaches its level and stays there.");
    leaks.counts[LEAK_CERTAIN] = 0;
    check_remark(&leaks, REMARK_SHORT,
                 "Less than 30 hours were recorded: memory that grows by day and shrinks at night looks like a leak. "
                 "Leaks of fewer than 25 blocks are not found yet. Keep capturing and check again after 1970-01-01 "
                 "20:00 UTC.");
    check_remark(&leaks, REMARK_CAUTION, "");
}

TEST(no_day_is_asked_for_what_fills_memory_before)
{
    struct leaks leaks = of_ten_hours();

    leaks.outpacing = 1;
    assert_int_equal(leaks_caveats(&leaks), 0);
    check_remark(&leaks, REMARK_SHORT, "");
    leaks.counts[LEAK_PROBABLE] = 1; // a slower one
    check_remark(&leaks, REMARK_SHORT,
                 "Less than 30 hours were recorded: memory that grows by day and shrinks at night looks like a leak. "
                 "The fastest growth is none of that: it would fill the memory within half a day. Leaks of fewer than "
                 "25 blocks are not found yet.");
}

TEST(before_a_verdict_the_wait_is_told)
{
    struct leaks leaks = {.so_far = {.snapshots = 7, .missing = 1, .seconds_to_verdict = 180, .seconds = 1080},
                          .moments = 7,
                          .span = 1080,
                          .last_us = 1080000000,
                          .outpacing = 1};

    check_remark(&leaks, REMARK_SHORT,
                 "A verdict needs 1 more snapshot: at this pace in 3 min, after 1970-01-01 00:21 UTC. Until then "
                 "poolmonviz visualize draws every tag over time.");
    leaks.outpacing = 0;
    leaks.clock = LEAK_NO_CLOCK;
    check_remark(&leaks, REMARK_SHORT,
                 "A verdict needs 1 more snapshot: at this pace in 3 min. Until then poolmonviz visualize draws every "
                 "tag over time. Before 30 hours are recorded, memory that grows by day and shrinks at night looks "
                 "the same.");
}

TEST(before_a_verdict_time_left_is_that_of_all_tags)
{
    struct leaks leaks = {
        .so_far = {.snapshots = 2, .seconds = 720, .net = 4294967296.0},
        .exhaustion[LEAK_LIMIT_RAM] = {.known = true, .remaining = 1073741824, .days = 0.25, .low = NAN, .high = NAN}};

    check_remark(&leaks, REMARK_RAM,
                 "Available memory is 1.00 GB: it lasts 6 h if this continues (seen for 12 min; all tags together "
                 "gained 20.0 GB an hour).");
    leaks.exhaustion[LEAK_LIMIT_RAM].days = 0.0625;
    check_remark(&leaks, REMARK_RAM,
                 "Available memory is 1.00 GB: at this rate it lasts 1 h 30 min (all tags together gained 20.0 GB an "
                 "hour).");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_found_is_a_part_of_all_growth),
        cmocka_unit_test(the_remaining_time_has_bounds),
        cmocka_unit_test(a_time_beyond_ten_times_the_capture_is_told_as_such),
        cmocka_unit_test(the_summary_counts_verdicts),
        cmocka_unit_test(remarks_are_numbered_without_gaps),
        cmocka_unit_test(a_day_is_asked_for_where_a_daily_cycle_may_explain_growth),
        cmocka_unit_test(no_day_is_asked_for_what_fills_memory_before),
        cmocka_unit_test(before_a_verdict_the_wait_is_told),
        cmocka_unit_test(before_a_verdict_time_left_is_that_of_all_tags),
    };

    return RUN(tests);
}
