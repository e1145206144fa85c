#include "formats/records/table_columns.h"
#include "helper.h"

static struct table_columns columns;
static struct text cells[RECORD_COLUMNS_MAX];

static void check_cell(size_t column, const char *expected, int line)
{
    check_text(cells[column], text_of(expected), __FILE__, line);
}

#define CHECK_CELL(column, expected) check_cell(column, expected, __LINE__)

static bool find_above(const char *rule, const char *lines)
{
    return table_columns_find_above(text_of(rule), text_of(lines), &columns);
}

TEST(a_heading_in_one_line_has_a_tag_and_a_counter)
{
    assert_true(table_columns_find(text_of("DateTime  Tag  NonPagedDiff"), &columns));
    assert_int_equal(columns.layout.count, 3);
    assert_int_equal(columns.tag, 1);
    assert_int_equal(columns.start[2], 15);
    assert_int_equal(columns.end[2], 27);
    assert_false(table_columns_find(text_of("Tag  Type  NonPagedDiff"), &columns));
    assert_false(table_columns_find(text_of("Name  NonPagedDiff"), &columns));
    assert_false(table_columns_find(text_of("Tag  Paged"), &columns));
}

TEST(columns_of_poolmon_are_read_unless_all_are_there)
{
    assert_true(table_columns_find(text_of("Tag  Type  Bytes  Diff"), &columns));
    assert_true(table_columns_split(&columns, text_of("Io   Paged    96     7"), cells));
    CHECK_CELL(0, "Io  ");
    CHECK_CELL(1, "Paged");
    CHECK_CELL(2, "96");
    assert_false(table_columns_find(text_of(" Tag  Type     Allocs  Frees  Diff  Bytes  Per Alloc"), &columns));
    assert_false(table_columns_find(text_of(" Tag  Type     Allocs  Frees  Diff  BytesPer Alloc"), &columns));
    assert_false(table_columns_find(text_of(" Tag  Type     Allocs  Frees  Diff  Bytes  PerAlloc"), &columns));
    assert_true(table_columns_find(text_of(" Tag  Type     Allocs  Frees  Diff  Bytes"), &columns));
    assert_true(table_columns_find(text_of("Tag  Type  Bytes  PerAlloc"), &columns));
    assert_true(table_columns_find(text_of("Tag  Pool  KBytes  Diff"), &columns));
    assert_false(table_columns_find(text_of(" Tag  Type"), &columns));
}

TEST(headings_are_joined_above_their_dashes)
{
    assert_true(find_above("---      ------- -------", "Tag      PagedDi NonPage\n              ff   dDiff\n"));
    assert_int_equal(columns.layout.columns[1].counter, PAGED_LIVE);
    assert_int_equal(columns.layout.columns[2].counter, NONPAGED_LIVE);
    assert_int_equal(columns.start[2], 17);
    assert_int_equal(columns.end[2], 24);
}

TEST(text_above_the_headings_is_none_of_them)
{
    assert_true(find_above("--- ---------", "output of ft follows\nTag PagedDiff\n"));
    assert_int_equal(columns.layout.columns[1].counter, PAGED_LIVE);
}

TEST(dashes_below_something_else_are_no_table)
{
    assert_false(find_above("---  ----", "Name Size\n"));
    assert_false(find_above("---------", "Tag PagedDiff\n"));
    assert_false(find_above("", "Tag PagedDiff\n"));
    assert_false(find_above("--- ---------", ""));
    assert_false(find_above("--- x--------", "Tag PagedDiff\n"));
}

TEST(columns_too_narrow_for_points_are_not_read)
{
    assert_true(find_above("--- ----", "Tag Page\n    dDif\n    f\n"));
    assert_false(find_above("--- ---", "Tag Pag\n    edD\n    iff\n"));
}

TEST(wrapped_headings_begin_with_parts_of_names)
{
    assert_true(table_columns_begin(text_of("Tag      PagedAl PagedFr NonPage")));
    assert_true(table_columns_begin(text_of("Date Date Tag  Page NonP Tota Bina Desc")));
    assert_false(table_columns_begin(text_of("Tag      PagedAl")));
    assert_false(table_columns_begin(text_of("PagedAl PagedFr NonPage")));
    assert_false(table_columns_begin(text_of("Tag Pag Non")));
    assert_false(table_columns_begin(text_of("the Tag of PagedAllocs")));
}

TEST(a_cell_is_below_its_heading)
{
    assert_true(table_columns_find(text_of("DateTime             Tag  PagedDiff NonPagedDiff Description"), &columns));
    assert_true(
        table_columns_split(&columns, text_of("6/14/2026 3:00:00 PM Io C                    127 Open files"), cells));
    CHECK_CELL(0, "6/14/2026 3:00:00 PM");
    CHECK_CELL(1, "Io C");
    CHECK_CELL(2, "");
    CHECK_CELL(3, "127");
    CHECK_CELL(4, "Open files");
}

TEST(a_tag_keeps_its_blanks_and_may_be_longer)
{
    assert_true(table_columns_find(text_of("Tag           NonPagedDiff"), &columns));
    assert_true(table_columns_split(&columns, text_of(" Ab                      7"), cells));
    CHECK_CELL(0, " Ab ");
    assert_true(table_columns_split(&columns, text_of("kmalloc-512            758"), cells));
    CHECK_CELL(0, "kmalloc-512");
    CHECK_CELL(1, "758");
    assert_true(table_columns_split(&columns, text_of("\xC3\xA9\xC3\xA9\xC3\xA9 b                   7"), cells));
    CHECK_CELL(0, "\xC3\xA9\xC3\xA9\xC3\xA9 b");
}

TEST(without_blanks_words_are_taken_in_order)
{
    assert_true(table_columns_find(text_of("Tag  PagedDiff NonPagedDiff"), &columns));
    assert_true(table_columns_split(&columns, text_of("File 5 175410"), cells));
    CHECK_CELL(0, "File");
    CHECK_CELL(1, "5");
    CHECK_CELL(2, "175410");
    assert_true(table_columns_split(&columns, text_of("Io 5 175410"), cells));
    CHECK_CELL(0, "Io");
    CHECK_CELL(2, "175410");
    assert_true(table_columns_split(&columns, text_of("Io C 5 175410"), cells));
    CHECK_CELL(0, "Io C");
    CHECK_CELL(1, "5");
    assert_false(table_columns_split(&columns, text_of("File 5 175410 7"), cells));
    assert_false(table_columns_split(&columns, text_of("File 5 some"), cells));
    assert_false(table_columns_split(&columns, text_of("Total of 5"), cells));
}

TEST(numbers_may_be_cut_at_either_end)
{
    assert_true(table_columns_find(text_of("Tag  PagedDiff NonPagedDiff"), &columns));
    assert_true(table_columns_split(&columns, text_of("File ...75410      1754..."), cells));
    CHECK_CELL(1, "...75410");
    CHECK_CELL(2, "1754...");
    assert_true(table_columns_split(&columns,
                                    text_of("File \xE2\x80\xA6"
                                            "175410           -1"),
                                    cells));
    CHECK_CELL(1, "\xE2\x80\xA6"
                  "175410");
    assert_false(table_columns_split(&columns, text_of("File ...7a5410      ..x.."), cells));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heading_in_one_line_has_a_tag_and_a_counter),
        cmocka_unit_test(columns_of_poolmon_are_read_unless_all_are_there),
        cmocka_unit_test(headings_are_joined_above_their_dashes),
        cmocka_unit_test(text_above_the_headings_is_none_of_them),
        cmocka_unit_test(dashes_below_something_else_are_no_table),
        cmocka_unit_test(columns_too_narrow_for_points_are_not_read),
        cmocka_unit_test(wrapped_headings_begin_with_parts_of_names),
        cmocka_unit_test(a_cell_is_below_its_heading),
        cmocka_unit_test(a_tag_keeps_its_blanks_and_may_be_longer),
        cmocka_unit_test(without_blanks_words_are_taken_in_order),
        cmocka_unit_test(numbers_may_be_cut_at_either_end),
    };

    return RUN(tests);
}
