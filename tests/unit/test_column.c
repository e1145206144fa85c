#include "helper.h"
#include "model/column.h"

#define BIT(counter) COUNTER_BIT(counter)
#define PAGED_CALLS (BIT(PAGED_ALLOCS) | BIT(PAGED_FREES))

TEST(columns_are_found_by_the_names_of_the_script_whatever_their_case)
{
    static const char *const names[] = {
        "DateTime",       "DateTimeUTC",    "Tag",           "PagedAllocs",  "PagedFrees",        "PagedDiff",
        "PagedUsedBytes", "NonPagedAllocs", "NonPagedFrees", "NonPagedDiff", "NonPagedUsedBytes", "TotalUsedBytes",
        "Binary",         "Description"};
    enum column found;

    assert_int_equal(sizeof names / sizeof *names, COLUMNS);
    for (size_t i = 0; i < COLUMNS; i++) {
        assert_string_equal(column_name((enum column)i), names[i]);
        assert_true(column_find(text_of(names[i]), &found));
        assert_int_equal(found, i);
    }
    assert_true(column_find(TEXT("totalusedBYTES"), &found));
    assert_int_equal(found, COLUMN_TOTAL_USED_BYTES);
    assert_false(column_find(TEXT("TotalUsed"), &found));
    assert_false(column_find(TEXT(""), &found));
}

TEST(every_counter_has_a_column_of_its_own)
{
    unsigned seen = 0;

    for (int c = 0; c < COUNTERS; c++) {
        enum column column = column_of_counter((enum counter)c);

        assert_true(column_is_number(column));
        assert_int_equal(column_kind(column) == COLUMN_IS_BYTES, counter_is_bytes((enum counter)c));
        assert_int_equal(column_uses(column, BIT(c)), BIT(c));
        seen |= 1u << column;
    }
    assert_int_equal(__builtin_popcount(seen), COUNTERS);
    assert_string_equal(column_name(column_of_counter(NONPAGED_LIVE)), "NonPagedDiff");
}

TEST(columns_that_are_no_number_use_no_counter)
{
    for (int c = 0; c < COLUMNS; c++)
        assert_int_equal(column_uses((enum column)c, ALL_COUNTERS) != 0, column_is_number((enum column)c));
    assert_int_equal(column_uses(COLUMN_PAGED_ALLOCS, BIT(PAGED_FREES)), 0);
}

TEST(diff_and_total_are_computed_where_they_can_be)
{
    static const int64_t v[COUNTERS] = {
        [PAGED_ALLOCS] = 5,        [PAGED_FREES] = 4294967295,   [PAGED_LIVE] = 77,     [NONPAGED_LIVE] = 3,
        [PAGED_BYTES] = INT64_MAX, [NONPAGED_BYTES] = INT64_MAX, [TOTAL_BYTES] = 12345, [NONPAGED_ALLOCS] = 9};
    unsigned uses = column_uses(COLUMN_PAGED_DIFF, ALL_COUNTERS);

    assert_int_equal(uses, PAGED_CALLS);
    assert_int_equal((int64_t)column_value(COLUMN_PAGED_DIFF, uses, v), 6); // the wrap is taken out
    assert_int_equal((int64_t)column_value(COLUMN_PAGED_DIFF, BIT(PAGED_LIVE), v), 77);
    assert_int_equal((int64_t)column_value(COLUMN_NONPAGED_DIFF, BIT(NONPAGED_LIVE), v), 3);
    assert_int_equal((int64_t)column_value(COLUMN_NONPAGED_ALLOCS, BIT(NONPAGED_ALLOCS), v), 9);
    uses = column_uses(COLUMN_TOTAL_USED_BYTES, ALL_COUNTERS);
    assert_true(column_value(COLUMN_TOTAL_USED_BYTES, uses, v) == (amount)INT64_MAX * 2);
    assert_int_equal((int64_t)column_value(COLUMN_TOTAL_USED_BYTES, BIT(TOTAL_BYTES), v), 12345);
}

static void numbers_are_those_that_can_be_computed_in_order(void **state)
{
    struct column_number numbers[COLUMNS];
    unsigned known = BIT(NONPAGED_BYTES) | BIT(PAGED_ALLOCS) | BIT(PAGED_FREES) | BIT(TOTAL_BYTES);

    UNUSED(state);
    assert_int_equal(column_numbers(0, numbers), 0);
    assert_int_equal(column_numbers(ALL_COUNTERS, numbers), 9);
    assert_int_equal(column_numbers(known, numbers), 5);
    assert_string_equal(numbers[2].name, "PagedDiff");
    assert_int_equal(numbers[2].uses, PAGED_CALLS);
    assert_int_equal(numbers[3].column, COLUMN_NONPAGED_USED_BYTES);
    assert_int_equal(numbers[4].uses, BIT(TOTAL_BYTES));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_found_by_the_names_of_the_script_whatever_their_case),
        cmocka_unit_test(every_counter_has_a_column_of_its_own),
        cmocka_unit_test(columns_that_are_no_number_use_no_counter),
        cmocka_unit_test(diff_and_total_are_computed_where_they_can_be),
        cmocka_unit_test(numbers_are_those_that_can_be_computed_in_order),
    };

    return RUN(tests);
}
