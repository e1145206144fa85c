#include "formats/capture/capture_load.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "formats/capture/capture_times.h"
#include "formats/capture/capture_write.h"
#include "formats/shown_times.h"
#include "model/machine.h"

void capture_loader_free(struct capture_loader *l)
{
    free(l->tags);
    *l = (struct capture_loader){0};
}

void capture_loader_restart(struct capture_loader *l)
{
    l->has_moment = false;
}

static void match_tags(struct capture_loader *l, const struct capture_state *s)
{
    ARRAY_RESERVE(l->tags, l->tag_capacity, s->tags.count + 1);
    for (; l->tag_count < s->tags.count; l->tag_count++) {
        const struct capture_cell *cell = &s->cells[l->tag_count];
        size_t tag = l->tags[l->tag_count] = store_tag(l->store, map_name(&s->tags, l->tag_count));

        store_set_owner(l->store, tag, map_name(&s->texts, cell->driver), map_name(&s->texts, cell->description));
    }
}

static void put_rows(struct capture_loader *l, const struct capture_state *s, size_t moment)
{
    for (size_t i = 0; i < s->row_count; i++)
        store_put(l->store, moment, l->tags[s->rows[i]], capture_row(s, i));
}

static void put_changes(struct capture_loader *l, const struct capture_state *s, size_t moment)
{
    store_repeat(l->store, moment, l->moment);
    if (s->row_count - s->added_count < s->last_count)
        for (size_t i = 0; i < s->last_count; i++)
            if (s->cells[s->rows_before[i]].seen != s->turn)
                store_remove(l->store, moment, l->tags[s->rows_before[i]]);
    for (size_t i = 0; i < s->added_count; i++)
        store_put(l->store, moment, l->tags[s->rows[s->added[i]]], capture_row(s, s->added[i]));
    for (size_t i = 0; i < s->changed_count; i++)
        store_change(l->store, moment, l->tags[s->rows[s->changed[i]]], capture_row(s, s->changed[i]));
}

static void put_reclaim(struct capture_loader *l, const struct capture_state *s)
{
    for (size_t i = 0; i < s->row_count; i++)
        store_set_reclaim(l->store, l->tags[s->rows[i]], s->cells[s->rows[i]].reclaim);
}

void capture_loader_put(struct capture_loader *l, const struct capture_state *s, size_t moment)
{
    bool goes_on = l->has_moment && l->epoch == s->epoch && l->was_known && s->unknown_cells == 0;

    if (l->epoch != s->epoch)
        l->tag_count = 0; // a keyframe renumbers the tags
    l->epoch = s->epoch;
    match_tags(l, s);
    assert(l->tag_count == s->tags.count && !(l->has_moment && moment == l->moment));
    if (goes_on)
        put_changes(l, s, moment);
    else
        put_rows(l, s, moment);
    if (s->reclaim_changed)
        put_reclaim(l, s);
    l->moment = moment;
    l->has_moment = true;
    l->was_known = s->unknown_cells == 0;
}

/* --- a capture --- */

struct loaded {
    size_t moment;
    int64_t local_us; // as in the capture
};

struct loading {
    struct capture *capture;
    struct capture_loader loader;
    struct shown_times times;
    struct capture_tick *ticks; // owned; of the snapshots so far
    struct loaded *loaded;      // owned; the same
    size_t count, capacity;
    struct store_gap *gaps; // owned; `until_us` is the index of the snapshot after it
    size_t gap_count, gap_capacity;
};

static void keep_tick(struct loading *l, const struct capture_tick *tick, size_t moment)
{
    size_t capacity = l->capacity;

    ARRAY_RESERVE(l->ticks, l->capacity, l->count + 1);
    if (l->capacity != capacity)
        l->loaded = memory_resize(l->loaded, l->capacity, sizeof *l->loaded);
    l->ticks[l->count] = *tick;
    l->loaded[l->count++] = (struct loaded){moment, l->capture->state.local_us};
}

static void keep_gap(struct loading *l)
{
    struct store_gap *gap;

    if (!l->capture->gap[0])
        return;
    ARRAY_RESERVE(l->gaps, l->gap_capacity, l->gap_count + 1);
    gap = &l->gaps[l->gap_count++];
    *gap = (struct store_gap){.since_us = l->capture->gap_since_us, .until_us = (int64_t)l->count};
    memcpy(gap->why, l->capture->gap, sizeof gap->why);
}

/* The local time keeps its distance from UTC. */
static int64_t local_of(int64_t shown_us, int64_t utc_us, int64_t local_us)
{
    return local_us == LOCAL_TIME_UNKNOWN ? LOCAL_TIME_UNKNOWN
                                          : (int64_t)((uint64_t)shown_us + (uint64_t)local_us - (uint64_t)utc_us);
}

static void load_snapshot(struct loading *l)
{
    const struct capture_state *s = &l->capture->state;
    struct store *store = l->loader.store;
    struct capture_tick tick = capture_tick(l->capture);
    struct moment_facts facts = {.boot = s->boot, .uptime_ms = s->uptime_ms};
    size_t moment;
    bool is_repeat; // a snapshot of exactly this time came before: the last one counts, as with files
    int64_t shown_us;

    memcpy(facts.totals, s->totals, sizeof facts.totals);
    facts.step = l->count ? capture_boot_step(&l->ticks[l->count - 1], &tick) : BOOT_UNKNOWN;
    shown_us = shown_time(&l->times, s->utc_us, &is_repeat);
    if (is_repeat) {
        store_source_again(store);
        capture_loader_restart(&l->loader);
    }
    moment = store_moment(store, shown_us, local_of(shown_us, s->utc_us, s->local_us), s->counters);
    keep_gap(l);
    keep_tick(l, &tick, moment);
    store_facts(store, moment, &facts);
    capture_loader_put(&l->loader, s, moment);
    store_lost(store, moment, s->lost);
}

/* Snapshots that were taken before the clock was set get the times of the last clock. */
static void settle_clock(struct loading *l, int64_t *times_us)
{
    struct store *store = l->loader.store;
    struct shown_times shown = {0};
    size_t at = 0, steps;
    int64_t by_us = 0;

    steps = capture_clock_settle(l->ticks, l->count, times_us, &at, &by_us);
    for (size_t i = 0; i < l->count && steps; i++) {
        bool is_repeat;
        int64_t shown_us = shown_time(&shown, times_us[i], &is_repeat);

        store_retime(store, l->loaded[i].moment, shown_us,
                     local_of(shown_us, l->ticks[i].utc_us, l->loaded[i].local_us));
    }
    if (steps)
        store_clock_set(store, steps, times_us[at], by_us);
    shown_times_free(&shown);
}

/* Gaps are told by the times of the snapshots around them; that the clock was set is told once. */
static void put_gaps(const struct loading *l, const int64_t *times_us)
{
    for (size_t i = 0; i < l->gap_count; i++) {
        const struct store_gap *gap = &l->gaps[i];
        size_t after = (size_t)gap->until_us;
        int64_t shift_us, since_us;

        if (strcmp(gap->why, CAPTURE_CLOCK_SET) == 0)
            continue;
        shift_us = after ? times_us[after - 1] - l->ticks[after - 1].utc_us : 0;
        if (!__builtin_add_overflow(gap->since_us, shift_us, &since_us))
            store_gap(l->loader.store, since_us, times_us[after], gap->why);
    }
}

static void finish_loading(struct loading *l)
{
    int64_t *times_us = memory_new(l->count, sizeof *times_us);

    for (size_t i = 0; i < l->count; i++)
        times_us[i] = l->ticks[i].utc_us;
    settle_clock(l, times_us);
    put_gaps(l, times_us);
    free(times_us);
    free(l->ticks);
    free(l->loaded);
    free(l->gaps);
    capture_loader_free(&l->loader);
    shown_times_free(&l->times);
}

bool capture_load(struct capture *capture, struct store *store, struct error *err)
{
    struct loading l = {.capture = capture, .loader.store = store};
    struct machine machine;
    enum capture_next next;
    size_t count;

    while ((next = capture_next(capture, err)) == CAPTURE_SNAPSHOT)
        load_snapshot(&l);
    count = l.count;
    finish_loading(&l);
    if (capture_machine(&capture->machine, &machine))
        store_machine(store, &machine);
    if (next == CAPTURE_FAILED)
        return false;
    return count || error_set(err, "%s: no complete snapshot found", capture->path);
}
