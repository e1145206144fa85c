#include "model/snapshot.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void snapshot_free(struct snapshot *snapshot)
{
    free(snapshot->rows);
    buffer_free(&snapshot->texts);
    *snapshot = (struct snapshot){0};
}

void snapshot_start(struct snapshot *snapshot, int64_t utc_us, int64_t local_us, unsigned counters)
{
    snapshot->utc_us = utc_us;
    snapshot->basis = TIME_UTC;
    snapshot->local_us = local_us;
    snapshot->uptime_ms = TOTAL_UNKNOWN;
    snapshot->boot = 0;
    for (int i = 0; i < TOTALS; i++)
        snapshot->totals[i] = TOTAL_UNKNOWN;
    snapshot->counters = counters;
    snapshot->lost = 0;
    snapshot->count = 0;
    snapshot->has_owners = false;
    snapshot->has_reclaim = false;
    snapshot->texts.length = 0;
}

static struct snapshot_text add_text(struct snapshot *snapshot, struct text text)
{
    struct snapshot_text added = {(uint32_t)snapshot->texts.length, (uint32_t)text.length};

    buffer_add_text(&snapshot->texts, text);
    return added;
}

void snapshot_add(struct snapshot *snapshot, struct text tag, const struct pool_row *values)
{
    ARRAY_RESERVE(snapshot->rows, snapshot->capacity, snapshot->count + 1);
    snapshot->rows[snapshot->count] = (struct snapshot_row){.values = *values, .tag = add_text(snapshot, tag)};
    snapshot->count++;
}

void snapshot_set_driver(struct snapshot *snapshot, struct text driver)
{
    assert(snapshot->count);
    snapshot->rows[snapshot->count - 1].driver = add_text(snapshot, driver);
    snapshot->has_owners = true;
}

void snapshot_set_description(struct snapshot *snapshot, struct text description)
{
    assert(snapshot->count);
    snapshot->rows[snapshot->count - 1].description = add_text(snapshot, description);
    snapshot->has_owners = true;
}

void snapshot_set_reclaim(struct snapshot *snapshot, size_t row, enum reclaim reclaim)
{
    assert(row < snapshot->count);
    snapshot->rows[row].reclaim = reclaim;
    snapshot->has_reclaim |= reclaim != RECLAIM_UNKNOWN;
}

struct text snapshot_text_of(const struct snapshot *snapshot, struct snapshot_text text)
{
    if (text.length == 0) // texts.bytes may be NULL
        return (struct text){"", 0};
    assert((size_t)text.offset + text.length <= snapshot->texts.length);
    return (struct text){snapshot->texts.bytes + text.offset, text.length};
}

void snapshot_copy(struct snapshot *to, const struct snapshot *from)
{
    struct snapshot_row *rows = to->rows;
    struct buffer texts = to->texts;
    size_t capacity = to->capacity;

    *to = *from;
    to->rows = rows;
    to->capacity = capacity;
    to->texts = texts;
    to->texts.length = 0;
    buffer_add_text(&to->texts, buffer_text(&from->texts));
    ARRAY_RESERVE(to->rows, to->capacity, from->count + 1);
    if (from->count)
        memcpy(to->rows, from->rows, from->count * sizeof *to->rows);
}
