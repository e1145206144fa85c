/* capture_code.h - encodes a snapshot as the payload of a record, and decodes it.
 *
 * Writer and reader keep the same capture_state. A delta contains only what differs from it; a keyframe starts from an
 * empty one. Both change the state with each record, so records must be encoded and decoded in the same order, from a
 * keyframe on.
 */
#ifndef FORMATS_CAPTURE_CAPTURE_CODE_H
#define FORMATS_CAPTURE_CAPTURE_CODE_H

#include "base/varint.h"
#include "formats/capture/capture_state.h"

/* Whether the snapshot can be a delta: it has the counters of the last one, and owners if that had them. */
bool capture_can_be_delta(const struct capture_state *state, const struct snapshot *snapshot);

/* Appends the payload to `out`. Several rows of one tag are summed. A delta requires capture_can_be_delta. */
void capture_encode(struct capture_state *state, const struct snapshot *snapshot, bool keyframe, struct buffer *out);

/* A delta for a writer who knows the differences, and whose snapshots have no unknown cells and no owners. */
struct capture_change {
    size_t row;                    // ascending
    const struct pool_row *values; // borrowed; all known
};

struct capture_changes {
    const struct snapshot *head; // borrowed; times, and the counters of the last snapshot; no rows
    const uint32_t *tags;        // borrowed; the tag of each row, in order, none twice
    size_t count;
    size_t first_new;                     // count of tags before capture_tag was called for these
    const struct capture_change *changes; // borrowed; every row whose values differ from the state
    size_t change_count;
};

void capture_encode_changes(struct capture_state *state, const struct capture_changes *changes, struct buffer *out);

/* False: the payload is invalid, and the state unusable until the next keyframe. */
bool capture_decode(struct capture_state *state, const unsigned char *payload, size_t length, bool keyframe,
                    int64_t time_ms);

/* The same for what a snapshot says besides its rows, which the state does not get. */
bool capture_decode_head(struct capture_state *state, const unsigned char *payload, size_t length, bool keyframe,
                         int64_t time_ms);

#endif
