/* store_snapshot.h - adding a snapshot to the store. */
#ifndef STORE_STORE_SNAPSHOT_H
#define STORE_STORE_SNAPSHOT_H

#include "model/snapshot.h"
#include "store/store.h"

/* Adds all rows of the snapshot to the store's current source, as one moment. Copies. */
void store_add_snapshot(struct store *store, const struct snapshot *snapshot);

#endif
