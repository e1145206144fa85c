#include <math.h>

#include "helper.h"
#include "report/leaks_units.h"

static void check_heading(double seconds, const char *expected)
{
    struct leaks leaks = {.span = seconds};
    struct buffer b = {0};

    leaks_add_rate_heading(&b, &leaks, "bytes");
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
}

/* A tenth of a day is 2.4 hours, a tenth of an hour 6 minutes. */
TEST(a_unit_is_at_most_ten_times_the_capture)
{
    check_heading(30 * 86400.0, "bytes/day");
    check_heading(8640, "bytes/day");
    check_heading(8639, "bytes/hour");
    check_heading(720, "bytes/hour");
    check_heading(360, "bytes/hour");
    check_heading(359, "bytes/minute");
    check_heading(24, "bytes/minute");
    check_heading(0, "bytes/minute");
}

TEST(without_verdicts_the_unit_is_that_of_the_boot_shown)
{
    struct leaks leaks = {.span = 86400, .so_far = {.snapshots = 3, .seconds = 720}};
    struct buffer b = {0};

    leaks_add_rate_heading(&b, &leaks, "gain");
    check_text(buffer_text(&b), text_of("gain/hour"), __FILE__, __LINE__);
    buffer_free(&b);
}

static void check_rate(double seconds, struct leak_rate per_day, enum leak_quantity quantity, const char *expected)
{
    struct leaks leaks = {.span = seconds};
    struct buffer b = {0};

    leaks_add_rate(&b, &leaks, &per_day, quantity);
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
}

/* Ten a second are 864,000 a day, 36,000 an hour, 600 a minute. */
TEST(a_rate_is_that_of_the_unit)
{
    struct leak_rate r = {864000, 720000, 1008000}, unbounded = {864000, -INFINITY, INFINITY};

    check_rate(86400, r, LEAK_COUNTS, "864,000 a day (720,000 to 1,010,000)");
    check_rate(600, r, LEAK_COUNTS, "36,000 an hour (30,000 to 42,000)");
    check_rate(24, r, LEAK_COUNTS, "600 a minute (500 to 700)");
    check_rate(24, unbounded, LEAK_COUNTS, "600 a minute");
    check_rate(24, (struct leak_rate){NAN, NAN, NAN}, LEAK_COUNTS, "-");
    check_rate(600, (struct leak_rate){24 * 1048576.0, 24 * 524288.0, 24 * 1572864.0}, LEAK_BYTES,
               "1.00 MB an hour (512 KB to 1.50 MB)");
}

static void check_amount(double value, bool is_signed, const char *expected)
{
    struct buffer b = {0};

    leaks_add_amount(&b, value, LEAK_COUNTS, is_signed);
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
}

TEST(blocks_have_three_digits)
{
    check_amount(4718880, false, "4,720,000");
    check_amount(100387, true, "+100,000");
    check_amount(-43149, true, "-43,100");
    check_amount(1234, false, "1,230");
    check_amount(999, false, "999");
    check_amount(50.06, true, "+50.1");
    check_amount(0.25, false, "0.25");
    check_amount(-0.25, true, "-0.25");
    check_amount(240.05, false, "240");
}

static void check_part(double percent, const char *expected)
{
    struct buffer b = {0};

    leaks_add_percent_of_all(&b, percent);
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
}

TEST(only_all_is_100_percent)
{
    check_part(100, "100 %");
    check_part(99.99, ">99 %");
    check_part(26.4, "26 %");
    check_part(0.3, "<1 %");
    check_part(NAN, "-");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_is_at_most_ten_times_the_capture),
        cmocka_unit_test(without_verdicts_the_unit_is_that_of_the_boot_shown),
        cmocka_unit_test(a_rate_is_that_of_the_unit),
        cmocka_unit_test(blocks_have_three_digits),
        cmocka_unit_test(only_all_is_100_percent),
    };

    return RUN(tests);
}
