#include "formats/records/record.h"

#include <string.h>

#include "base/calendar.h"
#include "formats/text/number.h"
#include "model/tag.h"

void records_free(struct records *r)
{
    snapshot_log_free(&r->log);
    record_repeats_free(&r->repeats);
    buffer_free(&r->time);
    buffer_free(&r->text);
}

/* --- pools --- */

/* "Nonp", "NonPaged", "Non Paged", "NP", "N", "NonPagedNx"; "Paged", "P". */
static bool parse_pool(struct text cell, bool *is_paged)
{
    static const char *const nonpaged[] = {"nonp", "nonpaged", "np", "n", "nonpagednx", "nonpagedpool"};
    static const char *const paged[] = {"paged", "p", "pp", "pagedpool"};
    char word[24];
    size_t length = 0;

    for (size_t i = 0; i < cell.length && length < sizeof word; i++)
        if (cell.data[i] != ' ' && cell.data[i] != '-' && cell.data[i] != '_')
            word[length++] = cell.data[i];
    for (size_t i = 0; i < sizeof nonpaged / sizeof *nonpaged; i++)
        if (text_equal_nocase((struct text){word, length}, text_of(nonpaged[i])))
            return *is_paged = false, true;
    for (size_t i = 0; i < sizeof paged / sizeof *paged; i++)
        if (text_equal_nocase((struct text){word, length}, text_of(paged[i])))
            return *is_paged = true, true;
    return false;
}

static enum counter counter_of(enum role role, bool is_paged)
{
    static const enum counter counters[][2] = {{NONPAGED_ALLOCS, PAGED_ALLOCS},
                                               {NONPAGED_FREES, PAGED_FREES},
                                               {NONPAGED_LIVE, PAGED_LIVE},
                                               {NONPAGED_BYTES, PAGED_BYTES}};

    return counters[role - ROLE_POOL_ALLOCS][is_paged];
}

#define PAGED                                                                                                          \
    (COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(PAGED_FREES) | COUNTER_BIT(PAGED_LIVE) | COUNTER_BIT(PAGED_BYTES))
#define NONPAGED                                                                                                       \
    (COUNTER_BIT(NONPAGED_ALLOCS) | COUNTER_BIT(NONPAGED_FREES) | COUNTER_BIT(NONPAGED_LIVE) |                         \
     COUNTER_BIT(NONPAGED_BYTES))

/* --- snapshots --- */

/* Where the calls of some rows were cut but their live blocks were not, live blocks count for all rows. */
static void prefer_live(struct snapshot *s, enum counter allocs, enum counter frees, enum counter live)
{
    unsigned calls = COUNTER_BIT(allocs) | COUNTER_BIT(frees);
    bool is_mixed = false;

    for (size_t i = 0; i < s->count; i++)
        is_mixed |= (s->rows[i].values.known & COUNTER_BIT(live)) && (s->counters & calls) == calls;
    for (size_t i = 0; is_mixed && i < s->count; i++) {
        struct pool_row *row = &s->rows[i].values;

        if ((row->known & calls) == calls) {
            row->value[live] = (int64_t)counter_live(row->value[allocs], row->value[frees]);
            row->known |= COUNTER_BIT(live);
        }
        row->known &= ~calls;
    }
    s->counters &= is_mixed ? ~calls : ALL_COUNTERS;
}

/* A row that had only one of both calls has nothing left. */
static void drop_empty_rows(struct records *r)
{
    struct snapshot *s = &r->log.snapshot;
    size_t kept = 0;

    for (size_t i = 0; i < s->count; i++)
        if (s->rows[i].values.known)
            s->rows[kept++] = s->rows[i];
    r->log.has_lost_rows |= kept < s->count;
    s->count = kept;
}

/* In a list of pools, a pool that a tag does not have was never used. */
static void end_rows(struct records *r)
{
    struct snapshot *s = &r->log.snapshot;
    size_t times = record_repeats_end(&r->repeats, s);

    if (times)
        warnings_add(r->log.input->warnings, WARNING_SNAPSHOT,
                     "%s:%zu: up to here, all records of one time come %zu times: the last ones are used",
                     r->log.input->path, r->log.last_row, times);
    prefer_live(s, PAGED_ALLOCS, PAGED_FREES, PAGED_LIVE);
    prefer_live(s, NONPAGED_ALLOCS, NONPAGED_FREES, NONPAGED_LIVE);
    if (r->log.is_open)
        drop_empty_rows(r);
    for (size_t i = 0; r->pools && r->log.is_open && i < s->count; i++) {
        unsigned *known = &s->rows[i].values.known;

        *known |= *known & PAGED ? 0 : s->counters & PAGED;
        *known |= *known & NONPAGED ? 0 : s->counters & NONPAGED;
    }
    for (size_t i = 0; r->log.is_open && i < s->count; i++)
        s->lost |= s->counters & ~s->rows[i].values.known;
    r->pools = 0;
}

bool records_finish(void *records, struct error *err)
{
    struct records *r = records;

    (void)err;
    end_rows(r);
    if (r->cut_numbers)
        warnings_add(
            r->log.input->warnings, WARNING_ROW,
            "%s:%zu: a narrow window cut %zu number%s, the first one here: print with \"Format-Table -AutoSize "
            "| Out-String -Width 400\", or as CSV",
            r->log.input->path, r->cut_line, r->cut_numbers, r->cut_numbers == 1 ? "" : "s");
    return true;
}

bool record_begin(struct records *r, struct error *err)
{
    end_rows(r);
    return snapshot_log_begin(&r->log, err);
}

/* --- times --- */

static void set_time(struct records *r, int64_t shown_us, bool has_zone, int64_t offset_us, bool has_local)
{
    int64_t of_day = (shown_us % DAY_US + DAY_US) % DAY_US;
    struct stamp stamp = {.has_date = true,
                          .has_time = true,
                          .date_us = shown_us - of_day,
                          .time_us = of_day,
                          .has_zone = has_zone,
                          .offset_us = offset_us,
                          .has_local = has_local};

    snapshot_log_set_stamp(&r->log, &stamp);
}

static bool is_cut(struct text cell)
{
    return cell.length == 0 || text_ends_with(cell, text_of("...")) || text_ends_with(cell, text_of("\xE2\x80\xA6")) ||
           text_starts_with(cell, "...") || text_starts_with(cell, "\xE2\x80\xA6") || text_equal(cell, text_of("-"));
}

/* The cells of times, one after the other, as they stand in the record. What was cut tells no time. */
static void join_times(struct records *r, const struct text *cells, size_t count, struct text *utc, struct text *local)
{
    r->text.length = 0;
    for (size_t i = 0; i < count; i++) {
        enum role role = r->layout.columns[i].role;
        struct text cell = role < ROLE_UTC ? (struct text){"", 0} : text_trim(cells[i]);

        if (is_cut(cell))
            continue;
        if (role == ROLE_UTC)
            *utc = cell;
        else if (role == ROLE_LOCAL)
            *local = cell;
        buffer_add_text(&r->text, cell);
        buffer_add_char(&r->text, ' ');
    }
}

/* A time in a column of UTC that is not written as ISO 8601 says. */
static bool find_utc(struct records *r, struct text cell)
{
    struct buffer b = {0};
    bool is_found;

    buffer_add_text(&b, cell);
    buffer_add_string(&b, " UTC");
    is_found = snapshot_log_find_stamp(&r->log, buffer_text(&b));
    buffer_free(&b);
    return is_found;
}

/* Whether the seconds are written, as in 15:30:00 or 1781449200. */
static bool has_seconds(struct text time)
{
    size_t digits = 0;

    for (size_t i = 0; i < time.length; i++) {
        digits = text_is_digit_at(time, i) ? digits + 1 : 0;
        if (digits == 10)
            return true;
        if (time.data[i] == ':' && i + 3 < time.length && time.data[i + 3] == ':' && text_is_digit_at(time, i + 4))
            return true;
    }
    return false;
}

/* Takes the time of the record as a stamp. False: it is none. */
static bool parse_time(struct records *r, struct text utc, struct text local)
{
    int64_t utc_us, local_us;
    struct stamp epoch;

    if (stamp_epoch(utc.length ? utc : local, &epoch)) {
        snapshot_log_set_stamp(&r->log, &epoch);
        return true;
    }
    if (calendar_parse(utc, false, &utc_us)) {
        calendar_parse(local, false, &local_us) ? set_time(r, local_us, true, local_us - utc_us, true)
                                                : set_time(r, utc_us, true, 0, false);
        return true;
    }
    if (calendar_parse(local, false, &local_us)) {
        set_time(r, local_us, text_ends_with(local, text_of("Z")), 0, false);
        return true;
    }
    return utc.length && !local.length ? find_utc(r, utc) : snapshot_log_find_stamp(&r->log, buffer_text(&r->text));
}

static void find_time(struct records *r, const struct text *cells, size_t count, bool again)
{
    struct text utc = {"", 0}, local = {"", 0};

    join_times(r, cells, count, &utc, &local);
    if (r->text.length == 0)
        r->tells_time = false;
    if (r->text.length == 0 || (!again && r->log.is_open && text_equal(buffer_text(&r->text), buffer_text(&r->time))))
        return;
    r->time.length = 0;
    buffer_add_text(&r->time, buffer_text(&r->text));
    r->tells_time = parse_time(r, utc, local) && has_seconds(buffer_text(&r->time));
}

/* Records of one moment repeat its time. */
void record_find_time(struct records *r, const struct text *cells, size_t count)
{
    find_time(r, cells, count, false);
}

bool record_begin_at(struct records *r, const struct text *cells, size_t count, struct error *err)
{
    if (!r->log.next_stamp.has_time)
        find_time(r, cells, count, true);
    return record_begin(r, err);
}

/* --- values --- */

/* The collector's Diff is 2^32 too small when allocs wrapped and frees did not. */
static int64_t live_of(int64_t diff)
{
    return diff < 0 && diff >= -(INT64_C(1) << 32) ? diff + (INT64_C(1) << 32) : diff;
}

/* An integer, which some programs write as 120.0. */
static bool parse_integer(struct text *rest, int64_t *out)
{
    struct number number;
    size_t zeros;

    if (number_parse_integer(rest, out))
        return true;
    for (zeros = 0; zeros < rest->length && rest->data[rest->length - 1 - zeros] == '0'; zeros++)
        ;
    if (zeros == 0 || zeros == rest->length || rest->data[rest->length - 1 - zeros] != '.' ||
        !number_parse(rest, &number))
        return false;
    *out = number.value;
    return true;
}

static bool is_digits(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (!text_is_digit_at(t, i))
            return false;
    return true;
}

/* False: the cell is neither a number nor empty. */
static bool parse_value(struct records *r, struct text cell, enum counter counter, struct pool_row *row)
{
    struct text rest = text_trim(cell);
    int64_t value;

    if (is_cut(rest) && rest.length > 1 && r->cut_numbers++ == 0)
        r->cut_line = r->log.lines.number;
    if (is_cut(rest))
        return true;
    if (!parse_integer(&rest, &value) || text_trim(rest).length)
        return counter == TOTAL_BYTES && is_digits(rest); // a sum of two numbers may be too long for one
    if (counter == PAGED_LIVE || counter == NONPAGED_LIVE)
        value = live_of(value);
    if (value < 0 && counter < PAGED_BYTES)
        return false;
    row->value[counter] = value;
    row->known |= COUNTER_BIT(counter);
    return true;
}

/* What can be computed is not kept. */
static unsigned without_redundant(unsigned known)
{
    if (metric_uses(PAGED_DIFF, known) & COUNTER_BIT(PAGED_ALLOCS))
        known &= ~COUNTER_BIT(PAGED_LIVE);
    if (metric_uses(NONPAGED_DIFF, known) & COUNTER_BIT(NONPAGED_ALLOCS))
        known &= ~COUNTER_BIT(NONPAGED_LIVE);
    if (metric_uses(TOTAL_USED_BYTES, known) & COUNTER_BIT(PAGED_BYTES))
        known &= ~COUNTER_BIT(TOTAL_BYTES);
    return known;
}

/* Live blocks are allocs - frees: of three numbers, one that was cut follows from the others. */
static void complete(struct pool_row *row, enum counter allocs, enum counter frees, enum counter live)
{
    int64_t *value = row->value;
    unsigned known = row->known;

    if (!(known & COUNTER_BIT(live)) || !(known & (COUNTER_BIT(allocs) | COUNTER_BIT(frees))))
        return;
    if (!(known & COUNTER_BIT(frees)) && value[allocs] >= value[live] && value[live] >= 0) {
        value[frees] = value[allocs] - value[live];
        row->known |= COUNTER_BIT(frees);
    } else if (!(known & COUNTER_BIT(allocs)) && value[live] >= 0 &&
               !__builtin_add_overflow(value[frees], value[live], &value[allocs])) {
        row->known |= COUNTER_BIT(allocs);
    }
}

/* So are the bytes of one pool the sum without the other's. */
static void complete_bytes(struct pool_row *row, enum counter missing, enum counter other)
{
    const int64_t *value = row->value;
    unsigned both = COUNTER_BIT(TOTAL_BYTES) | COUNTER_BIT(other);

    if ((row->known & (both | COUNTER_BIT(missing))) != both || value[TOTAL_BYTES] < value[other] || value[other] < 0)
        return;
    row->value[missing] = value[TOTAL_BYTES] - value[other];
    row->known |= COUNTER_BIT(missing);
}

static bool parse_values(struct records *r, const struct text *cells, size_t count, bool is_paged, struct pool_row *row)
{
    bool ok = true;

    *row = (struct pool_row){0};
    for (size_t i = 0; i < count; i++) {
        struct column_role column = r->layout.columns[i];

        if (column.role == ROLE_COUNTER)
            ok &= parse_value(r, cells[i], column.counter, row);
        else if (column.role >= ROLE_POOL_ALLOCS && column.role <= ROLE_POOL_BYTES)
            ok &= parse_value(r, cells[i], counter_of(column.role, is_paged), row);
    }
    complete(row, PAGED_ALLOCS, PAGED_FREES, PAGED_LIVE);
    complete(row, NONPAGED_ALLOCS, NONPAGED_FREES, NONPAGED_LIVE);
    complete_bytes(row, PAGED_BYTES, NONPAGED_BYTES);
    complete_bytes(row, NONPAGED_BYTES, PAGED_BYTES);
    row->known = without_redundant(row->known);
    return ok;
}

/* --- records --- */

static struct text cell_of(const struct records *r, const struct text *cells, size_t count, enum role role)
{
    for (size_t i = 0; i < count; i++)
        if (r->layout.columns[i].role == role)
            return cells[i];
    return (struct text){"", 0};
}

/* Pool tags have four characters; a slab cache, which has no allocs, may have fewer. */
static struct text tag_of(struct records *r, struct text cell, unsigned known)
{
    unsigned calls = COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(NONPAGED_ALLOCS);
    struct text filled;

    if (r->are_tags_exact)
        return cell;
    cell = r->layout.has_pool || known & calls ? cell : text_trim(cell);
    return (r->layout.has_pool || known & calls) && tag_fill(cell, r->tag, &filled) ? filled : cell;
}

static bool has_row(const struct records *r, struct text tag, unsigned known)
{
    size_t row = r->log.is_open ? map_find(&r->log.tags, tag) : MAP_NONE;

    if (r->tells_time && !r->is_by_time)
        return false;
    return row != MAP_NONE && (!r->layout.has_pool || r->log.snapshot.rows[row].values.known & known);
}

static void put(struct records *r, struct text tag, const struct pool_row *row, struct text driver,
                struct text description)
{
    bool is_new;
    struct snapshot_row *to = snapshot_log_row(&r->log, tag, &is_new);

    FOR_EACH_COUNTER(counter, row->known)
        if (__builtin_add_overflow(to->values.value[counter], row->value[counter], &to->values.value[counter]))
            to->values.value[counter] = INT64_MAX;
    to->values.known |= row->known;
    record_repeats_add(&r->repeats, (size_t)(to - r->log.snapshot.rows), row);
    r->log.snapshot.counters |= row->known;
    r->pools |= r->layout.has_pool ? row->known : 0;
    if (is_new && (driver.length || description.length)) {
        snapshot_set_driver(&r->log.snapshot, driver);
        snapshot_set_description(&r->log.snapshot, description);
    }
}

/* Fills the row, or returns what is wrong with the record. A cell that is blank lost a tag, unless blanks are kept. */
static const char *parse_record(struct records *r, const struct text *cells, size_t count, struct text tag,
                                struct pool_row *row)
{
    bool is_paged = false, is_blank = text_trim(tag).length == 0;

    if (tag.length == 0 || (is_blank && !r->are_tags_exact && !r->layout.has_pool))
        return "no tag";
    if (r->layout.has_pool && !parse_pool(cell_of(r, cells, count, ROLE_POOL), &is_paged))
        return "the pool is neither Paged nor Nonp";
    if (!parse_values(r, cells, count, is_paged, row))
        return "expected whole numbers";
    return row->known ? NULL : "no number";
}

/* Text that was cut is no better than none. */
static struct text whole(struct text cell)
{
    return is_cut(cell) ? (struct text){"", 0} : cell;
}

bool record_drop(struct records *r, const char *fault, struct error *err)
{
    if (!snapshot_log_continues(&r->log, (struct text){"", 0}, false) && !record_begin(r, err))
        return false;
    snapshot_log_drop_row(&r->log, fault);
    return true;
}

bool record_put(struct records *r, const struct text *cells, size_t count, struct error *err)
{
    struct text tag = cell_of(r, cells, count, ROLE_TAG);
    struct pool_row row = {0};
    const char *fault;

    record_find_time(r, cells, count);
    fault = parse_record(r, cells, count, tag, &row);
    if (fault)
        return record_drop(r, fault, err);
    tag = tag_of(r, tag, row.known);
    if (!snapshot_log_continues(&r->log, tag, has_row(r, tag, row.known)) && !record_begin_at(r, cells, count, err))
        return false;
    put(r, tag, &row, whole(cell_of(r, cells, count, ROLE_DRIVER)), whole(cell_of(r, cells, count, ROLE_DESCRIPTION)));
    return true;
}
