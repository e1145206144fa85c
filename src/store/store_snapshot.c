#include "store/store_snapshot.h"

#include <string.h>

static size_t moment_in(const struct snapshot *snapshot, struct store *store)
{
    size_t moment;

    if (snapshot->basis == TIME_UNKNOWN)
        return store_moment_untimed(store, snapshot->counters);
    moment = store_moment(store, snapshot->utc_us, snapshot->local_us, snapshot->counters);
    store_mark(store, moment, snapshot->basis);
    return moment;
}

void store_add_snapshot(struct store *store, const struct snapshot *snapshot)
{
    size_t moment = moment_in(snapshot, store);
    struct moment_facts facts = {.boot = snapshot->boot, .uptime_ms = snapshot->uptime_ms};

    memcpy(facts.totals, snapshot->totals, sizeof facts.totals);

    store_lost(store, moment, snapshot->lost);
    store_facts(store, moment, &facts);
    for (size_t i = 0; i < snapshot->count; i++) {
        const struct snapshot_row *row = &snapshot->rows[i];
        size_t tag = store_tag(store, snapshot_text_of(snapshot, row->tag));

        if (snapshot->has_owners && !store_has_owner(store, tag))
            store_set_owner(store, tag, snapshot_text_of(snapshot, row->driver),
                            snapshot_text_of(snapshot, row->description));
        store_set_reclaim(store, tag, row->reclaim);
        store_put(store, moment, tag, &row->values);
    }
}
