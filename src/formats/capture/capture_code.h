/* capture_code.h - a snapshot as the payload of a record, and back.
 *
 * Writer and reader keep the same state: the tags so far, each one's last values and owner, and the rows of the last
 * snapshot in their order. A delta says only what is different; a keyframe starts from nothing. Both sides change the
 * state with each record, so records must be coded and decoded in the same order, from a keyframe on.
 */
#ifndef FORMATS_CAPTURE_CAPTURE_CODE_H
#define FORMATS_CAPTURE_CAPTURE_CODE_H

#include <stdbool.h>

#include "base/map.h"
#include "base/varint.h"
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

/* Whether the snapshot can be a delta: its counters and owners are those of the last one. */
bool capture_can_be_delta(const struct capture_state *state, const struct snapshot *snapshot);

/* Appends the payload to `out`. Rows of one tag are summed. */
void capture_encode(struct capture_state *state, const struct snapshot *snapshot, bool keyframe, struct buffer *out);

/* The same of a delta, for a writer who knows what is different and whose snapshots have no unknown cells and no owners. */
struct capture_change {
    size_t row;                    // ascending
    const struct pool_row *values; // borrowed; all known
};

struct capture_changes {
    const struct snapshot *head; // borrowed; times and counters, which are those of the last snapshot; no rows
    const uint32_t *tags;        // borrowed; of each row, in order; none twice
    size_t count;
    size_t first_new;                     // tags there were before capture_tag was asked for these
    const struct capture_change *changes; // borrowed; every row that is not as the state has it
    size_t change_count;
};

/* The tag's number in the state, given to it now if it is new. */
size_t capture_tag(struct capture_state *state, struct text name);
void capture_encode_changes(struct capture_state *state, const struct capture_changes *changes, struct buffer *out);

/* False when the payload is no sound one: the state is then of no use until a keyframe. */
bool capture_decode(struct capture_state *state, const unsigned char *payload, size_t length, bool keyframe,
                    int64_t time_ms);

/* The state's last snapshot, row by row. */
void capture_snapshot(const struct capture_state *state, struct snapshot *out);

/* The row's values as the store takes them; borrowed, until the state changes. */
const struct pool_row *capture_row(const struct capture_state *state, size_t row);

#endif
