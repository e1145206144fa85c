#include "commands/collect/collect_selftest.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/memory.h"
#include "commands/command.h"
#include "model/counter.h"
#include "os/clock.h"
#include "os/terminal.h"
#include "sources/source.h"

#define TAKES 10
#define PAUSE_MS 100
#define LEAST_BLOCK 16 // bytes that the smallest block of a pool takes

/* What can be odd about a row. None of it is a fault by itself; much of it means that rows are not read as they are meant. */
enum oddity {
    BYTES_WITHOUT_BLOCKS,
    BLOCKS_WITHOUT_BYTES,
    FEWER_BYTES_THAN_BLOCKS,
    CALLS_WENT_BACK,
    TAG_TWICE,
    NOT_KNOWN,
    ODDITIES
};

static const char *const oddities[ODDITIES] = {
    [BYTES_WITHOUT_BLOCKS] = "hold bytes in no blocks",
    [BLOCKS_WITHOUT_BYTES] = "hold blocks of no bytes",
    [FEWER_BYTES_THAN_BLOCKS] = "hold blocks of fewer than 16 bytes",
    [CALLS_WENT_BACK] = "counted fewer calls than before",
    [TAG_TWICE] = "have a tag that stood there already",
    [NOT_KNOWN] = "have a number beyond 2^63",
};

struct selftest {
    const struct source *source;
    double ms[TAKES];
    size_t fewest, most, rows, odd[ODDITIES];
    int64_t pool_bytes[2]; // what the tags of the last snapshot hold
    struct snapshot last;
    struct map tags;
    int64_t *calls; // owned: of each tag and pool, the allocs before
    size_t capacity;
};

static bool knows(const struct pool_row *row, enum counter counter)
{
    return row->known >> counter & 1;
}

/* Live blocks of a pool, of either kind of source; -1: not known. */
static int64_t live_of(const struct pool_row *row, int pool)
{
    enum counter first = pool ? NONPAGED_ALLOCS : PAGED_ALLOCS;

    if (knows(row, first + 2))
        return row->value[first + 2];
    if (!knows(row, first) || !knows(row, first + 1))
        return -1;
    return (int64_t)counter_live(row->value[first], row->value[first + 1]);
}

static void look_at_pool(struct selftest *t, const struct pool_row *row, int pool, bool *odd)
{
    enum counter bytes_at = pool ? NONPAGED_BYTES : PAGED_BYTES;
    int64_t live = live_of(row, pool), bytes = row->value[bytes_at];

    if (!knows(row, bytes_at) || live < 0)
        return;
    t->pool_bytes[pool] += bytes;
    odd[BYTES_WITHOUT_BLOCKS] |= live == 0 && bytes > 0;
    odd[BLOCKS_WITHOUT_BYTES] |= live > 0 && bytes == 0;
    odd[FEWER_BYTES_THAN_BLOCKS] |= knows(row, PAGED_ALLOCS) && bytes > 0 && bytes / LEAST_BLOCK < live; // no slab
}

/* Whether the calls of this tag are fewer than in the snapshot before, and no 32 bits have wrapped. */
static bool went_back(int64_t before, int64_t now)
{
    return now < before && !(before > INT64_C(0xC0000000) && now < INT64_C(0x40000000));
}

static void look_at_row(struct selftest *t, const struct snapshot_row *row, size_t takes)
{
    size_t known = t->tags.count, tag = map_intern(&t->tags, snapshot_text_of(&t->last, row->tag));
    bool odd[ODDITIES] = {false};

    ARRAY_RESERVE(t->calls, t->capacity, 3 * (tag + 1));
    for (int pool = 0; pool < 2; pool++) {
        int64_t calls = row->values.value[pool ? NONPAGED_ALLOCS : PAGED_ALLOCS];

        look_at_pool(t, &row->values, pool, odd);
        odd[CALLS_WENT_BACK] |= tag < known && went_back(t->calls[3 * tag + (size_t)pool], calls);
        t->calls[3 * tag + (size_t)pool] = calls;
    }
    odd[TAG_TWICE] = tag < known && t->calls[3 * tag + 2] == (int64_t)takes;
    t->calls[3 * tag + 2] = (int64_t)takes;
    odd[NOT_KNOWN] = row->values.known != t->last.counters;
    for (int i = 0; i < ODDITIES; i++)
        t->odd[i] += odd[i];
}

static bool take_all(struct selftest *t, void *state, struct warnings *warnings, struct error *err)
{
    t->fewest = SIZE_MAX;
    for (size_t i = 0; i < TAKES; i++) {
        double started = os_wall_seconds();

        if (!t->source->take(state, &t->last, warnings, err))
            return false;
        t->ms[i] = (os_wall_seconds() - started) * 1e3;
        t->fewest = t->last.count < t->fewest ? t->last.count : t->fewest;
        t->most = t->last.count > t->most ? t->last.count : t->most;
        t->rows += t->last.count;
        t->pool_bytes[0] = t->pool_bytes[1] = 0;
        for (size_t row = 0; row < t->last.count; row++)
            look_at_row(t, &t->last.rows[row], i + 1);
        os_wait(os_now().uptime_ms + PAUSE_MS);
    }
    return true;
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

static void add_pool(struct buffer *b, const char *name, int64_t total, int64_t tagged)
{
    buffer_printf(b, "%s pool: its tags hold %lld bytes", name, (long long)tagged);
    if (total > 0)
        buffer_printf(b, ", %.1f %% of the %lld that the system counts", (double)tagged * 100 / (double)total,
                      (long long)total);
    else
        buffer_add_string(b, ", the system tells no total");
    buffer_add_char(b, '\n');
}

static void add_findings(struct selftest *t, struct buffer *b)
{
    size_t odd = 0;

    qsort(t->ms, TAKES, sizeof *t->ms, by_size);
    buffer_printf(b, "snapshots: %d, of %zu to %zu tags; %.2f to %.2f ms each, half of them within %.2f ms\n", TAKES,
                  t->fewest, t->most, t->ms[0], t->ms[TAKES - 1], t->ms[TAKES / 2]);
    buffer_printf(b, "rows: %zu looked at\n", t->rows);
    for (int i = 0; i < ODDITIES; i++) {
        odd += t->odd[i];
        if (t->odd[i])
            buffer_printf(b, "    %zu %s\n", t->odd[i], oddities[i]);
    }
    if (odd == 0)
        buffer_add_string(b, "    none is odd\n");
    add_pool(b, "paged", t->last.totals[TOTAL_PAGED_POOL], t->pool_bytes[0]);
    add_pool(b, "nonpaged", t->last.totals[TOTAL_NONPAGED_POOL], t->pool_bytes[1]);
    buffer_printf(b, "clock: %lld min from UTC, boot %s\n",
                  (long long)((t->last.local_us - t->last.utc_us) / 1000000 / 60),
                  t->last.boot ? "known" : "not known");
}

static bool test_source(struct selftest *t, const struct collect_options *o, struct buffer *b, struct error *err)
{
    struct source_options options = {.proc = o->proc};
    struct warnings warnings = {0};
    struct machine machine;
    void *state;
    bool ok;

    if (!t->source->open(&options, &state, &machine, err))
        return false;
    buffer_printf(b, "system: %s, pages of %lld bytes, source %s\n", machine.os, (long long)machine.page_size,
                  machine.source);
    ok = take_all(t, state, &warnings, err);
    if (ok)
        add_findings(t, b);
    command_print_warnings(&warnings);
    warnings_free(&warnings);
    t->source->close(state);
    return ok;
}

bool collect_selftest(const struct collect_options *o, struct error *err)
{
    struct selftest t = {.source = o->proc ? &source_live_linux : source_live()};
    struct buffer b = {0};
    struct error unwritten;
    bool ok;

    buffer_add_string(&b, "poolmonviz " POOLMONVIZ_VERSION " collect --selftest\n");
    if (t.source->examine)
        t.source->examine(&b);
    ok = test_source(&t, o, &b, err);
    buffer_add_string(&b, ok ? "result: this system can be recorded\n" : "result: this system cannot be recorded\n");
    if (!os_write_stdout(b.bytes, b.length, &unwritten) && ok)
        ok = error_set(err, "%s", unwritten.text);
    buffer_free(&b);
    snapshot_free(&t.last);
    map_free(&t.tags);
    free(t.calls);
    return ok;
}
