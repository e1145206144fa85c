#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "formats/text/lines.h"
#include "helper.h"

/* Checks the lines, joined by bars, for reads of 1 to 11 bytes; "?" marks a line that ended with the file. */
static void check_lines(const char *text, size_t length, const char *lines_wanted)
{
    for (size_t read_bytes = 1; read_bytes < 12; read_bytes++) {
        struct reader reader = {.read_bytes = read_bytes};
        struct lines lines = {.reader = &reader};
        struct error err;
        struct buffer got = {0};
        struct text line;
        size_t count = 0;

        assert_true(reader_open_memory(&reader, "test", text, length, &err));
        while (lines_next(&lines, &line, &err) == LINES_LINE) {
            buffer_add_text(&got, line);
            buffer_add_string(&got, lines.is_unterminated ? "?|" : "|");
            assert_int_equal(lines.number, ++count);
        }
        buffer_add_char(&got, '\0');
        assert_string_equal(got.bytes, lines_wanted);
        buffer_free(&got);
        reader_close(&reader);
        reader_free(&reader);
    }
}

TEST(every_line_end_is_recognised)
{
    check_lines("a\nbc\r\nd\re\n", 10, "a|bc|d|e|");
    check_lines("\n\n\r\r\n", 5, "||||");
    check_lines("a\r", 2, "a|");
    check_lines("a\r\n", 3, "a|");
    check_lines("", 0, "");
}

TEST(a_last_line_without_an_end_is_open)
{
    check_lines("a\nbc", 4, "a|bc?|");
    check_lines("a\n\x1A", 3, "a|");
    check_lines("a\nbc\x1A", 5, "a|bc?|");
    check_lines("\x1A\n", 2, "\x1A|");
}

TEST(zeros_of_a_crash_are_not_part_of_a_line)
{
    static const char between[] = "a\n\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0b\nc\n";

    check_lines(between, sizeof between - 1, "a|b|c|");
}

static void check_too_long(char end)
{
    size_t length = 3 * LINE_BYTES_MAX + 4;
    char *text = memory_new(length, 1);
    struct reader reader = {.read_bytes = 4096};
    struct lines lines = {.reader = &reader};
    struct error err;
    struct text line;

    memset(text, 'x', length);
    memcpy(text, (char[]){'a', end}, 2);
    memcpy(text + length - 3, (char[]){end, 'b', end}, 3);
    assert_true(reader_open_memory(&reader, "test", text, length, &err));
    assert_int_equal(lines_next(&lines, &line, &err), LINES_LINE);
    assert_true(text_equal(line, text_of("a")));
    assert_int_equal(lines_next(&lines, &line, &err), LINES_LINE);
    assert_true(line.length == 0 && lines.is_too_long);
    assert_int_equal(lines_next(&lines, &line, &err), LINES_LINE);
    assert_true(text_equal(line, text_of("b")) && !lines.is_too_long);
    assert_int_equal(lines.number, 3);
    assert_int_equal(lines_next(&lines, &line, &err), LINES_END);
    reader_close(&reader);
    reader_free(&reader);
    free(text);
}

TEST(a_line_too_long_is_empty_and_the_next_is_read)
{
    check_too_long('\n');
    check_too_long('\r');
}

/* `is_foreign` after the last line. */
static bool ends_foreign(const char *text, size_t length)
{
    struct reader reader = {0};
    struct lines lines = {.reader = &reader};
    struct error err;
    struct text line;

    assert_true(reader_open_memory(&reader, "test", text, length, &err));
    while (lines_next(&lines, &line, &err) == LINES_LINE)
        ;
    reader_close(&reader);
    reader_free(&reader);
    return lines.is_other_encoding;
}

#define ENDS_FOREIGN(text) ends_foreign(text, sizeof(text) - 1)

TEST(text_of_another_encoding_is_detected)
{
    assert_true(ENDS_FOREIGN("a line\nF\0r\0i\0 \0a\0n\0d\0 \0s\0a\0t\0"));
    assert_true(ENDS_FOREIGN("\xFF\xFE"
                             "a\0 \0l\0i\0n\0e\0\n\0"
                             "Fri 22 May 2020, and what else there is to say."));
    assert_false(ENDS_FOREIGN("a line\n\0ab Nonp 1 0 1 16 16 and more"));
    assert_false(ENDS_FOREIGN("\xFF\xFE"
                              "a\0\n\0\x53\x5F\x4D\x52\xE5\x65\x1F\x67\x2F\x66\x1A\xFF\x32\x00")); // Chinese
}

/* U+2550 is the bytes "P%" in UTF-16LE, U+2554 "T%": box drawing looks like ASCII. */
TEST(box_drawing_is_not_another_encoding)
{
    assert_false(ENDS_FOREIGN("\xFF\xFE"
                              "a\0\n\0"
                              "P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%"));
    assert_false(ENDS_FOREIGN("\xFE\xFF"
                              "\0a\0\n"
                              "%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P%P"));
    assert_false(ENDS_FOREIGN("\xFF\xFE"
                              "a\0\n\0"
                              "T%P%P%P%P%f%P%P%P%P%P%P%i%P%P%P%P%W%")); // five other characters, no word
    assert_true(ENDS_FOREIGN("\xFF\xFE"
                             "a\0\n\0"
                             " Tag  Type     Allocs            Frees ")); // mostly blanks
}

/* Long runs of NULs do not enlarge the window. */
TEST(many_zeros_do_not_enlarge_the_window)
{
    size_t length = 5 * LINE_BYTES_MAX;
    char *text = memory_new(length, 1);
    struct reader reader = {.read_bytes = 4096};
    struct lines lines = {.reader = &reader};
    struct error err;
    struct text line;

    memcpy(text + length / 2, "b\n", 2);
    assert_true(reader_open_memory(&reader, "test", text, length, &err));
    assert_int_equal(lines_next(&lines, &line, &err), LINES_LINE);
    assert_true(text_equal(line, text_of("b")) && !lines.is_too_long);
    assert_true(reader.raw.capacity < 4 * 4096);
    assert_int_equal(lines_next(&lines, &line, &err), LINES_LINE); // the unterminated rest is a line, too
    assert_true(lines.is_unterminated);
    assert_int_equal(lines_next(&lines, &line, &err), LINES_END);
    reader_close(&reader);
    reader_free(&reader);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_end_is_recognised),
        cmocka_unit_test(a_last_line_without_an_end_is_open),
        cmocka_unit_test(zeros_of_a_crash_are_not_part_of_a_line),
        cmocka_unit_test(many_zeros_do_not_enlarge_the_window),
        cmocka_unit_test(text_of_another_encoding_is_detected),
        cmocka_unit_test(box_drawing_is_not_another_encoding),
        cmocka_unit_test(a_line_too_long_is_empty_and_the_next_is_read),
    };

    return RUN(tests);
}
