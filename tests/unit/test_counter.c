#include "helper.h"
#include "model/counter.h"

#define BIT(counter) COUNTER_BIT(counter)
#define PAGED_CALLS (BIT(PAGED_ALLOCS) | BIT(PAGED_FREES))
#define NONPAGED_CALLS (BIT(NONPAGED_ALLOCS) | BIT(NONPAGED_FREES))
#define BYTES (BIT(PAGED_BYTES) | BIT(NONPAGED_BYTES))

TEST(names_of_metrics_are_exact)
{
    for (int m = 0; m < METRICS; m++) {
        enum metric found = METRICS;

        assert_true(metric_find(text_of(metric_name((enum metric)m)), &found));
        assert_int_equal(found, m);
    }
    assert_false(metric_find(TEXT("totalusedbytes"), &(enum metric){0}));
    assert_false(metric_find(TEXT("Total"), &(enum metric){0}));
    assert_null(metric_names[METRICS]);
}

TEST(a_metric_is_named_by_its_pool_and_unit)
{
    assert_int_equal(metric_of(POOL_BOTH, true), TOTAL_USED_BYTES);
    assert_int_equal(metric_of(POOL_NONPAGED, false), NONPAGED_DIFF);
    for (int m = 0; m < METRICS; m++)
        assert_int_equal(metric_of(metric_pool((enum metric)m), metric_is_bytes((enum metric)m)), m);
}

TEST(live_blocks_are_correct_across_a_wrap)
{
    assert_int_equal((int64_t)counter_live(10, 3), 7);
    assert_int_equal((int64_t)counter_live(3, 3), 0);
    assert_int_equal((int64_t)counter_live(2, 4294967295), 3);
    assert_int_equal((int64_t)counter_live(0, 1), 4294967295);
    assert_int_equal((int64_t)counter_live(INT64_C(5000000000), INT64_C(4999999999)), 1);
}

TEST(call_columns_take_precedence_over_the_diff_column)
{
    assert_int_equal(metric_uses(PAGED_DIFF, ALL_COUNTERS), PAGED_CALLS);
    assert_int_equal(metric_uses(PAGED_DIFF, BIT(PAGED_LIVE) | BIT(PAGED_ALLOCS)), BIT(PAGED_LIVE));
    assert_int_equal(metric_uses(NONPAGED_DIFF, BIT(PAGED_LIVE)), 0);
}

TEST(pool_columns_take_precedence_over_the_total_column)
{
    assert_int_equal(metric_uses(TOTAL_USED_BYTES, ALL_COUNTERS), BYTES);
    assert_int_equal(metric_uses(TOTAL_USED_BYTES, BIT(TOTAL_BYTES) | BIT(PAGED_BYTES)), BIT(TOTAL_BYTES));
    assert_int_equal(metric_uses(TOTAL_USED_BYTES, BIT(PAGED_BYTES)), 0);
}

TEST(total_diff_needs_both_pools)
{
    assert_int_equal(metric_uses(TOTAL_DIFF, ALL_COUNTERS), PAGED_CALLS | NONPAGED_CALLS);
    assert_int_equal(metric_uses(TOTAL_DIFF, PAGED_CALLS | BIT(NONPAGED_LIVE)), PAGED_CALLS | BIT(NONPAGED_LIVE));
    assert_int_equal(metric_uses(TOTAL_DIFF, PAGED_CALLS), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_metrics_are_exact),
        cmocka_unit_test(a_metric_is_named_by_its_pool_and_unit),
        cmocka_unit_test(live_blocks_are_correct_across_a_wrap),
        cmocka_unit_test(call_columns_take_precedence_over_the_diff_column),
        cmocka_unit_test(pool_columns_take_precedence_over_the_total_column),
        cmocka_unit_test(total_diff_needs_both_pools),
    };

    return RUN(tests);
}
