#include "helper.h"

TEST(lines_end_in_lf_crlf_or_cr)
{
    struct text rest = TEXT("one\ntwo\r\nthree\rfour"), line;

    assert_true(text_next_line(&rest, &line));
    assert_text(line, "one");
    assert_true(text_next_line(&rest, &line));
    assert_text(line, "two");
    assert_true(text_next_line(&rest, &line));
    assert_text(line, "three");
    assert_true(text_next_line(&rest, &line));
    assert_text(line, "four");
    assert_false(text_next_line(&rest, &line));
}

TEST(a_final_line_end_adds_no_line)
{
    struct text rest = TEXT("one\n"), blank = TEXT("\r\n\n"), line;

    assert_true(text_next_line(&rest, &line));
    assert_false(text_next_line(&rest, &line));
    assert_true(text_next_line(&blank, &line));
    assert_text(line, "");
    assert_true(text_next_line(&blank, &line));
    assert_text(line, "");
    assert_false(text_next_line(&blank, &line));
}

TEST(words_are_separated_by_blanks_and_tabs)
{
    struct text rest = TEXT("  one\t two  ");

    assert_text(text_next_word(&rest), "one");
    assert_text(text_next_word(&rest), "two");
    assert_text(text_next_word(&rest), "");
    assert_int_equal(rest.length, 0);
}

TEST(the_first_of_several_is_found)
{
    assert_int_equal(text_find(TEXT("a - b - c"), TEXT(" - ")), 1);
    assert_int_equal(text_find(TEXT("a\0b"), TEXT("\0b")), 1);
    assert_int_equal(text_find(TEXT("abc"), TEXT("abcd")), TEXT_NOWHERE);
    assert_int_equal(text_find(TEXT("abc"), TEXT("")), 0);
    assert_int_equal(text_find(TEXT(""), TEXT("a")), TEXT_NOWHERE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_in_lf_crlf_or_cr),
        cmocka_unit_test(a_final_line_end_adds_no_line),
        cmocka_unit_test(words_are_separated_by_blanks_and_tabs),
        cmocka_unit_test(the_first_of_several_is_found),
    };

    return RUN(tests);
}
