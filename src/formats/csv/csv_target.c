#include "formats/csv/csv_target.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

void csv_target_free(struct csv_target *target)
{
    for (size_t i = 0; i < target->count; i++)
        snapshot_free(&target->snapshots[i]);
    free(target->snapshots);
    *target = (struct csv_target){0};
}

size_t csv_target_moment(struct csv_target *t, int64_t utc_us, int64_t local_us, const struct csv_layout *layout)
{
    struct snapshot *snapshot;

    if (t->store) {
        size_t moment = store_moment(t->store, utc_us, local_us, layout->counters);

        if (layout->utc_is_local)
            store_mark(t->store, moment, TIME_LOCAL);
        return moment;
    }
    for (size_t i = t->count; i > 0; i--) // usually the last one
        if (t->snapshots[i - 1].utc_us == utc_us)
            return i - 1;
    ARRAY_RESERVE(t->snapshots, t->capacity, t->count + 1);
    snapshot = &t->snapshots[t->count++];
    *snapshot = (struct snapshot){0};
    snapshot_start(snapshot, utc_us, local_us, layout->counters);
    snapshot->basis = layout->utc_is_local ? TIME_LOCAL : TIME_UTC;
    snapshot->has_owners = layout->driver != CSV_NO_COLUMN && layout->description != CSV_NO_COLUMN;
    return t->count - 1;
}

void csv_target_lost(struct csv_target *t, size_t moment, unsigned counters)
{
    if (t->store)
        store_lost(t->store, moment, counters);
    else {
        assert(moment < t->count);
        t->snapshots[moment].lost |= counters;
    }
}

/* Owners do not change: the first row of a tag defines them. */
static void set_owner(struct csv_target *t, size_t tag, const struct csv_layout *layout, const struct csv_row *row)
{
    if (!store_has_owner(t->store, tag))
        store_set_owner(t->store, tag, csv_field_text(&row->fields[layout->driver], &t->scratch),
                        csv_field_text(&row->fields[layout->description], &t->owner_scratch));
}

bool csv_target_put(struct csv_target *t, size_t moment, const struct csv_layout *layout, const struct csv_row *row,
                    const struct pool_row *values)
{
    struct text name = csv_field_text(&row->fields[layout->tag], &t->scratch);
    bool has_owners = layout->driver != CSV_NO_COLUMN && layout->description != CSV_NO_COLUMN;
    struct snapshot *snapshot;

    if (t->store) {
        size_t tag = store_tag(t->store, name);

        if (has_owners)
            set_owner(t, tag, layout, row);
        return store_put(t->store, moment, tag, values) == 0;
    }
    assert(moment < t->count);
    snapshot = &t->snapshots[moment];
    snapshot_add(snapshot, name, values);
    snapshot->lost |= layout->counters & ~values->known;
    if (snapshot->has_owners && has_owners) {
        snapshot_set_driver(snapshot, csv_field_text(&row->fields[layout->driver], &t->scratch));
        snapshot_set_description(snapshot, csv_field_text(&row->fields[layout->description], &t->scratch));
    }
    return true;
}
