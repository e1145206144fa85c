#include "helper.h"
#include "recorder/schedule.h"

#define S(seconds) (INT64_C(1000) * (seconds))     // milliseconds
#define US(seconds) (INT64_C(1000000) * (seconds)) // microseconds

TEST(delays_do_not_accumulate)
{
    struct schedule s = {.start_ms = 7, .interval_ms = 60000};

    for (int64_t k = 0; k < 2880; k++) {
        assert_int_equal(schedule_due(&s), 7 + k * 60000);
        assert_int_equal(schedule_pass(&s, schedule_due(&s) + 350), 0); // every snapshot is 350 ms late
    }
}

TEST(a_snapshot_on_time_misses_nothing)
{
    struct schedule s = {.start_ms = 0, .interval_ms = 1000};

    assert_int_equal(schedule_pass(&s, 0), 0);
    assert_int_equal(schedule_due(&s), 1000);
    assert_int_equal(schedule_pass(&s, 1999), 0);
    assert_int_equal(schedule_due(&s), 2000);
}

TEST(ticks_missed_in_sleep_are_counted_and_not_made_up)
{
    struct schedule s = {.start_ms = 0, .interval_ms = 60000};

    schedule_pass(&s, 0);
    assert_int_equal(schedule_pass(&s, S(3600) + 5),
                     59);                            // due after a minute, woken after an hour: ticks 1..59 are missed
    assert_int_equal(schedule_due(&s), S(3660));     // the next one is on the same grid
    assert_int_equal(schedule_pass(&s, S(3720)), 1); // exactly one tick late
    assert_int_equal(schedule_due(&s), S(3780));
}

TEST(a_clock_set_forward_is_a_step)
{
    assert_int_equal(schedule_clock_step_ms(US(1000), US(1000 + 60 + 3600), S(5), S(65)), S(3600));
    assert_int_equal(schedule_clock_step_ms(US(0), US(63), S(0), S(60)), S(3));
}

TEST(a_clock_set_back_is_a_step)
{
    assert_int_equal(schedule_clock_step_ms(US(1000), US(1000 + 60 - 3600), S(5), S(65)), -S(3600));
    assert_int_equal(schedule_clock_step_ms(US(1000), US(1000), S(5), S(65)), -S(60));
}

TEST(an_ordinary_adjustment_is_no_step)
{
    assert_int_equal(schedule_clock_step_ms(US(0), US(60), S(0), S(60)), 0);
    assert_int_equal(schedule_clock_step_ms(US(0), US(61), S(0), S(60)), 0);
    assert_int_equal(schedule_clock_step_ms(US(0), US(59), S(0), S(60)), 0);
    assert_int_equal(schedule_clock_step_ms(US(0), US(28800 + 14), S(0), S(28800)), 0); // 500 ppm over eight hours
    assert_int_equal(schedule_clock_step_ms(US(0), US(28800 - 14), S(0), S(28800)), 0);
}

TEST(sleep_is_no_step_of_the_clock)
{
    assert_int_equal(schedule_clock_step_ms(US(0), US(28800), S(0), S(28800)), 0); // uptime includes sleep
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(delays_do_not_accumulate),
        cmocka_unit_test(a_snapshot_on_time_misses_nothing),
        cmocka_unit_test(ticks_missed_in_sleep_are_counted_and_not_made_up),
        cmocka_unit_test(a_clock_set_forward_is_a_step),
        cmocka_unit_test(a_clock_set_back_is_a_step),
        cmocka_unit_test(an_ordinary_adjustment_is_no_step),
        cmocka_unit_test(sleep_is_no_step_of_the_clock),
    };

    return RUN(tests);
}
