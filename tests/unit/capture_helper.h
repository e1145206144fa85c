/* capture_helper.h - generates captures in memory and reads them back. */
#ifndef UNIT_CAPTURE_HELPER_H
#define UNIT_CAPTURE_HELPER_H

#include <stdlib.h>

#include "base/calendar.h"
#include "formats/capture/capture_load.h"
#include "formats/capture/capture_write.h"
#include "helper.h"

#define SIX                                                                                                            \
    (COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(PAGED_FREES) | COUNTER_BIT(PAGED_BYTES) | COUNTER_BIT(NONPAGED_ALLOCS) |  \
     COUNTER_BIT(NONPAGED_FREES) | COUNTER_BIT(NONPAGED_BYTES))
#define START_US INT64_C(1772362800000000) // 2026-03-01T11:00:00

/* A small random generator, so that test data is the same on all systems. */
struct chance {
    uint64_t state;
};

static inline uint64_t chance_next(struct chance *c)
{
    uint64_t x = c->state += 0x9E3779B97F4A7C15u;

    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

static inline uint64_t chance_below(struct chance *c, uint64_t limit)
{
    return chance_next(c) % limit;
}

/* Snapshot `k` of a machine whose tags appear, disappear, change their row and count; deterministic for k and seed. */
static inline void made_snapshot(struct snapshot *s, size_t k, uint64_t seed)
{
    struct chance order = {seed + k / 7}; // row order changes every seventh snapshot
    struct chance c = {seed * 31 + k};

    snapshot_start(s, START_US + (int64_t)k * MINUTE_US, START_US + (int64_t)k * MINUTE_US + HOUR_US, SIX);
    s->uptime_ms = 1000 + (int64_t)k * 60000;
    s->boot = 77 + k / 100;
    s->totals[TOTAL_RAM] = 8 << 20;
    s->totals[TOTAL_AVAILABLE] = (int64_t)chance_below(&c, 1 << 20);
    for (size_t i = 0; i < 40; i++) {
        size_t tag = (i + chance_below(&order, 3)) % 40 + 40 * (k / 50 % 2);
        struct pool_row row = {.known = SIX};
        char name[16];
        int length = snprintf(name, sizeof name, "T%zu%c", i * 3 + tag % 3, i % 9 ? ' ' : '\0');

        if (chance_below(&order, 12) == 0)
            continue;
        for (int n = 0; n < COUNTERS; n++)
            row.value[n] = (int64_t)(i * 1000 + k * (i % 5) + (i == 3 ? chance_next(&c) >> 3 : 0));
        if (seed % 2 && chance_below(&c, 60) == 0) // with an even seed all cells are known
            row.known &= ~COUNTER_BIT(PAGED_BYTES);
        snapshot_add(s, (struct text){name, (size_t)length}, &row);
        if (seed % 3) // every third seed is of a system that does not tell; a few tags become known late
            snapshot_set_reclaim(s, s->count - 1,
                                 i % 11 == 0 && k % 100 < 20 ? RECLAIM_UNKNOWN
                                 : i % 4                     ? RECLAIM_NO
                                                             : RECLAIM_YES);
    }
}

/* A capture file of `count` generated snapshots. Owned by the caller. */
static inline struct buffer made_capture(size_t count, uint64_t seed)
{
    struct capture_writer writer = {0};
    struct snapshot s = {0};
    struct buffer out = {0};

    capture_add_header(&out);
    for (size_t k = 0; k < count; k++) {
        made_snapshot(&s, k, seed);
        capture_write_snapshot(&writer, &s, &out);
    }
    snapshot_free(&s);
    capture_writer_free(&writer);
    return out;
}

/* Fails when the two differ. */
static inline void assert_same_snapshot(const struct snapshot *a, const struct snapshot *b)
{
    assert_int_equal(a->utc_us, b->utc_us);
    assert_int_equal(a->local_us, b->local_us);
    assert_int_equal(a->uptime_ms, b->uptime_ms);
    assert_int_equal(a->boot, b->boot);
    assert_memory_equal(a->totals, b->totals, sizeof a->totals);
    assert_int_equal(a->counters, b->counters);
    assert_int_equal(a->lost, b->lost);
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        struct text x = snapshot_text_of(a, a->rows[i].tag), y = snapshot_text_of(b, b->rows[i].tag);

        assert_int_equal(text_compare(x, y), 0);
        assert_int_equal(a->rows[i].reclaim, b->rows[i].reclaim);
        assert_int_equal(a->rows[i].values.known, b->rows[i].values.known);
        for (int c = 0; c < COUNTERS; c++)
            if (a->rows[i].values.known >> c & 1)
                assert_int_equal(a->rows[i].values.value[c], b->rows[i].values.value[c]);
    }
}

/* Result of reading a capture. */
struct read_back {
    size_t count;      // snapshots
    uint64_t *numbers; // owned; the number of each
    size_t warnings;
};

/* Reads everything and compares each snapshot with the generated one of its number. */
static inline struct read_back read_made(const void *bytes, size_t length, uint64_t seed)
{
    struct read_back r = {0};
    struct capture capture = {0};
    struct warnings warnings = {0};
    struct snapshot is = {0}, should = {0};
    struct error err;

    if (capture_open_memory(&capture, "x.pmcap", bytes, length, &warnings, &err)) {
        while (capture_next(&capture, &err) == CAPTURE_SNAPSHOT) {
            capture_snapshot(&capture.state, &is);
            made_snapshot(&should, capture.state.number - 1, seed);
            for (size_t i = 0; i < should.count; i++)
                should.rows[i].values.known &= SIX;
            assert_same_snapshot(&is, &should);
            r.numbers = realloc(r.numbers, (r.count + 1) * sizeof *r.numbers);
            r.numbers[r.count++] = capture.state.number;
        }
        capture_close(&capture);
    }
    for (int kind = 0; kind < WARNING_KINDS; kind++)
        r.warnings += warnings.seen[kind];
    warnings_free(&warnings);
    snapshot_free(&is);
    snapshot_free(&should);
    return r;
}

#endif
