#include "report/columns.h"
#include "snapshot_helper.h"

/* The tags sorted by a column, separated by blanks. */
static struct buffer sorted(const struct snapshot *s, enum column by, bool descending, const struct tagnames *names)
{
    struct buffer b = {0};
    size_t rows[16];

    assert_true(s->count <= 16);
    columns_sort(s, by, descending, names, rows);
    for (size_t i = 0; i < s->count; i++) {
        buffer_add_string(&b, i ? " " : "");
        buffer_add_text(&b, snapshot_text_of(s, s->rows[rows[i]].tag));
    }
    return b;
}

#define assert_sorted(s, by, descending, literal)                                                                      \
    do {                                                                                                               \
        struct buffer is = sorted(s, by, descending, NULL);                                                            \
        assert_buffer(&is, literal);                                                                                   \
    } while (0)

TEST(columns_without_data_are_left_out)
{
    struct snapshot s = {.counters = BIT(NONPAGED_LIVE) | BIT(NONPAGED_BYTES)};
    struct tagnames names = {0};
    enum column known[COLUMNS];
    static const enum column expected[] = {COLUMN_DATE_TIME,     COLUMN_DATE_TIME_UTC,       COLUMN_TAG,
                                           COLUMN_NONPAGED_DIFF, COLUMN_NONPAGED_USED_BYTES, COLUMN_BINARY,
                                           COLUMN_DESCRIPTION};

    assert_int_equal(columns_known(&s, NULL, known), 5);
    assert_memory_equal(known, expected, 5 * sizeof *known);
    assert_int_equal(tagnames_add(&names, TEXT("kmalloc-64 - slab - Blocks\n")), 1);
    assert_int_equal(columns_known(&s, &names, known), 7);
    assert_memory_equal(known, expected, 7 * sizeof *known);
    tagnames_free(&names);
    s.counters = SIX_COUNTERS;
    s.has_owners = true;
    assert_int_equal(columns_known(&s, NULL, known), COLUMNS);
}

TEST(unknown_values_sort_last_in_both_directions)
{
    struct pool_row unknown = {.known = SIX_COUNTERS & ~BIT(PAGED_BYTES)};
    struct snapshot s = {0};

    snapshot_start(&s, 0, LOCAL_TIME_UNKNOWN, SIX_COUNTERS);
    snapshot_add(&s, TEXT("Unkn"), &unknown);
    add_six(&s, TEXT("Zero"), SIX_OF(0, 0, 0, 0, 0, 0));
    add_six(&s, TEXT("More"), SIX_OF(0, 0, 10, 0, 0, 5));
    assert_sorted(&s, COLUMN_PAGED_USED_BYTES, true, "More Zero Unkn");
    assert_sorted(&s, COLUMN_PAGED_USED_BYTES, false, "Zero More Unkn");
    snapshot_free(&s);
}

TEST(without_the_sum_of_both_pools_the_known_one_is_sorted_by)
{
    struct pool_row nonpaged = {.known = BIT(NONPAGED_BYTES)}, paged = {.known = BIT(PAGED_BYTES)};
    struct snapshot s = {0};

    nonpaged.value[NONPAGED_BYTES] = 7;
    paged.value[PAGED_BYTES] = 11;
    snapshot_start(&s, 0, LOCAL_TIME_UNKNOWN, SIX_COUNTERS);
    snapshot_add(&s, TEXT("Nonp"), &nonpaged);
    add_six(&s, TEXT("Both"), SIX_OF(0, 0, 10, 0, 0, 5));
    snapshot_add(&s, TEXT("Page"), &paged);
    add_six(&s, TEXT("Zero"), SIX_OF(0, 0, 0, 0, 0, 0));
    assert_sorted(&s, COLUMN_TOTAL_USED_BYTES, true, "Both Page Nonp Zero");
    assert_sorted(&s, COLUMN_TOTAL_USED_BYTES, false, "Zero Nonp Page Both");
    snapshot_free(&s);
}

TEST(what_was_sorted_by_is_told)
{
    struct pool_row live = {.known = BIT(PAGED_LIVE)};
    struct columns_sorted how;
    struct snapshot s = {0};
    size_t rows[2];

    live.value[PAGED_LIVE] = 3;
    snapshot_start(&s, 0, LOCAL_TIME_UNKNOWN, BIT(PAGED_LIVE));
    how = columns_sort(&s, COLUMN_PAGED_DIFF, true, NULL, rows);
    assert_false(how.by_tag);
    snapshot_add(&s, TEXT("Aaaa"), &(struct pool_row){.known = BIT(PAGED_LIVE)});
    snapshot_add(&s, TEXT("Zzzz"), &live);
    how = columns_sort(&s, COLUMN_TOTAL_USED_BYTES, true, NULL, rows);
    assert_true(how.by_blocks);
    assert_false(how.by_tag);
    assert_int_equal(rows[0], 1);
    how = columns_sort(&s, COLUMN_PAGED_DIFF, true, NULL, rows);
    assert_false(how.by_blocks || how.by_tag || how.of_one_pool);
    how = columns_sort(&s, COLUMN_NONPAGED_DIFF, true, NULL, rows);
    assert_true(how.by_tag);
    assert_int_equal(rows[0], 0);
    snapshot_free(&s);
}

TEST(equal_values_sort_by_tag_in_both_directions)
{
    struct snapshot s = {0};

    snapshot_start(&s, 0, LOCAL_TIME_UNKNOWN, SIX_COUNTERS);
    add_six(&s, TEXT("b"), SIX_OF(0, 0, 1, 0, 0, 0));
    add_six(&s, TEXT("B"), SIX_OF(0, 0, 1, 0, 0, 0));
    add_six(&s, TEXT("a"), SIX_OF(0, 0, 1, 0, 0, 0));
    add_six(&s, TEXT("X"), SIX_OF(0, 0, 2, 0, 0, 0));
    assert_sorted(&s, COLUMN_PAGED_USED_BYTES, true, "X B a b");
    assert_sorted(&s, COLUMN_PAGED_USED_BYTES, false, "B a b X");
    assert_sorted(&s, COLUMN_DATE_TIME, true, "B X a b"); // all times are equal
    assert_sorted(&s, COLUMN_TAG, true, "b a X B");
    snapshot_free(&s);
}

TEST(numbers_above_64_bits_sort_numerically)
{
    struct snapshot s = {0};

    snapshot_start(&s, 0, LOCAL_TIME_UNKNOWN, SIX_COUNTERS);
    add_six(&s, TEXT("9"), SIX_OF(0, 0, 9, 0, 0, 0));
    add_six(&s, TEXT("10"), SIX_OF(0, 0, 10, 0, 0, 0));
    add_six(&s, TEXT("max"), SIX_OF(0, 0, INT64_MAX, 0, 0, 0));
    add_six(&s, TEXT("sum"), SIX_OF(0, 0, INT64_MAX, 0, 0, INT64_MAX));
    assert_sorted(&s, COLUMN_TOTAL_USED_BYTES, false, "9 10 max sum");
    snapshot_free(&s);
}

TEST(the_live_count_is_right_between_two_wraps)
{
    struct snapshot s = {0};
    struct buffer scratch = {0};
    struct cell cell;

    snapshot_start(&s, 0, LOCAL_TIME_UNKNOWN, SIX_COUNTERS);
    add_six(&s, TEXT("Wrap"), SIX_OF(5, 4294967295, 0, 9, 2, 0));
    cell = column_cell(&s, 0, COLUMN_PAGED_DIFF, NULL, &scratch);
    assert_true(cell.is_known && cell.number == 6);
    cell = column_cell(&s, 0, COLUMN_NONPAGED_DIFF, NULL, &scratch);
    assert_true(cell.is_known && cell.number == 7);
    buffer_free(&scratch);
    snapshot_free(&s);
}

TEST(owners_come_from_the_tag_file_then_the_capture_then_the_families)
{
    struct snapshot s = {0};
    struct tagnames names = {0}, families = {0};
    struct buffer scratch = {0};

    tagnames_add(&names, TEXT("Bbbb - file.sys - from the file\n"));
    tagnames_add(&families,
                 TEXT("Aaaa - family.sys - family\nBbbb - family.sys - family\nDddd - family.sys - family\n"));
    names.families = &families;
    snapshot_start(&s, 0, LOCAL_TIME_UNKNOWN, SIX_COUNTERS);
    add_six(&s, TEXT("Aaaa"), SIX_OF(0, 0, 0, 0, 0, 0));
    snapshot_set_driver(&s, TEXT("own.sys"));
    add_six(&s, TEXT("Bbbb"), SIX_OF(0, 0, 0, 0, 0, 0));
    snapshot_set_driver(&s, TEXT("own.sys"));
    add_six(&s, TEXT("Cccc"), SIX_OF(0, 0, 0, 0, 0, 0));
    add_six(&s, TEXT("Dddd"), SIX_OF(0, 0, 0, 0, 0, 0));
    assert_text(column_cell(&s, 0, COLUMN_BINARY, &names, &scratch).text, "own.sys");
    assert_text(column_cell(&s, 0, COLUMN_DESCRIPTION, &names, &scratch).text, "");
    assert_text(column_cell(&s, 1, COLUMN_BINARY, &names, &scratch).text, "file.sys");
    assert_text(column_cell(&s, 1, COLUMN_DESCRIPTION, &names, &scratch).text, "from the file");
    assert_text(column_cell(&s, 2, COLUMN_BINARY, &names, &scratch).text, "");
    assert_text(column_cell(&s, 3, COLUMN_BINARY, &names, &scratch).text, "family.sys");
    tagnames_free(&families);
    buffer_free(&scratch);
    tagnames_free(&names);
    snapshot_free(&s);
}

TEST(the_time_without_a_local_one_is_utc)
{
    struct snapshot s = {0};
    struct buffer scratch = {0};

    snapshot_start(&s, INT64_C(1564019999) * SECOND_US, LOCAL_TIME_UNKNOWN, SIX_COUNTERS);
    add_six(&s, TEXT("Aaaa"), SIX_OF(0, 0, 0, 0, 0, 0));
    assert_text(column_cell(&s, 0, COLUMN_DATE_TIME, NULL, &scratch).text, "2019-07-25T01:59:59");
    s.local_us = s.utc_us - 7 * HOUR_US;
    assert_text(column_cell(&s, 0, COLUMN_DATE_TIME, NULL, &scratch).text, "2019-07-24T18:59:59");
    assert_text(column_cell(&s, 0, COLUMN_DATE_TIME_UTC, NULL, &scratch).text, "2019-07-25T01:59:59");
    buffer_free(&scratch);
    snapshot_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_without_data_are_left_out),
        cmocka_unit_test(unknown_values_sort_last_in_both_directions),
        cmocka_unit_test(without_the_sum_of_both_pools_the_known_one_is_sorted_by),
        cmocka_unit_test(what_was_sorted_by_is_told),
        cmocka_unit_test(equal_values_sort_by_tag_in_both_directions),
        cmocka_unit_test(numbers_above_64_bits_sort_numerically),
        cmocka_unit_test(the_live_count_is_right_between_two_wraps),
        cmocka_unit_test(owners_come_from_the_tag_file_then_the_capture_then_the_families),
        cmocka_unit_test(the_time_without_a_local_one_is_utc),
    };

    return RUN(tests);
}
