#include "helper.h"

TEST(integers_are_parsed_to_the_last_bit)
{
    int64_t value = 0;

    assert_true(text_to_int64(TEXT("0"), &value) && value == 0);
    assert_true(text_to_int64(TEXT("9223372036854775807"), &value) && value == INT64_MAX);
    assert_true(text_to_int64(TEXT("-9223372036854775808"), &value) && value == INT64_MIN);
    assert_true(text_to_int64(TEXT(" \t+12 "), &value) && value == 12);
    assert_true(text_to_int64(TEXT("000000000000000000000000000042"), &value) && value == 42);
}

TEST(invalid_int64_leaves_the_value_unchanged)
{
    static const char *const wrong[] = {"",
                                        " ",
                                        "-",
                                        "+",
                                        "--1",
                                        "1.0",
                                        "1e5",
                                        "0x10",
                                        "1,000",
                                        "1 000",
                                        "12a",
                                        "a12",
                                        "9223372036854775808",
                                        "-9223372036854775809",
                                        "18446744073709551616",
                                        "99999999999999999999999"};

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int64_t value = 77;

        if (text_to_int64(text_of(wrong[i]), &value))
            fail_msg("'%s' was taken for a number", wrong[i]);
        assert_int_equal(value, 77);
    }
}

TEST(nul_is_no_digit)
{
    int64_t value = 77;

    assert_false(text_to_int64(TEXT("1\0"), &value));
    assert_int_equal(value, 77);
}

TEST(order_is_of_bytes_and_shorter_first)
{
    assert_true(text_compare(TEXT("AFDS"), TEXT("AfdS")) < 0);
    assert_true(text_compare(TEXT("Abc"), TEXT("Abc ")) < 0);
    assert_true(text_compare(TEXT("z"), TEXT("\xC3\xA9")) < 0); // bytes compare as unsigned
    assert_true(text_compare(TEXT("Vi\0A"), TEXT("Vi\0")) > 0);
    assert_int_equal(text_compare(TEXT(""), (struct text){NULL, 0}), 0);
}

TEST(bytes_after_a_nul_are_compared)
{
    assert_false(text_equal(TEXT("Vi\0A"), TEXT("Vi\0B")));
    assert_false(text_equal(TEXT("Vi"), TEXT("Vi\0")));
    assert_true(text_equal(TEXT("Vi\0A"), TEXT("Vi\0A")));
}

TEST(case_is_ignored_for_ascii_letters_only)
{
    assert_true(text_equal_nocase(TEXT("DateTimeUTC"), TEXT("datetimeutc")));
    assert_false(text_equal_nocase(TEXT("[tag"), TEXT("{tag")));
    assert_false(text_equal_nocase(TEXT("\xC3\x89"), TEXT("\xC3\xA9")));
    assert_true(text_ends_with_nocase(TEXT("a/X.CSV"), TEXT(".csv")));
    assert_true(text_ends_with_nocase(TEXT(".csv"), TEXT(".csv")));
    assert_false(text_ends_with_nocase(TEXT("csv"), TEXT(".csv")));
    assert_false(text_ends_with_nocase(TEXT("x.csv "), TEXT(".csv")));
}

TEST(trimming_takes_blanks_and_tabs_only)
{
    assert_text(text_trim(TEXT(" \t a b\t ")), "a b");
    assert_text(text_trim(TEXT("a\n")), "a\n");
    assert_text(text_trim(TEXT("   ")), "");
}

static uint32_t only_code_point(struct text t)
{
    size_t at = 0;
    uint32_t c = text_code_point(t, &at);

    if (c != 0xFFFD)
        assert_int_equal(at, t.length);
    else
        assert_in_range(at, 1, t.length);
    return c;
}

TEST(code_points_of_every_length)
{
    assert_int_equal(only_code_point(TEXT("\0")), 0);
    assert_int_equal(only_code_point(TEXT("\x7F")), 0x7F);
    assert_int_equal(only_code_point(TEXT("\xC2\x80")), 0x80);
    assert_int_equal(only_code_point(TEXT("\xE2\x82\xAC")), 0x20AC);
    assert_int_equal(only_code_point(TEXT("\xF4\x8F\xBF\xBF")), 0x10FFFF);
}

TEST(an_invalid_sequence_is_one_replacement_character)
{
    assert_int_equal(only_code_point(TEXT("\xC0\x80")), 0xFFFD);         // overlong NUL, 2 bytes
    assert_int_equal(only_code_point(TEXT("\xE0\x80\x80")), 0xFFFD);     // 3 bytes
    assert_int_equal(only_code_point(TEXT("\xED\xA0\x80")), 0xFFFD);     // a surrogate
    assert_int_equal(only_code_point(TEXT("\xF4\x90\x80\x80")), 0xFFFD); // above U+10FFFF
    assert_int_equal(only_code_point(TEXT("\xE2\x82")), 0xFFFD);         // truncated
    assert_int_equal(only_code_point(TEXT("\xE2\x82"
                                          "a")),
                     0xFFFD);
    assert_int_equal(only_code_point(TEXT("\x80")), 0xFFFD);
    assert_int_equal(only_code_point(TEXT("\xFF")), 0xFFFD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_are_parsed_to_the_last_bit),
        cmocka_unit_test(invalid_int64_leaves_the_value_unchanged),
        cmocka_unit_test(nul_is_no_digit),
        cmocka_unit_test(order_is_of_bytes_and_shorter_first),
        cmocka_unit_test(bytes_after_a_nul_are_compared),
        cmocka_unit_test(case_is_ignored_for_ascii_letters_only),
        cmocka_unit_test(trimming_takes_blanks_and_tabs_only),
        cmocka_unit_test(code_points_of_every_length),
        cmocka_unit_test(an_invalid_sequence_is_one_replacement_character),
    };

    return RUN(tests);
}
