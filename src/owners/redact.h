/* redact.h - removes from snapshots what identifies the machine, and keeps the numbers.
 *
 *     host, system, identity of the machine     removed
 *     tags that are not published               ~000, ~001 ... in order of appearance, the same in all snapshots
 *     drivers and descriptions                  removed
 *     times                                     shifted: the first snapshot is at 2000-01-01T00:00:00
 *     time zone, uptime                         removed
 *     identities of boots                       1, 2, 3 ...; given to boots that only the uptime tells
 *     gaps without snapshots                    kept, without the reason
 *
 * A tag is published when a pooltag.txt or our own table names it. The new name is not derived from the tag, so it
 * cannot be reversed. The same snapshots give the same names.
 */
#ifndef OWNERS_REDACT_H
#define OWNERS_REDACT_H

#include "base/map.h"
#include "model/machine.h"
#include "model/snapshot.h"
#include "owners/tagnames.h"

struct redact {
    const struct tagnames *names; // borrowed; tags of its families are published, too
    bool keeps_tags;              // rename no tag
    struct map tags;              // all tags so far
    uint32_t *renamed;            // owned, by tag: its number among the renamed, from 1 on; 0: not renamed
    size_t renamed_capacity, renamed_count;
    struct map boots;
    uint64_t boots_by_uptime;        // numbers given to boots without an identity
    int64_t uptime_ms, uptime_at_us; // of the last snapshot of these
    struct buffer texts;             // owned; scratch for the texts of a snapshot
    bool has_shift;
    int64_t shift_us;
    struct map with_owner; // tags whose owner was removed
    bool had_machine, had_local, had_uptime, had_boot, had_gap;
};

void redact_free(struct redact *redact);

/* Call these in the order of the file: the first time that they see becomes 2000-01-01. */
void redact_snapshot(struct redact *redact, struct snapshot *snapshot);
void redact_machine(struct redact *redact, struct machine *machine);

/* A gap without snapshots; `until_us` is the time of the next snapshot. */
void redact_gap(struct redact *redact, int64_t *since_us, int64_t *until_us, const char **why);

/* Appends what was removed and what was kept, a line each. */
void redact_report(const struct redact *redact, struct buffer *out);

#endif
