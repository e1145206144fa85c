#include "helper.h"

static void lines_end_in_lf_crlf_or_cr(void **state)
{
    struct text rest = TEXT("one\ntwo\r\nthree\rfour"), line;

    UNUSED(state);
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

static void an_end_behind_the_last_line_is_no_line(void **state)
{
    struct text rest = TEXT("one\n"), blank = TEXT("\r\n\n"), line;

    UNUSED(state);
    assert_true(text_next_line(&rest, &line));
    assert_false(text_next_line(&rest, &line));
    assert_true(text_next_line(&blank, &line));
    assert_text(line, "");
    assert_true(text_next_line(&blank, &line));
    assert_text(line, "");
    assert_false(text_next_line(&blank, &line));
}

static void words_stand_between_blanks_and_tabs(void **state)
{
    struct text rest = TEXT("  one\t two  ");

    UNUSED(state);
    assert_text(text_next_word(&rest), "one");
    assert_text(text_next_word(&rest), "two");
    assert_text(text_next_word(&rest), "");
    assert_int_equal(rest.length, 0);
}

static void the_first_of_several_is_found(void **state)
{
    UNUSED(state);
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
        cmocka_unit_test(an_end_behind_the_last_line_is_no_line),
        cmocka_unit_test(words_stand_between_blanks_and_tabs),
        cmocka_unit_test(the_first_of_several_is_found),
    };

    return RUN(tests);
}
