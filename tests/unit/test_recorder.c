#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "capture_helper.h"
#include "os/files.h"
#include "recorder/recorder.h"

#define SEED 4

static const struct machine here = {.host = "here", .os = "Linux", .source = "slabinfo", .identity = 0x1234};

/* A temporary directory and a file in it. */
struct place {
    char directory[64], aside[80], file[80];
};

static struct place place_make(void)
{
    struct place p = {.directory = "/tmp/recorder.XXXXXX"};

    assert_non_null(mkdtemp(p.directory));
    snprintf(p.aside, sizeof p.aside, "%s.aside", p.directory);
    snprintf(p.file, sizeof p.file, "%s/x.pmcap", p.directory);
    return p;
}

static void place_drop(struct place *p)
{
    unlink(p->file);
    assert_int_equal(rmdir(p->directory), 0); // fails if other files are left
}

static struct buffer bytes_of(const char *path)
{
    struct buffer b = {0};
    struct error err;

    assert_true(os_read_small(path, (size_t)64 << 20, &b, &err));
    return b;
}

static void write_bytes(const char *path, const void *bytes, size_t length)
{
    struct error err;

    assert_true(os_write_file(path, bytes, length, &err));
}

/* Opens it; true when there was no message. */
static void open_silently(struct recorder *r, const char *path, bool append, const struct machine *machine)
{
    struct warnings warnings = {0};
    struct error err = {0};

    if (!recorder_open(r, path, append, machine, START_US, &warnings, &err))
        fail_msg("%s", err.text);
    assert_int_equal(warnings.seen[WARNING_FILE], 0);
}

static bool add(struct recorder *r, size_t k, struct error *err)
{
    struct snapshot s = {0};
    bool ok;

    made_snapshot(&s, k, SEED);
    ok = recorder_add(r, &s, err);
    snapshot_free(&s);
    return ok;
}

/* Adds generated snapshots from number `first` on; each must reach the file. */
static void add_made(struct recorder *r, size_t first, size_t count)
{
    struct error err;

    for (size_t k = first; k < first + count; k++)
        assert_true(add(r, k, &err));
}

static void close_well(struct recorder *r)
{
    struct error err;

    assert_true(recorder_close(r, &err));
}

/* Writes a file of `count` snapshots. */
static void record(const struct place *p, size_t count)
{
    struct recorder r;

    open_silently(&r, p->file, false, &here);
    add_made(&r, 0, count);
    close_well(&r);
}

/* The file must hold `count` snapshots as generated, and give this many warnings. */
static void check_file(const struct place *p, size_t count, size_t warnings)
{
    struct buffer file = bytes_of(p->file);
    struct read_back r = read_made(file.bytes, file.length, SEED);

    assert_int_equal(r.count, count);
    assert_int_equal(r.warnings, warnings);
    free(r.numbers);
    buffer_free(&file);
}

/* Checks the types of the records: Machine, Keyframe, Delta, Gap. */
static void check_kinds(const struct place *p, const char *kinds)
{
    struct buffer file = bytes_of(p->file), is = {0};
    size_t at = CAPTURE_HEADER_BYTES;
    struct record record;

    while (at < file.length && record_read(file.bytes + at, file.length - at, &record) == RECORD_OK) {
        assert_in_range(record.kind, RECORD_MACHINE, RECORD_GAP);
        buffer_add_char(&is, " MKDG"[record.kind]);
        at += RECORD_HEADER_BYTES + record.length;
    }
    assert_int_equal(at, file.length);
    buffer_add_char(&is, '\0');
    assert_string_equal(is.bytes, kinds);
    buffer_free(&is);
    buffer_free(&file);
}

TEST(recorded_snapshots_are_read_back)
{
    struct place p = place_make();
    struct machine machine;
    struct capture capture = {0};
    struct warnings warnings = {0};
    struct error err;

    record(&p, 70);
    check_file(&p, 70, 0);
    assert_true(capture_open(&capture, p.file, &warnings, &err));
    while (capture_next(&capture, &err) == CAPTURE_SNAPSHOT)
        ;
    assert_true(capture_machine(&capture.machine, &machine));
    assert_string_equal(machine.host, "here");
    assert_int_equal(machine.identity, 0x1234);
    capture_close(&capture);
    place_drop(&p);
}

TEST(an_existing_file_is_unchanged_without_append)
{
    struct place p = place_make();
    struct warnings warnings = {0};
    struct recorder r;
    struct error err;

    write_bytes(p.file, "precious", 8);
    assert_false(recorder_open(&r, p.file, false, &here, START_US, &warnings, &err));
    assert_non_null(strstr(err.text, "x.pmcap' already exists: use --append"));
    assert_false(recorder_open(&r, p.file, true, &here, START_US, &warnings, &err));
    assert_non_null(strstr(err.text, "not a capture"));
    {
        struct buffer is = bytes_of(p.file);

        assert_buffer(&is, "precious");
    }
    place_drop(&p);
}

TEST(appending_goes_on_with_the_next_number_in_a_keyframe)
{
    struct place p = place_make();
    struct recorder r;

    record(&p, 3);
    open_silently(&r, p.file, true, &here);
    add_made(&r, 3, 2);
    close_well(&r);
    check_kinds(&p, "MKDDMKD");
    check_file(&p, 5, 0);
    place_drop(&p);
}

TEST(appending_to_a_missing_file_creates_it)
{
    struct place p = place_make();
    struct recorder r;

    open_silently(&r, p.file, true, &here);
    add_made(&r, 0, 1);
    close_well(&r);
    check_kinds(&p, "MK");
    place_drop(&p);
}

/* Killed at any time, also before the first byte is written. */
TEST(a_truncated_file_is_continued_after_its_last_complete_snapshot)
{
    struct place p = place_make();
    struct buffer whole;

    record(&p, 3);
    whole = bytes_of(p.file);
    for (size_t length = 0; length < whole.length; length += length < 200 || length + 40 > whole.length ? 1 : 37) {
        struct read_back before = read_made(whole.bytes, length, SEED);
        struct warnings warnings = {0};
        struct recorder r;
        struct error err;

        write_bytes(p.file, whole.bytes, length);
        if (!recorder_open(&r, p.file, true, &here, START_US, &warnings, &err))
            fail_msg("cut at %zu: %s", length, err.text);
        assert_true(warnings.seen[WARNING_FILE] <= 1);
        add_made(&r, before.count, 2);
        close_well(&r);
        check_file(&p, before.count + 2, 0);
        warnings_free(&warnings);
        free(before.numbers);
    }
    buffer_free(&whole);
    place_drop(&p);
}

TEST(truncating_a_torn_tail_is_reported)
{
    struct place p = place_make();
    struct warnings warnings = {0};
    struct recorder r;
    struct error err;
    struct buffer whole, now;
    uint64_t sound;

    record(&p, 2);
    whole = bytes_of(p.file);
    sound = whole.length;
    ARRAY_RESERVE(whole.bytes, whole.capacity, whole.length + 33);
    buffer_add(&whole, whole.bytes + CAPTURE_HEADER_BYTES, 33); // the start of a record
    write_bytes(p.file, whole.bytes, whole.length);
    assert_true(recorder_open(&r, p.file, true, &here, START_US, &warnings, &err));
    assert_int_equal(warnings.seen[WARNING_FILE], 1);
    assert_non_null(strstr(warnings.lines[WARNING_FILE][0], "the last 33 bytes"));
    close_well(&r);
    now = bytes_of(p.file);
    assert_true(now.length > sound);
    assert_memory_equal(now.bytes, whole.bytes, sound);
    warnings_free(&warnings);
    buffer_free(&whole);
    buffer_free(&now);
    place_drop(&p);
}

TEST(a_file_of_another_machine_is_refused_and_unchanged)
{
    static const struct machine elsewhere = {.host = "elsewhere", .identity = 0x99},
                                namesake = {.host = "here", .identity = 0x99};
    static const struct machine nameless = {.host = "elsewhere"};
    const struct machine *const others[] = {&elsewhere, &namesake, &nameless};
    struct place p = place_make();
    struct buffer before;

    record(&p, 2);
    before = bytes_of(p.file);
    before.length -= 3; // not even a torn tail is repaired
    write_bytes(p.file, before.bytes, before.length);
    for (size_t i = 0; i < 3; i++) {
        struct warnings warnings = {0};
        struct recorder r;
        struct error err;
        struct buffer after;

        assert_false(recorder_open(&r, p.file, true, others[i], START_US, &warnings, &err));
        assert_non_null(strstr(err.text, "a capture of another machine, here; this one is "));
        after = bytes_of(p.file);
        assert_int_equal(after.length, before.length);
        assert_memory_equal(after.bytes, before.bytes, before.length);
        buffer_free(&after);
        warnings_free(&warnings);
    }
    buffer_free(&before);
    place_drop(&p);
}

TEST(a_machine_may_get_another_name)
{
    static const struct machine renamed = {.host = "renamed", .identity = 0x1234};
    struct place p = place_make();
    struct recorder r;

    record(&p, 2);
    open_silently(&r, p.file, true, &renamed);
    add_made(&r, 2, 1);
    close_well(&r);
    check_file(&p, 3, 0);
    place_drop(&p);
}

TEST(a_file_without_a_machine_may_be_continued)
{
    struct place p = place_make();
    struct buffer made = made_capture(2, SEED);
    struct recorder r;

    write_bytes(p.file, made.bytes, made.length);
    open_silently(&r, p.file, true, &here);
    add_made(&r, 2, 1);
    close_well(&r);
    check_file(&p, 3, 0);
    buffer_free(&made);
    place_drop(&p);
}

TEST(two_writers_of_one_file_are_refused)
{
    struct place p = place_make();
    struct warnings warnings = {0};
    struct recorder first, second;
    struct error err;

    open_silently(&first, p.file, false, &here);
    add_made(&first, 0, 1);
    assert_false(recorder_open(&second, p.file, true, &here, START_US, &warnings, &err));
    assert_non_null(strstr(err.text, "is being written by another poolmonviz"));
    add_made(&first, 1, 1);
    close_well(&first);
    check_file(&p, 2, 0);
    open_silently(&second, p.file, true, &here); // after the first one was closed
    close_well(&second);
    place_drop(&p);
}

TEST(a_deleted_file_is_created_again)
{
    struct place p = place_make();
    struct recorder r;

    open_silently(&r, p.file, false, &here);
    add_made(&r, 0, 3);
    unlink(p.file);
    add_made(&r, 3, 2);
    close_well(&r);
    check_kinds(&p, "MKD");
    check_file(&p, 2, 0);
    place_drop(&p);
}

TEST(a_directory_that_reappears_is_written_and_the_gap_recorded)
{
    struct place p = place_make();
    struct recorder r;
    struct error err;

    open_silently(&r, p.file, false, &here);
    add_made(&r, 0, 3);
    assert_int_equal(rename(p.directory, p.aside), 0);
    assert_false(add(&r, 3, &err));
    assert_non_null(strstr(err.text, "cannot "));
    assert_false(add(&r, 4, &err));
    assert_int_equal(r.missed, 2);
    assert_int_equal(rename(p.aside, p.directory), 0);
    add_made(&r, 5, 2);
    assert_int_equal(r.missed, 0);
    assert_int_equal(r.count, 5);
    close_well(&r);
    check_kinds(&p, "MKDDMGKD");
    check_file(&p, 5, 1); // warning: two snapshots before number 6 are lost
    place_drop(&p);
}

TEST(a_recreated_directory_gets_a_new_file)
{
    struct place p = place_make();
    struct recorder r;
    struct error err;

    open_silently(&r, p.file, false, &here);
    add_made(&r, 0, 2);
    unlink(p.file);
    assert_int_equal(rmdir(p.directory), 0);
    assert_false(add(&r, 2, &err));
    assert_int_equal(mkdir(p.directory, 0777), 0);
    add_made(&r, 3, 2);
    close_well(&r);
    check_kinds(&p, "MGKD");
    check_file(&p, 2, 0);
    place_drop(&p);
}

/* Limits the size of files of this process; for the writer it is like a full disk. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;

    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes ? bytes : limit.rlim_max;
    setrlimit(RLIMIT_FSIZE, &limit);
}

TEST(a_full_disk_loses_no_written_snapshot)
{
    struct place p = place_make();
    struct buffer three, four;

    record(&p, 4);
    four = bytes_of(p.file);
    unlink(p.file);
    record(&p, 3);
    three = bytes_of(p.file);
    assert_true(three.length < four.length);
    for (size_t room = three.length; room < four.length; room += 1 + (four.length - three.length) / 40) {
        struct recorder r;
        struct error err;
        struct buffer full;
        bool ok;

        unlink(p.file);
        open_silently(&r, p.file, false, &here);
        add_made(&r, 0, 3);
        limit_files(room);
        ok = add(&r, 3, &err);
        limit_files(0);
        assert_false(ok);
        assert_non_null(strstr(err.text, "cannot write "));
        full = bytes_of(p.file);
        assert_int_equal(full.length, three.length); // the partial record was truncated
        assert_memory_equal(full.bytes, three.bytes, full.length);
        add_made(&r, 4, 2);
        close_well(&r);
        check_kinds(&p, "MKDDGKD");
        check_file(&p, 5, 1); // warning: one snapshot before number 5 is lost
        buffer_free(&full);
    }
    buffer_free(&three);
    buffer_free(&four);
    place_drop(&p);
}

TEST(a_disk_full_from_the_start_leaves_no_file)
{
    static const rlim_t rooms[] = {1, CAPTURE_HEADER_BYTES, 40};

    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
        struct place p = place_make();
        struct warnings warnings = {0};
        struct recorder r;
        struct error err;
        bool ok;

        limit_files(rooms[i]);
        ok = recorder_open(&r, p.file, false, &here, START_US, &warnings, &err);
        limit_files(0);
        assert_false(ok);
        assert_non_null(strstr(err.text, "cannot write "));
        open_silently(&r, p.file, false, &here);
        close_well(&r);
        place_drop(&p);
    }
}

/* The file is deleted, the disk is full when its header is written again, then there is space again. */
TEST(a_file_whose_header_failed_is_started_later)
{
    struct place p = place_make();
    struct recorder r;
    struct error err;
    bool ok;

    open_silently(&r, p.file, false, &here);
    add_made(&r, 0, 1);
    unlink(p.file);
    limit_files(5);
    ok = add(&r, 1, &err);
    limit_files(0);
    assert_false(ok);
    add_made(&r, 2, 2);
    close_well(&r);
    check_kinds(&p, "MGKD");
    check_file(&p, 2, 0);
    place_drop(&p);
}

TEST(a_gap_has_its_reason_and_start)
{
    struct place p = place_make();
    struct recorder r;
    struct buffer file;
    size_t at = CAPTURE_HEADER_BYTES;
    struct record record;

    open_silently(&r, p.file, false, &here);
    add_made(&r, 0, 1);
    recorder_note_gap(&r, "the machine slept, or had no time");
    recorder_note_gap(&r, "the clock was set");
    recorder_note_gap(&r, "the clock was set"); // not repeated
    add_made(&r, 1, 2);
    close_well(&r);
    check_kinds(&p, "MKGDD");
    check_file(&p, 3, 0); // no snapshot is lost: no warning
    file = bytes_of(p.file);
    while (record_read(file.bytes + at, file.length - at, &record) == RECORD_OK && record.kind != RECORD_GAP)
        at += RECORD_HEADER_BYTES + record.length;
    assert_int_equal(record.time_ms, START_US / 1000 + 60000);
    {
        struct varint_reader reader = {record.payload, record.payload + record.length, false};

        assert_int_equal(varint_read_signed(&reader), START_US / 1000);
        assert_text(varint_read_bytes(&reader, varint_read(&reader)),
                    "the machine slept, or had no time; the clock was set");
    }
    buffer_free(&file);
    place_drop(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recorded_snapshots_are_read_back),
        cmocka_unit_test(an_existing_file_is_unchanged_without_append),
        cmocka_unit_test(appending_goes_on_with_the_next_number_in_a_keyframe),
        cmocka_unit_test(appending_to_a_missing_file_creates_it),
        cmocka_unit_test(a_truncated_file_is_continued_after_its_last_complete_snapshot),
        cmocka_unit_test(truncating_a_torn_tail_is_reported),
        cmocka_unit_test(a_file_of_another_machine_is_refused_and_unchanged),
        cmocka_unit_test(a_machine_may_get_another_name),
        cmocka_unit_test(a_file_without_a_machine_may_be_continued),
        cmocka_unit_test(two_writers_of_one_file_are_refused),
        cmocka_unit_test(a_deleted_file_is_created_again),
        cmocka_unit_test(a_directory_that_reappears_is_written_and_the_gap_recorded),
        cmocka_unit_test(a_recreated_directory_gets_a_new_file),
        cmocka_unit_test(a_full_disk_loses_no_written_snapshot),
        cmocka_unit_test(a_disk_full_from_the_start_leaves_no_file),
        cmocka_unit_test(a_file_whose_header_failed_is_started_later),
        cmocka_unit_test(a_gap_has_its_reason_and_start),
    };

    return RUN(tests);
}
