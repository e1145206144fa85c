#include <math.h>

#include "base/quantity.h"
#include "helper.h"

static void check(double value, struct quantity how, const char *expected)
{
    struct buffer b = {0};

    quantity_add(&b, value, how);
    buffer_add_char(&b, '\0');
    assert_string_equal(b.bytes, expected);
    buffer_free(&b);
}

static void check_percent(double percent, const char *expected)
{
    struct buffer b = {0};

    quantity_add_percent(&b, percent);
    buffer_add_char(&b, '\0');
    assert_string_equal(b.bytes, expected);
    buffer_free(&b);
}

TEST(bytes_have_three_significant_digits)
{
    struct quantity bytes = {.is_bytes = true};

    check(0, bytes, "0 B");
    check(999, bytes, "999 B");
    check(1000, bytes, "0.98 KB");
    check(1024, bytes, "1.00 KB");
    check(12.4 * 1048576, bytes, "12.4 MB");
    check(124.6 * 1048576, bytes, "125 MB");
    check(9.996 * 1048576, bytes, "10.0 MB"); // not 10.00
    check(99.96 * 1048576, bytes, "100 MB");  // not 100.0
    check(999.6 * 1048576, bytes, "0.98 GB"); // not 1000 MB
    check(36.0 * 1152921504606846976.0, bytes, "36.0 EB");
    check(5000.0 * 1152921504606846976.0, bytes, "5000 EB");
}

TEST(a_sign_is_shown_where_asked_for)
{
    struct quantity gain = {.is_bytes = true, .is_signed = true}, plain = {.is_bytes = true};

    check(2048, gain, "+2.00 KB");
    check(-2048, gain, "-2.00 KB");
    check(-2048, plain, "-2.00 KB");
    check(0, gain, "0 B");
}

TEST(blocks_are_grouped_by_thousands)
{
    struct quantity blocks = {0}, gain = {.is_signed = true};

    check(0, blocks, "0");
    check(999, blocks, "999");
    check(1000, blocks, "1,000");
    check(3708367, blocks, "3,708,367");
    check(4294967295, gain, "+4,294,967,295");
    check(-123456, blocks, "-123,456");
}

TEST(unknown_is_a_dash)
{
    check(NAN, (struct quantity){.is_bytes = true}, "-");
    check_percent(NAN, "-");
}

TEST(percents_always_have_a_sign)
{
    check_percent(12.34, "+12.3 %");
    check_percent(-50, "-50.0 %");
    check_percent(0, "0.0 %");
    check_percent(-0.01, "0.0 %"); // no negative zero
    check_percent(99.96, "+100 %");
    check_percent(9900, "+9900 %");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_have_three_significant_digits), cmocka_unit_test(a_sign_is_shown_where_asked_for),
        cmocka_unit_test(blocks_are_grouped_by_thousands),     cmocka_unit_test(unknown_is_a_dash),
        cmocka_unit_test(percents_always_have_a_sign),
    };

    return RUN(tests);
}
