/* capture_load.h - decoded snapshots into a store, one after the other: what changed where that can be told, else all
 * rows. */
#ifndef FORMATS_CAPTURE_CAPTURE_LOAD_H
#define FORMATS_CAPTURE_CAPTURE_LOAD_H

#include "formats/capture/capture.h"
#include "store/store.h"

struct capture_loader {
    struct store *store; // borrowed
    size_t *tags;        // owned; of the state's tags, the store's
    size_t tag_count, tag_capacity;
    uint64_t epoch; // of the state when they were matched
    size_t moment;  // the last one
    bool has_moment;
    bool was_known; // all cells of the last moment are
};

void capture_loader_free(struct capture_loader *loader);

/* The next snapshot is put row by row. */
void capture_loader_restart(struct capture_loader *loader);

/* Puts the state's last snapshot into the moment, which is new. Between two calls the state takes one snapshot, or the
 * loader is restarted. */
void capture_loader_put(struct capture_loader *loader, const struct capture_state *state, size_t moment);

/* All of it into the store's current source. Times are whole seconds, as `convert` writes them, but where two snapshots
 * fall into one second. False when not one snapshot could be read. */
bool capture_load(struct capture *capture, struct store *store, struct error *err);

#endif
