/* capture_load.h - loads a capture into a store. Where possible only changes are stored, otherwise all rows. */
#ifndef FORMATS_CAPTURE_CAPTURE_LOAD_H
#define FORMATS_CAPTURE_CAPTURE_LOAD_H

#include "formats/capture/capture.h"
#include "store/store.h"

struct capture_loader {
    struct store *store; // borrowed
    size_t *tags;        // owned; the store's tag of each tag of the state
    size_t tag_count, tag_capacity;
    uint64_t epoch; // the state's epoch when `tags` was filled
    size_t moment;  // of the last snapshot
    bool has_moment;
    bool was_known; // all cells of the last moment are known
};

void capture_loader_free(struct capture_loader *loader);

/* The next snapshot will be stored row by row. */
void capture_loader_restart(struct capture_loader *loader);

/* Stores the last snapshot of the state at `moment`, which is new. Between two calls the state decodes exactly one
 * snapshot, or the loader is restarted. */
void capture_loader_put(struct capture_loader *loader, const struct capture_state *state, size_t moment);

/* Loads all snapshots into the current source of the store. Their times are those of shown_times.h. False: not one
 * snapshot can be read, or a read error. */
bool capture_load(struct capture *capture, struct store *store, struct error *err);

#endif
