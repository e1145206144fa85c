#include "csv_helper.h"

#define HEAD "DateTimeUTC,Tag,PagedUsedBytes,NonPagedUsedBytes\n"
#define T1 "2026-03-01T10:00:00,"
#define T2 "2026-03-01T10:05:00,"
#define T3 "2026-03-01T10:10:00,"

static amount bytes_at(const struct reading *r, size_t moment, const char *tag)
{
    return value_of(r->store, moment, tag, TOTAL_USED_BYTES);
}

static amount total_at(const struct reading *r, size_t moment)
{
    return store_total(r->store, moment, TOTAL_USED_BYTES);
}

TEST(rows_are_grouped_by_their_time)
{
    struct reading r = READ(HEAD T2 "Aaaa,3,4\n" T1 "Aaaa,1,2\n" T2 "Bbbb,5,6\n\n" T1 "Bbbb,7,8");

    assert_true(r.ok);
    assert_int_equal(store_moments(r.store), 2);
    check_amount(bytes_at(&r, 0, "Aaaa"), 3);
    check_amount(bytes_at(&r, 0, "Bbbb"), 15);
    check_amount(total_at(&r, 1), 18);
    reading_free(&r);
}

TEST(a_row_of_wrong_length_makes_its_snapshot_incomplete)
{
    struct reading r = READ(HEAD T1 "Aaaa,1,2\n" T2 "Aaaa,1,2,3\n" T2 "Bbbb,1,2\n" T3 "Aaaa,1,2\n");

    expect_row_warning(&r, "x.csv:3: expected 4 fields, found 5: row left out");
    check_amount(total_at(&r, 0), 3);
    check_amount(total_at(&r, 1), AMOUNT_MISSING);
    check_amount(total_at(&r, 2), 3);
    reading_free(&r);
}

TEST(a_row_without_a_valid_time_makes_both_neighbours_incomplete)
{
    struct reading r = READ(HEAD T1 "Aaaa,1,2\n"
                                    "soon,Bbbb,1,2\n" T2 "Aaaa,1,2\n" T3 "Aaaa,1,2\n");

    expect_row_warning(&r, "x.csv:3: invalid DateTimeUTC 'soon': row left out");
    check_amount(total_at(&r, 0), AMOUNT_MISSING);
    check_amount(total_at(&r, 1), AMOUNT_MISSING);
    check_amount(total_at(&r, 2), 3);
    reading_free(&r);
}

TEST(between_rows_of_one_snapshot_it_belongs_to_that_snapshot)
{
    struct reading r = READ(HEAD T1 "Aaaa,1,2\n"
                                    "soon,Bbbb,1,2\n" T1 "Cccc,1,2\n" T2 "Aaaa,1,2\n");

    check_amount(total_at(&r, 0), AMOUNT_MISSING);
    check_amount(total_at(&r, 1), 3);
    reading_free(&r);
}

TEST(a_row_without_a_time_never_belongs_to_the_one_before)
{
    struct reading r = READ(HEAD T1 "Aaaa,1,2\n" HEAD ",Bbbb,1,2\n" T1 "Cccc,1,2\n");

    expect_row_warning(&r, "x.csv:4: invalid DateTimeUTC '': row left out");
    assert_int_equal(store_find_tag(r.store, TEXT("Bbbb")), SIZE_MAX);
    reading_free(&r);
}

TEST(an_invalid_cell_does_not_affect_the_rest_of_its_row)
{
    struct reading r = READ(HEAD T1 "Aaaa,1.5,2\n" T1 "Bbbb,3,4\n");

    expect_row_warning(&r, "x.csv:2: PagedUsedBytes is '1.5', not a 64-bit integer: cell left out");
    check_amount(value_of(r.store, 0, "Aaaa", NONPAGED_USED_BYTES), 2);
    check_amount(store_total(r.store, 0, NONPAGED_USED_BYTES), 6);
    check_amount(store_total(r.store, 0, PAGED_USED_BYTES), AMOUNT_MISSING);
    reading_free(&r);
}

TEST(control_characters_do_not_reach_a_message)
{
    struct reading r = READ(HEAD T1 "Aaaa,\x1B[31m,2\n");

    expect_row_warning(&r, "x.csv:2: PagedUsedBytes is '\xEF\xBF\xBD[31m', not a 64-bit integer: cell left out");
    reading_free(&r);
}

TEST(a_stray_quote_loses_one_row)
{
    struct reading r =
        READ(HEAD T1 "\"Aaaa,1,2\n" T1 "Bbbb,3,4\n" T1 "Cc\"cc,5,6\n" T1 "\"Dd\"dd,7,8\n" T1 "Eeee,9,1\n");

    assert_int_equal(r.warnings.seen[WARNING_ROW], 2);
    check_amount(bytes_at(&r, 0, "Bbbb"), 7);
    check_amount(bytes_at(&r, 0, "Cc\"cc"), 11);
    check_amount(bytes_at(&r, 0, "Eeee"), 10);
    assert_int_equal(store_find_tag(r.store, TEXT("Dddd")), SIZE_MAX);
    reading_free(&r);
}

TEST(a_quote_that_is_never_closed_ends_after_64_kb)
{
    struct buffer b = {0};
    struct reading r;

    buffer_add_string(&b, HEAD T1 "Aaaa,1,2\n" T1 "\"Bbbb,1,2\n");
    for (int i = 0; i < 100000; i++)
        buffer_printf(&b, T1 "T%d,1,2\n", i % 50);
    r = read_text(b.bytes, b.length);
    assert_true(r.ok);
    assert_int_equal(r.warnings.seen[WARNING_ROW], 1);
    check_amount(bytes_at(&r, 0, "T7"), 3 * 2000);
    reading_free(&r);
    buffer_free(&b);
}

TEST(a_truncated_row_is_left_out)
{
    struct reading r =
        READ(HEAD "\"2026-03-01T10:00:00\",\"Aaaa\",\"1\",\"2\"\n\"2026-03-01T10:00:00\",\"Bbbb\",\"1\",\"2");

    expect_row_warning(&r, "x.csv:3: the row is truncated: row left out");
    check_amount(bytes_at(&r, 0, "Aaaa"), 3);
    check_amount(total_at(&r, 0), AMOUNT_MISSING);
    reading_free(&r);
}

TEST(a_last_number_that_contradicts_the_sum_is_truncated)
{
    struct reading cut = READ("DateTimeUTC,Tag,PagedUsedBytes,NonPagedUsedBytes,TotalUsedBytes\n" T1
                              "Aaaa,100,20,120\n" T1 "Bbbb,100,20,12");
    struct reading whole = READ("DateTimeUTC,Tag,PagedUsedBytes,NonPagedUsedBytes,TotalUsedBytes\n" T1
                                "Aaaa,100,20,999\n" T1 "Bbbb,100,20,120");

    expect_row_warning(&cut, "x.csv:3: the row is truncated: row left out");
    assert_int_equal(whole.warnings.seen[WARNING_ROW], 0);
    check_amount(bytes_at(&whole, 0, "Bbbb"), 120);
    reading_free(&cut);
    reading_free(&whole);
}

TEST(a_trailing_ctrl_z_is_not_a_row)
{
    struct reading behind_a_row = READ(HEAD T1 "Aaaa,1,2\r\n\x1A"), behind_a_cell = READ(HEAD T1 "Aaaa,1,2\x1A");

    assert_int_equal(behind_a_row.warnings.seen[WARNING_ROW] + behind_a_cell.warnings.seen[WARNING_ROW], 0);
    check_amount(bytes_at(&behind_a_row, 0, "Aaaa"), 3);
    check_amount(bytes_at(&behind_a_cell, 0, "Aaaa"), 3);
    reading_free(&behind_a_row);
    reading_free(&behind_a_cell);
}

TEST(lines_without_content_are_skipped_and_counted)
{
    struct reading r = READ("#TYPE Selected\r\n \t\r\n\r\n" HEAD "\r\n  \r\n" T1 "Aaaa,1,2\r\n" T1 "Bbbb,1\r\n");

    expect_row_warning(&r, "x.csv:8: expected 4 fields, found 3: row left out");
    check_amount(bytes_at(&r, 0, "Aaaa"), 3);
    reading_free(&r);
}

TEST(a_second_header_may_have_other_columns)
{
    struct reading r = READ(HEAD T1 "Aaaa,1,2\n" HEAD T2 "Aaaa,3,4\n"
                                    "Tag,DateTimeUTC,TotalUsedBytes\n"
                                    "Aaaa,2026-03-01T10:10:00,9\n");

    assert_int_equal(r.warnings.seen[WARNING_ROW], 0);
    assert_int_equal(store_moments(r.store), 3);
    check_amount(bytes_at(&r, 1, "Aaaa"), 7);
    check_amount(bytes_at(&r, 2, "Aaaa"), 9);
    reading_free(&r);
}

TEST(tags_keep_blanks_quotes_nuls_and_line_ends)
{
    struct reading r =
        READ(HEAD T1 "\" A \",1,0\n" T1 "\"Cs@\"\"\",2,0\n" T1 "Vi\0\0,3,0\n" T1 "\"a\r\nb\",4,0\n" T1 ",5,0\n");

    assert_int_equal(r.warnings.seen[WARNING_ROW], 0);
    check_amount(bytes_at(&r, 0, " A "), 1);
    check_amount(bytes_at(&r, 0, "Cs@\""), 2);
    check_amount(bytes_at(&r, 0, "a\r\nb"), 4);
    check_amount(bytes_at(&r, 0, ""), 5);
    assert_int_not_equal(store_find_tag(r.store, TEXT("Vi\0\0")), SIZE_MAX);
    assert_int_equal(store_find_tag(r.store, TEXT("Vi")), SIZE_MAX);
    reading_free(&r);
}

TEST(a_diff_below_zero_has_wrapped)
{
    struct reading r = READ("DateTimeUTC,Tag,PagedDiff\n" T1 "Hot_,-4294966670\n" T1 "Cold,7\n");

    check_amount(value_of(r.store, 0, "Hot_", PAGED_DIFF), 626);
    check_amount(value_of(r.store, 0, "Cold", PAGED_DIFF), 7);
    reading_free(&r);
}

TEST(a_file_without_rows_or_heading_is_an_error)
{
    struct reading empty = READ(""), bom = READ("\xEF\xBB\xBF"), head = READ(HEAD), other = READ("\r\nName,Id\n1,2\n");

    assert_false(empty.ok || bom.ok || head.ok || other.ok);
    assert_string_equal(empty.err.text, "x.csv: the file is empty");
    assert_string_equal(bom.err.text, "x.csv: the file is empty");
    assert_string_equal(head.err.text, "x.csv: no usable row after the heading");
    assert_int_equal(strncmp(other.err.text, "x.csv:2: not the heading", 24), 0);
    reading_free(&empty);
    reading_free(&bom);
    reading_free(&head);
    reading_free(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_grouped_by_their_time),
        cmocka_unit_test(a_row_of_wrong_length_makes_its_snapshot_incomplete),
        cmocka_unit_test(a_row_without_a_valid_time_makes_both_neighbours_incomplete),
        cmocka_unit_test(between_rows_of_one_snapshot_it_belongs_to_that_snapshot),
        cmocka_unit_test(a_row_without_a_time_never_belongs_to_the_one_before),
        cmocka_unit_test(an_invalid_cell_does_not_affect_the_rest_of_its_row),
        cmocka_unit_test(control_characters_do_not_reach_a_message),
        cmocka_unit_test(a_stray_quote_loses_one_row),
        cmocka_unit_test(a_quote_that_is_never_closed_ends_after_64_kb),
        cmocka_unit_test(a_truncated_row_is_left_out),
        cmocka_unit_test(a_last_number_that_contradicts_the_sum_is_truncated),
        cmocka_unit_test(a_trailing_ctrl_z_is_not_a_row),
        cmocka_unit_test(lines_without_content_are_skipped_and_counted),
        cmocka_unit_test(a_second_header_may_have_other_columns),
        cmocka_unit_test(tags_keep_blanks_quotes_nuls_and_line_ends),
        cmocka_unit_test(a_diff_below_zero_has_wrapped),
        cmocka_unit_test(a_file_without_rows_or_heading_is_an_error),
    };

    return RUN(tests);
}
