/* csv_repeat must fill a store exactly as csv does, however the files are damaged, and must really skip rows that did
 * not change. */
#include "csv_helper.h"
#include "formats/csv/csv_repeat.h"
#include "store_tell.h"

#define HEAD                                                                                                           \
    "\"DateTime\",\"DateTimeUTC\",\"Tag\",\"PagedAllocs\",\"PagedFrees\",\"PagedDiff\",\"PagedUsedBytes\","            \
    "\"NonPagedAllocs\",\"NonPagedFrees\",\"NonPagedDiff\",\"NonPagedUsedBytes\",\"TotalUsedBytes\"\r\n"
#define FILES 6
#define ROWS 12

/* Pseudorandom numbers, the same in every run. */
static unsigned roll(unsigned *seed, unsigned below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

struct capture {
    struct buffer file[FILES];
};

static void capture_free(struct capture *c)
{
    for (size_t i = 0; i < FILES; i++)
        buffer_free(&c->file[i]);
}

/* Tags that stay, change, appear and disappear; sometimes in another row order. */
static struct capture make(unsigned *seed)
{
    struct capture c = {0};
    long value[ROWS] = {0};
    bool wide = roll(seed, 4) == 0;

    for (int i = 0; i < FILES; i++) {
        int first = roll(seed, 4) == 0 ? (int)roll(seed, ROWS) : 0;

        buffer_add_string(&c.file[i], HEAD);
        for (int n = 0; n < ROWS; n++) {
            int tag = (first + n) % ROWS;

            if (roll(seed, 8) == 0)
                continue;
            if (roll(seed, 4) == 0)
                value[tag] += 1 + (long)roll(seed, 1000) * (wide && roll(seed, 4) == 0 ? 100000000 : 1);
            buffer_printf(&c.file[i], "\"2026-03-01T11:0%d:00\",\"2026-03-01T10:0%d:00\",\"T%02d%s\",", i, i, tag,
                          tag == 3   ? "\303\274"
                          : tag == 4 ? "\"\""
                                     : "x");
            buffer_printf(&c.file[i], "\"%ld\",\"3\",\"%ld\",\"%ld\",\"7\",\"7\",\"0\",\"%ld\",\"%ld\"\r\n",
                          value[tag] + 3, value[tag], value[tag] * 64, value[tag] / 2,
                          value[tag] * 64 + value[tag] / 2);
        }
    }
    return c;
}

/* One fault: a byte changed, lost or duplicated, a row lost or duplicated, or the file truncated. */
static void damage(struct buffer *file, unsigned *seed)
{
    static const char bytes[] = "\"\r\n,;0-9aT \xFC\x1A";
    size_t at = roll(seed, (unsigned)file->length), end = at;
    char *line = memchr(file->bytes + at, '\n', file->length - at), *next = NULL;

    if (line)
        next = memchr(line + 1, '\n', file->length - (size_t)(line + 1 - file->bytes));
    switch (roll(seed, 6)) {
    case 0:
        file->bytes[at] = bytes[roll(seed, sizeof bytes)];
        break;
    case 1:
        end = at + 1;
        break;
    case 2:
        file->length = at;
        break;
    case 3:
        buffer_add(file, file->bytes + at, 1);
        break;
    default:
        if (!next)
            break;
        at = (size_t)(line + 1 - file->bytes);
        end = (size_t)(next + 1 - file->bytes);
        if (roll(seed, 2)) {
            struct buffer row = {0};

            buffer_add(&row, file->bytes + at, end - at);
            buffer_add(file, row.bytes, row.length);
            buffer_free(&row);
            end = at;
        }
    }
    memmove(file->bytes + at, file->bytes + end, file->length - end);
    file->length -= end - at;
}

/* Converts Latin-1 to UTF-16LE: the text itself does not matter here. */
static void widen(struct buffer *file, bool bom)
{
    struct buffer wide = {0};

    if (bom)
        buffer_add(&wide, "\xFF\xFE", 2);
    for (size_t i = 0; i < file->length; i++) {
        buffer_add_char(&wide, file->bytes[i]);
        buffer_add_char(&wide, '\0');
    }
    buffer_free(file);
    *file = wide;
}

struct counts {
    size_t quick, equal; // files that csv_repeat read, rows that it compared and did not parse
};

/* Reads the capture with csv_repeat (`quick`) or without; returns the store's content as bytes. */
static struct buffer read_capture(const struct capture *c, bool quick, struct counts *counts)
{
    struct store *store = store_new();
    struct warnings warnings = {0};
    struct csv_repeat repeat = {0};
    struct reader reader = {0};
    struct error err;
    struct buffer told = {0};

    for (size_t i = 0; i < FILES; i++) {
        char name[] = "0.csv";

        name[0] = (char)('0' + i);
        repeat.now.bytes.length = 0;
        buffer_add(&repeat.now.bytes, c->file[i].bytes, c->file[i].length);
        if (quick && csv_repeat_bytes(&repeat, name, store)) {
            counts->quick++;
            counts->equal += repeat.before.count - repeat.change_count;
            continue;
        }
        assert_true(reader_open_memory(&reader, name, c->file[i].bytes, c->file[i].length, &err));
        store_source(store, name);
        if (!csv_read(&reader, &(struct csv_target){.store = store}, &warnings, &err))
            buffer_add_string(&told, err.text);
        reader_close(&reader);
    }
    store_tell(&told, store, &warnings);
    csv_repeat_free(&repeat);
    reader_free(&reader);
    warnings_free(&warnings);
    store_free(store);
    return told;
}

static struct counts expect_equal(const struct capture *c)
{
    struct counts counts = {0};
    struct buffer plain = read_capture(c, false, NULL), quick = read_capture(c, true, &counts);

    assert_true(text_equal(buffer_text(&plain), buffer_text(&quick)));
    buffer_free(&plain);
    buffer_free(&quick);
    return counts;
}

TEST(unchanged_rows_of_valid_files_are_skipped)
{
    unsigned seed = 1;

    for (int turn = 0; turn < 300; turn++) {
        struct capture c = make(&seed);
        struct counts counts;

        if (turn % 3)
            for (size_t i = 0; i < FILES; i++)
                widen(&c.file[i], turn % 3 == 1);
        counts = expect_equal(&c);
        assert_int_equal(counts.quick, FILES);
        assert_true(counts.equal >= FILES); // of some 50 unchanged rows per file
        capture_free(&c);
    }
}

TEST(damaged_files_are_read_as_by_the_plain_reader)
{
    unsigned seed = 2;
    size_t quick = 0;

    for (int turn = 0; turn < 3000; turn++) {
        struct capture c = make(&seed);

        for (unsigned i = 0; i <= roll(&seed, 3); i++)
            damage(&c.file[roll(&seed, FILES)], &seed);
        if (turn % 3 == 0)
            for (size_t i = 0; i < FILES; i++)
                widen(&c.file[i], turn % 2);
        quick += expect_equal(&c).quick;
        capture_free(&c);
    }
    assert_true(quick > 3000); // files: a fault in one does not slow down those after it
}

/* Two times in a file, another header, a counter before the tag column: csv_repeat declines, csv reads them. */
TEST(other_files_are_left_to_the_plain_reader)
{
    static const char *const bodies[] = {
        "DateTimeUTC,Tag,PagedUsedBytes\n2026-03-01T10:00:00,a,1\n2026-03-01T10:01:00,a,1\n",
        "DateTimeUTC,PagedUsedBytes,Tag,NonPagedUsedBytes\n2026-03-01T10:00:00,1,a,1\n",
        "DateTimeUTC,PagedUsedBytes,Tag,NonPagedUsedBytes\n2026-03-01T10:02:00,2,a,1\n",
        "DateTimeUTC,Tag,PagedUsedBytes\n2026-03-01T10:03:00,a,1",
        "DateTime,Tag,PagedUsedBytes\n2026-03-01T10:04:00,a,1\n",
        "DateTimeUTC,Tag,PagedUsedBytes,Binary,Description\n2026-03-01T10:05:00,a,1,x.sys,y\n",
    };
    struct capture c = {0};

    for (size_t i = 0; i < FILES; i++)
        buffer_add_string(&c.file[i], bodies[i]);
    assert_int_equal(expect_equal(&c).quick, 0);
    capture_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unchanged_rows_of_valid_files_are_skipped),
        cmocka_unit_test(damaged_files_are_read_as_by_the_plain_reader),
        cmocka_unit_test(other_files_are_left_to_the_plain_reader),
    };

    return RUN(tests);
}
