#include "capture_helper.h"

#include "formats/shown_times.h"
#include "store/store_snapshot.h"

TEST(written_snapshots_are_read_back)
{
    for (uint64_t seed = 1; seed <= 8; seed++) {
        struct buffer file = made_capture(200, seed);
        struct read_back r = read_made(file.bytes, file.length, seed);

        assert_int_equal(r.count, 200);
        assert_int_equal(r.warnings, 0);
        free(r.numbers);
        buffer_free(&file);
    }
}

/* Offset of each record, then the size of the file. */
static size_t *record_starts(const struct buffer *file, size_t *count)
{
    size_t *starts = NULL, at = CAPTURE_HEADER_BYTES;
    struct record record;

    *count = 0;
    while (at < file->length && record_read(file->bytes + at, file->length - at, &record) == RECORD_OK) {
        starts = realloc(starts, (*count + 2) * sizeof *starts);
        starts[(*count)++] = at;
        at += RECORD_HEADER_BYTES + record.length;
        starts[*count] = at;
    }
    return starts;
}

TEST(truncation_loses_only_the_truncated_record)
{
    struct buffer file = made_capture(150, 3);
    size_t count, *starts = record_starts(&file, &count);

    for (size_t length = file.length; length > file.length - 4096; length--) {
        struct read_back r = read_made(file.bytes, length, 3);
        size_t whole = count;

        while (starts[whole] > length)
            whole--;
        assert_int_equal(r.count, whole);
        assert_int_equal(r.warnings, starts[whole] == length ? 0 : 1);
        free(r.numbers);
    }
    free(starts);
    buffer_free(&file);
}

TEST(a_flipped_bit_loses_at_most_the_snapshots_up_to_the_next_keyframe)
{
    struct buffer file = made_capture(200, 5);
    struct chance c = {99};

    for (int i = 0; i < 400; i++) {
        size_t at = CAPTURE_HEADER_BYTES + (size_t)chance_below(&c, file.length - CAPTURE_HEADER_BYTES);
        char bit = (char)(1 << chance_below(&c, 8));
        struct read_back r;

        file.bytes[at] ^= bit;
        r = read_made(file.bytes, file.length, 5);
        file.bytes[at] ^= bit;
        assert_true(r.count >= 200 - CAPTURE_KEYFRAME_EVERY);
        assert_true(r.count < 200);
        assert_true(r.warnings >= 1);
        free(r.numbers);
    }
    buffer_free(&file);
}

TEST(a_bad_sector_loses_only_snapshots_up_to_the_next_keyframe)
{
    struct buffer file = made_capture(300, 6);
    size_t count, *starts = record_starts(&file, &count), from = starts[100] + 10;
    struct read_back r;

    memset(file.bytes + from, 0, 512);
    r = read_made(file.bytes, file.length, 6);
    assert_int_equal(r.numbers[99], 100); // the last snapshot before the damage
    assert_int_equal(r.numbers[100], 2 * CAPTURE_KEYFRAME_EVERY + 1);
    assert_int_equal(r.count, 300 - (2 * CAPTURE_KEYFRAME_EVERY - 100));
    assert_true(r.warnings >= 2); // where the damage is, and how many snapshots are lost
    free(r.numbers);
    free(starts);
    buffer_free(&file);
}

TEST(a_damaged_start_is_skipped)
{
    struct buffer file = made_capture(200, 7);
    struct read_back r;

    memset(file.bytes, 0, 100);
    r = read_made(file.bytes, file.length, 7);
    assert_int_equal(r.count, 200 - CAPTURE_KEYFRAME_EVERY);
    free(r.numbers);
    buffer_free(&file);
}

TEST(rows_of_one_tag_are_summed)
{
    struct capture_writer writer = {0};
    struct pool_row row = {.known = SIX, .value = {[PAGED_ALLOCS] = 5, [PAGED_FREES] = 1, [PAGED_BYTES] = 64}};
    struct snapshot s = {0};
    struct buffer file = {0};
    struct capture capture = {0};
    struct warnings warnings = {0};
    struct error err;

    snapshot_start(&s, START_US, LOCAL_TIME_UNKNOWN, SIX);
    snapshot_add(&s, TEXT("Aaaa"), &row);
    snapshot_add(&s, TEXT("Bbbb"), &row);
    snapshot_add(&s, TEXT("Aaaa"), &row);
    capture_add_header(&file);
    capture_write_snapshot(&writer, &s, &file);
    assert_true(capture_open_memory(&capture, "x", file.bytes, file.length, &warnings, &err));
    assert_int_equal(capture_next(&capture, &err), CAPTURE_SNAPSHOT);
    assert_int_equal(capture.state.row_count, 2);
    assert_int_equal(capture_row(&capture.state, 0)->value[PAGED_BYTES], 128);
    assert_int_equal(capture_row(&capture.state, 1)->value[PAGED_BYTES], 64);
    assert_int_equal(capture.state.local_us, LOCAL_TIME_UNKNOWN);
    capture_close(&capture);
    capture_writer_free(&writer);
    snapshot_free(&s);
    buffer_free(&file);
}

/* One store is filled from the file, where most moments are deltas to the previous one; the other row by row. */
static void compare_stores(uint64_t seed)
{
    struct buffer file = made_capture(200, seed);
    struct store *loaded = store_new(), *direct = store_new();
    struct warnings warnings = {0};
    struct capture capture = {0};
    struct snapshot s = {0};
    struct error err;
    amount *a, *b;

    store_source(loaded, "a");
    assert_true(capture_open_memory(&capture, "x", file.bytes, file.length, &warnings, &err));
    assert_true(capture_load(&capture, loaded, &err));
    capture_close(&capture);
    store_source(direct, "b");
    for (size_t k = 0; k < 200; k++) {
        made_snapshot(&s, k, seed);
        store_add_snapshot(direct, &s);
    }
    store_finish(loaded, STORE_ALL_TIME, &warnings);
    store_finish(direct, STORE_ALL_TIME, &warnings);
    assert_int_equal(store_moments(loaded), 200);
    assert_int_equal(store_tags_present(loaded), store_tags_present(direct));
    a = calloc(200, sizeof *a);
    b = calloc(200, sizeof *b);
    for (size_t tag = 0; tag < store_tags(direct); tag++)
        for (int m = 0; m < METRICS; m++) {
            store_series(direct, tag, (enum metric)m, a);
            store_series(loaded, store_find_tag(loaded, store_tag_name(direct, tag)), (enum metric)m, b);
            assert_memory_equal(a, b, 200 * sizeof *a);
        }
    for (size_t k = 0; k < 200; k++)
        for (int m = 0; m < METRICS; m++)
            assert_true(store_total(loaded, k, (enum metric)m) == store_total(direct, k, (enum metric)m));
    free(a);
    free(b);
    snapshot_free(&s);
    store_free(loaded);
    store_free(direct);
    warnings_free(&warnings);
    buffer_free(&file);
}

TEST(filling_by_deltas_and_row_by_row_gives_the_same_store)
{
    compare_stores(8);
    compare_stores(9);
}

static void assert_shown(struct shown_times *times, int64_t taken_us, int64_t shown_us)
{
    bool again;

    assert_int_equal(shown_time(times, taken_us, &again), shown_us);
    assert_false(again);
}

TEST(a_fraction_is_shown_only_for_two_snapshots_in_one_second)
{
    struct shown_times times = {0};

    assert_shown(&times, 5250000, 5000000);
    assert_shown(&times, 5750000, 5750000);
    assert_shown(&times, 6250000, 6000000);
    assert_shown(&times, -250000, -1000000);
    shown_times_free(&times);
}

TEST(a_clock_set_back_gives_no_duplicate_times)
{
    struct shown_times times = {0};
    bool again;

    assert_shown(&times, 10100000, 10000000);
    assert_shown(&times, 11100000, 11000000);
    assert_shown(&times, 10050000, 10050000);
    assert_shown(&times, 10040000, 10051000); // after the last time shown in this second
    assert_int_equal(shown_time(&times, 11100000, &again), 11000000);
    assert_true(again); // the same moment again
    shown_times_free(&times);
}

TEST(the_last_of_two_snapshots_of_one_moment_wins)
{
    struct capture_writer writer = {0};
    struct pool_row row = {.known = SIX};
    struct snapshot s = {0};
    struct buffer file = {0};
    struct capture capture = {0};
    struct warnings warnings = {0};
    struct store *store = store_new();
    struct error err;

    capture_add_header(&file);
    for (int64_t k = 1; k <= 2; k++) {
        row.value[PAGED_BYTES] = 100 * k;
        snapshot_start(&s, START_US, LOCAL_TIME_UNKNOWN, SIX);
        snapshot_add(&s, TEXT("Aaaa"), &row);
        capture_write_snapshot(&writer, &s, &file);
    }
    store_source(store, "x");
    assert_true(capture_open_memory(&capture, "x", file.bytes, file.length, &warnings, &err));
    assert_true(capture_load(&capture, store, &err));
    store_finish(store, STORE_ALL_TIME, &warnings);
    assert_int_equal(store_moments(store), 1);
    assert_int_equal(store_sources(store), 1);
    assert_true(store_total(store, 0, PAGED_USED_BYTES) == 200);
    assert_int_equal(warnings.seen[WARNING_SNAPSHOT], 1);
    capture_close(&capture);
    capture_writer_free(&writer);
    snapshot_free(&s);
    store_free(store);
    warnings_free(&warnings);
    buffer_free(&file);
}

TEST(a_gap_is_kept_with_its_reason)
{
    struct capture_writer writer = {0};
    struct snapshot s = {0};
    struct buffer file = {0};
    struct capture capture = {0};
    struct warnings warnings = {0};
    struct store *store = store_new();
    struct error err;
    size_t count;

    capture_add_header(&file);
    made_snapshot(&s, 0, 2);
    capture_write_snapshot(&writer, &s, &file);
    made_snapshot(&s, 9, 2);
    capture_write_gap(&writer, START_US, s.utc_us, "the machine slept", &file);
    capture_write_snapshot(&writer, &s, &file);
    store_source(store, "x");
    assert_true(capture_open_memory(&capture, "x", file.bytes, file.length, &warnings, &err));
    assert_true(capture_load(&capture, store, &err));
    assert_string_equal(store_gaps(store, &count)[0].why, "the machine slept");
    assert_int_equal(count, 1);
    assert_int_equal(store_gaps(store, &count)[0].since_us, START_US);
    assert_int_equal(store_gaps(store, &count)[0].until_us, START_US + 9 * MINUTE_US);
    capture_close(&capture);
    capture_writer_free(&writer);
    snapshot_free(&s);
    store_free(store);
    buffer_free(&file);
}

TEST(boots_are_detected_by_their_identity)
{
    struct buffer file = made_capture(200, 9); // snapshots from 100 on are of another boot
    struct store *store = store_new();
    struct warnings warnings = {0};
    struct capture capture = {0};
    struct error err;
    size_t count;
    bool known;

    store_source(store, "a");
    assert_true(capture_open_memory(&capture, "x", file.bytes, file.length, &warnings, &err));
    assert_true(capture_load(&capture, store, &err));
    store_finish(store, STORE_ALL_TIME, &warnings);
    assert_int_equal(store_reboots(store, &count, &known)[0], 100);
    assert_int_equal(count, 1);
    assert_true(known);
    capture_close(&capture);
    store_free(store);
    warnings_free(&warnings);
    buffer_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(written_snapshots_are_read_back),
        cmocka_unit_test(truncation_loses_only_the_truncated_record),
        cmocka_unit_test(a_flipped_bit_loses_at_most_the_snapshots_up_to_the_next_keyframe),
        cmocka_unit_test(a_bad_sector_loses_only_snapshots_up_to_the_next_keyframe),
        cmocka_unit_test(a_damaged_start_is_skipped),
        cmocka_unit_test(rows_of_one_tag_are_summed),
        cmocka_unit_test(filling_by_deltas_and_row_by_row_gives_the_same_store),
        cmocka_unit_test(a_fraction_is_shown_only_for_two_snapshots_in_one_second),
        cmocka_unit_test(a_clock_set_back_gives_no_duplicate_times),
        cmocka_unit_test(the_last_of_two_snapshots_of_one_moment_wins),
        cmocka_unit_test(a_gap_is_kept_with_its_reason),
        cmocka_unit_test(boots_are_detected_by_their_identity),
    };

    return RUN(tests);
}
