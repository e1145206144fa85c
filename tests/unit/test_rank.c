#include "analysis/rank.h"
#include "store_helper.h"

#define GAP INT64_MIN

/* Paged bytes of one tag over time. */
struct line {
    const char *tag;
    int64_t values[4];
};

static struct store *store_of(const struct line *lines, size_t count)
{
    struct store *store = store_new();

    store_source(store, "a");
    for (int64_t m = 0; m < 4; m++) {
        size_t moment = store_moment(store, m, m, BYTES);

        for (size_t i = 0; i < count; i++)
            if (lines[i].values[m] != GAP)
                put_bytes(store, moment, lines[i].tag, lines[i].values[m], 0);
    }
    finish(store);
    return store;
}

/* The tags of one order, separated by blanks. */
static struct buffer ranked(const struct line *lines, size_t count, enum order order, long long wanted,
                            const char *excluded)
{
    struct store *store = store_of(lines, count);
    struct tag_stats *stats = stats_of_tags(store, PAGED_USED_BYTES);
    struct text exclude = text_of(excluded ? excluded : "");
    struct rank_options options = {.exclude = &exclude, .exclude_count = excluded != NULL};
    struct ranking rankings[ORDERS];
    struct buffer b = {0};

    options.count[order] = wanted;
    rank_tags(store, stats, &options, rankings);
    for (int o = 0; o < ORDERS; o++)
        assert_int_equal(rankings[o].wanted, o == (int)order && wanted > 0);
    for (size_t i = 0; i < rankings[order].count; i++) {
        buffer_add_string(&b, i ? " " : "");
        buffer_add_text(&b, store_tag_name(store, rankings[order].tags[i]));
    }
    rankings_free(rankings);
    free(stats);
    store_free(store);
    return b;
}

#define COUNT(lines) (sizeof(lines) / sizeof *(lines))
#define assert_ranked(lines, order, wanted, excluded, literal)                                                         \
    do {                                                                                                               \
        struct buffer got = ranked(lines, COUNT(lines), order, wanted, excluded);                                      \
        assert_buffer(&got, literal);                                                                                  \
    } while (0)

TEST(pct_is_of_the_last_value_that_is_not_zero)
{
    static const struct line lines[] = {
        {"Half", {50, 60, 70, 100}}, // 50
        {"Grow", {1, 2, 3, 100}},    // 99
        {"ToZ_", {100, 50, 20, 0}},  // -400: the last zero does not count
        {"Fall", {100, 50, 20, 10}}, // -900
        {"Add_", {0, 0, 10, 20}},    // 50 of the values that are not 0, less than Half by its size
        {"Once", {0, 80, 0, 0}},     // 0
    };

    assert_ranked(lines, ORDER_PCT, 9, NULL, "Grow Half Add_ Once ToZ_ Fall");
}

TEST(abs_is_growth_over_values_that_are_not_zero)
{
    static const struct line lines[] = {{"Zero", {0, 0, 0, 0}},
                                        {"Big_", {1000, 0, 0, 1400}},
                                        {"Drop", {500, 400, 100, 0}},
                                        {"Late", {GAP, GAP, 100, 600}}};

    assert_ranked(lines, ORDER_ABS, 9, NULL, "Late Big_ Zero Drop");
}

TEST(mean_is_over_the_snapshots_that_have_the_tag)
{
    static const struct line lines[] = {
        {"Gap_", {GAP, GAP, GAP, 100}}, {"Zero", {0, 0, 0, 396}}, {"Even", {99, 99, 99, 100}}};

    assert_ranked(lines, ORDER_MEAN, 9, NULL, "Gap_ Even Zero");
}

TEST(equal_scores_come_in_order_of_bytes)
{
    static const struct line lines[] = {{"b", {5, 5, 5, 5}},
                                        {"\xC3\xA9", {5, 5, 5, 5}},
                                        {"a ", {5, 5, 5, 5}},
                                        {"B", {5, 5, 5, 5}},
                                        {"a", {5, 5, 5, 5}}};

    for (int order = 0; order < ORDERS; order++)
        assert_ranked(lines, (enum order)order, 9, NULL, "B a a  b \xC3\xA9");
}

TEST(large_values_are_distinguished_to_the_last_byte)
{
    static const struct line lines[] = {
        {"Aaaa", {1, 1, 1, INT64_MAX - 2}}, {"Bbbb", {1, 1, 1, INT64_MAX}}, {"Cccc", {1, 1, 1, INT64_MAX - 1}}};

    assert_ranked(lines, ORDER_ABS, 9, NULL, "Bbbb Cccc Aaaa");
    assert_ranked(lines, ORDER_PEAK, 9, NULL, "Bbbb Cccc Aaaa");
}

TEST(only_as_many_as_wanted)
{
    static const struct line lines[] = {{"A", {1, 1, 1, 1}}, {"B", {2, 2, 2, 2}}, {"C", {3, 3, 3, 3}}};

    assert_ranked(lines, ORDER_PEAK, 2, NULL, "C B");
    assert_ranked(lines, ORDER_PEAK, 3, NULL, "C B A");
    assert_ranked(lines, ORDER_PEAK, INT64_MAX, NULL, "C B A");
    assert_ranked(lines, ORDER_PEAK, 0, NULL, "");
    assert_ranked(lines, ORDER_PEAK, -1, NULL, "");
}

TEST(excluded_tags_and_total_are_not_ranked)
{
    static const struct line lines[] = {
        {"TOTAL", {9, 9, 9, 9}}, {"Afds", {8, 8, 8, 8}}, {"AfdS", {7, 7, 7, 7}}, {"Total", {6, 6, 6, 6}}};

    assert_ranked(lines, ORDER_PEAK, 9, "Afds", "AfdS Total");
    assert_ranked(lines, ORDER_PEAK, 9, "Afd", "Afds AfdS Total");
}

TEST(stats_know_where_a_tag_was_seen)
{
    static const struct line lines[] = {{"Tag_", {GAP, 5, 20, GAP}}};
    struct store *store = store_of(lines, COUNT(lines));
    struct tag_stats *stats = stats_of_tags(store, PAGED_USED_BYTES);

    assert_int_equal(stats[0].seen, 2);
    assert_int_equal(stats[0].last_at, 2);
    assert_float_equal(stats_mean(&stats[0]), 12.5, 0);
    assert_float_equal(stats_growth_percent(&stats[0]), 300, 0);
    free(stats);
    store_free(store);
}

TEST(total_is_that_of_complete_snapshots_only)
{
    struct store *store = store_new();
    struct tag_stats total;

    store_source(store, "a");
    for (int64_t m = 0; m < 3; m++)
        put_bytes(store, store_moment(store, m, m, BYTES), "Tag_", 10 + m, 0);
    store_lost(store, 2, ALL_COUNTERS);
    finish(store);
    total = stats_of_total(store, PAGED_USED_BYTES);
    assert_int_equal(total.seen, 2);
    check_amount(total.last, 11);
    store_free(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pct_is_of_the_last_value_that_is_not_zero),
        cmocka_unit_test(abs_is_growth_over_values_that_are_not_zero),
        cmocka_unit_test(mean_is_over_the_snapshots_that_have_the_tag),
        cmocka_unit_test(equal_scores_come_in_order_of_bytes),
        cmocka_unit_test(large_values_are_distinguished_to_the_last_byte),
        cmocka_unit_test(only_as_many_as_wanted),
        cmocka_unit_test(excluded_tags_and_total_are_not_ranked),
        cmocka_unit_test(stats_know_where_a_tag_was_seen),
        cmocka_unit_test(total_is_that_of_complete_snapshots_only),
    };

    return RUN(tests);
}
