#include "formats/capture/capture_state.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/require.h"
#include "formats/capture/capture_state_internal.h"

void capture_state_free(struct capture_state *s)
{
    map_free(&s->tags);
    map_free(&s->texts);
    free(s->cells);
    free(s->rows);
    free(s->rows_before);
    free(s->changed);
    free(s->added);
    *s = (struct capture_state){0};
}

void capture_state_reset(struct capture_state *s, unsigned counters, bool has_owners)
{
    map_free(&s->tags);
    map_free(&s->texts);
    map_intern(&s->texts, (struct text){"", 0});
    s->row_count = 0;
    s->unknown_cells = 0;
    s->epoch++;
    s->counters = counters;
    s->counter_count = 0;
    FOR_EACH_COUNTER(counter, counters)
        s->counter_of[s->counter_count++] = (unsigned char)counter;
    assert(s->counter_count <= COUNTERS);
    s->has_owners = has_owners;
    s->has_reclaim = false;
}

size_t capture_tag(struct capture_state *s, struct text name)
{
    size_t known = s->tags.count, tag = map_intern(&s->tags, name);

    ARRAY_RESERVE(s->cells, s->cell_capacity, tag + 1);
    if (tag == known)
        s->cells[tag] = (struct capture_cell){.row.known = s->counters};
    return tag;
}

void capture_rows_advance(struct capture_state *s, size_t first_new)
{
    ARRAY_RESERVE(s->rows_before, s->before_capacity, s->tags.count + 1);
    if (s->row_count)
        memcpy(s->rows_before, s->rows, s->row_count * sizeof *s->rows);
    s->before_count = s->last_count = s->row_count;
    for (size_t tag = first_new; tag < s->tags.count; tag++)
        s->rows_before[s->before_count++] = (uint32_t)tag;
    if (s->row_count < first_new)
        for (size_t tag = 0; tag < first_new; tag++)
            if (s->cells[tag].seen != s->turn)
                s->rows_before[s->before_count++] = (uint32_t)tag;
    require(s->before_count <= s->tags.count);
    s->turn++;
    s->row_count = 0;
    s->changed_count = 0;
    s->added_count = 0;
    ARRAY_RESERVE(s->added, s->added_capacity, s->tags.count + 1);
    ARRAY_RESERVE(s->rows, s->row_capacity, s->tags.count + 1);
    ARRAY_RESERVE(s->changed, s->changed_capacity, s->tags.count + 1);
}

/* The turn is taken back: the `seen` of these rows remains valid. */
void capture_rows_keep(struct capture_state *s)
{
    assert(s->row_count == 0 && s->changed_count == 0);
    s->row_count = s->last_count; // s->rows still has them
    s->turn--;
}

const struct pool_row *capture_row(const struct capture_state *s, size_t row)
{
    assert(row < s->row_count);
    return &s->cells[s->rows[row]].row;
}

void capture_snapshot(const struct capture_state *s, struct snapshot *out)
{
    snapshot_start(out, s->utc_us, s->local_us, s->counters);
    out->uptime_ms = s->uptime_ms;
    out->boot = s->boot;
    memcpy(out->totals, s->totals, sizeof out->totals);
    out->lost = s->lost;
    out->has_owners = s->has_owners;
    for (size_t i = 0; i < s->row_count; i++) {
        const struct capture_cell *cell = &s->cells[s->rows[i]];

        snapshot_add(out, map_name(&s->tags, s->rows[i]), &cell->row);
        if (s->has_owners) {
            snapshot_set_driver(out, map_name(&s->texts, cell->driver));
            snapshot_set_description(out, map_name(&s->texts, cell->description));
        }
        snapshot_set_reclaim(out, i, cell->reclaim);
    }
}
