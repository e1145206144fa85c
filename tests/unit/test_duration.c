#include "base/duration.h"
#include "helper.h"

/* Milliseconds, or -1 for an invalid duration. */
static int64_t ms_of(const char *text)
{
    int64_t ms = -77;

    if (duration_parse(text_of(text), &ms))
        return ms;
    assert_int_equal(ms, -77); // unchanged on failure
    return -1;
}

TEST(durations_with_units_are_parsed)
{
    assert_int_equal(ms_of("90s"), 90000);
    assert_int_equal(ms_of("15m"), 900000);
    assert_int_equal(ms_of("48h"), 172800000);
    assert_int_equal(ms_of("30d"), 2592000000);
    assert_int_equal(ms_of("250ms"), 250);
    assert_int_equal(ms_of("1h30m"), 5400000);
    assert_int_equal(ms_of("1d 12h"), 129600000);
    assert_int_equal(ms_of(" 5 min "), 300000);
    assert_int_equal(ms_of("2H"), 7200000);
}

TEST(a_bare_number_is_seconds)
{
    assert_int_equal(ms_of("5"), 5000);
    assert_int_equal(ms_of("0"), 0);
    assert_int_equal(ms_of("007"), 7000);
}

TEST(invalid_durations_are_rejected)
{
    static const char *const nonsense[] = {"",    " ",     "h",    "s5",  "-5s",    "+5s",  "1.5h", "5x",
                                           "1,5", "1h-1m", "0x10", "5ss", "5s5s5x", "1h,m", "∞",    "５s"};

    for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++)
        if (ms_of(nonsense[i]) != -1)
            fail_msg("'%s' passes for a duration", nonsense[i]);
}

TEST(more_than_100_years_is_rejected)
{
    assert_int_equal(ms_of("36525d"), INT64_C(3155760000000));
    assert_int_equal(ms_of("36526d"), -1);
    assert_int_equal(ms_of("36525d1ms"), -1);
    assert_int_equal(ms_of("36524d25h"), -1);
    assert_int_equal(ms_of("3155760000000ms"), INT64_C(3155760000000));
    assert_int_equal(ms_of("9223372036854775807s"), -1);
    assert_int_equal(ms_of("106751991168d"), -1); // just over 2^63 ms
    assert_int_equal(ms_of("213503982335d"), -1); // just over 2^64 ms
    assert_int_equal(ms_of("99999999999999999999999999ms"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations_with_units_are_parsed),
        cmocka_unit_test(a_bare_number_is_seconds),
        cmocka_unit_test(invalid_durations_are_rejected),
        cmocka_unit_test(more_than_100_years_is_rejected),
    };

    return RUN(tests);
}
