#include <string.h>

#include "formats/text/number.h"
#include "helper.h"

/* Parses a number at the start of the text; `left` is the expected rest. */
static void taken(const char *text, int64_t value, bool is_fraction, const char *left)
{
    struct text rest = text_of(text);
    struct number number = {0};

    if (!number_parse(&rest, &number) || number.value != value || number.is_fraction != is_fraction ||
        !text_equal(rest, text_of(left))) {
        print_error("'%s' gives %lld, left '%.*s'\n", text, (long long)number.value, (int)rest.length, rest.data);
        fail();
    }
}

static void not_taken(const char *text)
{
    struct text rest = text_of(text);
    struct number number;

    assert_false(number_parse(&rest, &number));
    assert_ptr_equal(rest.data, text);
}

TEST(plain_integers_are_parsed)
{
    taken("0", 0, false, "");
    taken("  \t163418368  9", 163418368, false, "  9");
    taken("-12)", -12, false, ")");
    taken("007", 7, false, "");
    taken("999999999999999999 ", 999999999999999999, false, " "); // 18 digits
    taken("1000000000000000000.", 1000000000000000000, false, ".");
    taken("00000000000000000000012", 12, false, "");
    taken("9223372036854775807K", INT64_MAX, false, "K");
    not_taken("9223372036854775808");
    not_taken("99999999999999999999999999");
    not_taken("");
    not_taken("   ");
    not_taken("-");
    not_taken("x1");
    not_taken("(12");
}

TEST(thousands_separators_of_any_locale_are_accepted)
{
    taken("1,234,567 8", 1234567, false, " 8");
    taken("1.234.567", 1234567, false, "");
    taken("1'234'567", 1234567, false, "");
    taken("1\xE2\x80\x99"
          "234",
          1234, false, "");
    taken("12\xC2\xA0"
          "345\xC2\xA0"
          "678K",
          12345678, false, "K");
    taken("12\xE2\x80\xAF"
          "345",
          12345, false, "");
    taken("1.234", 1234, false, "");
    taken("-1,000", -1000, false, "");
}

TEST(digits_not_grouped_in_threes_are_not_part_of_the_number)
{
    taken("1 234", 1, false, " 234");
    taken("12,34", 12, true, "");
    taken("1234,567", 1234, true, "");
    taken("1,2345", 1, true, "");
    taken("1,234.567", 1234, true, "");
    taken("1.234,5 x", 1234, true, " x");
    taken("331.5", 331, true, "");
    taken("0.123", 0, true, "");
    taken("0,123,456", 0, true, ",456");
    taken("7,", 7, false, ",");
    taken("7,x", 7, false, ",x");
    not_taken("1,234,567,890,123,456,789,012");
}

TEST(a_fraction_is_not_an_integer)
{
    struct text rest = text_of("12.5"), whole = text_of("12");
    int64_t value = 99;

    assert_false(number_parse_integer(&rest, &value));
    assert_int_equal(value, 99);
    assert_int_equal(rest.length, 4);
    assert_true(number_parse_integer(&whole, &value));
    assert_int_equal(value, 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_integers_are_parsed),
        cmocka_unit_test(thousands_separators_of_any_locale_are_accepted),
        cmocka_unit_test(digits_not_grouped_in_threes_are_not_part_of_the_number),
        cmocka_unit_test(a_fraction_is_not_an_integer),
    };

    return RUN(tests);
}
