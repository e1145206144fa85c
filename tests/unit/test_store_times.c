#include "store_helper.h"

#define HOUR ((int64_t)3600 * 1000000)

static size_t add(struct store *store, const char *source, enum time_basis basis, int64_t time_us)
{
    size_t moment;

    store_source(store, source);
    moment = basis == TIME_UNKNOWN ? store_moment_untimed(store, BYTES) : store_moment(store, time_us, time_us, BYTES);
    store_mark(store, moment, basis);
    put_bytes(store, moment, "NtFs", (int64_t)moment, 0);
    return moment;
}

static size_t finish_times(struct store *store)
{
    struct warnings warnings = {0};
    size_t lines;

    store_finish(store, STORE_ALL_TIME, &warnings);
    lines = warnings.seen[WARNING_SNAPSHOT];
    warnings_free(&warnings);
    return lines;
}

TEST(without_times_moments_keep_their_order)
{
    struct store *store = store_new();
    int64_t interval_us;

    store_source(store, "log");
    for (int64_t i = 0; i < 3; i++)
        put_bytes(store, store_moment_untimed(store, BYTES), "NtFs", 10 * i, 0);
    assert_int_equal(finish_times(store), 0);
    assert_true(store_is_numbered(store, &interval_us));
    assert_int_equal(interval_us, 0);
    assert_int_equal(store_moments(store), 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(store_time(store, i), (int64_t)i * 1000000);
        check_amount(value_of(store, i, "NtFs", PAGED_USED_BYTES), (amount)(10 * i));
    }
    store_free(store);
}

TEST(an_interval_spaces_them)
{
    struct store *store = store_new();
    int64_t interval_us;

    store_interval(store, HOUR / 2);
    add(store, "a", TIME_UNKNOWN, 0);
    add(store, "b", TIME_UNKNOWN, 0);
    finish_times(store);
    assert_true(store_is_numbered(store, &interval_us));
    assert_int_equal(interval_us, HOUR / 2);
    assert_int_equal(store_time(store, 1), HOUR / 2);
    store_free(store);
}

TEST(a_moment_without_a_time_is_left_out_among_others)
{
    struct store *store = store_new();
    int64_t interval_us;

    add(store, "a", TIME_LOCAL, 5 * HOUR);
    add(store, "b", TIME_UNKNOWN, 0);
    add(store, "c", TIME_OF_FILE, HOUR);
    assert_int_equal(finish_times(store), 2); // the unknown time, and local times mixed with UTC
    assert_false(store_is_numbered(store, &interval_us));
    assert_int_equal(store_moments(store), 2);
    assert_int_equal(store_time(store, 0), HOUR);
    assert_int_equal(store_time(store, 1), 5 * HOUR);
    store_free(store);
}

TEST(times_of_files_order_them_unless_two_are_equal)
{
    struct store *sound = store_new(), *copied = store_new();
    int64_t interval_us;

    add(sound, "a", TIME_OF_FILE, 7 * HOUR);
    add(sound, "b", TIME_OF_FILE, 3 * HOUR);
    finish_times(sound);
    assert_false(store_is_numbered(sound, &interval_us));
    assert_int_equal(store_time(sound, 0), 3 * HOUR);
    add(copied, "a", TIME_OF_FILE, 7 * HOUR + 900000);
    add(copied, "b", TIME_OF_FILE, 7 * HOUR + 100000);
    assert_int_equal(finish_times(copied), 0);
    assert_true(store_is_numbered(copied, &interval_us));
    assert_int_equal(store_moments(copied), 2);
    check_amount(value_of(copied, 1, "NtFs", PAGED_USED_BYTES), 1);
    store_free(sound);
    store_free(copied);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_times_moments_keep_their_order),
        cmocka_unit_test(an_interval_spaces_them),
        cmocka_unit_test(a_moment_without_a_time_is_left_out_among_others),
        cmocka_unit_test(times_of_files_order_them_unless_two_are_equal),
    };

    return RUN(tests);
}
