#include "helper.h"
#include "model/machine.h"

static void a_field_takes_what_fits(void **state)
{
    char field[8];

    UNUSED(state);
    machine_set(field, sizeof field, TEXT("host"));
    assert_string_equal(field, "host");
    machine_set(field, sizeof field, TEXT("long-host-name"));
    assert_string_equal(field, "long-ho");
    machine_set(field, sizeof field, TEXT(""));
    assert_string_equal(field, "");
}

static void no_character_is_cut_in_the_middle(void **state)
{
    char field[6];

    UNUSED(state);
    machine_set(field, sizeof field, TEXT("abcd\u00E9"));
    assert_string_equal(field, "abcd");
    machine_set(field, sizeof field, TEXT("abc\u00E9"));
    assert_string_equal(field, "abc\u00E9");
}

static void what_is_no_text_is_a_question_mark(void **state)
{
    char field[16];

    UNUSED(state);
    machine_set(field, sizeof field,
                TEXT("a\0b\nc\xFF"
                     "d\x7F"));
    assert_string_equal(field, "a?b?c?d?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_takes_what_fits),
        cmocka_unit_test(no_character_is_cut_in_the_middle),
        cmocka_unit_test(what_is_no_text_is_a_question_mark),
    };

    return RUN(tests);
}
