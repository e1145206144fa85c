#include <math.h>
#include <stdlib.h>

#include "helper.h"

TEST(doubles_use_the_fewest_digits_that_round_trip)
{
    struct buffer b = {0};

    buffer_add_double(&b, 12);
    assert_buffer(&b, "12");
    buffer_add_double(&b, 0.1);
    assert_buffer(&b, "0.1");
    buffer_add_double(&b, 0.1 + 0.2);
    assert_buffer(&b, "0.30000000000000004");
    buffer_add_double(&b, 1e300);
    assert_buffer(&b, "1e+300");
    buffer_add_double(&b, -162.2633514404297);
    assert_buffer(&b, "-162.2633514404297");
}

TEST(every_double_round_trips)
{
    uint64_t bits = 88172645463325252u;

    for (int i = 0; i < 20000; i++) {
        struct buffer b = {0};
        double value;

        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        buffer_add_double(&b, value);
        buffer_add_char(&b, '\0');
        if (strtod(b.bytes, NULL) != value)
            fail_msg("%a was written as %s", value, b.bytes);
        buffer_free(&b);
    }
}

TEST(fixed12_has_twelve_decimals_without_trailing_zeros)
{
    struct buffer b = {0};

    buffer_add_fixed12(&b, 1);
    assert_buffer(&b, "1");
    buffer_add_fixed12(&b, -1);
    assert_buffer(&b, "-1");
    buffer_add_fixed12(&b, 0.5);
    assert_buffer(&b, "0.5");
    buffer_add_fixed12(&b, -0.603816972332944);
    assert_buffer(&b, "-0.603816972333");
    buffer_add_fixed12(&b, 1e-12);
    assert_buffer(&b, "0.000000000001");
    buffer_add_fixed12(&b, 0.9999999999999);
    assert_buffer(&b, "1");
    buffer_add_fixed12(&b, 123456.75);
    assert_buffer(&b, "123456.75");
}

TEST(fixed12_has_no_negative_zero)
{
    struct buffer b = {0};

    buffer_add_fixed12(&b, -1e-13);
    buffer_add_char(&b, ' ');
    buffer_add_fixed12(&b, -0.0);
    assert_buffer(&b, "0 0");
}

TEST(base64_pads_incomplete_groups)
{
    struct buffer b = {0};

    buffer_add_base64(&b, (const unsigned char *)"", 0);
    buffer_add_base64(&b, (const unsigned char *)"M", 1);
    buffer_add_base64(&b, (const unsigned char *)"Ma", 2);
    buffer_add_base64(&b, (const unsigned char *)"Man", 3);
    buffer_add_base64(&b, (const unsigned char *)"\xFF\xFB\xBF\x00", 4);
    assert_buffer(&b, "TQ==TWE=TWFu//u/AA==");
}

TEST(code_points_become_utf8)
{
    struct buffer b = {0};

    buffer_add_utf8(&b, 0);
    buffer_add_utf8(&b, 0x7F);
    buffer_add_utf8(&b, 0x80);
    buffer_add_utf8(&b, 0x7FF);
    buffer_add_utf8(&b, 0x800);
    buffer_add_utf8(&b, 0xFFFF);
    buffer_add_utf8(&b, 0x10000);
    assert_buffer(&b, "\0\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80");
}

TEST(buffer_take_leaves_an_empty_buffer)
{
    struct buffer b = {0};
    char *string;

    buffer_printf(&b, "%s %d", "snapshot", 7);
    buffer_add_repeated(&b, '.', 3);
    string = buffer_take(&b);
    assert_string_equal(string, "snapshot 7...");
    assert_int_equal(b.length, 0);
    assert_null(b.bytes);
    free(string);
    string = buffer_take(&b); // also of an empty buffer
    assert_string_equal(string, "");
    free(string);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doubles_use_the_fewest_digits_that_round_trip),
        cmocka_unit_test(every_double_round_trips),
        cmocka_unit_test(fixed12_has_twelve_decimals_without_trailing_zeros),
        cmocka_unit_test(fixed12_has_no_negative_zero),
        cmocka_unit_test(base64_pads_incomplete_groups),
        cmocka_unit_test(code_points_become_utf8),
        cmocka_unit_test(buffer_take_leaves_an_empty_buffer),
    };

    return RUN(tests);
}
