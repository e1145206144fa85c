/* capture_encode.c - snapshots into payloads of records, in the order of docs/capture-format.md. */
#include "formats/capture/capture_code.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/calendar.h"
#include "base/memory.h"
#include "base/require.h"
#include "formats/capture/capture_record.h"
#include "formats/capture/capture_state_internal.h"

bool capture_can_be_delta(const struct capture_state *s, const struct snapshot *snapshot)
{
    return s->number && s->counters == snapshot->counters && s->has_owners == snapshot->has_owners;
}

static void encode_head(struct capture_state *s, const struct snapshot *snapshot, bool keyframe, struct buffer *out)
{
    int64_t time_ms = snapshot->utc_us / 1000 - (snapshot->utc_us % 1000 < 0);
    int64_t local = (int64_t)((uint64_t)snapshot->local_us - (uint64_t)snapshot->utc_us);
    unsigned known = 0;

    if (keyframe)
        buffer_add(out, KEYFRAME_MARK, KEYFRAME_MARK_BYTES);
    varint_add(out, s->number);
    varint_add(out, (uint64_t)(snapshot->utc_us - time_ms * 1000));
    if (snapshot->local_us == LOCAL_TIME_UNKNOWN) {
        varint_add(out, LOCAL_UNKNOWN);
    } else {
        varint_add(out, local % SECOND_US ? LOCAL_MICROSECONDS : LOCAL_SECONDS);
        varint_add_signed(out, local % SECOND_US ? local : local / SECOND_US);
    }
    varint_add(out, snapshot->lost);
    varint_add(out, (uint64_t)snapshot->uptime_ms + 1);
    varint_add(out, snapshot->boot);
    for (int i = 0; i < TOTALS; i++)
        known += snapshot->totals[i] != TOTAL_UNKNOWN;
    varint_add(out, known);
    for (unsigned i = 0; i < TOTALS; i++)
        if (snapshot->totals[i] != TOTAL_UNKNOWN) {
            varint_add(out, i);
            varint_add_signed(out, snapshot->totals[i]);
        }
    if (keyframe) {
        varint_add(out, snapshot->counters);
        varint_add(out, snapshot->has_owners);
    }
}

static int64_t wrapping_sum(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a + (uint64_t)b);
}

/* The snapshot's values by tag, several rows of one tag summed. */
struct gathered {
    struct pool_row *values;          // owned; by index in the state's rows
    const struct snapshot_row **rows; // owned; the first row of each tag, for its owner
};

static void sum_row(struct pool_row *to, const struct pool_row *row)
{
    to->known &= row->known;
    for (int c = 0; c < COUNTERS; c++)
        to->value[c] = wrapping_sum(to->value[c], row->value[c]);
}

/* Sets the state's rows to the snapshot's tags, and writes the names of new ones. */
static struct gathered gather(struct capture_state *s, const struct snapshot *snapshot, struct buffer *out)
{
    struct gathered g = {memory_new(snapshot->count, sizeof *g.values), memory_new(snapshot->count, sizeof *g.rows)};
    size_t first_new = s->tags.count, *place;
    struct buffer names = {0};
    size_t *tags = memory_new(snapshot->count, sizeof *tags);

    for (size_t i = 0; i < snapshot->count; i++) {
        struct text name = snapshot_text_of(snapshot, snapshot->rows[i].tag);
        size_t known = s->tags.count;

        tags[i] = capture_tag(s, name);
        if (s->tags.count == known)
            continue;
        varint_add(&names, name.length);
        buffer_add_text(&names, name);
    }
    capture_rows_advance(s, first_new);
    varint_add(out, s->tags.count - first_new);
    buffer_add_text(out, buffer_text(&names));
    buffer_free(&names);
    place = memory_new(s->tags.count, sizeof *place);
    for (size_t i = 0; i < snapshot->count; i++) {
        if (place[tags[i]]) {
            sum_row(&g.values[place[tags[i]] - 1], &snapshot->rows[i].values);
            continue;
        }
        g.values[s->row_count] = snapshot->rows[i].values;
        g.rows[s->row_count] = &snapshot->rows[i];
        s->rows[s->row_count++] = (uint32_t)tags[i];
        s->cells[tags[i]].seen = s->turn;
        place[tags[i]] = s->row_count;
    }
    free(place);
    free(tags);
    return g;
}

/* Writes the rows as runs of the rows before: the start of each run, relative to the end of the last, and its
 * length. */
static void encode_rows(struct capture_state *s, struct buffer *out)
{
    size_t *where;
    int64_t expected = 0;

    varint_add(out, s->row_count);
    if (s->row_count && s->row_count <= s->before_count &&
        memcmp(s->rows, s->rows_before, s->row_count * sizeof *s->rows) == 0) { // the common case
        varint_add_signed(out, 0);
        varint_add(out, s->row_count);
        return;
    }
    where = memory_new(s->tags.count, sizeof *where);
    for (size_t i = 0; i < s->before_count; i++)
        where[s->rows_before[i]] = i;
    for (size_t i = 0; i < s->row_count;) {
        size_t from = where[s->rows[i]], length = 1;

        while (i + length < s->row_count && where[s->rows[i + length]] == from + length)
            length++;
        varint_add_signed(out, (int64_t)from - expected);
        varint_add(out, length);
        expected = (int64_t)(from + length);
        i += length;
    }
    free(where);
}

/* The change mask of a row: bit i for counter_of[i] if its value changed, and above these bits one per counter that
 * became known or unknown. */
static uint64_t change_of(const struct capture_state *s, const struct capture_cell *cell, const struct pool_row *row)
{
    uint64_t change = 0, known = 0;

    for (unsigned place = 0; place < s->counter_count; place++) {
        unsigned c = s->counter_of[place];
        uint64_t is_known = row->known >> c & 1;

        change |= (is_known & (row->value[c] != cell->row.value[c])) << place;
        known |= (is_known ^ (cell->row.known >> c & 1)) << place;
    }
    return change | known << s->counter_count;
}

static void encode_change(const struct capture_state *s, struct capture_cell *cell, const struct pool_row *row,
                          uint64_t change, struct buffer *out)
{
    varint_add(out, change);
    FOR_EACH_BIT(place, change & ((UINT64_C(1) << s->counter_count) - 1)) {
        unsigned c = s->counter_of[place];

        varint_add_signed(out, (int64_t)((uint64_t)row->value[c] - (uint64_t)cell->row.value[c]));
        cell->row.value[c] = row->value[c];
    }
    cell->row.known = row->known & s->counters;
}

/* Writes the changed rows: the number of rows skipped, the change mask, the differences. */
static void encode_values(struct capture_state *s, const struct gathered *g, struct buffer *out)
{
    struct buffer b = {0};
    size_t skipped = 0;

    for (size_t i = 0; i < s->row_count; i++) {
        struct capture_cell *cell = &s->cells[s->rows[i]];
        uint64_t change = change_of(s, cell, &g->values[i]);

        if (!change) {
            skipped++;
            continue;
        }
        varint_add(&b, skipped);
        encode_change(s, cell, &g->values[i], change, &b);
        skipped = 0;
        s->changed[s->changed_count++] = (uint32_t)i;
    }
    varint_add(out, s->changed_count);
    buffer_add_text(out, buffer_text(&b));
    buffer_free(&b);
}

/* Writes the number of a text, and a new text itself. */
static uint32_t encode_text(struct capture_state *s, struct text text, struct buffer *out)
{
    size_t known = s->texts.count, number = map_intern(&s->texts, text);

    varint_add(out, number);
    if (number == known) {
        varint_add(out, text.length);
        buffer_add_text(out, text);
    }
    return (uint32_t)number;
}

static bool same_text(const struct capture_state *s, uint32_t number, struct text text)
{
    return text_equal(map_name(&s->texts, number), text);
}

static void encode_owners(struct capture_state *s, const struct snapshot *snapshot, const struct gathered *g,
                          struct buffer *out)
{
    struct buffer b = {0};
    size_t skipped = 0, count = 0;

    for (size_t i = 0; i < s->row_count; i++) {
        struct capture_cell *cell = &s->cells[s->rows[i]];
        struct text driver = snapshot_text_of(snapshot, g->rows[i]->driver);
        struct text description = snapshot_text_of(snapshot, g->rows[i]->description);

        if (same_text(s, cell->driver, driver) && same_text(s, cell->description, description)) {
            skipped++;
            continue;
        }
        varint_add(&b, skipped);
        cell->driver = encode_text(s, driver, &b);
        cell->description = encode_text(s, description, &b);
        skipped = 0;
        count++;
    }
    varint_add(out, count);
    buffer_add_text(out, buffer_text(&b));
    buffer_free(&b);
}

static unsigned reclaim_change(enum reclaim before, enum reclaim now)
{
    if (now == before)
        return RECLAIM_SAME;
    return now == RECLAIM_UNKNOWN ? RECLAIM_FORGOTTEN : (unsigned)now;
}

/* Writes the runs up to the last row that changed; nothing at all when none did. */
static void encode_reclaim(struct capture_state *s, const struct gathered *g, struct buffer *out)
{
    struct buffer b = {0};
    uint64_t runs = 0, length = 0;

    for (size_t i = 0; i < s->row_count; i++) {
        struct capture_cell *cell = &s->cells[s->rows[i]];
        unsigned change = reclaim_change(cell->reclaim, g->rows[i]->reclaim), next = RECLAIM_SAME;

        if (i + 1 < s->row_count)
            next = reclaim_change(s->cells[s->rows[i + 1]].reclaim, g->rows[i + 1]->reclaim);
        cell->reclaim = g->rows[i]->reclaim;
        length++;
        if (change == next)
            continue;
        varint_add(&b, length << RECLAIM_BITS | change);
        runs++;
        length = 0;
    }
    if (runs) {
        varint_add(out, runs);
        buffer_add_text(out, buffer_text(&b));
    }
    s->has_reclaim |= runs != 0;
    buffer_free(&b);
}

void capture_encode(struct capture_state *s, const struct snapshot *snapshot, bool keyframe, struct buffer *out)
{
    struct gathered g;

    assert(keyframe || capture_can_be_delta(s, snapshot));
    s->number++;
    if (keyframe)
        capture_state_reset(s, snapshot->counters, snapshot->has_owners);
    encode_head(s, snapshot, keyframe, out);
    g = gather(s, snapshot, out);
    encode_rows(s, out);
    encode_values(s, &g, out);
    if (s->has_owners)
        encode_owners(s, snapshot, &g, out);
    if (snapshot->has_reclaim || s->has_reclaim)
        encode_reclaim(s, &g, out);
    free(g.values);
    free(g.rows);
}

/* The same as gather, from a list of changes. */
static void set_rows(struct capture_state *s, const struct capture_changes *c, struct buffer *out)
{
    varint_add(out, s->tags.count - c->first_new);
    for (size_t tag = c->first_new; tag < s->tags.count; tag++) {
        struct text name = map_name(&s->tags, tag);

        varint_add(out, name.length);
        buffer_add_text(out, name);
    }
    require(c->count <= s->tags.count);
    capture_rows_advance(s, c->first_new);
    if (c->count == s->last_count && memcmp(c->tags, s->rows_before, c->count * sizeof *c->tags) == 0) {
        capture_rows_keep(s);
        return;
    }
    for (size_t i = 0; i < c->count; i++) {
        s->rows[i] = c->tags[i];
        s->cells[c->tags[i]].seen = s->turn;
    }
    s->row_count = c->count;
}

void capture_encode_changes(struct capture_state *s, const struct capture_changes *c, struct buffer *out)
{
    struct buffer b = {0};
    size_t next = 0;

    s->number++;
    encode_head(s, c->head, false, out);
    set_rows(s, c, out);
    encode_rows(s, out);
    for (size_t i = 0; i < c->change_count; i++) {
        const struct capture_change *it = &c->changes[i];
        struct capture_cell *cell;
        uint64_t change;

        require(it->row >= next && it->row < s->row_count); // ascending
        cell = &s->cells[s->rows[it->row]];
        change = change_of(s, cell, it->values);
        if (!change)
            continue;
        varint_add(&b, it->row - next);
        encode_change(s, cell, it->values, change, &b);
        next = it->row + 1;
        s->changed[s->changed_count++] = (uint32_t)it->row;
    }
    varint_add(out, s->changed_count);
    buffer_add_text(out, buffer_text(&b));
    buffer_free(&b);
}
