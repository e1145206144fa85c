#include "formats/capture/capture_load.h"

#include <stdlib.h>

#include "base/memory.h"

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
        l->tag_count = 0; // tags have other numbers from a keyframe on
    l->epoch = s->epoch;
    match_tags(l, s);
    if (goes_on)
        put_changes(l, s, moment);
    else
        put_rows(l, s, moment);
    l->moment = moment;
    l->has_moment = true;
    l->was_known = s->unknown_cells == 0;
}
