#include "formats/csv/csv_layout.h"
#include "helper.h"

#define BIT(counter) COUNTER_BIT(counter)
#define CALLS (BIT(PAGED_ALLOCS) | BIT(PAGED_FREES) | BIT(NONPAGED_ALLOCS) | BIT(NONPAGED_FREES))
#define BYTES (BIT(PAGED_BYTES) | BIT(NONPAGED_BYTES))

static bool guess(const char *heading, struct csv_layout *layout)
{
    return csv_layout_guess(heading, heading + strlen(heading), true, layout);
}

TEST(the_collectors_heading_gives_calls_and_bytes_of_both_pools)
{
    struct csv_layout l;

    assert_true(
        guess("\"DateTime\",\"DateTimeUTC\",\"Tag\",\"PagedAllocs\",\"PagedFrees\",\"PagedDiff\",\"PagedUsedBytes\","
              "\"NonPagedAllocs\",\"NonPagedFrees\",\"NonPagedDiff\",\"NonPagedUsedBytes\",\"TotalUsedBytes\"\r\n",
              &l));
    assert_int_equal(l.counters, CALLS | BYTES); // Diff and Total columns are computed
    assert_int_equal(l.columns, 12);
    assert_int_equal(l.local, 0);
    assert_int_equal(l.utc, 1);
    assert_int_equal(l.tag, 2);
    assert_false(l.utc_is_local);
    assert_int_equal(l.column[NONPAGED_BYTES], 10);
}

TEST(header_with_any_separator_order_case_and_blanks)
{
    struct csv_layout l;

    assert_true(guess(" tag ;PAGEDUSEDBYTES;datetimeutc\n", &l));
    assert_int_equal(l.separator, ';');
    assert_int_equal(l.utc, 2);
    assert_int_equal(l.counters, BIT(PAGED_BYTES));
    assert_true(guess("Tag\tPagedUsedBytes\tDateTimeUTC", &l));
    assert_int_equal(l.separator, '\t');
}

TEST(diff_columns_are_used_where_call_columns_are_incomplete)
{
    struct csv_layout l;

    assert_true(guess("DateTimeUTC,Tag,PagedDiff,PagedAllocs,NonPagedDiff,NonPagedAllocs,NonPagedFrees", &l));
    assert_int_equal(l.counters, BIT(PAGED_LIVE) | BIT(PAGED_ALLOCS) | BIT(NONPAGED_ALLOCS) | BIT(NONPAGED_FREES));
    assert_true(guess("DateTimeUTC,Tag,TotalUsedBytes,PagedUsedBytes", &l));
    assert_int_equal(l.counters, BIT(TOTAL_BYTES) | BIT(PAGED_BYTES));
}

TEST(local_time_is_used_where_utc_is_missing)
{
    struct csv_layout l;

    assert_true(guess("DateTime,Tag,TotalUsedBytes", &l));
    assert_int_equal(l.utc, 0);
    assert_true(l.utc_is_local);
}

TEST(a_header_needs_tag_time_and_a_counter)
{
    struct csv_layout l = {.columns = 77};

    assert_false(guess("DateTimeUTC,PagedUsedBytes", &l));
    assert_false(guess("Tag,PagedUsedBytes", &l));
    assert_false(guess("Tag,DateTimeUTC,Binary", &l));
    assert_false(guess("Name,Id,CPU", &l));
    assert_false(guess("", &l));
    assert_false(guess("\"Tag,DateTimeUTC,PagedUsedBytes", &l));
    assert_int_equal(l.columns, 77); // unchanged on failure
}

TEST(the_first_of_two_equal_columns_wins)
{
    struct csv_layout l;

    assert_true(guess("DateTimeUTC,Tag,PagedUsedBytes,Tag,PagedUsedBytes", &l));
    assert_int_equal(l.tag, 1);
    assert_int_equal(l.column[PAGED_BYTES], 2);
}

TEST(columns_above_the_limit_are_ignored)
{
    struct csv_layout l;
    char heading[600] = "DateTimeUTC,Tag,PagedUsedBytes";

    for (int i = 0; i < 70; i++)
        strcat(heading, ",x");
    strcat(heading, ",NonPagedUsedBytes");
    assert_true(guess(heading, &l));
    assert_int_equal(l.columns, 74);
    assert_int_equal(l.counters, BIT(PAGED_BYTES));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_collectors_heading_gives_calls_and_bytes_of_both_pools),
        cmocka_unit_test(header_with_any_separator_order_case_and_blanks),
        cmocka_unit_test(diff_columns_are_used_where_call_columns_are_incomplete),
        cmocka_unit_test(local_time_is_used_where_utc_is_missing),
        cmocka_unit_test(a_header_needs_tag_time_and_a_counter),
        cmocka_unit_test(the_first_of_two_equal_columns_wins),
        cmocka_unit_test(columns_above_the_limit_are_ignored),
    };

    return RUN(tests);
}
