#include "store_helper.h"

TEST(gap_is_not_a_drop_to_zero)
{
    struct store *store = store_new();
    size_t first, second;

    store_source(store, "a");
    first = store_moment(store, 10, 10, BYTES);
    put_bytes(store, first, "NtFs", 5, 1);
    put_bytes(store, first, "MmSt", 0, 0);
    second = store_moment(store, 20, 20, BYTES);
    put_bytes(store, second, "NtFs", 7, 2);
    finish(store);
    check_amount(value_of(store, 0, "MmSt", TOTAL_USED_BYTES), 0);
    check_amount(value_of(store, 1, "MmSt", TOTAL_USED_BYTES), AMOUNT_MISSING);
    check_amount(value_of(store, 1, "NtFs", TOTAL_USED_BYTES), 9);
    check_amount(store_total(store, 1, TOTAL_USED_BYTES), 9);
    store_free(store);
}

TEST(wrapped_calls_give_the_live_count)
{
    struct store *store = store_new();
    size_t moment;

    store_source(store, "a");
    moment = store_moment(store, 10, 10, PAGED_CALLS);
    put_calls(store, moment, "Hot_", 5, 4294967290);
    put_calls(store, moment, "Othr", 4294967295, 4294967290);
    put_calls(store, moment, "Same", 4294967290, 4294967290);
    finish(store);
    check_amount(value_of(store, 0, "Hot_", PAGED_DIFF), 11);
    check_amount(value_of(store, 0, "Othr", PAGED_DIFF), 5);
    check_amount(value_of(store, 0, "Same", PAGED_DIFF), 0);
    check_amount(store_total(store, 0, PAGED_DIFF), 16);
    store_free(store);
}

TEST(a_counter_beyond_32_bits_spoils_no_neighbour)
{
    struct store *store = store_new();
    int64_t times[] = {10, 20};

    store_source(store, "a");
    for (int64_t m = 0; m < 2; m++) {
        size_t moment = store_moment(store, times[m], times[m], PAGED_CALLS);

        for (int64_t t = 0; t < 100; t++) {
            char tag[32];

            snprintf(tag, sizeof tag, "T%03lld", (long long)t);
            put_calls(store, moment, tag, t == 70 ? INT64_C(5000000000) : 4294967295 - t, t == 70 ? 3 : t + m);
        }
    }
    finish(store);
    for (size_t m = 0; m < 2; m++) {
        check_amount(value_of(store, m, "T070", PAGED_DIFF), 4999999997);
        check_amount(value_of(store, m, "T065", PAGED_DIFF), 4294967295 - 130 - (amount)m); // same page, before it
        check_amount(value_of(store, m, "T099", PAGED_DIFF), 4294967295 - 198 - (amount)m); // same page, after it
        check_amount(value_of(store, m, "T001", PAGED_DIFF), 4294967295 - 2 - (amount)m);   // another page
    }
    store_free(store);
}

TEST(a_sparse_tag_is_found)
{
    struct store *store = store_new();
    size_t moment;
    char tag[32];

    store_source(store, "a");
    moment = store_moment(store, 10, 10, BYTES);
    for (int64_t t = 0; t < 300; t++) {
        snprintf(tag, sizeof tag, "T%03lld", (long long)t);
        put_bytes(store, moment, tag, t, 0);
    }
    store_source(store, "b");
    moment = store_moment(store, 20, 20, BYTES);
    put_bytes(store, moment, "T150", 1000, 0);
    put_bytes(store, moment, "T301", 9, 0);
    finish(store);
    check_amount(value_of(store, 1, "T150", TOTAL_USED_BYTES), 1000);
    check_amount(value_of(store, 1, "T149", TOTAL_USED_BYTES), AMOUNT_MISSING);
    check_amount(value_of(store, 1, "T000", TOTAL_USED_BYTES), AMOUNT_MISSING);
    check_amount(value_of(store, 0, "T301", TOTAL_USED_BYTES), AMOUNT_MISSING);
    check_amount(store_total(store, 0, TOTAL_USED_BYTES), 299 * 300 / 2);
    store_free(store);
}

TEST(equal_tags_of_a_snapshot_are_summed_across_wraps)
{
    struct store *store = store_new();
    size_t moment;

    store_source(store, "a");
    moment = store_moment(store, 10, 10, PAGED_CALLS);
    put_calls(store, moment, "Dupl", 5, 4294967290); // 11
    put_calls(store, moment, "Dupl", 100, 90);       // 10
    put_calls(store, moment, "Dupl", 3, 4294967295); // 4
    finish(store);
    check_amount(value_of(store, 0, "Dupl", PAGED_DIFF), 25);
    check_amount(store_total(store, 0, PAGED_DIFF), 25);
    store_free(store);
}

TEST(a_sum_beyond_64_bits_is_lost_not_wrapped)
{
    struct store *store = store_new();
    size_t moment;

    store_source(store, "a");
    moment = store_moment(store, 10, 10, BYTES);
    assert_int_equal(put_bytes(store, moment, "Dupl", INT64_MAX, 1), 0);
    assert_int_equal(put_bytes(store, moment, "Dupl", 1, 2), BIT(PAGED_BYTES));
    finish(store);
    check_amount(value_of(store, 0, "Dupl", PAGED_USED_BYTES), AMOUNT_MISSING);
    check_amount(value_of(store, 0, "Dupl", NONPAGED_USED_BYTES), 3);
    check_amount(store_total(store, 0, PAGED_USED_BYTES), AMOUNT_MISSING);
    check_amount(store_total(store, 0, NONPAGED_USED_BYTES), 3);
    store_free(store);
}

TEST(totals_are_wider_than_64_bits)
{
    struct store *store = store_new();
    size_t moment;

    store_source(store, "a");
    moment = store_moment(store, 10, 10, BYTES);
    put_bytes(store, moment, "Aaaa", INT64_MAX, INT64_MAX);
    put_bytes(store, moment, "Bbbb", INT64_MAX, INT64_MAX);
    finish(store);
    check_amount(value_of(store, 0, "Aaaa", TOTAL_USED_BYTES), (amount)INT64_MAX * 2);
    check_amount(store_total(store, 0, TOTAL_USED_BYTES), (amount)INT64_MAX * 4);
    store_free(store);
}

TEST(a_missing_cell_is_a_gap_of_its_counter_only)
{
    struct store *store = store_new();
    struct pool_row row = {.known = PAGED_CALLS | BIT(PAGED_BYTES)};
    size_t moment;

    store_source(store, "a");
    moment = store_moment(store, 10, 10, PAGED_CALLS | BYTES);
    row.value[PAGED_ALLOCS] = 9;
    row.value[PAGED_BYTES] = 64;
    store_put(store, moment, store_tag(store, TEXT("Cut_")), &row);
    finish(store);
    check_amount(value_of(store, 0, "Cut_", PAGED_DIFF), 9);
    check_amount(value_of(store, 0, "Cut_", PAGED_USED_BYTES), 64);
    check_amount(value_of(store, 0, "Cut_", TOTAL_USED_BYTES), AMOUNT_MISSING);
    check_amount(store_total(store, 0, PAGED_DIFF), 9);
    check_amount(store_total(store, 0, TOTAL_USED_BYTES), AMOUNT_MISSING);
    store_free(store);
}

TEST(a_missing_cell_stays_missing_when_its_tag_comes_again)
{
    struct pool_row half = {.known = BIT(PAGED_BYTES)};

    for (int half_first = 0; half_first < 2; half_first++) {
        struct store *store = store_new();
        size_t moment, tag = store_tag(store, TEXT("Dupl"));

        store_source(store, "a");
        moment = store_moment(store, 10, 10, BYTES);
        half.value[PAGED_BYTES] = 5;
        if (half_first)
            store_put(store, moment, tag, &half);
        put_bytes(store, moment, "Dupl", 7, 7);
        if (!half_first)
            store_put(store, moment, tag, &half);
        finish(store);
        check_amount(value_of(store, 0, "Dupl", PAGED_USED_BYTES), 12);
        check_amount(value_of(store, 0, "Dupl", NONPAGED_USED_BYTES), AMOUNT_MISSING);
        check_amount(store_total(store, 0, NONPAGED_USED_BYTES), AMOUNT_MISSING);
        store_free(store);
    }
}

TEST(a_missing_cell_stays_missing_when_a_neighbour_needs_64_bits)
{
    struct store *store = store_new();
    struct pool_row half = {.known = BIT(PAGED_ALLOCS)};
    size_t moment;

    store_source(store, "a");
    moment = store_moment(store, 10, 10, PAGED_CALLS);
    store_put(store, moment, store_tag(store, TEXT("Half")), &half);
    put_calls(store, moment, "Wide", INT64_C(1) << 40, 0);
    finish(store);
    check_amount(value_of(store, 0, "Half", PAGED_DIFF), AMOUNT_MISSING);
    check_amount(value_of(store, 0, "Wide", PAGED_DIFF), (amount)1 << 40);
    store_free(store);
}

TEST(a_live_count_below_minus_2_32_is_kept)
{
    struct store *store = store_new();
    struct pool_row row = {.known = BIT(PAGED_LIVE)};
    size_t moment;

    store_source(store, "a");
    moment = store_moment(store, 10, 10, BIT(PAGED_LIVE));
    row.value[PAGED_LIVE] = INT64_C(-5000000000);
    store_put(store, moment, store_tag(store, TEXT("Odd_")), &row);
    finish(store);
    check_amount(value_of(store, 0, "Odd_", PAGED_DIFF), -(amount)5000000000);
    store_free(store);
}

TEST(a_lost_row_leaves_a_gap_in_total_not_in_the_tags)
{
    struct store *store = store_new();
    size_t moment;

    store_source(store, "a");
    moment = store_moment(store, 10, 10, BYTES);
    put_bytes(store, moment, "Here", 5, 0);
    store_lost(store, moment, ALL_COUNTERS);
    finish(store);
    check_amount(value_of(store, 0, "Here", TOTAL_USED_BYTES), 5);
    check_amount(store_total(store, 0, TOTAL_USED_BYTES), AMOUNT_MISSING);
    store_free(store);
}

TEST(sources_may_know_different_counters)
{
    struct store *store = store_new();
    struct pool_row row = {.known = BIT(TOTAL_BYTES)};

    store_source(store, "a");
    put_bytes(store, store_moment(store, 10, 10, BYTES), "Tag_", 5, 6);
    store_source(store, "b");
    row.value[TOTAL_BYTES] = 12;
    store_put(store, store_moment(store, 20, 20, BIT(TOTAL_BYTES)), store_tag(store, TEXT("Tag_")), &row);
    store_source(store, "c");
    put_calls(store, store_moment(store, 30, 30, PAGED_CALLS), "Tag_", 9, 2);
    finish(store);
    check_amount(value_of(store, 0, "Tag_", TOTAL_USED_BYTES), 11);
    check_amount(value_of(store, 1, "Tag_", TOTAL_USED_BYTES), 12);
    check_amount(value_of(store, 1, "Tag_", PAGED_USED_BYTES), AMOUNT_MISSING);
    check_amount(value_of(store, 2, "Tag_", TOTAL_USED_BYTES), AMOUNT_MISSING);
    check_amount(store_total(store, 2, TOTAL_USED_BYTES), AMOUNT_MISSING);
    check_amount(value_of(store, 2, "Tag_", PAGED_DIFF), 7);
    assert_int_equal(store_counters(store), BYTES | BIT(TOTAL_BYTES) | PAGED_CALLS);
    store_free(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gap_is_not_a_drop_to_zero),
        cmocka_unit_test(wrapped_calls_give_the_live_count),
        cmocka_unit_test(a_counter_beyond_32_bits_spoils_no_neighbour),
        cmocka_unit_test(a_sparse_tag_is_found),
        cmocka_unit_test(equal_tags_of_a_snapshot_are_summed_across_wraps),
        cmocka_unit_test(a_sum_beyond_64_bits_is_lost_not_wrapped),
        cmocka_unit_test(totals_are_wider_than_64_bits),
        cmocka_unit_test(a_missing_cell_is_a_gap_of_its_counter_only),
        cmocka_unit_test(a_missing_cell_stays_missing_when_its_tag_comes_again),
        cmocka_unit_test(a_missing_cell_stays_missing_when_a_neighbour_needs_64_bits),
        cmocka_unit_test(a_live_count_below_minus_2_32_is_kept),
        cmocka_unit_test(a_lost_row_leaves_a_gap_in_total_not_in_the_tags),
        cmocka_unit_test(sources_may_know_different_counters),
    };

    return RUN(tests);
}
