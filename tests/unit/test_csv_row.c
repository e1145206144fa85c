#include "formats/csv/csv_row.h"
#include "helper.h"

static enum csv_state split(struct text t, char separator, bool is_last, struct csv_row *row, size_t *used)
{
    const char *at = t.data;
    enum csv_state state = csv_row_split(&at, t.data + t.length, separator, is_last, row);

    *used = (size_t)(at - t.data);
    return state;
}

static struct text field(const struct csv_row *row, size_t i)
{
    static struct buffer scratch;

    return csv_field_text(&row->fields[i], &scratch);
}

TEST(quotes_hold_separators_and_doubled_quotes)
{
    struct csv_row row;
    size_t used;

    assert_int_equal(split(TEXT("\"2021\",\"d,q\"\"\",\"\",120\r\nnext"), ',', false, &row, &used), CSV_ROW);
    assert_int_equal(used, 23);
    assert_int_equal(row.count, 4);
    assert_int_equal(row.lines, 1);
    assert_text(field(&row, 0), "2021");
    assert_text(field(&row, 1), "d,q\"");
    assert_text(field(&row, 2), "");
    assert_text(field(&row, 3), "120");
}

TEST(only_the_separator_separates)
{
    struct csv_row row;
    size_t used;

    assert_int_equal(split(TEXT("a,b;c\td\n"), ';', false, &row, &used), CSV_ROW);
    assert_int_equal(row.count, 2);
    assert_text(field(&row, 0), "a,b");
    assert_text(field(&row, 1), "c\td");
}

TEST(rows_end_with_any_line_end)
{
    struct csv_row row;
    size_t used;

    assert_int_equal(split(TEXT("a,b\nc"), ',', false, &row, &used), CSV_ROW);
    assert_int_equal(used, 4);
    assert_int_equal(split(TEXT("a,b\rc"), ',', false, &row, &used), CSV_ROW);
    assert_int_equal(used, 4);
    assert_int_equal(split(TEXT("a,b\r\nc"), ',', false, &row, &used), CSV_ROW);
    assert_int_equal(used, 5);
    assert_int_equal(split(TEXT("\n"), ',', false, &row, &used), CSV_ROW);
    assert_int_equal(row.count, 1);
}

TEST(a_cr_at_the_window_waits_for_its_lf)
{
    struct csv_row row;
    size_t used;

    assert_int_equal(split(TEXT("a,b\r"), ',', false, &row, &used), CSV_CUT);
    assert_int_equal(used, 0);
    assert_int_equal(split(TEXT("a,b\r"), ',', true, &row, &used), CSV_ROW);
    assert_int_equal(used, 4);
}

TEST(a_quote_at_the_window_waits_for_the_next_byte)
{
    struct csv_row row;
    size_t used;

    assert_int_equal(split(TEXT("a,\"b\""), ',', false, &row, &used), CSV_CUT);
    assert_int_equal(split(TEXT("a,\"b\""), ',', true, &row, &used), CSV_ROW);
    assert_text(field(&row, 1), "b");
}

TEST(an_open_quote_at_the_end_is_truncated)
{
    struct csv_row row;
    size_t used;

    assert_int_equal(split(TEXT("a,\"b"), ',', true, &row, &used), CSV_CUT);
    assert_int_equal(split(TEXT("a,\"b\"\""), ',', true, &row, &used), CSV_CUT);
    assert_int_equal(split(TEXT("a,\""), ',', true, &row, &used), CSV_CUT);
    assert_int_equal(used, 0);
}

TEST(a_last_row_needs_no_line_end)
{
    struct csv_row row;
    size_t used;

    assert_int_equal(split(TEXT("a,12"), ',', true, &row, &used), CSV_ROW);
    assert_text(field(&row, 1), "12");
    assert_int_equal(split(TEXT("a,12"), ',', false, &row, &used), CSV_CUT);
    assert_int_equal(split(TEXT("a,"), ',', true, &row, &used), CSV_ROW);
    assert_int_equal(row.count, 2);
}

TEST(text_after_a_closing_quote_is_malformed)
{
    struct csv_row row;
    size_t used;

    assert_int_equal(split(TEXT("\"a\"b,c\n"), ',', false, &row, &used), CSV_MALFORMED);
    assert_int_equal(used, 0);
}

TEST(line_ends_inside_quotes_are_counted)
{
    struct csv_row row;
    size_t used;

    assert_int_equal(split(TEXT("\"a\nb\r\nc\rd\",x\n"), ',', false, &row, &used), CSV_ROW);
    assert_int_equal(row.lines, 4);
    assert_text(field(&row, 0), "a\nb\r\nc\rd");
}

TEST(fields_above_the_limit_are_only_counted)
{
    struct csv_row row;
    size_t used;
    char line[400] = {0};

    memset(line, ',', 150);
    line[150] = '\n';
    assert_int_equal(split(text_of(line), ',', false, &row, &used), CSV_ROW);
    assert_int_equal(row.count, 151);
    assert_int_equal(used, 151);
}

TEST(a_quote_inside_an_unquoted_field_is_itself)
{
    struct csv_row row;
    size_t used;

    assert_int_equal(split(TEXT("Cs@\",12\n"), ',', false, &row, &used), CSV_ROW);
    assert_text(field(&row, 0), "Cs@\"");
}

TEST(the_next_line_is_found_after_any_line_end)
{
    static const char text[] = "a\r\nb\nc\rd";
    const char *end = text + sizeof text - 1, *at = text;

    at = csv_next_line(at, end);
    assert_int_equal(*at, 'b');
    at = csv_next_line(at, end);
    assert_int_equal(*at, 'c');
    at = csv_next_line(at, end);
    assert_int_equal(*at, 'd');
    assert_ptr_equal(csv_next_line(at, end), end);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_hold_separators_and_doubled_quotes),
        cmocka_unit_test(only_the_separator_separates),
        cmocka_unit_test(rows_end_with_any_line_end),
        cmocka_unit_test(a_cr_at_the_window_waits_for_its_lf),
        cmocka_unit_test(a_quote_at_the_window_waits_for_the_next_byte),
        cmocka_unit_test(an_open_quote_at_the_end_is_truncated),
        cmocka_unit_test(a_last_row_needs_no_line_end),
        cmocka_unit_test(text_after_a_closing_quote_is_malformed),
        cmocka_unit_test(line_ends_inside_quotes_are_counted),
        cmocka_unit_test(fields_above_the_limit_are_only_counted),
        cmocka_unit_test(a_quote_inside_an_unquoted_field_is_itself),
        cmocka_unit_test(the_next_line_is_found_after_any_line_end),
    };

    return RUN(tests);
}
