/* csv_target.h - where the rows of a CSV file go: into a store's current source, or into snapshots.
 *
 * Snapshots keep the owners of tags and the order of rows; there is one per time, in the order in which times first
 * appear.
 */
#ifndef FORMATS_CSV_CSV_TARGET_H
#define FORMATS_CSV_CSV_TARGET_H

#include "formats/csv/csv_layout.h"
#include "formats/csv/csv_row.h"
#include "model/snapshot.h"
#include "store/store.h"

struct csv_target {
    struct store *store;        // borrowed, or NULL
    struct snapshot *snapshots; // owned; when there is no store
    size_t count, capacity;
    struct buffer scratch, owner_scratch; // of csv_read, which frees them
};

/* Frees the snapshots; nothing is to be freed when there is a store. */
void csv_target_free(struct csv_target *target);

/* The moment of the store, or the index of the snapshot, of that time; made if it is new. */
size_t csv_target_moment(struct csv_target *target, int64_t utc_us, int64_t local_us, const struct csv_layout *layout);

/* Marks these counters of the moment as incomplete: rows are missing. */
void csv_target_lost(struct csv_target *target, size_t moment, unsigned counters);

/* Adds a row: tag and owner from the fields, numbers from `values`. False: the tag has a row already, and a sum of the
 * two exceeds 64 bits. */
bool csv_target_put(struct csv_target *target, size_t moment, const struct csv_layout *layout,
                    const struct csv_row *row, const struct pool_row *values);

#endif
