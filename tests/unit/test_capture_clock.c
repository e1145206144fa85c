#include <string.h>

#include "base/calendar.h"
#include "formats/capture/capture_clock.h"
#include "helper.h"

#define TICKS_MAX 16
#define SET 1
#define SESSION(n) ((n) << 1)
#define JOINED(n) ((n) << 4 | SESSION(n)) // file n, and its recorder

/* UTC and uptime in minutes; uptime -1: not known. */
struct minute {
    int utc, uptime;
    unsigned boot;
    int marks;
};

static struct capture_tick tick_of(struct minute m)
{
    return (struct capture_tick){.utc_us = m.utc * MINUTE_US,
                                 .uptime_ms = m.uptime < 0 ? -1 : m.uptime * INT64_C(60000),
                                 .boot = m.boot,
                                 .was_set = m.marks & SET,
                                 .session = (size_t)(m.marks >> 1 & 7),
                                 .file = (size_t)(m.marks >> 4)};
}

/* The times, in minutes, and how often the clock was set. */
static void check_times(const struct minute *minutes, size_t count, const int *expected, size_t expected_steps,
                        int line)
{
    struct capture_tick ticks[TICKS_MAX] = {0};
    int64_t times[TICKS_MAX], by_us = 0;
    size_t at = 0, steps;

    for (size_t i = 0; i < count; i++)
        ticks[i] = tick_of(minutes[i]);
    steps = capture_clock_settle(ticks, count, times, &at, &by_us);
    if (steps != expected_steps)
        fail_msg("line %d: %zu steps", line, steps);
    for (size_t i = 0; i < count && steps; i++)
        if (times[i] != expected[i] * MINUTE_US)
            fail_msg("line %d: time %zu is %d", line, i, (int)(times[i] / MINUTE_US));
}

#define CHECK(minutes, expected, steps)                                                                                \
    check_times(minutes, sizeof minutes / sizeof *minutes, expected, steps, __LINE__)

TEST(a_clock_set_back_or_forward_is_told_by_the_uptime)
{
    static const struct minute back[] = {{600, 10, 7, 0}, {605, 15, 7, 0}, {490, 20, 7, SET}, {495, 25, 7, 0}};
    static const int back_times[] = {480, 485, 490, 495};
    static const struct minute forward[] = {{600, 10, 7, 0}, {725, 15, 7, SET}, {730, 20, 7, 0}};
    static const int forward_times[] = {720, 725, 730};
    static const struct minute twice[] = {{600, 10, 7, 0}, {490, 20, 7, SET}, {621, 31, 7, SET}};
    static const int twice_times[] = {600, 610, 621};

    CHECK(back, back_times, 1);
    CHECK(forward, forward_times, 1);
    CHECK(twice, twice_times, 2);
}

TEST(without_an_identity_of_the_boot_the_uptime_tells_as_well)
{
    static const struct minute back[] = {{600, 10, 0, 0}, {490, 20, 0, 0}};
    static const int back_times[] = {480, 490};
    static const struct minute noted[] = {{600, 10, 0, 0}, {725, 15, 0, SET}};
    static const int noted_times[] = {720, 725};
    static const struct minute off[] = {{600, 10, 0, 0},
                                        {725, 15, 0, SESSION(1)}}; // another boot, or a clock set: UTC counts
    static const struct minute recorded[] = {{600, 10, 0, 0}, {725, 15, 0, 0}}; // by one recorder: no other boot

    CHECK(recorded, noted_times, 1);
    CHECK(back, back_times, 1);
    CHECK(noted, noted_times, 1);
    CHECK(off, NULL, 0);
}

TEST(sleep_is_no_step_where_the_uptime_goes_on)
{
    static const struct minute sleep[] = {{600, 10, 7, 0}, {1080, 490, 7, 0}, {1085, 495, 7, 0}};

    CHECK(sleep, NULL, 0);
}

TEST(hibernation_without_uptime_is_no_time_in_which_something_grew)
{
    static const struct minute same[] = {{600, 10, 7, 0}, {605, 15, 7, 0}, {1090, 20, 7, SET}};
    static const int same_times[] = {1080, 1085, 1090};
    static const struct minute unknown[] = {{600, -1, 0, 0}, {1090, -1, 0, 0}};

    CHECK(same, same_times, 1);
    CHECK(unknown, NULL, 0);
}

TEST(a_boot_that_began_before_the_last_snapshot_was_by_another_clock)
{
    static const struct minute appended[] = {{600, 100, 7, 0}, {605, 105, 7, 0}, {300, 5, 8, 0}, {305, 10, 8, 0}};
    static const int times[] = {290, 295, 300, 305}; // the new boot began at 295
    static const struct minute later[] = {{600, 100, 7, 0}, {900, 5, 8, 0}};

    CHECK(appended, times, 1);
    CHECK(later, NULL, 0);
}

TEST(times_before_a_reboot_stay_where_the_last_clock_does_not_contradict_them)
{
    // the battery of the clock was empty: it began in the past and was set right
    static const struct minute battery[] = {{600, 100, 7, 0}, {605, 105, 7, 0}, {2, 2, 8, 0},
                                            {3, 3, 8, 0},     {634, 4, 8, SET}, {635, 5, 8, 0}};
    static const int times[] = {600, 605, 632, 633, 634, 635};
    // it was set back after the reboot as well
    static const struct minute back[] = {{600, 100, 7, 0}, {605, 105, 7, 0}, {620, 5, 8, 0}, {611, 6, 8, SET}};
    static const int back_times[] = {590, 595, 610, 611};

    CHECK(battery, times, 1);
    CHECK(back, back_times, 1);
}

TEST(files_that_were_joined_are_in_the_order_of_utc)
{
    static const struct minute wrong_order[] = {{600, 10, 7, 0}, {605, 15, 7, 0}, {300, 20, 8, 0}, {305, 25, 8, 0}};
    struct minute joined[4];
    static const int as_appended[] = {275, 280, 300, 305};
    static const struct minute set_in_one[] = {
        {600, 10, 0, JOINED(1)}, {605, 15, 0, JOINED(1)}, {900, 20, 0, JOINED(2)}, {805, 25, 0, SET | JOINED(2)}};
    static const int in_one[] = {600, 605, 800, 805};

    CHECK(wrong_order, as_appended, 1);
    memcpy(joined, wrong_order, sizeof joined);
    joined[2].marks = joined[3].marks = JOINED(1);
    CHECK(joined, NULL, 0);
    joined[0].boot = joined[1].boot = joined[2].boot = joined[3].boot = 0;
    CHECK(joined, NULL, 0);
    CHECK(set_in_one, in_one, 1);
}

TEST(ordinary_adjustment_is_no_step)
{
    struct capture_tick ticks[] = {{.utc_us = 0, .uptime_ms = 0, .boot = 7},
                                   {.utc_us = HOUR_US + 5 * SECOND_US, .uptime_ms = 3600000, .boot = 7}};
    int64_t times[2], by_us;
    size_t at;

    assert_int_equal(capture_clock_settle(ticks, 2, times, &at, &by_us), 0); // 2 s, and 3.6 s in an hour
    ticks[1].utc_us += SECOND_US;
    assert_int_equal(capture_clock_settle(ticks, 2, times, &at, &by_us), 1);
    assert_int_equal(by_us, 6 * SECOND_US);
}

TEST(boots_are_told_by_identity_then_by_uptime)
{
    struct capture_tick a = tick_of((struct minute){600, 10, 7, 0}), b = tick_of((struct minute){605, 15, 7, 0});

    assert_int_equal(capture_boot_step(&a, &b), BOOT_SAME);
    b.boot = 8;
    assert_int_equal(capture_boot_step(&a, &b), BOOT_NEW);
    b.boot = 0;
    assert_int_equal(capture_boot_step(&a, &b), BOOT_SAME);
    b.uptime_ms = 60000;
    assert_int_equal(capture_boot_step(&a, &b), BOOT_NEW);
    b.uptime_ms = 12 * 60000; // 3 minutes are missing
    assert_int_equal(capture_boot_step(&a, &b), BOOT_SAME);
    b.session = 1; // it may have been rebooted
    assert_int_equal(capture_boot_step(&a, &b), BOOT_UNKNOWN);
    b.uptime_ms = 60000;
    assert_int_equal(capture_boot_step(&a, &b), BOOT_NEW);
    b.file = 1;
    assert_int_equal(capture_boot_step(&a, &b), BOOT_UNKNOWN);
    b.uptime_ms = -1;
    assert_int_equal(capture_boot_step(&a, &b), BOOT_UNKNOWN);
}

TEST(times_that_do_not_fit_change_nothing)
{
    struct capture_tick ticks[] = {{.utc_us = INT64_MAX, .uptime_ms = 0, .boot = 7},
                                   {.utc_us = INT64_MIN, .uptime_ms = 1, .boot = 7},
                                   {.utc_us = 0, .uptime_ms = INT64_MAX, .boot = 7}};
    int64_t times[3], by_us;
    size_t at;

    assert_int_equal(capture_clock_settle(ticks, 3, times, &at, &by_us), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_set_back_or_forward_is_told_by_the_uptime),
        cmocka_unit_test(without_an_identity_of_the_boot_the_uptime_tells_as_well),
        cmocka_unit_test(sleep_is_no_step_where_the_uptime_goes_on),
        cmocka_unit_test(hibernation_without_uptime_is_no_time_in_which_something_grew),
        cmocka_unit_test(a_boot_that_began_before_the_last_snapshot_was_by_another_clock),
        cmocka_unit_test(times_before_a_reboot_stay_where_the_last_clock_does_not_contradict_them),
        cmocka_unit_test(files_that_were_joined_are_in_the_order_of_utc),
        cmocka_unit_test(ordinary_adjustment_is_no_step),
        cmocka_unit_test(boots_are_told_by_identity_then_by_uptime),
        cmocka_unit_test(times_that_do_not_fit_change_nothing),
    };

    return RUN(tests);
}
