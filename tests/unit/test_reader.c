#include "formats/text/reader.h"
#include "helper.h"

#define WINDOW ((size_t)1 << 20)

/* At least `size` bytes: lines of many lengths, with UTF-8 characters of each length. */
static struct buffer long_text(size_t size, bool only_windows_1252)
{
    struct buffer b = {0};

    for (size_t i = 0; b.length < size; i++) {
        buffer_printf(&b, "%zu", i);
        buffer_add_repeated(&b, 'x', i % 61);
        buffer_add_utf8(&b, 0x20AC); // in Windows-1252 not valid UTF-8
        buffer_add_utf8(&b, 0xE9);
        buffer_add_utf8(&b, only_windows_1252 ? 0x81 : 0x1F600);
        buffer_add_string(&b, "\r\n");
    }
    return b;
}

static void add_unit(struct buffer *b, uint32_t unit, size_t bytes, bool big)
{
    for (size_t i = 0; i < bytes; i++)
        buffer_add_char(b, (char)(unit >> 8 * (big ? bytes - 1 - i : i)));
}

static void add_windows_1252(struct buffer *b, uint32_t c)
{
    buffer_add_char(b, (char)(c == 0x20AC ? 0x80 : c));
}

static struct buffer encoded(struct text t, enum encoding encoding)
{
    bool big = encoding == ENCODING_UTF16BE || encoding == ENCODING_UTF32BE;
    struct buffer b = {0};

    for (size_t i = 0; i < t.length;) {
        uint32_t c = text_code_point(t, &i);

        if (encoding == ENCODING_UTF8) {
            buffer_add_utf8(&b, c);
        } else if (encoding == ENCODING_WINDOWS_1252) {
            add_windows_1252(&b, c);
        } else if (encoding == ENCODING_UTF32LE || encoding == ENCODING_UTF32BE) {
            add_unit(&b, c, 4, big);
        } else if (c < 0x10000) {
            add_unit(&b, c, 2, big);
        } else {
            add_unit(&b, 0xD800 + ((c - 0x10000) >> 10), 2, big);
            add_unit(&b, 0xDC00 + ((c - 0x10000) & 0x3FF), 2, big);
        }
    }
    return b;
}

/* Reads everything; leaves the last `left` bytes of each window for the next one, as a row cut by the window. */
static struct buffer read_all(struct text bytes, size_t left, enum encoding expected)
{
    struct reader reader = {0};
    struct error err;
    struct buffer all = {0};

    assert_true(reader_open_memory(&reader, "x.csv", bytes.data, bytes.length, &err));
    assert_int_equal(reader.encoding, expected);
    for (;;) {
        size_t here = (size_t)(reader.end - reader.pos), taken = reader.is_at_end ? here
                                                                 : here > left    ? here - left
                                                                                  : 0;

        buffer_add(&all, reader.pos, taken);
        reader.pos += taken;
        if (reader.is_at_end)
            break;
        assert_true(reader_fill(&reader, &err));
    }
    reader_close(&reader);
    reader_free(&reader);
    return all;
}

static void check_round_trip(struct text text, const char *bom, size_t bom_length, enum encoding encoding)
{
    struct buffer body = encoded(text, encoding), file = {0};
    static const size_t lefts[] = {0, 1, 77, 5000};

    buffer_add(&file, bom, bom_length);
    buffer_add_text(&file, buffer_text(&body));
    for (size_t i = 0; i < sizeof lefts / sizeof *lefts; i++) {
        struct buffer all = read_all(buffer_text(&file), lefts[i], encoding);

        if (!text_equal(buffer_text(&all), text))
            fail_msg("encoding %d, %zu bytes left over: the text has changed", encoding, lefts[i]);
        buffer_free(&all);
    }
    buffer_free(&body);
    buffer_free(&file);
}

TEST(text_across_windows_is_complete_in_every_encoding)
{
    struct buffer any = long_text(5 * WINDOW / 2, false), western = long_text(5 * WINDOW / 2, true);

    check_round_trip(buffer_text(&any), "", 0, ENCODING_UTF8);
    check_round_trip(buffer_text(&any), "\xEF\xBB\xBF", 3, ENCODING_UTF8);
    check_round_trip(buffer_text(&any), "\xFF\xFE", 2, ENCODING_UTF16LE);
    check_round_trip(buffer_text(&any), "\xFE\xFF", 2, ENCODING_UTF16BE);
    check_round_trip(buffer_text(&any), "\xFF\xFE\0\0", 4, ENCODING_UTF32LE);
    check_round_trip(buffer_text(&any), "\0\0\xFE\xFF", 4, ENCODING_UTF32BE);
    check_round_trip(buffer_text(&any), "", 0, ENCODING_UTF16LE);
    check_round_trip(buffer_text(&any), "", 0, ENCODING_UTF16BE);
    check_round_trip(buffer_text(&western), "", 0, ENCODING_WINDOWS_1252);
    buffer_free(&any);
    buffer_free(&western);
}

/* A 4-byte character at each position around the end of the window, with and without text after it. */
TEST(characters_at_the_windows_end_are_complete)
{
    for (size_t before = WINDOW - 5; before <= WINDOW + 1; before++)
        for (size_t behind = 0; behind < 3; behind++) {
            struct buffer b = {0};

            buffer_add_repeated(&b, 'x', before);
            buffer_add_utf8(&b, 0x1F600);
            buffer_add_repeated(&b, 'y', behind);
            check_round_trip(buffer_text(&b), "", 0, ENCODING_UTF8);
            check_round_trip(buffer_text(&b), "\xEF\xBB\xBF", 3, ENCODING_UTF8);
            buffer_free(&b);
        }
}

TEST(surrogates_at_the_windows_end_are_complete)
{
    for (size_t before = WINDOW / 2 - 4; before <= WINDOW / 2 + 1; before++) {
        struct buffer b = {0};

        buffer_add_repeated(&b, 'x', before);
        buffer_add_utf8(&b, 0x1F600);
        buffer_add_string(&b, "yyy");
        check_round_trip(buffer_text(&b), "", 0, ENCODING_UTF16LE);
        check_round_trip(buffer_text(&b), "\xFE\xFF", 2, ENCODING_UTF16BE);
        buffer_free(&b);
    }
}

TEST(characters_before_a_fault_are_complete_across_windows)
{
    for (size_t before = WINDOW - 9; before <= WINDOW; before++) {
        struct buffer file = {0}, text = {0}, all;

        buffer_add_repeated(&text, 'x', before);
        buffer_add_utf8(&text, 0x1F600);
        buffer_add_string(&file, "\xEF\xBB\xBF");
        buffer_add_text(&file, buffer_text(&text));
        buffer_add_string(&file, "\xFF.");
        buffer_add_string(&text, "\xEF\xBF\xBD.");
        all = read_all(buffer_text(&file), 3, ENCODING_UTF8);
        assert_true(text_equal(buffer_text(&all), buffer_text(&text)));
        buffer_free(&all);
        buffer_free(&text);
        buffer_free(&file);
    }
}

TEST(one_late_byte_makes_the_whole_file_windows_1252)
{
    struct buffer b = {0}, all;

    buffer_add_string(&b, "\xC3\xA9,"); // valid UTF-8
    buffer_add_repeated(&b, 'x', 2 * WINDOW);
    buffer_add_string(&b, "\xE9.");
    all = read_all(buffer_text(&b), 10, ENCODING_WINDOWS_1252);
    assert_int_equal(memcmp(all.bytes, "\xC3\x83\xC2\xA9,", 5), 0);
    assert_int_equal(memcmp(all.bytes + all.length - 3, "\xC3\xA9.", 3), 0);
    assert_int_equal(all.length, 2 * WINDOW + 8);
    buffer_free(&all);
    buffer_free(&b);
}

TEST(invalid_bytes_after_a_utf8_bom_are_replaced)
{
    struct buffer all = read_all(TEXT("\xEF\xBB\xBF"
                                      "a\xE9"
                                      "b"),
                                 0, ENCODING_UTF8);

    assert_buffer(&all, "a\xEF\xBF\xBD"
                        "b");
}

TEST(a_truncated_last_character_does_not_change_the_encoding)
{
    struct buffer all = read_all(TEXT("\xC3\xA9 ab\xE2\x82"), 0, ENCODING_UTF8);
    struct buffer odd = read_all(TEXT("\xFF\xFE"
                                      "a\0b\0c"),
                                 0, ENCODING_UTF16LE);

    assert_buffer(&all, "\xC3\xA9 ab\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_buffer(&odd, "ab\xEF\xBF\xBD");
}

TEST(empty_input_ends_at_once)
{
    static const struct text empty[] = {TEXT(""), TEXT("\xEF\xBB\xBF"), TEXT("\xFF\xFE"), TEXT("\0\0\xFE\xFF")};

    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        struct reader reader = {0};
        struct error err;

        assert_true(reader_open_memory(&reader, "x.csv", empty[i].data, empty[i].length, &err));
        while (!reader.is_at_end)
            assert_true(reader_fill(&reader, &err));
        assert_ptr_equal(reader.pos, reader.end);
        reader_free(&reader);
    }
}

TEST(a_reader_is_used_again_for_the_next_file)
{
    static const struct text files[] = {TEXT("\xFF\xFE"
                                             "a\0"),
                                        TEXT("plain"), TEXT("\xE9t"), TEXT("")};
    static const struct text texts[] = {TEXT("a"), TEXT("plain"), TEXT("\xC3\xA9t"), TEXT("")};
    struct reader reader = {0};
    struct error err;

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        assert_true(reader_open_memory(&reader, "x.csv", files[i].data, files[i].length, &err));
        check_text((struct text){reader.pos, (size_t)(reader.end - reader.pos)}, texts[i], __FILE__, __LINE__);
        assert_true(reader.is_at_end);
        reader_close(&reader);
    }
    reader_free(&reader);
}

TEST(a_missing_file_is_named)
{
    struct reader reader = {0};
    struct error err;

    assert_false(reader_open_file(&reader, "data/no_such_file.csv", &err));
    assert_non_null(strstr(err.text, "data/no_such_file.csv"));
    reader_free(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_across_windows_is_complete_in_every_encoding),
        cmocka_unit_test(characters_at_the_windows_end_are_complete),
        cmocka_unit_test(surrogates_at_the_windows_end_are_complete),
        cmocka_unit_test(characters_before_a_fault_are_complete_across_windows),
        cmocka_unit_test(one_late_byte_makes_the_whole_file_windows_1252),
        cmocka_unit_test(invalid_bytes_after_a_utf8_bom_are_replaced),
        cmocka_unit_test(a_truncated_last_character_does_not_change_the_encoding),
        cmocka_unit_test(empty_input_ends_at_once),
        cmocka_unit_test(a_reader_is_used_again_for_the_next_file),
        cmocka_unit_test(a_missing_file_is_named),
    };

    return RUN(tests);
}
