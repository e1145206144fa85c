/* store.h - every series over time.
 *
 * One row per moment, one series per tag and counter:
 *
 *     time     NtFs      MmSt
 *     09:00    1048576   65536
 *     09:05    1114112   missing     absent from that snapshot: a gap, not a drop to zero
 *
 * Filling: store_source for each file in order of name; store_moment for each snapshot in it, store_put for each row,
 * in any order of times. Then store_finish once: it sorts by time, of two sources with one time keeps the last, marks
 * snapshots that are not whole, and finds the boots. Reading is for after that.
 * Invariants: times ascend; a tag's index never changes. Only store*.c know the layout.
 *
 * Cost: about 33 bytes per tag and snapshot for all six counters of a 12-column file (24 to 56 for others).
 */
#ifndef MODEL_STORE_H
#define MODEL_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "base/warnings.h"
#include "model/counter.h"

struct store;

/* One row as read: what one snapshot says of one tag. */
struct pool_row {
    int64_t value[COUNTERS]; // the ones in `known`; allocs, frees and live as the source has them
    unsigned known;          // COUNTER_BIT of each
};

struct store *store_new(void);
void store_free(struct store *store);

/* --- filling --- */

/* A source begins: a file, whose name (copied) messages use. */
void store_source(struct store *store, const char *name);

/* The local time of a moment whose source does not tell it. */
#define STORE_NO_LOCAL INT64_MIN

/* The moment of that time in this source, new if it is not there yet; `counters` are those the source can know. */
size_t store_moment(struct store *store, int64_t utc_us, int64_t local_us, unsigned counters);

/* The moment's time is no UTC, but the machine's own: its source has nothing better. */
void store_mark_local(struct store *store, size_t moment);

/* The tag's index, new if not seen yet. */
size_t store_tag(struct store *store, struct text tag);

/* Adds a row; a tag that is there already in this moment is summed. Returns the counters whose sum does not fit in 64
 * bits: they are lost. */
unsigned store_put(struct store *store, size_t moment, size_t tag, const struct pool_row *row);

/* The moment lost a row (ALL_COUNTERS) or cells of some counters: its TOTAL is a gap for these. */
void store_lost(struct store *store, size_t moment, unsigned counters);

struct store_window {
    int64_t since_us, until_us; // both inclusive
};

#define STORE_ALL_TIME ((struct store_window){INT64_MIN, INT64_MAX})

/* Moments outside the window are dropped first. */
void store_finish(struct store *store, struct store_window window, struct warnings *warnings);

/* --- reading --- */

size_t store_sources(const struct store *store); // those that gave at least one snapshot, before the window
size_t store_moments(const struct store *store);
size_t store_tags(const struct store *store);
struct text store_tag_name(const struct store *store, size_t tag); // borrowed
size_t store_find_tag(const struct store *store, struct text tag); // SIZE_MAX when it is not there

int64_t store_time(const struct store *store, size_t moment);  // UTC, microseconds since 1970
int64_t store_local(const struct store *store, size_t moment); // the machine's own clock; UTC where unknown
bool store_knows_local(const struct store *store);             // in every moment
bool store_is_local(const struct store *store);                // some times are local, being marked so
const char *store_source_name(const struct store *store, size_t moment); // borrowed

/* Counters that at least one moment knows, and those of one. */
unsigned store_counters(const struct store *store);
unsigned store_counters_of(const struct store *store, size_t moment);

/* Moments that are the first after a boot, ascending. Whether they could be told at all: *known. */
const size_t *store_boots(const struct store *store, size_t *count, bool *known);

/* One moment, all tags: writes store_tags(store) values, gaps as AMOUNT_MISSING. */
void store_values(const struct store *store, size_t moment, enum measure measure, amount *out);

/* The sum of one moment over all its rows, or AMOUNT_MISSING when it is not whole. */
amount store_total(const struct store *store, size_t moment, enum measure measure);

/* One tag, all moments: writes store_moments(store) values, oldest first. */
void store_series(const struct store *store, size_t tag, enum measure measure, amount *out);

/* Whether the tag has a row in any moment, and how many have: some may only stand outside the window. */
bool store_has(const struct store *store, size_t tag);
size_t store_tags_present(const struct store *store);

#endif
