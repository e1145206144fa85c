/* snapshot.h - the rows of all tags at one time, as a source gave them.
 *
 *     2026-03-01 09:00:00 UTC, local 10:00:00, up 3 d, boot 77..., paged pool 812 MB, ...
 *     NtFs   paged allocs 120, frees 20, bytes 4096; nonpaged ...
 *     Thre   ...
 *
 * Sources and formats fill snapshots, writers and the store read them. Rows are in the order of the source. All zero is
 * a valid empty one.
 */
#ifndef MODEL_SNAPSHOT_H
#define MODEL_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/text.h"
#include "model/pool_row.h"
#include "model/reclaim.h"
#include "model/time_basis.h"
#include "model/totals.h"

/* A text within snapshot.texts. */
struct snapshot_text {
    uint32_t offset, length;
};

struct snapshot_row {
    struct pool_row values;
    struct snapshot_text tag;
    struct snapshot_text driver, description; // of the tag's owner; valid if has_owners
    enum reclaim reclaim;
};

struct snapshot {
    int64_t utc_us;            // or what `basis` says
    enum time_basis basis;     // TIME_UTC, unless the format knows less
    int64_t local_us;          // LOCAL_TIME_UNKNOWN: not known
    int64_t uptime_ms;         // TOTAL_UNKNOWN: not known; monotonic, also when the clock is set
    uint64_t boot;             // identity of the boot, the same until the next reboot; 0: not known
    int64_t totals[TOTALS];    // TOTAL_UNKNOWN: not known
    unsigned counters;         // bits of the counters that the source knows
    unsigned lost;             // bits of those with a row or cell that could not be read: their sum is incomplete
    bool has_owners;           // the source has drivers and descriptions, even if empty
    bool has_reclaim;          // `reclaim` of at least one row is known
    struct snapshot_row *rows; // owned
    size_t count, capacity;
    struct buffer texts; // owned; tags and owners, concatenated
};

void snapshot_free(struct snapshot *snapshot);

/* Begins a new snapshot in the same memory: no rows; totals, uptime and boot are unknown. */
void snapshot_start(struct snapshot *snapshot, int64_t utc_us, int64_t local_us, unsigned counters);

/* Adds a row. Copies the tag. A tag may have several rows, which store and capture sum. */
void snapshot_add(struct snapshot *snapshot, struct text tag, const struct pool_row *values);

/* Set the owner of the last row; both copy. */
void snapshot_set_driver(struct snapshot *snapshot, struct text driver);
void snapshot_set_description(struct snapshot *snapshot, struct text description);

/* Sets what the system says of the tag of that row. */
void snapshot_set_reclaim(struct snapshot *snapshot, size_t row, enum reclaim reclaim);

/* Borrowed, until the next text is added. */
struct text snapshot_text_of(const struct snapshot *snapshot, struct snapshot_text text);

/* Makes `to` a copy of `from`, in the memory that it has. */
void snapshot_copy(struct snapshot *to, const struct snapshot *from);

#endif
