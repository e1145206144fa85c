#include "packed/zip_name.h"
#include "helper.h"

static struct buffer added(struct text name, bool is_utf8)
{
    struct buffer b = {0};

    buffer_add_string(&b, "t.zip");
    zip_name_add(&b, name, is_utf8);
    return b;
}

#define assert_name(name, is_utf8, expected)                                                                           \
    do {                                                                                                               \
        struct buffer b = added(TEXT(name), is_utf8);                                                                  \
        assert_buffer(&b, expected);                                                                                   \
    } while (0)

TEST(no_name_leads_out_of_the_archive)
{
    assert_name("../../etc/passwd", false, "t.zip/etc/passwd");
    assert_name("/etc/passwd", false, "t.zip/etc/passwd");
    assert_name("a/../../../b", true, "t.zip/a/b");
    assert_name("..\\..\\windows\\b", false, "t.zip/windows/b");
    assert_name("a//./b", false, "t.zip/a/b");
    assert_name("..", false, "t.zip");
    assert_name("...", false, "t.zip/...");
}

TEST(names_without_mark_are_code_page_437_unless_they_are_utf8)
{
    assert_name("Gr\x94\xE1"
                "e",
                false,
                "t.zip/Gr\xC3\xB6\xC3\x9F"
                "e");
    assert_name("\x80\xFF", false, "t.zip/\xC3\x87\xC2\xA0");
    assert_name("Gr\xC3\xB6\xC3\x9F"
                "e",
                false,
                "t.zip/Gr\xC3\xB6\xC3\x9F"
                "e");
    assert_name("\xC5\xBC", true, "t.zip/\xC5\xBC");
    assert_name("a\xE1", true, "t.zip/a\xEF\xBF\xBD"); // marked as UTF-8, and is not
}

TEST(control_characters_do_not_reach_the_terminal)
{
    assert_name("a\x1B[31m\nb", false, "t.zip/a?[31m?b");
    assert_name("a\0b\x7F", false, "t.zip/a?b?");
    assert_name("a\xC2\x9B"
                "b",
                true, "t.zip/a??b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_name_leads_out_of_the_archive),
        cmocka_unit_test(names_without_mark_are_code_page_437_unless_they_are_utf8),
        cmocka_unit_test(control_characters_do_not_reach_the_terminal),
    };

    return RUN(tests);
}
