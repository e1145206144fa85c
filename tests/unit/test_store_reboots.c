#include "store_helper.h"

struct tags {
    int64_t count;          // T00, T01 ...
    int64_t allocs, fallen; // the first `fallen` of them have 1 less than allocs, the others 1 more
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

/* Boots between a snapshot of `tags` tags with `allocs` each and `after`; -1 when they cannot be told. */
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

static void half_of_the_busy_tags_falling_is_a_boot(void **state)
{
    UNUSED(state);
    assert_int_equal(boots_between(10, 5000, (struct tags){10, 5000, 5}), 1);
    assert_int_equal(boots_between(10, 5000, (struct tags){10, 5000, 10}), 1);
    assert_int_equal(boots_between(11, 5000, (struct tags){11, 5000, 6}), 1);
}

static void fewer_than_half_is_none(void **state)
{
    UNUSED(state);
    assert_int_equal(boots_between(10, 5000, (struct tags){10, 5000, 4}), 0);
    assert_int_equal(boots_between(11, 5000, (struct tags){11, 5000, 5}), 0);
    assert_int_equal(boots_between(30, 5000, (struct tags){30, 5000, 1}), 0); // one tag's wrap
    assert_int_equal(boots_between(30, 5000, (struct tags){30, 5000, 0}), 0);
}

static void nine_busy_tags_cannot_tell(void **state)
{
    UNUSED(state);
    assert_int_equal(boots_between(9, 5000, (struct tags){9, 5000, 9}), -1);
    assert_int_equal(boots_between(0, 5000, (struct tags){0, 5000, 0}), -1);
}

static void a_tag_of_1000_allocs_is_not_busy(void **state)
{
    UNUSED(state);
    assert_int_equal(boots_between(20, 1000, (struct tags){20, 1000, 20}), -1);
    assert_int_equal(boots_between(20, 1001, (struct tags){20, 1001, 20}), 1);
}

static void an_absent_tag_has_not_fallen(void **state)
{
    UNUSED(state);
    assert_int_equal(boots_between(40, 5000, (struct tags){10, 5000, 0}), 0);
    assert_int_equal(boots_between(40, 5000, (struct tags){10, 5000, 5}), 1); // half of those present in both
    assert_int_equal(boots_between(40, 5000, (struct tags){9, 5000, 9}), -1);
    assert_int_equal(boots_between(10, 5000, (struct tags){40, 5000, 4}), 0); // nor have new ones risen
}

static void calls_of_both_pools_count_together(void **state)
{
    unsigned calls = PAGED_CALLS | BIT(NONPAGED_ALLOCS) | BIT(NONPAGED_FREES);
    struct store *store = store_new();
    size_t count;
    bool known;

    UNUSED(state);
    store_source(store, "a");
    for (int64_t m = 0; m < 2; m++) {
        size_t moment = store_moment(store, m, m, calls);

        for (int64_t i = 0; i < 12; i++) {
            struct pool_row row = {.known = calls};
            char tag[] = {(char)('a' + i), '\0'};

            row.value[PAGED_ALLOCS] = m ? 600 : 700; // falls, but the other pool's rise by more
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

/* The first snapshot knows both pools, the others one: what that one says is compared, 6000, 6000 and then 2005. */
static void only_pools_that_both_know_are_compared(void **state)
{
    unsigned one = BIT(NONPAGED_ALLOCS) | BIT(NONPAGED_FREES), both = PAGED_CALLS | one;
    static const int64_t allocs[] = {6000, 6000, 2005};
    struct store *store = store_new();
    const size_t *boots;
    size_t count;
    bool known;

    UNUSED(state);
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

/* Three snapshots, and the one boot among them. */
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

/* Restarted before the second one; then nothing is busy. */
static void a_tag_is_as_busy_as_it_was_last(void **state)
{
    static const struct tags of[] = {{12, 5000, 0}, {12, 500, 0}, {12, 400, 0}};

    UNUSED(state);
    check_one_boot(of, 1);
}

/* The second snapshot has too few tags to tell; in the third one nine of twelve are as they were in it. */
static void what_changed_meanwhile_counts(void **state)
{
    static const struct tags of[] = {{12, 5000, 0}, {9, 100, 0}, {12, 100, 0}};

    UNUSED(state);
    check_one_boot(of, 2);
}

static void boots_are_found_in_order_of_time_not_of_reading(void **state)
{
    struct store *store = store_new();
    const size_t *boots;
    size_t count;
    bool known;

    UNUSED(state);
    store_source(store, "a");
    add_moment(store, 40, (struct tags){12, 2500, 0});
    add_moment(store, 30, (struct tags){12, 2000, 0}); // restarted
    store_source(store, "b");
    add_moment(store, 20, (struct tags){12, 9000, 0});
    add_moment(store, 10, (struct tags){12, 8000, 0});
    add_moment(store, 50, (struct tags){12, 1500, 0}); // again
    finish(store);
    boots = store_reboots(store, &count, &known);
    assert_true(known);
    assert_int_equal(count, 2);
    assert_int_equal(store_time(store, boots[0]), 30);
    assert_int_equal(store_time(store, boots[1]), 50);
    store_free(store);
}

static void without_allocs_boots_are_unknown(void **state)
{
    struct store *store = store_new();
    size_t count = 7;
    bool known = true;

    UNUSED(state);
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
        cmocka_unit_test(fewer_than_half_is_none),
        cmocka_unit_test(nine_busy_tags_cannot_tell),
        cmocka_unit_test(a_tag_of_1000_allocs_is_not_busy),
        cmocka_unit_test(an_absent_tag_has_not_fallen),
        cmocka_unit_test(calls_of_both_pools_count_together),
        cmocka_unit_test(only_pools_that_both_know_are_compared),
        cmocka_unit_test(a_tag_is_as_busy_as_it_was_last),
        cmocka_unit_test(what_changed_meanwhile_counts),
        cmocka_unit_test(boots_are_found_in_order_of_time_not_of_reading),
        cmocka_unit_test(without_allocs_boots_are_unknown),
    };

    return RUN(tests);
}
