#include "formats/records/record_repeats.h"
#include "helper.h"

#define PAGED COUNTER_BIT(PAGED_LIVE)
#define NONPAGED COUNTER_BIT(NONPAGED_LIVE)

/* Adds a record of one counter to a row of both, as records.c does. */
static void add(struct record_repeats *repeats, struct snapshot *s, size_t row, enum counter counter, int64_t value)
{
    struct pool_row record = {.known = COUNTER_BIT(counter)};

    record.value[counter] = value;
    if (row == s->count)
        snapshot_add(s, TEXT("Abcd"), &(struct pool_row){0});
    s->rows[row].values.value[counter] += value;
    s->rows[row].values.known |= record.known;
    record_repeats_add(repeats, row, &record);
}

TEST(a_moment_that_was_recorded_twice_has_the_last_values)
{
    struct record_repeats repeats = {0};
    struct snapshot s = {0};

    for (int64_t i = 0; i < 2; i++) {
        add(&repeats, &s, 0, NONPAGED_LIVE, 5 + i);
        add(&repeats, &s, 1, NONPAGED_LIVE, 7 + i);
    }
    assert_int_equal(record_repeats_end(&repeats, &s), 2);
    assert_int_equal(s.rows[0].values.value[NONPAGED_LIVE], 6);
    assert_int_equal(s.rows[1].values.value[NONPAGED_LIVE], 8);
    snapshot_free(&s);
    record_repeats_free(&repeats);
}

TEST(one_name_that_comes_more_often_is_summed)
{
    struct record_repeats repeats = {0};
    struct snapshot s = {0};

    add(&repeats, &s, 0, NONPAGED_LIVE, 5);
    add(&repeats, &s, 1, NONPAGED_LIVE, 7);
    add(&repeats, &s, 0, NONPAGED_LIVE, 6);
    assert_int_equal(record_repeats_end(&repeats, &s), 0);
    assert_int_equal(s.rows[0].values.value[NONPAGED_LIVE], 11);
    snapshot_free(&s);
    record_repeats_free(&repeats);
}

TEST(a_single_tag_does_not_tell)
{
    struct record_repeats repeats = {0};
    struct snapshot s = {0};

    add(&repeats, &s, 0, NONPAGED_LIVE, 5);
    add(&repeats, &s, 0, NONPAGED_LIVE, 6);
    assert_int_equal(record_repeats_end(&repeats, &s), 0);
    assert_int_equal(s.rows[0].values.value[NONPAGED_LIVE], 11);
    snapshot_free(&s);
    record_repeats_free(&repeats);
}

TEST(both_pools_of_a_tag_are_one_record)
{
    struct record_repeats repeats = {0};
    struct snapshot s = {0};

    for (int64_t i = 0; i < 2; i++)
        for (size_t row = 0; row < 2; row++) {
            add(&repeats, &s, row, NONPAGED_LIVE, 5 + i);
            add(&repeats, &s, row, PAGED_LIVE, 50 + i);
        }
    assert_int_equal(record_repeats_end(&repeats, &s), 2);
    assert_int_equal(s.rows[1].values.value[NONPAGED_LIVE], 6);
    assert_int_equal(s.rows[1].values.value[PAGED_LIVE], 51);
    assert_int_equal(s.rows[1].values.known, PAGED | NONPAGED);
    s.count = 0;
    add(&repeats, &s, 0, NONPAGED_LIVE, 1); // begun anew
    add(&repeats, &s, 1, PAGED_LIVE, 1);
    assert_int_equal(record_repeats_end(&repeats, &s), 0);
    snapshot_free(&s);
    record_repeats_free(&repeats);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_moment_that_was_recorded_twice_has_the_last_values),
        cmocka_unit_test(one_name_that_comes_more_often_is_summed),
        cmocka_unit_test(a_single_tag_does_not_tell),
        cmocka_unit_test(both_pools_of_a_tag_are_one_record),
    };

    return RUN(tests);
}
