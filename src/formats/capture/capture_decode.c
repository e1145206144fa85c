/* capture_decode.c - payloads of records into the state.
 *
 * No length in the file is trusted: each is checked against what follows it, and rows against the tags.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/calendar.h"
#include "base/memory.h"
#include "base/require.h"
#include "formats/capture/capture_code.h"
#include "formats/capture/capture_record.h"
#include "formats/capture/capture_state_internal.h"

static bool decode_local(struct capture_state *s, struct varint_reader *r)
{
    uint64_t form = varint_read(r);
    int64_t local = form == LOCAL_UNKNOWN ? 0 : varint_read_signed(r), us;

    if (form > LOCAL_MICROSECONDS)
        return false;
    if (__builtin_mul_overflow(local, form == LOCAL_SECONDS ? SECOND_US : 1, &us) ||
        __builtin_add_overflow(s->utc_us, us, &us))
        return false;
    s->local_us = form == LOCAL_UNKNOWN ? LOCAL_TIME_UNKNOWN : us;
    return true;
}

static bool decode_totals(struct capture_state *s, struct varint_reader *r)
{
    uint64_t count = varint_read(r);

    for (int i = 0; i < TOTALS; i++)
        s->totals[i] = TOTAL_UNKNOWN;
    while (count-- && !r->failed) {
        uint64_t which = varint_read(r);
        int64_t value = varint_read_signed(r);

        if (which < TOTALS) // a total of a later version is skipped
            s->totals[which] = value;
    }
    return !r->failed;
}

static bool decode_head(struct capture_state *s, struct varint_reader *r, bool keyframe, int64_t time_ms)
{
    uint64_t below_ms;

    if (keyframe && (varint_read_bytes(r, KEYFRAME_MARK_BYTES), r->failed))
        return false;
    s->number = varint_read(r);
    below_ms = varint_read(r);
    if (below_ms > 999)
        return false;
    s->utc_us = time_ms * 1000 + (int64_t)below_ms;
    if (!decode_local(s, r))
        return false;
    s->lost = (unsigned)varint_read(r) & ALL_COUNTERS;
    s->uptime_ms = (int64_t)(varint_read(r) - 1);
    s->boot = varint_read(r);
    if (!decode_totals(s, r))
        return false;
    if (keyframe) {
        uint64_t counters = varint_read(r), owners = varint_read(r);

        if (counters > ALL_COUNTERS || owners > 1)
            return false;
        capture_state_reset(s, (unsigned)counters, owners == 1);
    }
    return !r->failed;
}

static bool decode_tags(struct capture_state *s, struct varint_reader *r)
{
    uint64_t count = varint_read(r);
    size_t first_new = s->tags.count;

    while (count-- && !r->failed) {
        uint64_t length = varint_read(r);
        struct text name = varint_read_bytes(r, length);
        size_t known = s->tags.count;

        if (r->failed || capture_tag(s, name) != known)
            return false; // the tag is not new
    }
    if (r->failed)
        return false;
    capture_rows_advance(s, first_new);
    return true;
}

/* Each tag may occur once: that bounds the rows by the tags, whatever the lengths claim. */
static bool decode_run(struct capture_state *s, uint64_t from, uint64_t length)
{
    if (from > s->before_count || length > s->before_count - from)
        return false;
    for (uint64_t i = from; i < from + length; i++) {
        struct capture_cell *cell = &s->cells[s->rows_before[i]];

        if (cell->seen == s->turn)
            return false;
        cell->seen = s->turn;
        if (i >= s->last_count)
            s->added[s->added_count++] = (uint32_t)s->row_count;
        require(s->row_count < s->row_capacity);
        s->rows[s->row_count++] = s->rows_before[i];
    }
    return true;
}

static bool decode_rows(struct capture_state *s, struct varint_reader *r)
{
    uint64_t count = varint_read(r), expected = 0;
    const unsigned char *start = r->pos;

    if (count && count == s->last_count && varint_read_signed(r) == 0 && varint_read(r) == count) {
        capture_rows_keep(s); // the common case
        return true;
    }
    if (!r->failed)
        r->pos = start;
    while (s->row_count < count) {
        uint64_t from = expected + (uint64_t)varint_read_signed(r), length = varint_read(r);

        if (r->failed || length == 0 || length > count - s->row_count || !decode_run(s, from, length))
            return false;
        expected = from + length;
    }
    return !r->failed;
}

static bool decode_change(struct capture_state *s, struct capture_cell *cell, struct varint_reader *r)
{
    uint64_t change = varint_read(r), places = (UINT64_C(1) << s->counter_count) - 1;

    FOR_EACH_BIT(place, change >> s->counter_count & places) {
        unsigned bit = COUNTER_BIT(s->counter_of[place]);

        cell->row.known ^= bit;
        s->unknown_cells += cell->row.known & bit ? (size_t)-1 : 1;
    }
    FOR_EACH_BIT(place, change & places) {
        int64_t *value = &cell->row.value[s->counter_of[place]];

        *value = (int64_t)((uint64_t)*value + (uint64_t)varint_read_signed(r));
    }
    return !r->failed;
}

/* The next row of a list that writes the number of rows skipped; row_count: beyond the last row. */
static uint64_t next_row(const struct capture_state *s, struct varint_reader *r, uint64_t row)
{
    uint64_t skipped = varint_read(r);

    return r->failed || skipped >= s->row_count - row ? s->row_count : row + skipped;
}

static bool decode_values(struct capture_state *s, struct varint_reader *r)
{
    uint64_t count = varint_read(r), row = 0;

    for (; count && !r->failed; count--, row++) {
        row = next_row(s, r, row);
        if (row == s->row_count || !decode_change(s, &s->cells[s->rows[row]], r))
            return false;
        s->changed[s->changed_count++] = (uint32_t)row;
    }
    return !r->failed;
}

static bool decode_text(struct capture_state *s, struct varint_reader *r, uint32_t *out)
{
    uint64_t number = varint_read(r);

    if (number > s->texts.count)
        return false;
    if (number == s->texts.count) {
        uint64_t length = varint_read(r);
        struct text text = varint_read_bytes(r, length);

        if (r->failed || map_intern(&s->texts, text) != number)
            return false;
    }
    *out = (uint32_t)number;
    return !r->failed;
}

static bool decode_owners(struct capture_state *s, struct varint_reader *r)
{
    uint64_t count = varint_read(r), row = 0;

    for (; count && !r->failed; count--, row++) {
        struct capture_cell *cell;

        row = next_row(s, r, row);
        if (row == s->row_count)
            return false;
        cell = &s->cells[s->rows[row]];
        if (!decode_text(s, r, &cell->driver) || !decode_text(s, r, &cell->description))
            return false;
    }
    return !r->failed;
}

/* Older files end before it, as do snapshots in which nothing of it changed. */
static bool decode_reclaim(struct capture_state *s, struct varint_reader *r)
{
    uint64_t runs = r->pos < r->end ? varint_read(r) : 0, row = 0;

    s->reclaim_changed = runs != 0;
    s->has_reclaim |= runs != 0;
    for (; runs && !r->failed; runs--) {
        uint64_t run = varint_read(r), length = run >> RECLAIM_BITS, change = run & RECLAIM_MASK;

        if (r->failed || length == 0 || length > s->row_count - row)
            return false;
        for (uint64_t end = row + length; row < end; row++)
            if (change != RECLAIM_SAME)
                s->cells[s->rows[row]].reclaim = change == RECLAIM_FORGOTTEN ? RECLAIM_UNKNOWN : (enum reclaim)change;
    }
    return !r->failed;
}

bool capture_decode(struct capture_state *s, const unsigned char *payload, size_t length, bool keyframe,
                    int64_t time_ms)
{
    struct varint_reader r = {payload, payload + length, false};

    // a later version may write more after these parts: it is ignored
    return decode_head(s, &r, keyframe, time_ms) && decode_tags(s, &r) && decode_rows(s, &r) && decode_values(s, &r) &&
           (!s->has_owners || decode_owners(s, &r)) && decode_reclaim(s, &r);
}

bool capture_decode_head(struct capture_state *s, const unsigned char *payload, size_t length, bool keyframe,
                         int64_t time_ms)
{
    struct varint_reader r = {payload, payload + length, false};

    return decode_head(s, &r, keyframe, time_ms);
}
