#include "csv_helper.h"

#define HEAD "DateTimeUTC,Tag,PagedUsedBytes,NonPagedUsedBytes"
#define T1 "2026-03-01T10:00:00,"
#define ROWS 60000 // more than three windows

/* Row i has tag T<i mod 100> and values i and 1, so a lost or torn row changes the sums. */
static struct buffer long_file(const char *line_end, bool quoted)
{
    struct buffer b = {0};

    buffer_printf(&b, "%s%s", HEAD, line_end);
    for (int i = 0; i < ROWS; i++)
        buffer_printf(&b, quoted ? "\"2026-03-01T10:00:00\",\"T%d,\"\"\r\n\",\"%d\",\"1\"%s" : T1 "T%d,%d,1%s", i % 100,
                      i, line_end);
    return b;
}

static void expect_all_rows(const char *bytes, size_t length, const char *first_tag)
{
    struct reading r = read_text(bytes, length);
    amount first = 0;

    assert_true(r.ok);
    assert_int_equal(r.warnings.seen[WARNING_ROW], 0);
    for (int i = 0; i < ROWS; i += 100)
        first += i;
    assert_int_equal(store_tags(r.store), 100);
    check_amount(value_of(r.store, 0, first_tag, PAGED_USED_BYTES), first);
    check_amount(store_total(r.store, 0, PAGED_USED_BYTES), (amount)ROWS * (ROWS - 1) / 2);
    check_amount(store_total(r.store, 0, NONPAGED_USED_BYTES), ROWS);
    reading_free(&r);
}

TEST(rows_across_windows_are_complete)
{
    static const char *const line_ends[] = {"\r\n", "\n", "\r"};

    for (size_t i = 0; i < sizeof line_ends / sizeof *line_ends; i++) {
        struct buffer plain = long_file(line_ends[i], false), quoted = long_file(line_ends[i], true);

        expect_all_rows(plain.bytes, plain.length, "T0");
        expect_all_rows(quoted.bytes, quoted.length, "T0,\"\r\n");
        buffer_free(&plain);
        buffer_free(&quoted);
    }
}

TEST(rows_across_windows_are_complete_in_utf16)
{
    struct buffer plain = long_file("\r\n", true), wide = {0};

    buffer_add(&wide, "\xFF\xFE", 2);
    for (size_t i = 0; i < plain.length; i++) {
        buffer_add_char(&wide, plain.bytes[i]);
        buffer_add_char(&wide, '\0');
    }
    expect_all_rows(wide.bytes, wide.length, "T0,\"\r\n");
    buffer_free(&plain);
    buffer_free(&wide);
}

/* The rows in front are padded to each length near the window size, so it ends at each byte of the next rows. */
TEST(the_window_may_end_at_any_byte_of_a_row)
{
    static const char rows[] =
        "\"2026-03-01T10:00:00\",\"d,q\"\"\r\n\",\"7\",\"1\"\r\n\"2026-03-01T10:00:00\",\"Last\",\"8\",\"2\"\r\n";
    size_t window = (size_t)1 << 20;

    for (size_t behind = 0; behind < sizeof rows + 2; behind++) {
        struct buffer b = {0};
        struct reading r;

        buffer_add_string(&b, HEAD "\r\n");
        while (b.length + 70000 < window)
            buffer_printf(&b, "%s%060000d,1,1\r\n", T1, 0);
        buffer_printf(&b, "%sPad%0*d,1,1\r\n", T1, (int)(window - b.length - behind - 28), 0);
        buffer_add_string(&b, rows);
        r = read_text(b.bytes, b.length);
        assert_int_equal(r.warnings.seen[WARNING_ROW], 0);
        check_amount(value_of(r.store, 0, "d,q\"\r\n", TOTAL_USED_BYTES), 8);
        check_amount(value_of(r.store, 0, "Last", TOTAL_USED_BYTES), 10);
        reading_free(&r);
        buffer_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_across_windows_are_complete),
        cmocka_unit_test(rows_across_windows_are_complete_in_utf16),
        cmocka_unit_test(the_window_may_end_at_any_byte_of_a_row),
    };

    return RUN(tests);
}
