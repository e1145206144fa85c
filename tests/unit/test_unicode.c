#include "base/unicode.h"
#include "helper.h"

static enum encoding guess(struct text t, size_t bom_expected)
{
    size_t bom = 99;
    enum encoding encoding = unicode_guess(t.data, t.length, &bom);

    assert_int_equal(bom, bom_expected);
    return encoding;
}

/* Converts all bytes as the end of a file. */
#define assert_utf8_of(encoding, bytes, literal)                                                                       \
    do {                                                                                                               \
        struct buffer b = {0};                                                                                         \
        assert_int_equal(unicode_to_utf8(encoding, (bytes), sizeof(bytes) - 1, true, &b), sizeof(bytes) - 1);          \
        assert_buffer(&b, literal);                                                                                    \
    } while (0)

TEST(a_bom_decides)
{
    assert_int_equal(guess(TEXT("\xEF\xBB\xBFT"), 3), ENCODING_UTF8);
    assert_int_equal(guess(TEXT("\xFF\xFET\0"), 2), ENCODING_UTF16LE);
    assert_int_equal(guess(TEXT("\xFE\xFF\0T"), 2), ENCODING_UTF16BE);
    assert_int_equal(guess(TEXT("\xFF\xFE\0\0T\0\0\0"), 4), ENCODING_UTF32LE); // not UTF-16LE followed by a NUL
    assert_int_equal(guess(TEXT("\0\0\xFE\xFF\0\0\0T"), 4), ENCODING_UTF32BE);
}

TEST(nuls_reveal_utf16_without_a_bom)
{
    assert_int_equal(guess(TEXT("T\0a\0g\0,\0"), 0), ENCODING_UTF16LE);
    assert_int_equal(guess(TEXT("\0T\0a\0g\0,"), 0), ENCODING_UTF16BE);
}

TEST(a_few_nuls_in_tags_are_not_utf16)
{
    assert_int_equal(guess(TEXT("Tag\r\nVi\0\0\r\nVi\0A\r\n"), 0), ENCODING_UTF8);
    assert_int_equal(guess(TEXT("\0\0\0\0\0\0\0\0"), 0), ENCODING_UTF8);
    assert_int_equal(guess(TEXT(""), 0), ENCODING_UTF8);
    assert_int_equal(guess(TEXT("T"), 0), ENCODING_UTF8);
}

TEST(utf8_is_distinguished_from_other_bytes)
{
    size_t good;

    assert_int_equal(unicode_utf8_check("plain \xC3\xA9", 8, &good), UTF8_VALID);
    assert_int_equal(good, 8);
    assert_int_equal(unicode_utf8_check("0123456789\xE9t", 12, &good), UTF8_BROKEN);
    assert_int_equal(good, 10);
    assert_int_equal(unicode_utf8_check("ab\xE2\x82", 4, &good), UTF8_CUT);
    assert_int_equal(good, 2);
    assert_int_equal(unicode_utf8_check("ab\xF0\x9F\x98", 5, &good), UTF8_CUT);
    assert_int_equal(unicode_utf8_check("\xEF\xBF\xBD", 3, &good), UTF8_VALID); // U+FFFD itself is valid
    assert_int_equal(unicode_utf8_check("", 0, &good), UTF8_VALID);
}

TEST(utf16_of_both_orders)
{
    assert_utf8_of(ENCODING_UTF16LE, "A\0b\0c\0d\0\xE9\0\xAC\x20", "Abcd\xC3\xA9\xE2\x82\xAC");
    assert_utf8_of(ENCODING_UTF16BE, "\0A\0b\0c\0d\0\xE9\x20\xAC", "Abcd\xC3\xA9\xE2\x82\xAC");
    assert_utf8_of(ENCODING_UTF16LE, "V\0i\0\0\0\0\0", "Vi\0\0");
    assert_utf8_of(ENCODING_UTF16BE, "\0V\0i\0\0\0A", "Vi\0A");
}

TEST(surrogates_pair_up_or_are_replaced)
{
    assert_utf8_of(ENCODING_UTF16LE, "\x3D\xD8\x00\xDE", "\xF0\x9F\x98\x80");
    assert_utf8_of(ENCODING_UTF16BE, "\xD8\x3D\xDE\x00", "\xF0\x9F\x98\x80");
    assert_utf8_of(ENCODING_UTF16LE,
                   "\x3D\xD8"
                   "A\0",
                   "\xEF\xBF\xBD"
                   "A"); // low surrogate missing
    assert_utf8_of(ENCODING_UTF16LE,
                   "\x00\xDE"
                   "A\0",
                   "\xEF\xBF\xBD"
                   "A"); // high surrogate missing
    assert_utf8_of(ENCODING_UTF16LE, "A\0\x3D\xD8", "A\xEF\xBF\xBD");
}

TEST(utf32_of_both_orders)
{
    assert_utf8_of(ENCODING_UTF32LE, "A\0\0\0\x00\xF6\x01\0", "A\xF0\x9F\x98\x80");
    assert_utf8_of(ENCODING_UTF32BE, "\0\0\0A\0\x01\xF6\x00", "A\xF0\x9F\x98\x80");
    assert_utf8_of(ENCODING_UTF32LE, "\0\xD8\0\0\0\0\x11\0", "\xEF\xBF\xBD\xEF\xBF\xBD"); // a surrogate, above U+10FFFF
    assert_utf8_of(ENCODING_UTF32BE, "\0\0\0A\0\0", "A\xEF\xBF\xBD");
}

TEST(windows_1252_gives_every_byte_its_own_character)
{
    char seen[0x3000] = {0};

    assert_utf8_of(ENCODING_WINDOWS_1252, "Fil\xE5 \x80\x9F\xFF", "Fil\xC3\xA5 \xE2\x82\xAC\xC5\xB8\xC3\xBF");
    assert_utf8_of(ENCODING_WINDOWS_1252, "\x81\x8D\x8F\x90\x9D", "\xC2\x81\xC2\x8D\xC2\x8F\xC2\x90\xC2\x9D");
    for (int byte = 0; byte < 256; byte++) {
        char c = (char)byte;
        struct buffer b = {0};
        size_t at = 0;
        uint32_t code;

        unicode_to_utf8(ENCODING_WINDOWS_1252, &c, 1, true, &b);
        code = text_code_point(buffer_text(&b), &at);
        assert_in_range(code, 0, sizeof seen - 1);
        assert_int_equal(seen[code]++, 0);
        buffer_free(&b);
    }
}

TEST(a_character_cut_at_the_window_waits_for_its_rest)
{
    struct buffer b = {0};

    assert_int_equal(unicode_to_utf8(ENCODING_UTF8, "ab\xE2\x82", 4, false, &b), 2);
    assert_int_equal(unicode_to_utf8(ENCODING_UTF16LE, "A\0b", 3, false, &b), 2);
    assert_int_equal(unicode_to_utf8(ENCODING_UTF16LE, "A\0\x3D\xD8", 4, false, &b), 2);
    assert_int_equal(unicode_to_utf8(ENCODING_UTF16BE, "\0A\0b\0c\0d\xD8\x3D\xDE", 11, false, &b), 8);
    assert_int_equal(unicode_to_utf8(ENCODING_UTF32LE, "A\0\0\0B\0\0", 7, false, &b), 4);
    assert_buffer(&b, "abAAAbcdA");
}

TEST(half_a_character_at_the_end_is_replaced)
{
    assert_utf8_of(ENCODING_UTF16LE, "A\0b", "A\xEF\xBF\xBD");
    assert_utf8_of(ENCODING_UTF8, "ab\xE2\x82", "ab\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_utf8_of(ENCODING_UTF8,
                   "a\xFF"
                   "b",
                   "a\xEF\xBF\xBD"
                   "b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bom_decides),
        cmocka_unit_test(nuls_reveal_utf16_without_a_bom),
        cmocka_unit_test(a_few_nuls_in_tags_are_not_utf16),
        cmocka_unit_test(utf8_is_distinguished_from_other_bytes),
        cmocka_unit_test(utf16_of_both_orders),
        cmocka_unit_test(surrogates_pair_up_or_are_replaced),
        cmocka_unit_test(utf32_of_both_orders),
        cmocka_unit_test(windows_1252_gives_every_byte_its_own_character),
        cmocka_unit_test(a_character_cut_at_the_window_waits_for_its_rest),
        cmocka_unit_test(half_a_character_at_the_end_is_replaced),
    };

    return RUN(tests);
}
