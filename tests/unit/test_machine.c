#include "helper.h"
#include "model/machine.h"

TEST(a_field_is_cut_to_fit)
{
    char field[8];

    machine_set(field, sizeof field, TEXT("host"));
    assert_string_equal(field, "host");
    machine_set(field, sizeof field, TEXT("long-host-name"));
    assert_string_equal(field, "long-ho");
    machine_set(field, sizeof field, TEXT(""));
    assert_string_equal(field, "");
}

TEST(no_character_is_cut_in_the_middle)
{
    char field[6];

    machine_set(field, sizeof field, TEXT("abcd\u00E9"));
    assert_string_equal(field, "abcd");
    machine_set(field, sizeof field, TEXT("abc\u00E9"));
    assert_string_equal(field, "abc\u00E9");
}

TEST(invalid_text_becomes_question_marks)
{
    char field[16];

    machine_set(field, sizeof field,
                TEXT("a\0b\nc\xFF"
                     "d\x7F"));
    assert_string_equal(field, "a?b?c?d?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_is_cut_to_fit),
        cmocka_unit_test(no_character_is_cut_in_the_middle),
        cmocka_unit_test(invalid_text_becomes_question_marks),
    };

    return RUN(tests);
}
