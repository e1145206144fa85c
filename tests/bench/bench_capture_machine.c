#include "bench_capture_machine.h"

#include "../../tools/make_capture_machine.h"
#include "base/calendar.h"
#include "base/memory.h"

#include <stdlib.h>

#define SIX_COUNTERS                                                                                                   \
    (COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(PAGED_FREES) | COUNTER_BIT(PAGED_BYTES) | COUNTER_BIT(NONPAGED_ALLOCS) |  \
     COUNTER_BIT(NONPAGED_FREES) | COUNTER_BIT(NONPAGED_BYTES))

struct bench_machine {
    struct synthetic machine;
    bool has_started;
};

struct bench_machine *bench_machine_new(size_t tags, size_t snapshots)
{
    struct bench_machine *b = memory_new(1, sizeof *b);
    struct machine_options options = {
        .tags = tags, .snapshots = snapshots, .interval_s = 60, .uptime_hours = 100, .seed = 1};

    machine_start(&b->machine, &options);
    return b;
}

void bench_machine_free(struct bench_machine *b)
{
    machine_free(&b->machine);
    free(b);
}

static void add_row(struct snapshot *out, const struct tag *tag)
{
    static const enum counter allocs[] = {PAGED_ALLOCS, NONPAGED_ALLOCS}, frees[] = {PAGED_FREES, NONPAGED_FREES};
    static const enum counter bytes[] = {PAGED_BYTES, NONPAGED_BYTES};
    struct pool_row row = {.known = SIX_COUNTERS};

    for (int pool = 0; pool < POOLS_OF_A_TAG; pool++) {
        row.value[allocs[pool]] = (uint32_t)tag->pools[pool].allocs; // Windows counts in 32 bits
        row.value[frees[pool]] = (uint32_t)tag->pools[pool].frees;
        row.value[bytes[pool]] = tag_used_bytes(tag, (enum pool)pool);
    }
    snapshot_add(out, (struct text){(const char *)tag->name, TAG_BYTES}, &row);
}

size_t bench_machine_take(struct bench_machine *b, struct snapshot *out)
{
    struct synthetic *m = &b->machine;
    int64_t local_us;
    size_t unchanged = 0;

    if (b->has_started)
        machine_step(m);
    b->has_started = true;
    local_us = m->local_ticks * (SECOND_US / TICKS_PER_S);
    snapshot_start(out, local_us - 2 * HOUR_US, local_us, SIX_COUNTERS);
    out->uptime_ms = (int64_t)(m->uptime_s * 1000);
    out->boot = 1;
    for (size_t i = 0; i < m->options.tags; i++) {
        if (!m->tags[i].present)
            continue;
        add_row(out, &m->tags[i]);
        unchanged += !m->tags[i].changed;
    }
    return unchanged;
}
