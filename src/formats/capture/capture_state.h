/* capture_state.h - what writer and reader of a capture both know after each record.
 *
 * The tags so far, the last values and owner of each, and the rows of the last snapshot in their order. A delta changes
 * it; a keyframe resets it.
 */
#ifndef FORMATS_CAPTURE_CAPTURE_STATE_H
#define FORMATS_CAPTURE_CAPTURE_STATE_H

#include <stdbool.h>

#include "base/map.h"
#include "model/snapshot.h"

struct capture_cell {
    struct pool_row row;          // the last one; of a counter that it does not know, the value last known
    uint32_t driver, description; // in texts; 0 is the empty text
    uint64_t seen;                // turn of the last snapshot that has the tag
};

struct capture_state {
    struct map tags;
    struct map texts;           // drivers and descriptions; the first is empty
    struct capture_cell *cells; // owned, by tag
    size_t cell_capacity;
    uint32_t *rows; // owned; tags of the last snapshot in its order
    size_t row_count, row_capacity;
    uint32_t *rows_before; // owned; those of the one before it, then tags new in this one, then those away before it
    size_t before_count, before_capacity;
    uint32_t *changed; // owned; rows of the last snapshot that differ from before (indices in `rows`)
    size_t changed_count, changed_capacity;
    uint32_t *added; // owned; rows of the last snapshot whose tags the one before it has not
    size_t added_count, added_capacity;
    size_t last_count; // rows of the one before it, the first in rows_before; 0 behind a keyframe
    uint64_t epoch;    // counts the keyframes: tags have other numbers from then on
    uint64_t turn;     // counts the snapshots that went through this state, but for those with the same rows as before
    uint64_t number;   // of the last snapshot, from 1; a reader sees by it how many are lost
    unsigned counters, lost;
    unsigned counter_count;
    unsigned char counter_of[COUNTERS]; // those of the snapshot, by place
    bool has_owners;
    size_t unknown_cells; // at least as many as the last snapshot has
    int64_t utc_us, local_us, uptime_ms;
    uint64_t boot;
    int64_t totals[TOTALS];
};

void capture_state_free(struct capture_state *state);

/* The tag's number in the state, given to it now if it is new. */
size_t capture_tag(struct capture_state *state, struct text name);

/* The state's last snapshot, row by row. */
void capture_snapshot(const struct capture_state *state, struct snapshot *out);

/* The row's values as the store takes them; borrowed, until the state changes. */
const struct pool_row *capture_row(const struct capture_state *state, size_t row);

#endif
