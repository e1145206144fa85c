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
 * Cost, for all six counters of a 12-column file: about 33 bytes per tag and snapshot put in row by row; where moments
 * repeat each other and a sixth of the rows changes, 6 (measured, docs/performance.md).
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "base/warnings.h"
#include "model/machine.h"
#include "model/pool_row.h"
#include "model/time_basis.h"
#include "model/totals.h"

struct store;

struct store *store_new(void);
void store_free(struct store *store);

/* --- filling --- */

/* A source begins: a file, whose name (copied) messages use. */
void store_source(struct store *store, const char *name);

/* The same source goes on, but a moment of a time that it had is another one; store_finish keeps the last. */
void store_source_again(struct store *store);

/* No snapshots were taken between these times, and why: kept as it is. */
void store_gap(struct store *store, int64_t since_us, int64_t until_us, const char *why);

/* The moment of that time in this source, new if it is not there yet; `counters` are those the source can know. */
size_t store_moment(struct store *store, int64_t utc_us, int64_t local_us, unsigned counters);

void store_mark(struct store *store, size_t moment, enum time_basis basis);

/* A new moment whose time is not known. */
size_t store_moment_untimed(struct store *store, unsigned counters);

/* How far apart moments without times are; 0, as at the beginning: not known. */
void store_interval(struct store *store, int64_t interval_us);

/* The tag's index, new if not seen yet. */
size_t store_tag(struct store *store, struct text tag);

/* Whose the tag is, as a source says it; the first one that says it is believed. Copies. */
void store_set_owner(struct store *store, size_t tag, struct text driver, struct text description);
bool store_has_owner(const struct store *store, size_t tag);

/* Adds a row; a tag that is there already in this moment is summed. Returns the counters whose sum does not fit in 64
 * bits: they are lost. */
unsigned store_put(struct store *store, size_t moment, size_t tag, const struct pool_row *row);

/* What else is known of a moment. */
struct moment_facts {
    uint64_t boot;          // the same in all moments between two boots; 0: not known
    int64_t totals[TOTALS]; // TOTAL_UNKNOWN: not known
};

void store_facts(struct store *store, size_t moment, const struct moment_facts *facts);

/* What machine the capture is of, as a source says it; the last one that says it is believed. Copies. */
void store_machine(struct store *store, const struct machine *machine);

/* For sources that say, or show, only what changed, and the way to a small store. store_repeat gives a moment without rows
 * those of an earlier one of the same counters, every cell of which is known; store_change then replaces the values, all
 * known, of a tag, store_remove takes its row away, and store_put adds new ones. */
void store_repeat(struct store *store, size_t moment, size_t earlier);
void store_remove(struct store *store, size_t moment, size_t tag);
void store_change(struct store *store, size_t moment, size_t tag, const struct pool_row *row);

/* The moment lost a row (ALL_COUNTERS) or cells of some counters: its TOTAL is a gap for these. */
void store_lost(struct store *store, size_t moment, unsigned counters);

/* Filling on several threads: each fills a store of its own that knows the tags of `store`, and store_join, called in the
 * order of the sources, moves all of it over and frees it, as if its sources had been read here. Neither is finished. */
struct store *store_new_beside(const struct store *store);
void store_join(struct store *store, struct store *from);

struct store_window {
    int64_t since_us, until_us; // both inclusive
};

#define STORE_ALL_TIME ((struct store_window){INT64_MIN, INT64_MAX})

/* Moments outside the window are dropped, when what is to be said of all is known. Where no time is known at all, moments
 * keep their order and there is no window; where only some are known, the others are left out with a warning. */
void store_finish(struct store *store, struct store_window window, struct warnings *warnings);

/* --- reading --- */

size_t store_sources(const struct store *store); // those that gave at least one snapshot, before the window
size_t store_moments(const struct store *store);
size_t store_tags(const struct store *store);
struct text store_tag_name(const struct store *store, size_t tag); // borrowed
size_t store_find_tag(const struct store *store, struct text tag); // SIZE_MAX when it is not there

/* False when no source said whose the tag is. Borrowed. */
bool store_owner(const struct store *store, size_t tag, struct text *driver, struct text *description);

const struct machine *store_machine_of(const struct store *store); // borrowed; all zero: nothing is known

int64_t store_time(const struct store *store, size_t moment);  // UTC, microseconds since 1970
int64_t store_local(const struct store *store, size_t moment); // the machine's own clock; UTC where unknown

/* Whether no times are known: moments are then numbered by their times, which are no dates but steps of *interval_us from
 * 0 on, or, where that is 0, of one second. */
bool store_is_numbered(const struct store *store, int64_t *interval_us);

bool store_knows_local(const struct store *store);                       // in every moment
bool store_is_local(const struct store *store);                          // some times are local, being marked so
const char *store_source_name(const struct store *store, size_t moment); // borrowed

const struct moment_facts *store_facts_of(const struct store *store, size_t moment); // borrowed

/* Counters that at least one moment knows, and those of one. */
unsigned store_counters(const struct store *store);
unsigned store_counters_of(const struct store *store, size_t moment);

struct store_gap {
    int64_t since_us, until_us;
    char why[64];
};

/* Borrowed. */
const struct store_gap *store_gaps(const struct store *store, size_t *count);

/* Moments that are the first after a boot, ascending. Whether they could be told at all: *known. */
const size_t *store_reboots(const struct store *store, size_t *count, bool *known);

/* The first moment of the boot that the moment is in; 0 in the first one. */
size_t store_boot_of(const struct store *store, size_t moment);

/* One moment, all tags: writes store_tags(store) values, gaps as AMOUNT_MISSING. Many moments: store_walk costs far less. */
void store_values(const struct store *store, size_t moment, enum metric metric, amount *out);

/* Whether all rows of the moment are there, with what the metric is computed from. */
bool store_is_complete(const struct store *store, size_t moment, enum metric metric);

/* The sum of one moment over all its rows, or AMOUNT_MISSING when it is not whole. */
amount store_total(const struct store *store, size_t moment, enum metric metric);

/* The same of all moments: writes store_moments(store) values, oldest first. */
void store_totals(const struct store *store, enum metric metric, amount *out);

/* One tag, all moments: writes store_moments(store) values, oldest first. */
void store_series(const struct store *store, size_t tag, enum metric metric, amount *out);

/* Whether the tag has a row in any moment, and how many have: some may only stand outside the window. */
bool store_has(const struct store *store, size_t tag);
size_t store_tags_present(const struct store *store);

#endif
