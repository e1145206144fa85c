#include "base/calendar.h"
#include "helper.h"

static int64_t parsed(const char *text)
{
    int64_t us = -1;

    if (!calendar_parse(text_of(text), false, &us))
        fail_msg("'%s' should be a time", text);
    return us;
}

TEST(days_count_from_1970)
{
    assert_int_equal(calendar_days((struct calendar_day){1970, 1, 1}), 0);
    assert_int_equal(calendar_days((struct calendar_day){1969, 12, 31}), -1);
    assert_int_equal(calendar_days((struct calendar_day){2000, 2, 29}), 11016);
    assert_int_equal(calendar_days((struct calendar_day){2000, 3, 1}), 11017);
    assert_int_equal(calendar_days((struct calendar_day){2026, 3, 1}), 20513);
    assert_int_equal(calendar_days((struct calendar_day){1, 1, 1}), -719162);
    assert_int_equal(calendar_days((struct calendar_day){9999, 12, 31}), 2932896);
}

TEST(month_13_is_january_of_the_next_year)
{
    assert_int_equal(calendar_days((struct calendar_day){2025, 13, 1}),
                     calendar_days((struct calendar_day){2026, 1, 1}));
    assert_int_equal(calendar_days((struct calendar_day){2026, 0, 1}),
                     calendar_days((struct calendar_day){2025, 12, 1}));
}

TEST(every_day_of_800_years_round_trips)
{
    int64_t first = calendar_days((struct calendar_day){1600, 1, 1}),
            last = calendar_days((struct calendar_day){2400, 1, 1});

    for (int64_t day = first; day < last; day++)
        if (calendar_days(calendar_day_of(day)) != day)
            fail_msg("day %lld does not come back", (long long)day);
}

TEST(times_of_the_collector_are_read)
{
    int64_t noon = 20513 * DAY_US + 12 * HOUR_US;

    assert_int_equal(parsed("2026-03-01T12:00:00"), noon);
    assert_int_equal(parsed("2026-03-01 12:00:00"), noon);
    assert_int_equal(parsed("2026-03-01T12:00:00Z"), noon);
    assert_int_equal(parsed("2026-03-01T12:00"), noon);
    assert_int_equal(parsed(" 2026-03-01T12:00:00 "), noon);
    assert_int_equal(parsed("1970-01-01T00:00:01"), SECOND_US);
    assert_int_equal(parsed("1969-12-31T23:59:59"), -SECOND_US);
}

TEST(fractions_are_truncated_to_microseconds)
{
    int64_t noon = 20513 * DAY_US + 12 * HOUR_US;

    assert_int_equal(parsed("2026-03-01T12:00:00.25"), noon + 250000);
    assert_int_equal(parsed("2026-03-01T12:00:00,5"), noon + 500000);
    assert_int_equal(parsed("2026-03-01T12:00:00.1234567Z"), noon + 123456);
    assert_int_equal(parsed("2026-03-01T12:00:00.000000999999999999999999999999"), noon);
}

TEST(february_29_is_valid_only_in_leap_years)
{
    int64_t us;

    assert_true(calendar_parse(TEXT("2024-02-29T00:00:00"), false, &us));
    assert_true(calendar_parse(TEXT("2000-02-29T00:00:00"), false, &us));
    assert_false(calendar_parse(TEXT("2026-02-29T00:00:00"), false, &us));
    assert_false(calendar_parse(TEXT("1900-02-29T00:00:00"), false, &us));
}

TEST(invalid_times_leave_the_value_unchanged)
{
    static const char *const wrong[] = {"",
                                        "2026-03-01",
                                        "2026-13-01T00:00:00",
                                        "2026-00-01T00:00:00",
                                        "2026-04-31T00:00:00",
                                        "2026-03-00T00:00:00",
                                        "2026-03-01T24:00:00",
                                        "2026-03-01T12:60:00",
                                        "2026-03-01T12:00:60",
                                        "26-03-01T12:00:00",
                                        "01/03/2026 12:00:00",
                                        "2026-3-1T12:00:00",
                                        "2026-03-01T12:00:0",
                                        "2026-03-01T12",
                                        "2026-03-01T12:00:00+01:00",
                                        "0000-01-01T00:00:00",
                                        "2026-03-01T12:00:00x",
                                        "2026-03-01T12:00:",
                                        "-026-03-01T12:00:00",
                                        "DateTimeUTC"};

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int64_t us = 77;

        if (calendar_parse(text_of(wrong[i]), false, &us))
            fail_msg("'%s' was taken for a time", wrong[i]);
        assert_int_equal(us, 77);
    }
}

TEST(a_date_without_a_time_is_midnight_where_allowed)
{
    int64_t us;

    assert_true(calendar_parse(TEXT("2026-03-01"), true, &us));
    assert_int_equal(us, 20513 * DAY_US);
    assert_true(calendar_parse(TEXT("2026-03-01T08:30"), true, &us));
    assert_int_equal(us, 20513 * DAY_US + 8 * HOUR_US + 30 * MINUTE_US);
    assert_false(calendar_parse(TEXT("2026-03-01T"), true, &us));
}

TEST(times_are_written_with_a_fraction_only_where_there_is_one)
{
    struct buffer b = {0};

    calendar_add(&b, parsed("2026-03-01T05:04:03"), 'T');
    assert_buffer(&b, "2026-03-01T05:04:03");
    calendar_add(&b, parsed("2026-03-01T05:04:03.250"), ' ');
    assert_buffer(&b, "2026-03-01 05:04:03.25");
    calendar_add(&b, 1, 'T');
    assert_buffer(&b, "1970-01-01T00:00:00.000001");
    calendar_add(&b, -1, 'T');
    assert_buffer(&b, "1969-12-31T23:59:59.999999");
    calendar_add(&b, parsed("0001-01-01T00:00:00"), 'T');
    assert_buffer(&b, "0001-01-01T00:00:00");
}

TEST(spans_use_at_most_two_units)
{
    static const struct {
        int64_t us;
        struct text text;
    } spans[] = {
        {0, TEXT("0 s")},
        {40 * SECOND_US, TEXT("40 s")},
        {59 * SECOND_US + 500000, TEXT("1 min")},
        {3599 * SECOND_US, TEXT("59 min 59 s")},
        {2 * HOUR_US + 5 * MINUTE_US + 59 * SECOND_US, TEXT("2 h 5 min")},
        {3 * DAY_US + 4 * HOUR_US, TEXT("3 d 4 h")},
        {2 * DAY_US + 10 * MINUTE_US, TEXT("2 d")},
    };

    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        struct buffer b = {0};

        calendar_add_span(&b, spans[i].us);
        check_text(buffer_text(&b), spans[i].text, __FILE__, __LINE__);
        buffer_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_count_from_1970),
        cmocka_unit_test(month_13_is_january_of_the_next_year),
        cmocka_unit_test(every_day_of_800_years_round_trips),
        cmocka_unit_test(times_of_the_collector_are_read),
        cmocka_unit_test(fractions_are_truncated_to_microseconds),
        cmocka_unit_test(february_29_is_valid_only_in_leap_years),
        cmocka_unit_test(invalid_times_leave_the_value_unchanged),
        cmocka_unit_test(a_date_without_a_time_is_midnight_where_allowed),
        cmocka_unit_test(times_are_written_with_a_fraction_only_where_there_is_one),
        cmocka_unit_test(spans_use_at_most_two_units),
    };

    return RUN(tests);
}
