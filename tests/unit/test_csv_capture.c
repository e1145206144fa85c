#include "capture_helper.h"
#include "formats/csv/csv.h"
#include "formats/csv/csv_write.h"

/* Round trip of random captures: CSV as the collector writes it, to a capture file, back to CSV: identical files. */

#define FILES 20
#define BIT COUNTER_BIT
#define SLABS (BIT(NONPAGED_LIVE) | BIT(NONPAGED_BYTES))

static void add_hostile_text(struct buffer *b, struct chance *c, size_t most)
{
    static const char *const pieces[] = {
        "\"", ",",  "\r",  "\n",   "\r\n", " ", "\t", ";", "é", "€", "😀", "\xEF\xBF\xBD", "#TYPE", "Tag", "\"\"",
        "0",  "-1", "NaN", "\x1A", "\x01", "*", "?",  "'", "A", "b", "\\"};
    size_t count = (size_t)chance_below(c, most);

    for (size_t i = 0; i < count; i++) {
        size_t piece = (size_t)chance_below(c, sizeof pieces / sizeof *pieces + 1);

        if (piece == sizeof pieces / sizeof *pieces)
            buffer_add_char(b, '\0');
        else
            buffer_add_string(b, pieces[piece]);
    }
}

/* Tags and owners of one capture; all tags differ. */
struct cast {
    struct map tags;
    struct buffer drivers, descriptions; // one text each; owners are substrings of it
    unsigned counters;
    bool has_owners;
    int64_t offset_us; // local time - UTC
};

static struct cast cast_make(struct chance *c)
{
    static const unsigned sources[] = {
        SIX,
        SLABS,
        SLABS | BIT(PAGED_LIVE) | BIT(PAGED_BYTES),
        BIT(TOTAL_BYTES),
        BIT(PAGED_ALLOCS) | BIT(PAGED_BYTES) | BIT(TOTAL_BYTES),
    };
    struct cast cast = {.counters = sources[chance_below(c, 5)], .has_owners = chance_below(c, 2) == 1};
    size_t tags = 2 + (size_t)chance_below(c, 80);

    cast.offset_us = ((int64_t)chance_below(c, 105) - 48) * 15 * MINUTE_US;
    for (size_t i = 0; i < tags; i++) {
        struct buffer name = {0};

        add_hostile_text(&name, c, 6);
        map_intern(&cast.tags, name.length ? buffer_text(&name) : (struct text){"", 0});
        buffer_free(&name);
    }
    add_hostile_text(&cast.drivers, c, 200);
    add_hostile_text(&cast.descriptions, c, 200);
    buffer_add_char(&cast.drivers, 'x');
    buffer_add_char(&cast.descriptions, 'x');
    return cast;
}

static void cast_free(struct cast *cast)
{
    map_free(&cast->tags);
    buffer_free(&cast->drivers);
    buffer_free(&cast->descriptions);
}

/* A random substring that starts and ends at character boundaries. */
static struct text part_of(const struct buffer *b, struct chance *c)
{
    struct text whole = buffer_text(b);
    size_t at = 0, end, skip = (size_t)chance_below(c, 30);

    while (skip-- && at < whole.length)
        text_code_point(whole, &at);
    end = at;
    for (skip = (size_t)chance_below(c, 12); skip && end < whole.length; skip--)
        text_code_point(whole, &end);
    return (struct text){whole.data + at, end - at};
}

static int64_t random_value(struct chance *c, enum counter counter)
{
    static const uint64_t limits[] = {1, 100, 65536, UINT64_C(1) << 32};

    if (counter_is_bytes(counter) && chance_below(c, 20) == 0)
        return (int64_t)(chance_next(c) >> 1); // larger than all other values
    if (counter_is_bytes(counter) && chance_below(c, 50) == 0)
        return -(int64_t)chance_below(c, 1000);
    return (int64_t)chance_below(c, limits[chance_below(c, 4)]);
}

/* Mostly the values of the previous snapshot; sometimes in another row order. */
static void make_snapshot(const struct cast *cast, struct snapshot *s, size_t k, uint64_t seed)
{
    struct chance c = {seed * 77 + k};
    size_t count = cast->tags.count, first = (size_t)chance_below(&c, 4) ? 0 : (size_t)chance_below(&c, count);
    int64_t utc_us = START_US + (int64_t)k * MINUTE_US + (seed % 3 == 0 ? (int64_t)chance_below(&c, SECOND_US) : 0);

    snapshot_start(s, utc_us, utc_us + cast->offset_us, cast->counters);
    s->has_owners = cast->has_owners;
    for (size_t i = 0; i < count; i++) {
        size_t tag = (first + i) % count;
        struct pool_row row = {.known = cast->counters};
        struct chance steady = {seed + tag}, own = {seed + tag};

        if (chance_below(&c, 10) == 0 && s->count)
            continue;
        for (int n = 0; n < COUNTERS; n++)
            row.value[n] = random_value(chance_below(&c, 6) ? &steady : &c, (enum counter)n);
        if (chance_below(&c, 40) == 0)
            row.known &= (unsigned)chance_next(&c); // empty cells
        snapshot_add(s, map_name(&cast->tags, tag), &row);
        if (!cast->has_owners)
            continue;
        snapshot_set_driver(s, part_of(&cast->drivers, &own));
        snapshot_set_description(s, part_of(&cast->descriptions, chance_below(&c, 30) ? &own : &c));
    }
}

static void read_files(const struct buffer *files, struct capture_writer *writer, struct buffer *capture)
{
    for (size_t k = 0; k < FILES; k++) {
        struct csv_target target = {0};
        struct reader reader = {0};
        struct warnings warnings = {0};
        struct error err;

        assert_true(reader_open_memory(&reader, "x.csv", files[k].bytes, files[k].length, &err));
        assert_true(csv_read(&reader, &target, &warnings, &err));
        assert_int_equal(warnings.seen[WARNING_FILE] + warnings.seen[WARNING_SNAPSHOT],
                         0); // empty cells are reported
        assert_int_equal(target.count, 1);
        capture_write_snapshot(writer, &target.snapshots[0], capture);
        csv_target_free(&target);
        warnings_free(&warnings);
        reader_close(&reader);
        reader_free(&reader);
    }
}

static void compare_files(const struct buffer *files, const struct buffer *bytes, enum csv_encoding encoding,
                          uint64_t seed)
{
    struct capture capture = {0};
    struct warnings warnings = {0};
    struct snapshot s = {0};
    struct error err;

    assert_true(capture_open_memory(&capture, "x", bytes->bytes, bytes->length, &warnings, &err));
    for (size_t k = 0; k < FILES; k++) {
        struct buffer again = {0};

        assert_int_equal(capture_next(&capture, &err), CAPTURE_SNAPSHOT);
        capture_snapshot(&capture.state, &s);
        csv_write(&again, &s, s.utc_us, encoding);
        if (again.length != files[k].length || memcmp(again.bytes, files[k].bytes, again.length) != 0)
            fail_msg("file %zu of seed %llu is another one: now %.*s\n--- was\n%.*s", k, (unsigned long long)seed,
                     (int)again.length, again.bytes, (int)files[k].length, files[k].bytes);
        buffer_free(&again);
    }
    assert_int_equal(capture_next(&capture, &err), CAPTURE_END);
    capture_close(&capture);
    snapshot_free(&s);
}

static void go_there_and_back(uint64_t seed, enum csv_encoding encoding)
{
    struct chance c = {seed};
    struct cast cast = cast_make(&c);
    struct buffer files[FILES] = {0}, capture = {0};
    struct capture_writer writer = {0};
    struct snapshot s = {0};

    for (size_t k = 0; k < FILES; k++) {
        make_snapshot(&cast, &s, k, seed);
        csv_write(&files[k], &s, s.utc_us, encoding);
    }
    capture_add_header(&capture);
    read_files(files, &writer, &capture);
    compare_files(files, &capture, encoding, seed);
    for (size_t k = 0; k < FILES; k++)
        buffer_free(&files[k]);
    buffer_free(&capture);
    capture_writer_free(&writer);
    snapshot_free(&s);
    cast_free(&cast);
}

TEST(utf8_files_round_trip)
{
    for (uint64_t seed = 1; seed <= 150; seed++)
        go_there_and_back(seed, CSV_UTF8);
}

TEST(utf16_files_round_trip)
{
    for (uint64_t seed = 1001; seed <= 1150; seed++)
        go_there_and_back(seed, CSV_UTF16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_files_round_trip),
        cmocka_unit_test(utf16_files_round_trip),
    };

    return RUN(tests);
}
