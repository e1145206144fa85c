/* capture_code.h - a snapshot as the payload of a record, and back.
 *
 * Writer and reader keep the same state: the tags so far, each one's last values and owner, and the rows of the last
 * snapshot in their order. A delta says only what is different; a keyframe starts from nothing. Both sides change the
 * state with each record, so records must be coded and decoded in the same order, from a keyframe on.
 */
#ifndef FORMATS_CAPTURE_CAPTURE_CODE_H
#define FORMATS_CAPTURE_CAPTURE_CODE_H

#include "base/varint.h"
#include "formats/capture/capture_state.h"

/* Whether the snapshot can be a delta: its counters and owners are those of the last one. */
bool capture_can_be_delta(const struct capture_state *state, const struct snapshot *snapshot);

/* Appends the payload to `out`. Rows of one tag are summed. */
void capture_encode(struct capture_state *state, const struct snapshot *snapshot, bool keyframe, struct buffer *out);

/* The same of a delta, for a writer who knows what is different and whose snapshots have no unknown cells and no
 * owners. */
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

void capture_encode_changes(struct capture_state *state, const struct capture_changes *changes, struct buffer *out);

/* False when the payload is no sound one: the state is then of no use until a keyframe. */
bool capture_decode(struct capture_state *state, const unsigned char *payload, size_t length, bool keyframe,
                    int64_t time_ms);

#endif
