/* capture_state.h - what writer and reader of a capture both know after each record.
 *
 * The tags so far, the last values and owner of each, and the rows of the last snapshot in their order. A delta
 * changes it; a keyframe resets it.
 */
#ifndef FORMATS_CAPTURE_CAPTURE_STATE_H
#define FORMATS_CAPTURE_CAPTURE_STATE_H

#include <stdbool.h>

#include "base/map.h"
#include "model/snapshot.h"

struct capture_cell {
    struct pool_row row;          // the last values; of an unknown counter the value last known
    uint32_t driver, description; // in texts; 0 is the empty text
    enum reclaim reclaim;
    uint64_t seen; // `turn` of the last snapshot that has the tag
};

struct capture_state {
    struct map tags;
    struct map texts;           // drivers and descriptions; the first is empty
    struct capture_cell *cells; // owned, by tag
    size_t cell_capacity;
    uint32_t *rows; // owned; tags of the last snapshot in its order
    size_t row_count, row_capacity;
    uint32_t *rows_before; // owned; the tags of the previous snapshot, new tags, tags absent from the previous one
    size_t before_count, before_capacity;
    uint32_t *changed; // owned; indices in `rows` of those that changed
    size_t changed_count, changed_capacity;
    uint32_t *added; // owned; indices in `rows` of tags that the previous snapshot does not have
    size_t added_count, added_capacity;
    size_t last_count; // rows of the previous snapshot, the first ones of rows_before; 0 after a keyframe
    uint64_t epoch;    // counts keyframes: each renumbers the tags
    uint64_t turn;     // counts snapshots; one with the same rows as the previous one does not count
    uint64_t number;   // of the last snapshot, from 1; gaps tell a reader how many are lost
    unsigned counters, lost;
    unsigned counter_count;
    unsigned char counter_of[COUNTERS]; // the snapshot's counters: bit i of a change is counter_of[i]
    bool has_owners;
    bool has_reclaim;     // `reclaim` of a cell is known
    bool reclaim_changed; // by the last snapshot decoded
    size_t unknown_cells; // not fewer than the last snapshot has
    int64_t utc_us, local_us, uptime_ms;
    uint64_t boot;
    int64_t totals[TOTALS];
};

void capture_state_free(struct capture_state *state);

/* The tag's number in the state; a new tag gets the next one. */
size_t capture_tag(struct capture_state *state, struct text name);

/* Copies the last snapshot into `out`. */
void capture_snapshot(const struct capture_state *state, struct snapshot *out);

/* The values of a row of the last snapshot; borrowed, until the state changes. */
const struct pool_row *capture_row(const struct capture_state *state, size_t row);

#endif
