/* fuzz_csv.c - any bytes as a directory of snapshots: read, finished, ranked, and queried for everything.
 *
 *     "DateTime","DateTimeUTC","Tag",... <0x1C> "DateTime",...        0x1C separates files
 *
 * Checks invariants: times ascend, a total is the sum of its values, tags are UTF-8. The same text must give the same
 * store in UTF-8, UTF-16, UTF-32 and Windows-1252, with reads of a few bytes, and with csv_repeat.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/correlate.h"
#include "analysis/rank.h"
#include "analysis/stats.h"
#include "base/calendar.h"
#include "base/memory.h"
#include "base/unicode.h"
#include "check.h"
#include "formats/csv/csv.h"
#include "formats/csv/csv_repeat.h"
#include "formats/csv/csv_row.h"

#define FILES_MAX 4
#define FILE_SEPARATOR 0x1C

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct files {
    struct text file[FILES_MAX];
    size_t count;
};

static struct files files_of(const uint8_t *data, size_t size)
{
    struct files files = {.file[0] = {(const char *)data, size}, .count = 1};
    struct text *last = &files.file[0];
    const char *cut;

    while (files.count < FILES_MAX && last->length && (cut = memchr(last->data, FILE_SEPARATOR, last->length))) {
        struct text rest = {cut + 1, (size_t)(last->data + last->length - (cut + 1))};

        last->length = (size_t)(cut - last->data);
        last = &files.file[files.count++];
        *last = rest;
    }
    return files;
}

static bool is_utf8(struct text t)
{
    size_t good;

    return t.length == 0 || unicode_utf8_check(t.data, t.length, &good) == UTF8_VALID;
}

/* --- the store's content as bytes, to compare --- */

static void add_size(struct buffer *b, size_t value)
{
    buffer_add(b, &value, sizeof value);
}

static void add_amounts(struct buffer *b, const amount *values, size_t count)
{
    buffer_add(b, values, count * sizeof *values);
}

static void tell_tags(struct buffer *b, const struct store *store)
{
    size_t present = 0;

    for (size_t tag = 0; tag < store_tags(store); tag++) {
        struct text name = store_tag_name(store, tag);

        CHECK(is_utf8(name));
        CHECK(store_find_tag(store, name) == tag);
        present += store_has(store, tag);
        add_size(b, name.length);
        buffer_add_text(b, name);
    }
    CHECK(present == store_tags_present(store));
}

static void tell_times(struct buffer *b, const struct store *store)
{
    size_t boots;
    bool known;
    const size_t *boot = store_reboots(store, &boots, &known);

    for (size_t m = 0; m < store_moments(store); m++) {
        int64_t times[2] = {store_time(store, m), store_local(store, m)};

        CHECK(m == 0 || store_time(store, m - 1) < times[0]);
        buffer_add(b, times, sizeof times);
        calendar_add(b, times[0], 'T');
    }
    CHECK(boots == 0 || known);
    for (size_t i = 0; i < boots; i++) {
        CHECK(boot[i] > 0 && boot[i] < store_moments(store) && (i == 0 || boot[i - 1] < boot[i]));
        add_size(b, boot[i]);
    }
}

static void tell_series(const struct store *store, enum metric metric, size_t moment, const amount *values)
{
    amount *series = memory_new(store_moments(store), sizeof *series);

    for (size_t tag = 0; tag < store_tags(store) && tag < 8; tag++) {
        store_series(store, tag, metric, series);
        CHECK(series[moment] == values[tag]);
    }
    free(series);
}

static void tell_values(struct buffer *b, const struct store *store, enum metric metric)
{
    const amount limit = (amount)1 << 80;
    size_t tags = store_tags(store);
    amount *values = memory_new(tags, sizeof *values);

    for (size_t m = 0; m < store_moments(store); m++) {
        amount sum = 0, total = store_total(store, m, metric);

        store_values(store, m, metric, values);
        for (size_t tag = 0; tag < tags; tag++) {
            if (values[tag] == AMOUNT_MISSING)
                continue;
            CHECK(store_has(store, tag) && values[tag] > -limit && values[tag] < limit);
            sum += values[tag];
        }
        CHECK(total == AMOUNT_MISSING || total == sum);
        add_amounts(b, values, tags);
        add_amounts(b, &total, 1);
        if (m < 3)
            tell_series(store, metric, m, values);
    }
    free(values);
}

static void tell_rankings(struct buffer *b, const struct store *store, enum metric metric)
{
    struct text exclude = text_of("Thre");
    struct rank_options options = {.count = {3, 0, 100000, 5}, .exclude = &exclude, .exclude_count = 1};
    struct tag_stats *stats = stats_of_tags(store, metric), total = stats_of_total(store, metric);
    struct ranking rankings[ORDERS];

    CHECK(total.seen <= store_moments(store));
    rank_tags(store, stats, &options, rankings);
    for (int order = 0; order < ORDERS; order++) {
        CHECK(rankings[order].wanted == (options.count[order] > 0));
        CHECK(rankings[order].count <= store_tags_present(store));
        for (size_t i = 0; i < rankings[order].count; i++) {
            const struct tag_stats *s = &stats[rankings[order].tags[i]];

            CHECK(s->seen > 0 && s->peak >= s->first && s->peak >= s->last);
            CHECK(order != ORDER_PEAK || i == 0 || stats[rankings[order].tags[i - 1]].peak >= s->peak);
            add_size(b, rankings[order].tags[i]);
        }
    }
    rankings_free(rankings);
    free(stats);
}

static void tell_correlation(struct buffer *b, const struct store *store, enum metric metric)
{
    size_t tags = store_tags(store), moments = store_moments(store);
    double *columns, *r;
    amount *series;

    if (tags > 40 || moments > 40)
        return;
    columns = memory_new(tags * moments, sizeof *columns);
    r = memory_new(tags * tags, sizeof *r);
    series = memory_new(moments, sizeof *series);
    for (size_t tag = 0; tag < tags; tag++) {
        store_series(store, tag, metric, series);
        for (size_t m = 0; m < moments; m++)
            columns[tag * moments + m] = series[m] == AMOUNT_MISSING ? NAN : (double)series[m];
    }
    correlate(columns, tags, moments, (struct workers){0}, r);
    for (size_t i = 0; i < tags * tags; i++) {
        CHECK(isnan(r[i]) || (r[i] >= -1 && r[i] <= 1));
        CHECK(isnan(r[i]) == isnan(r[i % tags * tags + i / tags]));
        buffer_printf(b, "%g ", isnan(r[i]) ? 9 : r[i]);
    }
    free(series);
    free(r);
    free(columns);
}

static void tell_warnings(struct buffer *b, const struct warnings *warnings)
{
    size_t count;
    char **lines = warnings_lines(warnings, &count);

    for (size_t i = 0; i < count; i++) {
        CHECK(lines[i][0] != '\0' && !strchr(lines[i], '\n'));
        CHECK(is_utf8(text_of(lines[i])));
        buffer_add_string(b, lines[i]);
        buffer_add_char(b, '\n');
        free(lines[i]);
    }
    free(lines);
}

static void tell(struct buffer *b, const struct store *store, const struct warnings *warnings)
{
    tell_tags(b, store);
    tell_times(b, store);
    for (int metric = 0; metric < METRICS; metric++) {
        tell_values(b, store, (enum metric)metric);
        tell_rankings(b, store, (enum metric)metric);
    }
    tell_correlation(b, store, TOTAL_USED_BYTES);
    tell_warnings(b, warnings);
}

/* --- reading --- */

static size_t line_ends(const struct files *files)
{
    size_t count = 0;

    for (size_t i = 0; i < files->count; i++)
        for (size_t at = 0; at < files->file[i].length; at++)
            count += files->file[i].data[at] == '\n' || files->file[i].data[at] == '\r';
    return count + files->count; // the last row needs no line end
}

static void read_file(struct reader *reader, struct text file, struct store *store, struct warnings *warnings,
                      size_t *usable, struct buffer *out)
{
    struct error err = {0};
    size_t read_bytes = reader->read_bytes;
    bool ok;

    if (read_bytes == 0) // all at once, in an exact-size block
        reader->read_bytes = file.length + 1;
    CHECK(reader_open_memory(reader, "fuzz", file.data, file.length, &err));
    store_source(store, "fuzz");
    ok = csv_read(reader, &(struct csv_target){.store = store}, warnings, &err);
    CHECK(ok == (err.text[0] == '\0') && !strchr(err.text, '\n'));
    reader_close(reader);
    reader->read_bytes = read_bytes;
    *usable += ok;
    buffer_add_string(out, err.text);
}

static bool repeat_file(struct csv_repeat *repeat, struct text file, struct store *store)
{
    size_t sources = store_sources(store), tags = store_tags(store);
    bool ok;

    repeat->now.bytes.length = 0;
    buffer_add_text(&repeat->now.bytes, file);
    ok = csv_repeat_bytes(repeat, "fuzz", store);
    CHECK(store_sources(store) == sources + ok && (ok || store_tags(store) == tags));
    return ok;
}

/* Reads the files, `read_bytes` at a time (0: each at once), and appends the store's content to `out`. With `quick`,
 * csv_repeat reads those that it can. */
static void read_files(const struct files *files, size_t read_bytes, bool quick, struct store_window window,
                       struct buffer *out)
{
    struct csv_repeat repeat = {0};
    struct store *store = store_new();
    struct warnings warnings = {0};
    struct reader reader = {.read_bytes = read_bytes};
    size_t usable = 0;

    for (size_t i = 0; i < files->count; i++)
        if (quick && repeat_file(&repeat, files->file[i], store))
            usable++;
        else
            read_file(&reader, files->file[i], store, &warnings, &usable, out);
    CHECK(usable == store_sources(store));
    store_finish(store, window, &warnings);
    CHECK(store_moments(store) <= line_ends(files) && store_tags(store) <= line_ends(files));
    CHECK(usable > 0 || store_moments(store) == 0);
    for (size_t m = 0; m < store_moments(store); m++)
        CHECK(store_time(store, m) >= window.since_us && store_time(store, m) <= window.until_us);
    tell(out, store, &warnings);
    csv_repeat_free(&repeat);
    reader_free(&reader);
    warnings_free(&warnings);
    store_free(store);
}

/* --- the same text in other encodings --- */

static void add_unit(struct buffer *b, uint32_t unit, size_t bytes, bool big)
{
    for (size_t i = 0; i < bytes; i++)
        buffer_add_char(b, (char)(unit >> 8 * (big ? bytes - 1 - i : i)));
}

static void add_encoded(struct buffer *b, uint32_t c, enum encoding encoding)
{
    bool big = encoding == ENCODING_UTF16BE || encoding == ENCODING_UTF32BE;

    if (encoding == ENCODING_UTF32LE || encoding == ENCODING_UTF32BE) {
        add_unit(b, c, 4, big);
    } else if (encoding == ENCODING_UTF8) {
        buffer_add_utf8(b, c);
    } else if (c >= 0x10000) {
        add_unit(b, 0xD800 + ((c - 0x10000) >> 10), 2, big);
        add_unit(b, 0xDC00 + ((c - 0x10000) & 0x3FF), 2, big);
    } else {
        add_unit(b, c, 2, big);
    }
}

/* UTF-8 text with a BOM. False when it would be detected as another encoding. */
static bool encode(struct text t, enum encoding encoding, struct buffer *out)
{
    if (encoding == ENCODING_UTF16LE && t.length && t.data[0] == '\0')
        return false; // FF FE 00 00 is the BOM of UTF-32
    add_encoded(out, 0xFEFF, encoding);
    for (size_t i = 0; i < t.length;)
        add_encoded(out, text_code_point(t, &i), encoding);
    return true;
}

/* Latin-1 characters as Windows-1252, one byte each. False when there are others, or when it looks like UTF-8. */
static bool encode_1252(struct text t, struct buffer *out)
{
    size_t good, bom;

    for (size_t i = 0; i < t.length;) {
        uint32_t c = text_code_point(t, &i);

        if (c > 0xFF || (c >= 0x80 && c < 0xA0))
            return false;
        buffer_add_char(out, (char)c);
    }
    return out->length > 0 && unicode_guess(out->bytes, out->length, &bom) == ENCODING_UTF8 && bom == 0 &&
           unicode_utf8_check(out->bytes, out->length, &good) == UTF8_BROKEN;
}

static void check_encoding(const struct files *texts, enum encoding encoding, size_t read_bytes,
                           struct store_window window, const struct buffer *wanted)
{
    struct files files = {.count = texts->count};
    struct buffer bytes[FILES_MAX] = {0}, got = {0};
    bool ok = true;

    for (size_t i = 0; i < files.count; i++) {
        ok = ok && (encoding == ENCODING_WINDOWS_1252 ? encode_1252(texts->file[i], &bytes[i])
                                                      : encode(texts->file[i], encoding, &bytes[i]));
        files.file[i] = buffer_text(&bytes[i]);
    }
    if (ok) {
        read_files(&files, read_bytes, encoding == ENCODING_UTF16LE, window, &got);
        CHECK(text_equal(buffer_text(&got), buffer_text(wanted)));
    }
    for (size_t i = 0; i < files.count; i++)
        buffer_free(&bytes[i]);
    buffer_free(&got);
}

/* The files as text; only when all are UTF-8. */
static bool texts_of(const struct files *files, struct files *out)
{
    *out = *files;
    for (size_t i = 0; i < files->count; i++) {
        struct text *t = &out->file[i];
        size_t bom;

        if (unicode_guess(t->data, t->length, &bom) != ENCODING_UTF8)
            return false;
        t->data += bom;
        t->length -= bom;
        if (!is_utf8(*t))
            return false;
    }
    return true;
}

/* --- parts of the reader, on exact-size blocks --- */

static void check_rows(const uint8_t *data, size_t size, char separator)
{
    const char *at = (const char *)data, *end = at + size;
    struct buffer scratch = {0};

    while (at < end) {
        const char *start = at;
        struct csv_row row;

        if (csv_row_split(&at, end, separator, true, &row) != CSV_ROW) {
            CHECK(at == start);
            at = csv_next_line(at, end);
            CHECK(at > start);
            continue;
        }
        CHECK(at > start && at <= end && row.count > 0);
        for (size_t i = 0; i < row.count && i < CSV_FIELDS; i++) {
            struct text t = csv_field_text(&row.fields[i], &scratch);
            int64_t number, time_us;

            CHECK(row.fields[i].data >= start && row.fields[i].data + row.fields[i].length <= at);
            CHECK(t.length <= row.fields[i].length);
            text_to_int64(t, &number);
            calendar_parse(t, true, &time_us);
        }
    }
    buffer_free(&scratch);
}

static void check_conversion(const uint8_t *data, size_t size, enum encoding encoding)
{
    struct buffer out = {0};
    size_t used = unicode_to_utf8(encoding, (const char *)data, size, false, &out);

    CHECK(used <= size && size - used < 4 && is_utf8(buffer_text(&out)));
    used += unicode_to_utf8(encoding, (const char *)data + used, size - used, true, &out);
    CHECK(used == size && is_utf8(buffer_text(&out)));
    buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t few[] = {16, 17, 61, 250};
    static const enum encoding encodings[] = {ENCODING_UTF8,    ENCODING_UTF16LE, ENCODING_UTF16BE,
                                              ENCODING_UTF32LE, ENCODING_UTF32BE, ENCODING_WINDOWS_1252};
    struct files files = files_of(data, size), texts;
    struct store_window window = STORE_ALL_TIME;
    struct buffer said = {0}, quickly = {0};
    unsigned turn = 0; // which additional check is done for this input

    for (size_t i = 0; i < size; i++)
        turn = turn * 31 + data[i];
    if (turn % 4 == 0)
        calendar_parse(text_of("2021-07-13T05:36:00"), false, turn % 8 ? &window.since_us : &window.until_us);
    check_rows(data, size, ",;\t"[turn / 8 % 3]);
    check_conversion(data, size, encodings[turn / 16 % 6]);
    read_files(&files, 0, false, window, &said);
    read_files(&files, 0, true, window, &quickly);
    CHECK(text_equal(buffer_text(&said), buffer_text(&quickly)));
    if (texts_of(&files, &texts)) {
        check_encoding(&texts, encodings[turn / 32 % 6], 0, window, &said);
        for (unsigned i = 0; i < 2; i++)
            check_encoding(&texts, encodings[(turn / 256 + i) % 6], few[(turn / 2048 + i) % 4], window, &said);
    }
    buffer_free(&said);
    buffer_free(&quickly);
    return 0;
}
