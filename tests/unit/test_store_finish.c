#include "base/calendar.h"
#include "store_helper.h"

/* Adds a snapshot of `rows` tags as a source of its own. */
static void add_rows(struct store *store, const char *source, int64_t time, int64_t rows)
{
    size_t moment;

    store_source(store, source);
    moment = store_moment(store, time, time, BYTES);
    for (int64_t i = 0; i < rows; i++) {
        char tag[32];

        snprintf(tag, sizeof tag, "T%03lld", (long long)i);
        put_bytes(store, moment, tag, 1, 0);
    }
}

TEST(moments_are_sorted_by_time)
{
    struct store *store = store_new();

    add_rows(store, "a", 30, 2);
    add_rows(store, "b", 10, 2);
    add_rows(store, "c", -20, 2);
    assert_int_equal(finish(store), 0);
    assert_int_equal(store_moments(store), 3);
    assert_int_equal(store_time(store, 0), -20);
    assert_int_equal(store_time(store, 1), 10);
    assert_int_equal(store_time(store, 2), 30);
    store_free(store);
}

TEST(rows_of_two_times_may_alternate)
{
    struct store *store = store_new();

    store_source(store, "a");
    for (int64_t i = 0; i < 6; i++) {
        int64_t time = i % 2 ? 10 : 20; // added in reverse order of time
        char tag[] = {(char)('A' + i / 2), '\0'};

        put_bytes(store, store_moment(store, time, time, BYTES), tag, time + i, 0);
    }
    finish(store);
    assert_int_equal(store_moments(store), 2);
    assert_int_equal(store_time(store, 0), 10);
    check_amount(value_of(store, 0, "C", TOTAL_USED_BYTES), 15);
    check_amount(value_of(store, 1, "C", TOTAL_USED_BYTES), 24);
    store_free(store);
}

TEST(the_last_of_two_sources_with_one_time_wins)
{
    struct store *store = store_new();
    struct warnings warnings = {0};

    for (int64_t i = 0; i < 3; i++) {
        const char *const names[] = {"a", "b", "c"};

        store_source(store, names[i]);
        put_bytes(store, store_moment(store, 10, 10, BYTES), "Tag_", 100 + i, 0);
    }
    store_finish(store, STORE_ALL_TIME, &warnings);
    assert_int_equal(store_moments(store), 1);
    check_amount(value_of(store, 0, "Tag_", TOTAL_USED_BYTES), 102);
    assert_int_equal(warnings.seen[WARNING_SNAPSHOT], 2);
    assert_non_null(strstr(warnings.lines[WARNING_SNAPSHOT][0], "a: "));
    assert_non_null(strstr(warnings.lines[WARNING_SNAPSHOT][0], "also in c,"));
    warnings_free(&warnings);
    store_free(store);
}

/* One snapshot as a source of its own. */
static void add_booted(struct store *store, const char *source, int64_t utc_us, uint64_t boot, int64_t uptime_ms)
{
    struct moment_facts facts = {.boot = boot, .uptime_ms = uptime_ms};
    size_t moment;

    for (int i = 0; i < TOTALS; i++)
        facts.totals[i] = TOTAL_UNKNOWN;
    store_source(store, source);
    moment = store_moment(store, utc_us, utc_us, BYTES);
    store_facts(store, moment, &facts);
    put_bytes(store, moment, "Tag_", 1, 0);
}

static size_t contradictions(uint64_t boot, int64_t uptime_ms, uint64_t other_boot, int64_t other_uptime_ms)
{
    struct store *store = store_new();
    struct warnings warnings = {0};
    size_t count;

    add_booted(store, "a", 0, boot, uptime_ms);
    add_booted(store, "b", HOUR_US, other_boot, other_uptime_ms);
    store_finish(store, STORE_ALL_TIME, &warnings);
    count = warnings.seen[WARNING_SNAPSHOT];
    if (count)
        assert_non_null(strstr(warnings.lines[WARNING_SNAPSHOT][0], "b: its snapshot of 1970-01-01T01:00:00 follows"));
    warnings_free(&warnings);
    store_free(store);
    return count;
}

TEST(files_of_one_boot_whose_uptime_contradicts_the_clock_are_named)
{
    assert_int_equal(contradictions(7, 7200000, 7, 3600000), 1);
    assert_int_equal(contradictions(7, 3600000, 7, 7200000), 0);
    assert_int_equal(contradictions(7, 7200000, 8, 3600000), 0); // another boot
    assert_int_equal(contradictions(0, 7200000, 0, 3600000), 0); // it may be another
    assert_int_equal(contradictions(7, -1, 7, 3600000), 0);
}

TEST(an_identical_copy_is_dropped_silently)
{
    struct store *store = store_new();
    size_t moment;

    store_source(store, "a");
    moment = store_moment(store, 10, 10, PAGED_CALLS);
    put_calls(store, moment, "Aaaa", 5, 1);
    put_calls(store, moment, "Bbbb", 6, 1);
    put_calls(store, store_moment(store, 20, 20, PAGED_CALLS), "Bbbb", INT64_C(1) << 40,
              0); // needs 64 bits from here on
    store_source(store, "b");
    moment = store_moment(store, 10, 10, PAGED_CALLS);
    put_calls(store, moment, "Bbbb", 6, 1);
    put_calls(store, moment, "Aaaa", 5, 1);
    assert_int_equal(finish(store), 0);
    assert_int_equal(store_moments(store), 2);
    store_free(store);
}

TEST(a_copy_without_one_tag_is_not_identical)
{
    struct store *store = store_new();

    add_rows(store, "a", 10, 100);
    add_rows(store, "b", 10, 99);
    assert_int_equal(finish(store), 1);
    check_amount(store_total(store, 0, TOTAL_USED_BYTES), 99);
    store_free(store);
}

TEST(fewer_than_half_the_rows_of_every_neighbour_is_incomplete)
{
    static const struct {
        int64_t rows[3];
        bool whole[3];
    } cases[] = {
        {{10, 10, 4}, {true, true, false}},                                      // the last one has one neighbour
        {{4, 10, 10}, {false, true, true}},                                      // so does the first one
        {{10, 4, 10}, {true, false, true}},   {{10, 5, 10}, {true, true, true}}, // half the rows are enough
        {{10, 4, 6}, {true, true, true}}, // fewer than half of only one neighbour
        {{100, 30, 10}, {true, true, false}},
    };

    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct store *store = store_new();

        for (int64_t i = 0; i < 3; i++)
            add_rows(store, "file", i, cases[c].rows[i]);
        finish(store);
        for (size_t i = 0; i < 3; i++)
            if ((store_total(store, i, TOTAL_USED_BYTES) != AMOUNT_MISSING) != cases[c].whole[i])
                fail_msg("case %zu, snapshot %zu", c, i);
        store_free(store);
    }
}

TEST(one_snapshot_is_complete)
{
    struct store *store = store_new();

    add_rows(store, "a", 10, 1);
    assert_int_equal(finish(store), 0);
    check_amount(store_total(store, 0, TOTAL_USED_BYTES), 1);
    store_free(store);
}

TEST(the_window_is_inclusive_and_forgets_tags_outside)
{
    struct store *store = store_new();
    struct warnings warnings = {0};

    for (int64_t time = 10; time <= 50; time += 10) {
        char tag[] = {'T', (char)('0' + time / 10), '\0'};

        store_source(store, "file");
        put_bytes(store, store_moment(store, time, time, BYTES), tag, time, 0);
    }
    store_finish(store, (struct store_window){20, 40}, &warnings);
    assert_int_equal(store_moments(store), 3);
    assert_int_equal(store_time(store, 0), 20);
    assert_int_equal(store_time(store, 2), 40);
    assert_int_equal(store_sources(store), 5);
    assert_int_equal(store_tags_present(store), 3);
    assert_false(store_has(store, store_find_tag(store, TEXT("T1"))));
    assert_true(store_has(store, store_find_tag(store, TEXT("T2"))));
    assert_false(store_has(store, store_find_tag(store, TEXT("T9"))));
    warnings_free(&warnings);
    store_free(store);
}

TEST(utc_is_used_where_local_time_is_unknown)
{
    struct store *store = store_new();

    store_source(store, "a");
    put_bytes(store, store_moment(store, 10, 3610, BYTES), "Tag_", 1, 1);
    put_bytes(store, store_moment(store, 20, LOCAL_TIME_UNKNOWN, BYTES), "Tag_", 1, 1);
    finish(store);
    assert_int_equal(store_local(store, 0), 3610);
    assert_int_equal(store_local(store, 1), 20);
    assert_false(store_knows_local(store));
    store_free(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_are_sorted_by_time),
        cmocka_unit_test(rows_of_two_times_may_alternate),
        cmocka_unit_test(the_last_of_two_sources_with_one_time_wins),
        cmocka_unit_test(files_of_one_boot_whose_uptime_contradicts_the_clock_are_named),
        cmocka_unit_test(an_identical_copy_is_dropped_silently),
        cmocka_unit_test(a_copy_without_one_tag_is_not_identical),
        cmocka_unit_test(fewer_than_half_the_rows_of_every_neighbour_is_incomplete),
        cmocka_unit_test(one_snapshot_is_complete),
        cmocka_unit_test(the_window_is_inclusive_and_forgets_tags_outside),
        cmocka_unit_test(utc_is_used_where_local_time_is_unknown),
    };

    return RUN(tests);
}
