/* capture_state_internal.h - what coder and decoder of captures share; only capture_*code.c include this. */
#ifndef FORMATS_CAPTURE_CAPTURE_STATE_INTERNAL_H
#define FORMATS_CAPTURE_CAPTURE_STATE_INTERNAL_H

#include "formats/capture/capture_state.h"

/* How the local time is written: not at all, or less UTC. */
enum { LOCAL_UNKNOWN, LOCAL_SECONDS, LOCAL_MICROSECONDS };

/* As before the first snapshot. */
void capture_state_reset(struct capture_state *state, unsigned counters, bool has_owners);

/* Keeps the rows so far as those before, with the tags from `first_new` on and those that were away behind them. */
void capture_rows_advance(struct capture_state *state, size_t first_new);

/* After that: the rows are those before, in the same order. */
void capture_rows_keep(struct capture_state *state);

#endif
