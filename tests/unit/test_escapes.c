#include "formats/text/escapes.h"
#include "helper.h"

static void check(const char *line, const char *expected)
{
    struct buffer out = {0};
    struct text found = escapes_remove(text_of(line), &out);

    if (!text_equal(found, text_of(expected)))
        fail_msg("\"%.*s\" instead of \"%s\"", (int)found.length, found.data, expected);
    buffer_free(&out);
}

TEST(only_an_escape_makes_a_line_one_with_sequences)
{
    assert_true(escapes_exist(TEXT("a \x1B[m b")));
    assert_false(escapes_exist(TEXT("a [m b")));
    assert_false(escapes_exist(TEXT("")));
}

TEST(colours_leave_nothing)
{
    check("\x1B[01;31m\x1B[Kdentry\x1B[m\x1B[K   5", "dentry   5");
    check("\x1B[38;5;196mNtFs\x1B[0m Paged", "NtFs Paged");
    check("\x1B[?1049h\x1B[22;0;0t\x1B[1;24r\x1B(B\x1B[m\x1B[4l\x1B[?7h\x1B[H\x1B[2J Active", " Active");
    check("\x1B[0;10;7m\x0F  OBJS \x0E\x0F"
          "ACTIVE\x1B>",
          "  OBJS ACTIVE");
}

TEST(moves_become_blanks_and_line_ends)
{
    check("10255\x1B[44G32\x1B[2C7", "10255 32 7");
    check("\x1B[9d136\x1B[20;3H928\x1B[21;3H8\x1B[1A7", "136\n928\n8\n7");
}

TEST(titles_of_windows_are_removed)
{
    check("\x1B]0;bob@web1: ~\x07[bob@web1 ~]$ date", "[bob@web1 ~]$ date");
    check("\x1B]2;title\x1B\\# date", "# date");
}

TEST(a_sequence_may_be_cut_anywhere)
{
    check("a\x1B", "a");
    check("a\x1B[", "a");
    check("a\x1B[12;", "a");
    check("a\x1B(", "a");
    check("a\x1B]0;title", "a");
    check("a\x1B]0;title\x1B", "a");
    check("\x1B[m", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_an_escape_makes_a_line_one_with_sequences),
        cmocka_unit_test(colours_leave_nothing),
        cmocka_unit_test(moves_become_blanks_and_line_ends),
        cmocka_unit_test(titles_of_windows_are_removed),
        cmocka_unit_test(a_sequence_may_be_cut_anywhere),
    };

    return RUN(tests);
}
