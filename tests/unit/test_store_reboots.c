#include "base/calendar.h"
#include "store_helper.h"

struct tags {
    int64_t count;          // T00, T01 ...
    int64_t allocs, fallen; // the first `fallen` tags have allocs - 1, the others allocs + 1
};

static void add_moment(struct store *store, int64_t time, struct tags tags)
{
    size_t moment = store_moment(store, time, time, PAGED_CALLS);

    for (int64_t i = 0; i < tags.count; i++) {
        char tag[32];

        snprintf(tag, sizeof tag, "T%02lld", (long long)i);
        put_calls(store, moment, tag, tags.allocs + (i < tags.fallen ? -1 : 1), 0);
    }
}

/* Reboots found between a snapshot of `tags` tags with `allocs` each and `after`; -1: cannot be decided. */
static int boots_between(int64_t tags, int64_t allocs, struct tags after)
{
    struct store *store = store_new();
    size_t count;
    bool known;

    store_source(store, "a");
    add_moment(store, 10, (struct tags){tags, allocs - 1, 0});
    add_moment(store, 20, after);
    finish(store);
    store_reboots(store, &count, &known);
    store_free(store);
    return known ? (int)count : -1;
}

TEST(half_of_the_busy_tags_falling_is_a_boot)
{
    assert_int_equal(boots_between(10, 5000, (struct tags){10, 5000, 5}), 1);
    assert_int_equal(boots_between(10, 5000, (struct tags){10, 5000, 10}), 1);
    assert_int_equal(boots_between(11, 5000, (struct tags){11, 5000, 6}), 1);
}

TEST(fewer_than_half_is_not_a_boot)
{
    assert_int_equal(boots_between(10, 5000, (struct tags){10, 5000, 4}), 0);
    assert_int_equal(boots_between(11, 5000, (struct tags){11, 5000, 5}), 0);
    assert_int_equal(boots_between(30, 5000, (struct tags){30, 5000, 1}), 0); // one counter wrapped
    assert_int_equal(boots_between(30, 5000, (struct tags){30, 5000, 0}), 0);
}

/* Two files, each of one moment with idle tags: seconds by the clock, and uptimes. */
static int boots_by_uptime(int first_s, int first_up_s, int second_s, int second_up_s)
{
    const int seconds[] = {first_s, second_s}, up_s[] = {first_up_s, second_up_s};
    struct store *store = store_new();
    size_t count;
    bool known;

    for (size_t i = 0; i < 2; i++) {
        store_source(store, i ? "b" : "a");
        add_moment(store, seconds[i] * SECOND_US, (struct tags){3, 5, 0});
        store_facts(store, i,
                    &(struct moment_facts){.uptime_ms = up_s[i] < 0 ? TOTAL_UNKNOWN : up_s[i] * INT64_C(1000)});
    }
    finish(store);
    store_reboots(store, &count, &known);
    store_free(store);
    return known ? (int)count : -1;
}

TEST(between_files_an_uptime_that_fell_is_a_boot_if_it_began_between)
{
    assert_int_equal(boots_by_uptime(100, 50, 200, 20), 1);
    assert_int_equal(boots_by_uptime(100, 50, 110, 20), -1); // the same boot, by a clock 40 s behind
    assert_int_equal(boots_by_uptime(100, 50, 200, 150), -1);
    assert_int_equal(boots_by_uptime(100, -1, 200, 20), -1);
    assert_int_equal(boots_by_uptime(100, 50, 200, -1), -1);
}

TEST(nine_busy_tags_are_too_few)
{
    assert_int_equal(boots_between(9, 5000, (struct tags){9, 5000, 9}), -1);
    assert_int_equal(boots_between(0, 5000, (struct tags){0, 5000, 0}), -1);
}

TEST(a_tag_of_1000_allocs_is_not_busy)
{
    assert_int_equal(boots_between(20, 1000, (struct tags){20, 1000, 20}), -1);
    assert_int_equal(boots_between(20, 1001, (struct tags){20, 1001, 20}), 1);
}

TEST(an_absent_tag_has_not_fallen)
{
    assert_int_equal(boots_between(40, 5000, (struct tags){10, 5000, 0}), 0);
    assert_int_equal(boots_between(40, 5000, (struct tags){10, 5000, 5}), 1); // half of the tags present in both
    assert_int_equal(boots_between(40, 5000, (struct tags){9, 5000, 9}), -1);
    assert_int_equal(boots_between(10, 5000, (struct tags){40, 5000, 4}), 0); // new tags do not count as risen
}

TEST(calls_of_both_pools_count_together)
{
    unsigned calls = PAGED_CALLS | BIT(NONPAGED_ALLOCS) | BIT(NONPAGED_FREES);
    struct store *store = store_new();
    size_t count;
    bool known;

    store_source(store, "a");
    for (int64_t m = 0; m < 2; m++) {
        size_t moment = store_moment(store, m, m, calls);

        for (int64_t i = 0; i < 12; i++) {
            struct pool_row row = {.known = calls};
            char tag[] = {(char)('a' + i), '\0'};

            row.value[PAGED_ALLOCS] = m ? 600 : 700; // falls, but the other pool rises by more
            row.value[NONPAGED_ALLOCS] = m ? 800 : 600;
            store_put(store, moment, store_tag(store, text_of(tag)), &row);
        }
    }
    finish(store);
    store_reboots(store, &count, &known);
    assert_true(known);
    assert_int_equal(count, 0);
    store_free(store);
}

/* The first snapshot knows both pools, the others only nonpaged: nonpaged allocs are compared, 6000, 6000, 2005. */
TEST(only_pools_that_both_know_are_compared)
{
    unsigned one = BIT(NONPAGED_ALLOCS) | BIT(NONPAGED_FREES), both = PAGED_CALLS | one;
    static const int64_t allocs[] = {6000, 6000, 2005};
    struct store *store = store_new();
    const size_t *boots;
    size_t count;
    bool known;

    store_source(store, "a");
    for (int64_t m = 0; m < 3; m++) {
        size_t moment = store_moment(store, m, m, m ? one : both);

        for (int64_t i = 0; i < 12; i++) {
            struct pool_row row = {.known = m ? one : both};
            char tag[] = {(char)('a' + i), '\0'};

            row.value[PAGED_ALLOCS] = 9000000;
            row.value[NONPAGED_ALLOCS] = allocs[m];
            store_put(store, moment, store_tag(store, text_of(tag)), &row);
        }
    }
    finish(store);
    boots = store_reboots(store, &count, &known);
    assert_true(known);
    assert_int_equal(count, 1);
    assert_int_equal(boots[0], 2);
    store_free(store);
}

/* Three snapshots with one reboot, before snapshot `expected`. */
static void check_one_boot(const struct tags of[3], size_t expected)
{
    struct store *store = store_new();
    const size_t *boots;
    size_t count;
    bool known;

    store_source(store, "a");
    for (int64_t i = 0; i < 3; i++)
        add_moment(store, i, of[i]);
    finish(store);
    boots = store_reboots(store, &count, &known);
    assert_int_equal(count, 1);
    assert_int_equal(boots[0], expected);
    store_free(store);
}

/* Reboot before the second snapshot; after it no tag has enough allocs to detect another one. */
TEST(a_tag_is_busy_by_its_last_value)
{
    static const struct tags of[] = {{12, 5000, 0}, {12, 500, 0}, {12, 400, 0}};

    check_one_boot(of, 1);
}

/* The second snapshot has too few tags to decide; nine of twelve tags have the same values in the third. */
TEST(tags_are_compared_with_their_last_known_values)
{
    static const struct tags of[] = {{12, 5000, 0}, {9, 100, 0}, {12, 100, 0}};

    check_one_boot(of, 2);
}

TEST(boots_are_found_in_order_of_time_not_of_reading)
{
    struct store *store = store_new();
    const size_t *boots;
    size_t count;
    bool known;

    store_source(store, "a");
    add_moment(store, 40, (struct tags){12, 2500, 0});
    add_moment(store, 30, (struct tags){12, 2000, 0}); // after a reboot
    store_source(store, "b");
    add_moment(store, 20, (struct tags){12, 9000, 0});
    add_moment(store, 10, (struct tags){12, 8000, 0});
    add_moment(store, 50, (struct tags){12, 1500, 0}); // after another one
    finish(store);
    boots = store_reboots(store, &count, &known);
    assert_true(known);
    assert_int_equal(count, 2);
    assert_int_equal(store_time(store, boots[0]), 30);
    assert_int_equal(store_time(store, boots[1]), 50);
    store_free(store);
}

TEST(without_allocs_boots_are_unknown)
{
    struct store *store = store_new();
    size_t count = 7;
    bool known = true;

    store_source(store, "a");
    for (int64_t m = 0; m < 2; m++)
        for (int64_t i = 0; i < 20; i++) {
            char tag[] = {(char)('a' + i), '\0'};

            put_bytes(store, store_moment(store, m, m, BYTES), tag, m ? 1 : 5000, 0);
        }
    finish(store);
    store_reboots(store, &count, &known);
    assert_false(known);
    assert_int_equal(count, 0);
    store_free(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_of_the_busy_tags_falling_is_a_boot),
        cmocka_unit_test(fewer_than_half_is_not_a_boot),
        cmocka_unit_test(between_files_an_uptime_that_fell_is_a_boot_if_it_began_between),
        cmocka_unit_test(nine_busy_tags_are_too_few),
        cmocka_unit_test(a_tag_of_1000_allocs_is_not_busy),
        cmocka_unit_test(an_absent_tag_has_not_fallen),
        cmocka_unit_test(calls_of_both_pools_count_together),
        cmocka_unit_test(only_pools_that_both_know_are_compared),
        cmocka_unit_test(a_tag_is_busy_by_its_last_value),
        cmocka_unit_test(tags_are_compared_with_their_last_known_values),
        cmocka_unit_test(boots_are_found_in_order_of_time_not_of_reading),
        cmocka_unit_test(without_allocs_boots_are_unknown),
    };

    return RUN(tests);
}
