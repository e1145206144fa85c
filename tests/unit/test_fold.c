#include "helper.h"
#include "views/text/fold.h"

static void check_fold(const char *sentence, const char *indent, size_t column, size_t width, const char *expected)
{
    struct buffer b = {0};

    fold_add(&b, text_of(sentence), indent, column, width);
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
}

TEST(a_line_is_never_wider_unless_a_word_is)
{
    check_fold("one two three", "", 0, 7, "one two\nthree\n");
    check_fold("one two three", "", 0, 6, "one\ntwo\nthree\n");
    check_fold("seventeen two", "", 0, 5, "seventeen\ntwo\n");
}

TEST(each_line_begins_with_the_indent)
{
    check_fold("one two three", "  ", 0, 9, "  one two\n  three\n");
}

TEST(a_line_in_use_goes_on_behind_a_blank)
{
    check_fold("one two", "", 4, 8, " one\ntwo\n");
    check_fold("one two", "", 6, 8, "\none two\n");
}

TEST(without_a_width_nothing_is_folded)
{
    check_fold("one two three", "", 0, 0, "one two three\n");
    check_fold("", "", 0, 10, "\n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_never_wider_unless_a_word_is),
        cmocka_unit_test(each_line_begins_with_the_indent),
        cmocka_unit_test(a_line_in_use_goes_on_behind_a_blank),
        cmocka_unit_test(without_a_width_nothing_is_folded),
    };

    return RUN(tests);
}
