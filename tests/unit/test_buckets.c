#include "analysis/buckets.h"
#include "store_helper.h"

static void check_series(const struct buckets *b, size_t series, const int64_t *least, const int64_t *greatest)
{
    assert_memory_equal(b->least + series * b->count, least, b->count * sizeof *least);
    assert_memory_equal(b->greatest + series * b->count, greatest, b->count * sizeof *greatest);
}

/* The picture in buckets.h, and a tag of one moment. */
static struct store *store_of_the_picture(void)
{
    static const int64_t values[] = {1, 5, 2, -1, 9, 9, 8};
    struct store *store = store_new();

    store_source(store, "x");
    for (size_t m = 0; m < 7; m++) {
        size_t moment = store_moment(store, (int64_t)m * 1000000, LOCAL_TIME_UNKNOWN, BYTES);

        if (values[m] >= 0)
            put_bytes(store, moment, "NtFs", values[m], 100);
        if (m == 3)
            put_bytes(store, moment, "MmSt", 70, 0);
    }
    finish(store);
    return store;
}

TEST(least_and_greatest_of_each_stretch_are_kept)
{
    struct store *store = store_of_the_picture();
    static const int64_t least[] = {1, 2, 8}, greatest[] = {5, 2, 9}, g = BUCKET_GAP, lone[] = {g, 70, g},
                         least_total[] = {1, 2, 8}, greatest_total[] = {5, 70, 9}, totals[] = {1, 5, 2, 70, 9, 9, 8};
    size_t count, *starts = buckets_starts(7, 3, &count);
    struct buckets b;

    assert_int_equal(count, 3);
    assert_int_equal(starts[0], 0);
    assert_int_equal(starts[1], 2);
    assert_int_equal(starts[2], 4);
    buckets_make(&b, store, PAGED_USED_BYTES, starts, count);
    assert_false(b.is_exact);
    assert_int_equal(b.series, 3);
    check_series(&b, store_find_tag(store, text_of("NtFs")), least, greatest);
    check_series(&b, store_find_tag(store, text_of("MmSt")), lone, lone);
    check_series(&b, 2, least_total, greatest_total);
    assert_memory_equal(b.total, totals, sizeof totals);
    assert_int_equal(b.stats[2].peak, 70);
    assert_int_equal(b.stats[store_find_tag(store, text_of("NtFs"))].seen, 6);
    assert_int_equal(b.stats[store_find_tag(store, text_of("MmSt"))].first_at, 3);
    buckets_free(&b);
    free(starts);
    store_free(store);
}

/* The 9 of moment 4 is also the first value of the last bucket. */
TEST(a_value_that_lasts_is_in_each_bucket)
{
    struct store *store = store_of_the_picture();
    static const size_t starts[] = {0, 2, 5};
    static const int64_t least[] = {1, 2, 8}, greatest[] = {5, 9, 9};
    struct buckets b;
    const struct tag_stats *s;

    buckets_make(&b, store, PAGED_USED_BYTES, starts, 3);
    check_series(&b, store_find_tag(store, text_of("NtFs")), least, greatest);
    s = &b.stats[store_find_tag(store, text_of("NtFs"))];
    check_amount(s->sum, 34);
    assert_int_equal(s->last_at, 6);
    buckets_free(&b);
    store_free(store);
}

TEST(an_incomplete_total_is_a_gap)
{
    struct store *store = store_of_the_picture();
    size_t count, *starts = buckets_starts(7, 100, &count);
    struct buckets b;

    store_free(store);
    store = store_new();
    store_source(store, "x");
    put_bytes(store, store_moment(store, 1, LOCAL_TIME_UNKNOWN, BYTES), "NtFs", 5, 0);
    store_lost(store, 0, ALL_COUNTERS);
    finish(store);
    assert_int_equal(count, 7);
    buckets_make(&b, store, PAGED_USED_BYTES, starts, 1);
    assert_true(b.is_exact);
    assert_int_equal(b.least[0], 5);
    assert_true(b.least[1] == BUCKET_GAP && b.total[0] == BUCKET_GAP);
    assert_int_equal(b.stats[1].seen, 0);
    buckets_free(&b);
    free(starts);
    store_free(store);
}

TEST(buckets_are_as_equal_as_can_be)
{
    for (size_t moments = 1; moments < 3000; moments += 17) {
        size_t count, *starts = buckets_starts(moments, 500, &count), least = SIZE_MAX, most = 0;

        assert_int_equal(count, moments < 500 ? moments : 500);
        assert_int_equal(starts[0], 0);
        for (size_t i = 0; i < count; i++) {
            size_t length = (i + 1 < count ? starts[i + 1] : moments) - starts[i];

            least = length < least ? length : least;
            most = length > most ? length : most;
        }
        assert_true(least >= 1 && most - least <= 1);
        free(starts);
    }
}

TEST(values_beyond_any_machine_are_cut)
{
    assert_true(bucket_value((amount)INT64_MAX * 4) == BUCKET_MAX);
    assert_true(bucket_value((amount)INT64_MIN * 4) == -BUCKET_MAX);
    assert_true(bucket_value(AMOUNT_MISSING) == BUCKET_GAP);
    assert_true(bucket_value(-3) == -3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(least_and_greatest_of_each_stretch_are_kept),
        cmocka_unit_test(a_value_that_lasts_is_in_each_bucket),
        cmocka_unit_test(an_incomplete_total_is_a_gap),
        cmocka_unit_test(buckets_are_as_equal_as_can_be),
        cmocka_unit_test(values_beyond_any_machine_are_cut),
    };

    return RUN(tests);
}
