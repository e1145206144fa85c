/* redact.h - takes out of snapshots what tells whose machine they are of, and leaves the numbers.
 *
 *     host, system, identity of the machine     gone
 *     tags that nobody published                ~000, ~001 ... in order of appearance, alike in all snapshots
 *     drivers and descriptions                  gone
 *     times                                     moved: the first snapshot is of 2000-01-01T00:00:00
 *     time zone, uptime                         gone
 *     identities of boots                       1, 2, 3 ...
 *     why snapshots are missing                 gone, that they are is not
 *
 * A tag is published when a pooltag.txt or our own table knows it. What it is renamed to is not made from it, so that nobody
 * can reckon back. The same snapshots give the same names.
 */
#ifndef OWNERS_REDACT_H
#define OWNERS_REDACT_H

#include "base/map.h"
#include "model/machine.h"
#include "model/snapshot.h"
#include "owners/tagnames.h"

struct redact {
    const struct tagnames *names; // borrowed; its families count, too
    bool keeps_tags;              // all of them
    struct map tags;              // all that were seen
    uint32_t *renamed;            // owned, by tag: its number among the renamed from 1 on, or 0
    size_t renamed_capacity, renamed_count;
    struct map boots;
    struct buffer texts; // owned; a snapshot's texts being put together
    bool has_shift;
    int64_t shift_us;
    struct map owned; // tags whose owners were dropped
    bool had_machine, had_local, had_uptime, had_boot, had_gap;
};

void redact_free(struct redact *redact);

void redact_snapshot(struct redact *redact, struct snapshot *snapshot);
void redact_machine(struct redact *redact, struct machine *machine);

/* A stretch without snapshots; `until_us` is the time of the next one. */
void redact_gap(struct redact *redact, int64_t *since_us, int64_t *until_us, const char **why);

/* What was removed and what was not, a line each. */
void redact_report(const struct redact *redact, struct buffer *out);

#endif
