/* capture_state_internal.h - how encoder and decoder change the state; only capture_state.c, capture_encode.c and
 * capture_decode.c include this.
 */
#ifndef FORMATS_CAPTURE_CAPTURE_STATE_INTERNAL_H
#define FORMATS_CAPTURE_CAPTURE_STATE_INTERNAL_H

#include "formats/capture/capture_state.h"

/* Encodings of the local time: none, or its distance from UTC. */
enum { LOCAL_UNKNOWN, LOCAL_SECONDS, LOCAL_MICROSECONDS };

/* Runs of rows whose `reclaim` changed alike: length << RECLAIM_BITS | the new value, or one of these. */
enum { RECLAIM_BITS = 2, RECLAIM_MASK = 3, RECLAIM_SAME = 0, RECLAIM_FORGOTTEN = 3 };

/* Forgets all tags and rows, as before the first snapshot. */
void capture_state_reset(struct capture_state *state, unsigned counters, bool has_owners);

/* Starts the next snapshot: the current rows become those before, followed by the tags from `first_new` on and by those
 * that were absent. */
void capture_rows_advance(struct capture_state *state, size_t first_new);

/* After capture_rows_advance: the rows are the same as before, in the same order. */
void capture_rows_keep(struct capture_state *state);

#endif
