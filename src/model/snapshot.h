/* snapshot.h - one moment, row by row, as a source gave it.
 *
 *     2026-03-01 09:00:00 UTC, local 10:00:00, up 3 d, boot 77..., paged pool 812 MB, ...
 *     NtFs   paged allocs 120, frees 20, bytes 4096; nonpaged ...
 *     Thre   ...
 *
 * Sources and formats make snapshots, writers take them. Row order is the source's. All zero is a valid empty one.
 */
#ifndef MODEL_SNAPSHOT_H
#define MODEL_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/text.h"
#include "model/pool_row.h"
#include "model/time_basis.h"
#include "model/totals.h"

/* A stretch of the snapshot's texts. */
struct snapshot_text {
    uint32_t offset, length;
};

struct snapshot_row {
    struct pool_row values;
    struct snapshot_text tag;
    struct snapshot_text driver, description; // of the tag's owner; only where has_owners
};

struct snapshot {
    int64_t utc_us;            // as `basis` says
    enum time_basis basis;     // TIME_UTC, unless a format knows less
    int64_t local_us;          // LOCAL_TIME_UNKNOWN: not known
    int64_t uptime_ms;         // TOTAL_UNKNOWN: not known; counts on while the clock is set
    uint64_t boot;             // the same in all snapshots between two boots; 0: not known
    int64_t totals[TOTALS];    // TOTAL_UNKNOWN: not known
    unsigned counters;         // COUNTER_BIT of those the source knows
    unsigned lost;             // of these, the ones of which a row or cell was lost: their sum is not whole
    bool has_owners;           // the source names drivers and descriptions, be they empty
    struct snapshot_row *rows; // owned
    size_t count, capacity;
    struct buffer texts; // owned; tags and owners, one behind the other
};

void snapshot_free(struct snapshot *snapshot);

/* Empties it, keeping its room: totals, uptime and boot become unknown. */
void snapshot_start(struct snapshot *snapshot, int64_t utc_us, int64_t local_us, unsigned counters);

/* Copies the tag. A tag that is there already is another row; store and capture sum them. */
void snapshot_add(struct snapshot *snapshot, struct text tag, const struct pool_row *values);

/* Name the owner of the last row; both copy. */
void snapshot_set_driver(struct snapshot *snapshot, struct text driver);
void snapshot_set_description(struct snapshot *snapshot, struct text description);

/* Borrowed, valid until the next text is added. */
struct text snapshot_text_of(const struct snapshot *snapshot, struct snapshot_text text);

/* `to` says what `from` says; its room is kept. */
void snapshot_copy(struct snapshot *to, const struct snapshot *from);

#endif
