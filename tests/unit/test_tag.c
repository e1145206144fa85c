#include "helper.h"
#include "model/tag.h"

#define assert_python(tag, literal)                                                                                    \
    do {                                                                                                               \
        struct buffer b = {0};                                                                                         \
        tag_add_python(&b, TEXT(tag));                                                                                 \
        assert_buffer(&b, literal);                                                                                    \
    } while (0)

#define assert_shown(tag, literal, width)                                                                              \
    do {                                                                                                               \
        struct buffer b = {0};                                                                                         \
        tag_add_shown(&b, TEXT(tag));                                                                                  \
        assert_buffer(&b, literal);                                                                                    \
        assert_int_equal(tag_shown_width(TEXT(tag)), width);                                                           \
    } while (0)

TEST(quotes_are_chosen_as_python_does)
{
    assert_python("Ntff", "'Ntff'");
    assert_python("Cs@\"", "'Cs@\"'");
    assert_python("ap'", "\"ap'\"");
    assert_python("a'\"b", "'a\\'\"b'"); // both quotes: the apostrophe is escaped
    assert_python("", "''");
}

TEST(characters_that_python_escapes_are_escaped)
{
    assert_python("back\\", "'back\\\\'");
    assert_python("\n\r\t", "'\\n\\r\\t'");
    assert_python("Vi\0\x1B", "'Vi\\x00\\x1b'");
    assert_python("\x7F\xC2\x80\xC2\x9F\xC2\xA0\xC2\xAD", "'\\x7f\\x80\\x9f\\xa0\\xad'");
    assert_python("\xE2\x80\xAE\xEF\xBB\xBF", "'\\u202e\\ufeff'");
    assert_python("\xF4\x8F\xBF\xBD", "'\\U0010fffd'");
}

TEST(characters_that_python_prints_are_printed)
{
    assert_python(" \xC2\xA1~\xC3\xA9", "' \xC2\xA1~\xC3\xA9'");
    assert_python("\xEF\xBF\xBD\xE6\x97\xA5\xF0\x9F\x98\x80", "'\xEF\xBF\xBD\xE6\x97\xA5\xF0\x9F\x98\x80'");
}

TEST(control_characters_are_shown_as_their_pictures)
{
    assert_shown("Vi\0\x1B", "Vi\xE2\x90\x80\xE2\x90\x9B", 4);
    assert_shown("\x7F", "\xE2\x90\xA1", 1);
    assert_shown("\xC2\x9B"
                 "31m",
                 "\xEF\xBF\xBD"
                 "31m",
                 4); // an escape sequence for colour
    assert_shown("\xE2\x80\xAE"
                 "ab",
                 "\xEF\xBF\xBD"
                 "ab",
                 3); // would reverse the direction of text
    assert_shown("Abc ", "Abc ", 4);
}

TEST(east_asian_characters_are_two_columns_wide)
{
    assert_shown("\xE6\x97\xA5\xE6\x9C\xAC", "\xE6\x97\xA5\xE6\x9C\xAC", 4);
    assert_shown("\xC3\xA9", "\xC3\xA9", 1);
}

TEST(near_names_differ_in_case_blanks_or_one_character)
{
    assert_true(tag_is_near(TEXT("afds"), TEXT("AfdS")));
    assert_true(tag_is_near(TEXT("Abc"), TEXT("Abc ")));
    assert_true(tag_is_near(TEXT(" abc "), TEXT("Abc")));
    assert_true(tag_is_near(TEXT("Ntfx"), TEXT("Ntff")));
    assert_false(tag_is_near(TEXT("Ntxx"), TEXT("Ntff")));
    assert_false(tag_is_near(TEXT("Ab"), TEXT("Ac"))); // too short
    assert_false(tag_is_near(TEXT("Ntff"), TEXT("Ntf")));
    assert_false(tag_is_near(TEXT("    "), TEXT("  ")));
}

static void check_bytes(struct text tag, uint32_t expected)
{
    uint32_t bytes;

    assert_true(tag_bytes(tag, &bytes));
    assert_int_equal(bytes, expected);
}

TEST(bytes_are_as_debuggers_have_them)
{
    check_bytes(TEXT("MFeS"), 0x5365464D);
    check_bytes(TEXT("Ab"), 0x20206241);                         // padded with blanks
    check_bytes(TEXT("ab\0\0"), 0x00006261);                     // padded with NULs
    check_bytes(TEXT("ab\xE2\x90\x80\xE2\x90\x80"), 0x00006261); // U+2400, the picture of NUL
    check_bytes(TEXT("a\xE2\x82\xACzz"), 0x7A7A8061);            // the euro is 0x80 in Windows-1252
    check_bytes(TEXT("Fil\xC3\xA5"), 0x656C6946);                // 0xE5 is 'e' with the protection bit
}

TEST(longer_names_and_other_alphabets_are_not_tags)
{
    uint32_t bytes;

    assert_false(tag_bytes(TEXT(""), &bytes));
    assert_false(tag_bytes(TEXT("Files"), &bytes));
    assert_false(tag_bytes(TEXT("\xD0\x9F\xD1\x83"), &bytes)); // Cyrillic
}

TEST(tag_bytes_round_trip)
{
    struct buffer b = {0};

    tag_add_bytes(&b, 0x5365464D);
    assert_buffer(&b, "MFeS");
    tag_add_bytes(&b, 0x00806261);
    assert_buffer(&b, "ab\xE2\x82\xAC\0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_are_chosen_as_python_does),
        cmocka_unit_test(characters_that_python_escapes_are_escaped),
        cmocka_unit_test(characters_that_python_prints_are_printed),
        cmocka_unit_test(control_characters_are_shown_as_their_pictures),
        cmocka_unit_test(east_asian_characters_are_two_columns_wide),
        cmocka_unit_test(near_names_differ_in_case_blanks_or_one_character),
        cmocka_unit_test(bytes_are_as_debuggers_have_them),
        cmocka_unit_test(longer_names_and_other_alphabets_are_not_tags),
        cmocka_unit_test(tag_bytes_round_trip),
    };

    return RUN(tests);
}
