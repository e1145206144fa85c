/* run_check.h - whether the times and the order of all snapshots together can be right, once they are read.
 *
 *     2090-05-22 in 2026         lies in the future: a date was read in the wrong order, or the clock was wrong
 *     1995-05-22, 2020-05-22     25 years: the same
 *     a1.log, a3.log, a2.log     numbered in that order a restart shows, which sorted by allocs none does
 */
#ifndef INPUT_RUN_CHECK_H
#define INPUT_RUN_CHECK_H

#include "base/warnings.h"
#include "formats/format.h"
#include "store/store.h"

/* One warning for each doubt; now_us is the time, UTC. */
void run_check_times(const struct format_extent *extent, int64_t now_us, struct warnings *warnings);

/* Both of a finished store: its times, and if it has none, its order. */
void run_check_store(const struct store *store, int64_t now_us, struct warnings *warnings);

#endif
