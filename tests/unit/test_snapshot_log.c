#include <stdlib.h>

#include "base/calendar.h"
#include "formats/foreign/snapshot_log.h"
#include "helper.h"

#define COUNTERS_READ (COUNTER_BIT(PAGED_BYTES))

/* A format of three kinds of lines: "snapshot", "row TAG", and anything else, which may be a stamp. */
struct tiny {
    struct snapshot_log log;
    bool finished;
};

/* What the target was given, as "TIME ROWS[ lost]|..."; a time that is not known is "-". */
struct given {
    struct buffer text;
    size_t count, stop_after; // 0: never stops
    bool finished_before;     // finish had run when the last one came
    struct tiny *tiny;
};

static bool read_line(void *context, struct text line, struct error *err)
{
    struct tiny *t = context;
    bool is_new;

    if (text_equal(line, text_of("snapshot"))) {
        if (!snapshot_log_begin(&t->log, err))
            return false;
        t->log.snapshot.counters = COUNTERS_READ;
    } else if (text_starts_with(line, "row ")) {
        struct text tag = text_skip(line, 4);

        if (!snapshot_log_continues(&t->log, tag, snapshot_log_has(&t->log, tag))) {
            if (!snapshot_log_begin(&t->log, err))
                return false;
            t->log.snapshot.counters = COUNTERS_READ;
        }
        snapshot_log_row(&t->log, text_skip(line, 4), &is_new)->values.known = COUNTERS_READ;
    } else if (!snapshot_log_find_stamp(&t->log, line) && line.length) {
        snapshot_log_drop_row(&t->log, "no row");
    }
    return true;
}

static bool finish(void *context, struct error *err)
{
    struct tiny *t = context;

    UNUSED(err);
    t->finished = true;
    return true;
}

static const struct snapshot_log_format format = {
    .read_line = read_line, .finish = finish, .is_pasted = true, .no_snapshot = "holds nothing"};

static bool keep(void *context, struct snapshot *snapshot, struct error *err)
{
    struct given *g = context;

    if (snapshot->basis == TIME_UNKNOWN)
        buffer_add_char(&g->text, '-');
    else
        calendar_add(&g->text, snapshot->utc_us, ' ');
    buffer_printf(&g->text, " %zu%s|", snapshot->count, snapshot->lost ? " lost" : "");
    g->finished_before = g->tiny->finished;
    if (++g->count != g->stop_after)
        return true;
    return error_set(err, "enough");
}

struct run {
    const char *path;
    struct format_clock clock;
    size_t stop_after;
    bool finished_before; // result
    size_t warnings;      // result
    struct error err;     // result
};

/* Reads the text, and compares what the target got. */
static bool check_log(struct run *run, const char *text, const char *expected)
{
    struct tiny tiny = {0};
    struct given given = {.tiny = &tiny, .stop_after = run->stop_after};
    struct reader reader = {0};
    struct warnings warnings = {0};
    struct format_target target = {.on_snapshot = keep, .context = &given};
    struct format_input input = {.path = run->path ? run->path : "log.txt", .clock = &run->clock};
    bool ok;

    input.reader = &reader;
    input.warnings = &warnings;
    run->err = (struct error){0};
    assert_true(reader_open_memory(&reader, input.path, text, strlen(text), &run->err));
    snapshot_log_open(&tiny.log, &input, &target);
    ok = snapshot_log_read(&tiny.log, &format, &tiny, &run->err);
    snapshot_log_free(&tiny.log);
    check_text(given.text.length ? buffer_text(&given.text) : TEXT(""), text_of(expected), __FILE__, __LINE__);
    run->finished_before = given.finished_before;
    run->warnings = 0;
    for (int kind = 0; kind < WARNING_KINDS; kind++)
        run->warnings += warnings.seen[kind];
    buffer_free(&given.text);
    warnings_free(&warnings);
    reader_close(&reader);
    reader_free(&reader);
    return ok;
}

TEST(a_stamp_before_a_snapshot_is_its_time)
{
    struct run run = {0};

    assert_true(check_log(&run, "2020-05-22 08:00:00\nsnapshot\nrow A\n2020-05-22 08:05:00\nsnapshot\nrow A\nrow B\n",
                          "2020-05-22 08:00:00 1|2020-05-22 08:05:00 2|"));
    assert_int_equal(run.warnings, 0);
}

TEST(without_a_stamp_before_the_first_snapshot_all_stamps_follow_theirs)
{
    struct run run = {0};

    assert_true(check_log(&run, "snapshot\nrow A\n2020-05-22 08:00:00\nsnapshot\nrow A\n2020-05-22 08:05:00\n",
                          "2020-05-22 08:00:00 1|2020-05-22 08:05:00 1|"));
}

TEST(a_row_that_is_there_already_begins_the_next_snapshot)
{
    struct run run = {.clock = {.interval_us = 60 * SECOND_US, .has_start = true}};

    assert_true(check_log(&run, "row A\nrow B\nrow A\nrow A\nrow B\nrow C\n",
                          "1970-01-01 00:00:00 2|1970-01-01 00:01:00 1|1970-01-01 00:02:00 3|"));
}

TEST(a_tag_after_a_blank_line_begins_the_next_snapshot_unless_all_lines_are_apart)
{
    struct run run = {.clock = {.interval_us = 60 * SECOND_US, .has_start = true}};

    assert_true(
        check_log(&run, "row A\nrow B\n\nrow B\nrow C\n\nrow D\n", "1970-01-01 00:00:00 2|1970-01-01 00:01:00 3|"));
    run.clock = (struct format_clock){.has_start = true};
    assert_true(check_log(&run, "row A\n\nrow B\n\nrow C\n", "1970-01-01 00:00:00 3|"));
}

TEST(a_new_stamp_between_rows_begins_the_next_snapshot_and_an_equal_one_does_not)
{
    struct run run = {0};

    assert_true(check_log(&run, "2020-05-22 08:00:00\nrow A\n2020-05-22 08:00:00\nrow B\n2020-05-22 08:05:00\nrow C\n",
                          "2020-05-22 08:00:00 2|2020-05-22 08:05:00 1|"));
}

/* Four numbers tell a row from text when the rest of a file is searched for its last one. */
TEST(a_first_snapshot_without_a_stamp_shifts_no_other)
{
    struct run run = {0};

    assert_true(check_log(&run,
                          "row A 1 2 3 4\n2020-05-22 08:00:00\nrow A 1 2 3 4\n2020-05-22 08:05:00\nrow A 1 2 3 4\n",
                          "- 1|2020-05-22 08:00:00 1|2020-05-22 08:05:00 1|"));
    assert_true(check_log(&run, "row A 1 2 3 4\n\n2020-05-22 08:00:00\nrow A 1 2 3 4\n\n2020-05-22 08:05:00\n",
                          "- 1|2020-05-22 08:00:00 1|"));
}

TEST(a_stamp_between_a_heading_and_its_rows_is_nearer_than_one_above)
{
    struct run run = {0};

    assert_true(check_log(&run, "2020-05-22 08:00:00\nsnapshot\n2020-05-22 08:00:05\nrow A\nrow B\n",
                          "2020-05-22 08:00:05 2|"));
}

TEST(date_and_time_may_be_on_two_lines)
{
    struct run run = {0};

    assert_true(check_log(&run, "Fri 05/22/2020\n 8:05:09.00\nsnapshot\nrow A\n", "2020-05-22 08:05:09 1|"));
}

TEST(a_date_that_is_written_once_counts_for_the_times_of_day_after_it)
{
    struct run run = {0};

    assert_true(
        check_log(&run, "22.05.2020\n22:00:05\nsnapshot\nrow A\n23:00:05\nsnapshot\nrow A\n0:00:05\nsnapshot\nrow A\n",
                  "2020-05-22 22:00:05 1|2020-05-22 23:00:05 1|2020-05-23 00:00:05 1|"));
    assert_int_equal(run.warnings, 0);
}

TEST(an_interval_continues_the_last_known_time)
{
    struct run run = {.clock = {.interval_us = 60 * SECOND_US}};

    assert_true(check_log(&run, "2020-05-22 08:00:00\nsnapshot\nrow A\nsnapshot\nrow A\nsnapshot\nrow A\n",
                          "2020-05-22 08:00:00 1|2020-05-22 08:01:00 1|2020-05-22 08:02:00 1|"));
}

TEST(a_start_is_the_time_of_the_first_snapshot_and_continues_in_the_next_file)
{
    struct run run = {.clock = {.interval_us = 60 * SECOND_US, .has_start = true, .next_us = 0}};

    assert_true(check_log(&run, "snapshot\nrow A\nsnapshot\nrow A\n", "1970-01-01 00:00:00 1|1970-01-01 00:01:00 1|"));
    assert_true(check_log(&run, "snapshot\nrow A\n", "1970-01-01 00:02:00 1|"));
}

TEST(the_only_snapshot_of_a_file_has_the_time_of_its_name)
{
    struct run run = {.path = "poolsnap_20200522-080509.log"};

    assert_true(check_log(&run, "snapshot\nrow A\n", "2020-05-22 08:05:09 1|"));
}

TEST(of_several_snapshots_without_stamps_no_time_is_known)
{
    struct run run = {.path = "poolsnap_20200522-080509.log"};

    assert_true(check_log(&run, "snapshot\nrow A\nsnapshot\nrow A\n", "- 1|- 1|"));
}

TEST(a_snapshot_without_rows_is_skipped_and_its_stamp_kept)
{
    struct run run = {0};

    assert_true(check_log(&run, "2020-05-22 08:00:00\nsnapshot\nsnapshot\nrow A\n", "2020-05-22 08:00:00 1|"));
}

TEST(a_dropped_row_makes_the_snapshot_incomplete)
{
    struct run run = {0};

    assert_true(check_log(&run,
                          "2020-05-22 08:00:00\nsnapshot\nrow A\nnonsense\n2020-05-22 08:05:00\nsnapshot\nrow A\n",
                          "2020-05-22 08:00:00 1 lost|2020-05-22 08:05:00 1|"));
    assert_int_equal(run.warnings, 1);
}

TEST(finish_runs_before_the_last_snapshot_is_given)
{
    struct run run = {0};

    assert_true(check_log(&run, "2020-05-22 08:00:00\nsnapshot\nrow A\n", "2020-05-22 08:00:00 1|"));
    assert_true(run.finished_before);
}

TEST(blanks_that_do_not_break_are_plain)
{
    struct run run = {0};

    assert_true(check_log(&run,
                          "2020-05-22 08:00:00\nsnapshot\nrow A\nrow\xC2\xA0"
                          "B\xC2\xA0\xC2\xA0\n",
                          "2020-05-22 08:00:00 2|"));
}

TEST(a_file_without_a_snapshot_is_an_error)
{
    struct run run = {0};

    assert_false(check_log(&run, "2020-05-22 08:00:00\nsnapshot\n", ""));
    assert_string_equal(run.err.text, "log.txt: holds nothing");
}

TEST(a_target_that_stops_ends_reading)
{
    struct run run = {.stop_after = 1};

    assert_false(check_log(&run, "2020-05-22 08:00:00\nsnapshot\nrow A\n2020-05-22 08:05:00\nsnapshot\nrow A\n",
                           "2020-05-22 08:00:00 1|"));
    assert_string_equal(run.err.text, "enough");
    run.stop_after = 2;
    assert_false(check_log(&run, "2020-05-22 08:00:00\nsnapshot\nrow A\n2020-05-22 08:05:00\nsnapshot\nrow A\n",
                           "2020-05-22 08:00:00 1|2020-05-22 08:05:00 1|"));
    assert_string_equal(run.err.text, "enough");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stamp_before_a_snapshot_is_its_time),
        cmocka_unit_test(without_a_stamp_before_the_first_snapshot_all_stamps_follow_theirs),
        cmocka_unit_test(a_row_that_is_there_already_begins_the_next_snapshot),
        cmocka_unit_test(a_tag_after_a_blank_line_begins_the_next_snapshot_unless_all_lines_are_apart),
        cmocka_unit_test(a_new_stamp_between_rows_begins_the_next_snapshot_and_an_equal_one_does_not),
        cmocka_unit_test(a_first_snapshot_without_a_stamp_shifts_no_other),
        cmocka_unit_test(a_stamp_between_a_heading_and_its_rows_is_nearer_than_one_above),
        cmocka_unit_test(date_and_time_may_be_on_two_lines),
        cmocka_unit_test(a_date_that_is_written_once_counts_for_the_times_of_day_after_it),
        cmocka_unit_test(an_interval_continues_the_last_known_time),
        cmocka_unit_test(a_start_is_the_time_of_the_first_snapshot_and_continues_in_the_next_file),
        cmocka_unit_test(the_only_snapshot_of_a_file_has_the_time_of_its_name),
        cmocka_unit_test(of_several_snapshots_without_stamps_no_time_is_known),
        cmocka_unit_test(a_snapshot_without_rows_is_skipped_and_its_stamp_kept),
        cmocka_unit_test(a_dropped_row_makes_the_snapshot_incomplete),
        cmocka_unit_test(finish_runs_before_the_last_snapshot_is_given),
        cmocka_unit_test(blanks_that_do_not_break_are_plain),
        cmocka_unit_test(a_file_without_a_snapshot_is_an_error),
        cmocka_unit_test(a_target_that_stops_ends_reading),
    };

    return RUN(tests);
}
