#include "formats/capture/capture_load.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
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
    l->moment = moment;
    l->has_moment = true;
    l->was_known = s->unknown_cells == 0;
}

/* --- a capture --- */

struct loading {
    struct capture *capture;
    struct capture_loader loader;
    struct shown_times times;
};

static void load_snapshot(struct loading *l)
{
    const struct capture_state *s = &l->capture->state;
    struct store *store = l->loader.store;
    struct moment_facts facts = {.boot = s->boot};
    int64_t local_us;
    size_t moment;
    bool is_repeat; // a snapshot of exactly this time came before: the last one counts, as with files
    int64_t shown_us;

    memcpy(facts.totals, s->totals, sizeof facts.totals);
    shown_us = shown_time(&l->times, s->utc_us, &is_repeat);
    if (is_repeat) {
        store_source_again(store);
        capture_loader_restart(&l->loader);
    }
    local_us = s->local_us == LOCAL_TIME_UNKNOWN
                   ? LOCAL_TIME_UNKNOWN
                   : (int64_t)((uint64_t)shown_us + (uint64_t)s->local_us - (uint64_t)s->utc_us);
    moment = store_moment(store, shown_us, local_us, s->counters);
    if (l->capture->gap[0])
        store_gap(store, l->capture->gap_since_us, shown_us, l->capture->gap);
    store_facts(store, moment, &facts);
    capture_loader_put(&l->loader, s, moment);
    store_lost(store, moment, s->lost);
}

bool capture_load(struct capture *capture, struct store *store, struct error *err)
{
    struct loading l = {.capture = capture, .loader.store = store};
    struct machine machine;
    enum capture_next next;
    size_t count = 0;

    while ((next = capture_next(capture, err)) == CAPTURE_SNAPSHOT) {
        load_snapshot(&l);
        count++;
    }
    capture_loader_free(&l.loader);
    shown_times_free(&l.times);
    if (capture_machine(&capture->machine, &machine))
        store_machine(store, &machine);
    if (next == CAPTURE_FAILED)
        return false;
    return count || error_set(err, "%s: no complete snapshot found", capture->path);
}
