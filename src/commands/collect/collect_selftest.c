#include "commands/collect/collect_selftest.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/memory.h"
#include "commands/command.h"
#include "model/counter.h"
#include "os/terminal.h"
#include "recorder/sampler.h"

#define TAKES 10
#define PAUSE_MS 100
#define LEAST_BLOCK 16 // bytes; the smallest pool block on 64-bit Windows

/* Unusual rows. One is no fault by itself; many mean that rows are decoded wrongly. */
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
    [BYTES_WITHOUT_BLOCKS] = "have bytes but no blocks",
    [BLOCKS_WITHOUT_BYTES] = "have blocks but no bytes",
    [FEWER_BYTES_THAN_BLOCKS] = "have blocks of fewer than 16 bytes",
    [CALLS_WENT_BACK] = "have fewer calls than in the snapshot before",
    [TAG_TWICE] = "repeat a tag",
    [NOT_KNOWN] = "have a value beyond 2^63",
};

struct selftest {
    struct sampler sampler;
    double ms[TAKES];
    size_t fewest, most, rows, odd[ODDITIES];
    int64_t pool_bytes[2]; // bytes of all tags in the last snapshot
    struct map tags;
    int64_t *calls; // owned; 3 for each tag: allocs of both pools, and the snapshot that had it last
    size_t capacity;
};

static bool knows(const struct pool_row *row, enum counter counter)
{
    return row->known >> counter & 1;
}

/* Live blocks of a pool, from either kind of source; -1: not known. */
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
    odd[FEWER_BYTES_THAN_BLOCKS] |=
        knows(row, PAGED_ALLOCS) && bytes > 0 && bytes / LEAST_BLOCK < live; // slab caches have no allocs
}

/* Whether a count of calls decreased without a 32-bit wrap. */
static bool went_back(int64_t before, int64_t now)
{
    return now < before && !(before > INT64_C(0xC0000000) && now < INT64_C(0x40000000));
}

static void look_at_row(struct selftest *t, const struct snapshot_row *row, size_t takes)
{
    size_t known = t->tags.count, tag = map_intern(&t->tags, snapshot_text_of(&t->sampler.snapshot, row->tag));
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
    odd[NOT_KNOWN] = row->values.known != t->sampler.snapshot.counters;
    for (int i = 0; i < ODDITIES; i++)
        t->odd[i] += odd[i];
}

static void look_at_snapshot(struct selftest *t)
{
    const struct snapshot *s = &t->sampler.snapshot;
    size_t takes = t->sampler.taken;

    t->ms[takes - 1] = t->sampler.take_ms;
    t->fewest = takes == 1 || s->count < t->fewest ? s->count : t->fewest;
    t->most = s->count > t->most ? s->count : t->most;
    t->rows += s->count;
    t->pool_bytes[0] = t->pool_bytes[1] = 0;
    for (size_t row = 0; row < s->count; row++)
        look_at_row(t, &s->rows[row], takes);
}

static bool take_all(struct selftest *t, struct warnings *warnings, struct error *err)
{
    sampler_start(&t->sampler, PAUSE_MS, 0);
    while (t->sampler.taken < TAKES) {
        if (sampler_next(&t->sampler, warnings, err) != SAMPLER_SNAPSHOT)
            return false;
        look_at_snapshot(t);
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
        buffer_printf(b, ", %.1f %% of the %lld that the system reports", (double)tagged * 100 / (double)total,
                      (long long)total);
    else
        buffer_add_string(b, ", the system reports no total");
    buffer_add_char(b, '\n');
}

static void add_findings(struct selftest *t, struct buffer *b)
{
    size_t odd = 0;

    qsort(t->ms, TAKES, sizeof *t->ms, by_size);
    buffer_printf(b, "snapshots: %d, of %zu to %zu tags; %.2f to %.2f ms each, median %.2f ms\n", TAKES, t->fewest,
                  t->most, t->ms[0], t->ms[TAKES - 1], t->ms[TAKES / 2]);
    buffer_printf(b, "rows: %zu checked\n", t->rows);
    for (int i = 0; i < ODDITIES; i++) {
        odd += t->odd[i];
        if (t->odd[i])
            buffer_printf(b, "    %zu %s\n", t->odd[i], oddities[i]);
    }
    if (odd == 0)
        buffer_add_string(b, "    no unusual ones\n");
    add_pool(b, "paged", t->sampler.snapshot.totals[TOTAL_PAGED_POOL], t->pool_bytes[0]);
    add_pool(b, "nonpaged", t->sampler.snapshot.totals[TOTAL_NONPAGED_POOL], t->pool_bytes[1]);
    buffer_printf(b, "clock: %lld min from UTC, boot %s\n",
                  (long long)((t->sampler.snapshot.local_us - t->sampler.snapshot.utc_us) / 1000000 / 60),
                  t->sampler.snapshot.boot ? "known" : "not known");
}

static bool test_source(struct selftest *t, const struct collect_options *o, const struct source *source,
                        struct buffer *b, struct error *err)
{
    struct sampler_options options = {.source.proc = o->proc};
    struct warnings warnings = {0};
    const struct machine *machine = &t->sampler.machine;
    bool ok;

    if (!sampler_open(&t->sampler, source, &options, err))
        return false;
    buffer_printf(b, "system: %s, pages of %lld bytes, source %s\n", machine->os, (long long)machine->page_size,
                  machine->source);
    ok = take_all(t, &warnings, err);
    if (ok)
        add_findings(t, b);
    command_print_warnings(&warnings);
    warnings_free(&warnings);
    return ok;
}

bool collect_selftest(const struct collect_options *o, struct error *err)
{
    const struct source *source = o->proc ? &source_live_linux : source_live();
    struct selftest t = {0};
    struct buffer b = {0};
    struct error unwritten;
    bool ok;

    buffer_add_string(&b, "poolmonviz " POOLMONVIZ_VERSION " collect --selftest\n");
    if (source->examine)
        source->examine(&b);
    ok = test_source(&t, o, source, &b, err);
    buffer_add_string(&b, ok ? "result: this system can be recorded\n" : "result: this system cannot be recorded\n");
    if (!os_write_stdout(b.bytes, b.length, &unwritten) && ok)
        ok = error_set(err, "%s", unwritten.text);
    buffer_free(&b);
    sampler_close(&t.sampler);
    map_free(&t.tags);
    free(t.calls);
    return ok;
}
