/* What the system says of taking memory back, in captures: the bytes of docs/capture-format.md, calculated by hand. */
#include "capture_helper.h"

#include "store/store_snapshot.h"

/* A snapshot whose tags are the letters; Y is reclaimable, N is not, - is not known; "" says nothing. */
static void fill(struct snapshot *s, size_t k, const char *tags, const char *says)
{
    struct pool_row row = {.known = COUNTER_BIT(TOTAL_BYTES)};

    snapshot_start(s, START_US + (int64_t)k * MINUTE_US, LOCAL_TIME_UNKNOWN, COUNTER_BIT(TOTAL_BYTES));
    for (size_t i = 0; tags[i]; i++) {
        snapshot_add(s, (struct text){tags + i, 1}, &row);
        if (*says)
            snapshot_set_reclaim(s, i, says[i] == 'Y' ? RECLAIM_YES : says[i] == 'N' ? RECLAIM_NO : RECLAIM_UNKNOWN);
    }
}

struct step {
    const char *tags, *says;
    bool keyframe;
    const char *end; // of the payload
    size_t end_length;
};

#define ENDS(bytes) bytes, sizeof bytes - 1

/* Where item 11 ends: a snapshot of these tags and nothing else to say is as long. */
static size_t length_without(const struct step *steps, size_t step)
{
    struct capture_state state = {0};
    struct snapshot s = {0};
    struct buffer out = {0};
    size_t length;

    for (size_t i = 0; i <= step; i++) {
        out.length = 0;
        fill(&s, i, steps[i].tags, "");
        capture_encode(&state, &s, steps[i].keyframe, &out);
    }
    length = out.length;
    capture_state_free(&state);
    snapshot_free(&s);
    buffer_free(&out);
    return length;
}

static void check_steps(const struct step *steps, size_t count)
{
    struct capture_state written = {0}, read = {0};
    struct snapshot s = {0}, back = {0};
    struct buffer out = {0};

    for (size_t i = 0; i < count; i++) {
        size_t without = length_without(steps, i);

        out.length = 0;
        fill(&s, i, steps[i].tags, steps[i].says);
        capture_encode(&written, &s, steps[i].keyframe, &out);
        assert_int_equal(out.length - without, steps[i].end_length);
        assert_memory_equal(out.bytes + without, steps[i].end, steps[i].end_length);
        assert_true(
            capture_decode(&read, (const unsigned char *)out.bytes, out.length, steps[i].keyframe, s.utc_us / 1000));
        capture_snapshot(&read, &back);
        assert_same_snapshot(&back, &s);
        assert_int_equal(back.has_reclaim, s.has_reclaim);
    }
    capture_state_free(&written);
    capture_state_free(&read);
    snapshot_free(&s);
    snapshot_free(&back);
    buffer_free(&out);
}

#define CHECK_STEPS(steps) check_steps(steps, sizeof(steps) / sizeof *(steps))

TEST(a_keyframe_names_runs_of_rows)
{
    // 2 x yes: 2 * 4 + 2; 1 x no: 4 + 1; 1 x not known: 4; 1 x no
    const struct step steps[] = {{"abcde", "YYN-N", true, ENDS("\4\12\5\4\5")}};

    CHECK_STEPS(steps);
}

TEST(unchanged_rows_cost_nothing)
{
    const struct step steps[] = {{"abc", "YNY", true, ENDS("\3\6\5\6")},
                                 {"abc", "YNY", false, ENDS("")},
                                 {"cab", "YYN", false, ENDS("")}, // in another order
                                 {"ab", "YN", false, ENDS("")}};

    CHECK_STEPS(steps);
}

TEST(a_new_tag_costs_one_run_and_the_rows_before_it)
{
    const struct step steps[] = {{"abc", "YNY", true, ENDS("\3\6\5\6")},
                                 {"abcd", "YNYN", false, ENDS("\2\14\5")}, // 3 rows as before
                                 {"xabcd", "YYNYN", false, ENDS("\1\6")},  // a new first row
                                 {"xabcde", "YYNYN-", false, ENDS("")}};   // of the new tag nothing is known

    CHECK_STEPS(steps);
}

TEST(a_tag_that_is_absent_is_remembered_until_the_next_keyframe)
{
    const struct step steps[] = {{"ab", "YN", true, ENDS("\2\6\5")},
                                 {"b", "N", false, ENDS("")},
                                 {"ab", "YN", false, ENDS("")},
                                 {"ab", "YN", true, ENDS("\2\6\5")}};

    CHECK_STEPS(steps);
}

TEST(a_system_that_does_not_tell_leaves_the_bytes_as_they_were)
{
    const struct step steps[] = {{"abc", "---", true, ENDS("")}, {"abcd", "----", false, ENDS("")}};

    CHECK_STEPS(steps);
}

TEST(what_is_not_known_any_more_is_written)
{
    const struct step steps[] = {{"abc", "YNY", true, ENDS("\3\6\5\6")},
                                 {"abc", "---", false, ENDS("\1\17")}, // 3 rows: 3 * 4 + 3
                                 {"abc", "-Y-", false, ENDS("\2\4\6")}};

    CHECK_STEPS(steps);
}

TEST(a_run_of_64_rows_takes_two_bytes)
{
    char tags[65], says[65];
    const struct step steps[] = {{tags, says, true, ENDS("\1\x82\2")}}; // 64 * 4 + 2 = 258 = 2 * 128 + 2

    for (int i = 0; i < 64; i++)
        tags[i] = (char)(' ' + i);
    memset(says, 'Y', 64);
    tags[64] = says[64] = '\0';
    CHECK_STEPS(steps);
}

/* The end of a keyframe of tags a and b, decoded. */
static bool decodes(const char *end, size_t length, enum reclaim *a, enum reclaim *b)
{
    struct capture_state written = {0}, read = {0};
    struct snapshot s = {0};
    struct buffer out = {0};
    bool ok;

    fill(&s, 0, "ab", "--");
    capture_encode(&written, &s, true, &out);
    buffer_add(&out, end, length);
    ok = capture_decode(&read, (const unsigned char *)out.bytes, out.length, true, 0);
    *a = read.cells[0].reclaim;
    *b = read.cells[1].reclaim;
    capture_state_free(&written);
    capture_state_free(&read);
    snapshot_free(&s);
    buffer_free(&out);
    return ok;
}

TEST(runs_that_lie_are_refused)
{
    enum reclaim a, b;

    assert_false(decodes(ENDS("\1\16"), &a, &b));                                    // 3 rows of 2
    assert_false(decodes(ENDS("\2\6\12"), &a, &b));                                  // 1 and 2 rows
    assert_false(decodes(ENDS("\1\2"), &a, &b));                                     // no row
    assert_false(decodes(ENDS("\2\6"), &a, &b));                                     // the second run is missing
    assert_false(decodes(ENDS("\xFF"), &a, &b));                                     // a number that does not end
    assert_false(decodes(ENDS("\1\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\1"), &a, &b)); // 2^62 rows
}

TEST(bytes_of_a_later_version_are_ignored)
{
    enum reclaim a, b;

    assert_true(decodes(ENDS("\2\6\5later"), &a, &b));
    assert_int_equal(a, RECLAIM_YES);
    assert_int_equal(b, RECLAIM_NO);
    assert_true(decodes(ENDS("\0later"), &a, &b)); // no runs
    assert_int_equal(a, RECLAIM_UNKNOWN);
}

/* By deltas from a file, and row by row. */
TEST(the_store_has_what_was_said_last)
{
    struct capture_writer writer = {.keyframe_every = 3};
    struct buffer file = {0};
    struct snapshot s = {0};
    struct capture capture = {0};
    struct warnings warnings = {0};
    struct store *stores[2] = {store_new(), store_new()};
    struct error err;
    static const char *const tags[] = {"abc", "abcd", "dcba", "abc", "be"};
    static const char *const says[] = {"Y-N", "Y-NY", "YN-Y", "---", "Y-"};

    store_source(stores[0], "x");
    store_source(stores[1], "x");
    capture_add_header(&file);
    for (size_t i = 0; i < 5; i++) {
        fill(&s, i, tags[i], says[i]);
        capture_write_snapshot(&writer, &s, &file);
        store_add_snapshot(stores[1], &s);
    }
    assert_true(capture_open_memory(&capture, "x", file.bytes, file.length, &warnings, &err));
    assert_true(capture_load(&capture, stores[0], &err));
    for (int i = 0; i < 2; i++) {
        static const enum reclaim should[] = {RECLAIM_YES, RECLAIM_YES, RECLAIM_NO, RECLAIM_YES, RECLAIM_UNKNOWN};

        store_finish(stores[i], STORE_ALL_TIME, &warnings);
        for (size_t tag = 0; tag < 5; tag++)
            assert_int_equal(store_reclaimable(stores[i], store_find_tag(stores[i], (struct text){&"abcde"[tag], 1})),
                             should[tag]);
        assert_int_equal(store_reclaimable(stores[i], SIZE_MAX), RECLAIM_UNKNOWN);
        store_free(stores[i]);
    }
    capture_close(&capture);
    capture_writer_free(&writer);
    snapshot_free(&s);
    buffer_free(&file);
    warnings_free(&warnings);
}

/* Files read on several threads. */
TEST(a_joined_store_keeps_it_and_the_later_source_wins)
{
    struct store *store = store_new(), *beside;
    struct snapshot s = {0};
    struct warnings warnings = {0};

    store_source(store, "x");
    fill(&s, 0, "abc", "YYN");
    store_add_snapshot(store, &s);
    beside = store_new_beside(store);
    store_source(beside, "y");
    fill(&s, 1, "dcba", "Y-N-");
    store_add_snapshot(beside, &s);
    store_join(store, beside);
    store_finish(store, STORE_ALL_TIME, &warnings);
    assert_int_equal(store_reclaimable(store, store_find_tag(store, TEXT("a"))), RECLAIM_YES);
    assert_int_equal(store_reclaimable(store, store_find_tag(store, TEXT("b"))), RECLAIM_NO);
    assert_int_equal(store_reclaimable(store, store_find_tag(store, TEXT("c"))), RECLAIM_NO);
    assert_int_equal(store_reclaimable(store, store_find_tag(store, TEXT("d"))), RECLAIM_YES);
    store_free(store);
    snapshot_free(&s);
    warnings_free(&warnings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_keyframe_names_runs_of_rows),
        cmocka_unit_test(unchanged_rows_cost_nothing),
        cmocka_unit_test(a_new_tag_costs_one_run_and_the_rows_before_it),
        cmocka_unit_test(a_tag_that_is_absent_is_remembered_until_the_next_keyframe),
        cmocka_unit_test(a_system_that_does_not_tell_leaves_the_bytes_as_they_were),
        cmocka_unit_test(what_is_not_known_any_more_is_written),
        cmocka_unit_test(a_run_of_64_rows_takes_two_bytes),
        cmocka_unit_test(runs_that_lie_are_refused),
        cmocka_unit_test(bytes_of_a_later_version_are_ignored),
        cmocka_unit_test(the_store_has_what_was_said_last),
        cmocka_unit_test(a_joined_store_keeps_it_and_the_later_source_wins),
    };

    return RUN(tests);
}
