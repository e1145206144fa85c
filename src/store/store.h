/* store.h - every series over time.
 *
 * One row per moment, one series per tag and counter:
 *
 *     time     NtFs      MmSt
 *     09:00    1048576   65536
 *     09:05    1114112   missing     absent from that snapshot: a gap, not a drop to zero
 *
 * A moment is the index of a snapshot in the store, a tag the index of its name.
 *
 * Filling: store_source for each file in order of name; store_moment for each snapshot in it, store_put for each row,
 * times in any order. Then store_finish once: it sorts by time, keeps the last of several snapshots of one time, marks
 * incomplete snapshots, and finds the reboots. Only then values can be read.
 * Invariants: times ascend after store_finish; a tag's index never changes. Only store*.c know the layout.
 *
 * Memory, for all six counters of a 12-column file: about 33 bytes per tag and snapshot added row by row; 6 where
 * moments repeat each other and a sixth of the rows changes (measured, docs/performance.md).
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
#include "model/reclaim.h"
#include "model/time_basis.h"
#include "model/totals.h"

struct store;

struct store *store_new(void); // owned by the caller
void store_free(struct store *store);

/* --- filling --- */

/* A source begins: a file. Copies the name, which messages use. */
void store_source(struct store *store, const char *name);

/* The same source goes on, but a time that it had already begins a new moment; store_finish keeps the last. */
void store_source_again(struct store *store);

/* No snapshots were taken between these times, and why. Copies. */
void store_gap(struct store *store, int64_t since_us, int64_t until_us, const char *why);

/* The moment of that time in this source, added if there is none; `counters` (bits) are those the source can know. */
size_t store_moment(struct store *store, int64_t utc_us, int64_t local_us, unsigned counters);

/* How far the time of the moment can be trusted; otherwise TIME_UTC. */
void store_mark(struct store *store, size_t moment, enum time_basis basis);

/* A new moment whose time is not known. */
size_t store_moment_untimed(struct store *store, unsigned counters);

/* How far apart moments without times are; 0, the default: not known. */
void store_interval(struct store *store, int64_t interval_us);

/* The tag's index; added if it is new. Copies. */
size_t store_tag(struct store *store, struct text tag);

/* The owner of the tag according to the source; the first source that names one wins. Copies. */
void store_set_owner(struct store *store, size_t tag, struct text driver, struct text description);
bool store_has_owner(const struct store *store, size_t tag);

/* What the system says of the tag; the last source that knows it wins. RECLAIM_UNKNOWN changes nothing. */
void store_set_reclaim(struct store *store, size_t tag, enum reclaim reclaim);

/* Adds a row; further rows of a tag in one moment are summed. Returns the counters whose sum does not fit in 64 bits:
 * they are lost. */
unsigned store_put(struct store *store, size_t moment, size_t tag, const struct pool_row *row);

/* Whether the machine was rebooted since the moment before, of the same source. */
enum boot_step { BOOT_UNKNOWN, BOOT_SAME, BOOT_NEW };

/* What a source knows of a moment besides its rows. */
struct moment_facts {
    uint64_t boot;          // identity of the boot, the same until the next reboot; 0: not known
    enum boot_step step;    // for a moment after another one
    int64_t uptime_ms;      // < 0: not known
    int64_t totals[TOTALS]; // TOTAL_UNKNOWN: not known
};

void store_facts(struct store *store, size_t moment, const struct moment_facts *facts);

/* Replaces the times of a moment: those it was added with were of a clock that was set later. */
void store_retime(struct store *store, size_t moment, int64_t utc_us, int64_t local_us);

/* The clock of the machine was set `count` times, first before `at_us` by `by_us`: times before are of the last
 * clock. */
void store_clock_set(struct store *store, size_t count, int64_t at_us, int64_t by_us);

/* The machine that was recorded, according to the source; the last source that says it wins. Copies. */
void store_machine(struct store *store, const struct machine *machine);

/* For sources that give, or can tell, only what changed; the store stays small. store_repeat gives a moment without
 * rows those of an earlier one with the same counters, all of whose cells are known; then store_change replaces all
 * values of a tag, store_remove removes its row, and store_put adds new rows. */
void store_repeat(struct store *store, size_t moment, size_t earlier);
void store_remove(struct store *store, size_t moment, size_t tag);
void store_change(struct store *store, size_t moment, size_t tag, const struct pool_row *row);

/* A row of the moment (ALL_COUNTERS) or cells of some counters could not be read: its TOTAL is a gap for these. */
void store_lost(struct store *store, size_t moment, unsigned counters);

/* Filling on several threads: each fills a store of its own, which starts with the tags of `store`. store_join, called
 * in the order of the sources, moves its content to `store` and frees it: the result is the same as if all had been
 * read into `store`. Neither may be finished. */
struct store *store_new_beside(const struct store *store);
void store_join(struct store *store, struct store *from);

struct store_window {
    int64_t since_us, until_us; // both inclusive
};

#define STORE_ALL_TIME ((struct store_window){INT64_MIN, INT64_MAX})

/* Moments outside the window are dropped, after all checks. Where no times are known, moments keep their order and the
 * window is ignored; where some are known, the moments without are left out with a warning. */
void store_finish(struct store *store, struct store_window window, struct warnings *warnings);

/* --- reading --- */

size_t store_sources(const struct store *store); // those that gave at least one snapshot, before the window
size_t store_moments(const struct store *store);
size_t store_tags(const struct store *store);
struct text store_tag_name(const struct store *store, size_t tag); // borrowed
size_t store_find_tag(const struct store *store, struct text tag); // SIZE_MAX: no such tag

/* False when no source named an owner. Borrowed. */
bool store_owner(const struct store *store, size_t tag, struct text *driver, struct text *description);

/* As recorded; RECLAIM_UNKNOWN when no source said it. */
enum reclaim store_reclaimable(const struct store *store, size_t tag);

const struct machine *store_machine_of(const struct store *store); // borrowed; all zero: not known

int64_t store_time(const struct store *store, size_t moment);  // UTC, microseconds since 1970
int64_t store_local(const struct store *store, size_t moment); // the machine's local time; UTC where unknown

/* Whether no times are known. Times are then numbers: multiples of *interval_us, or of one second where that is 0, from
 * 0 on. */
bool store_is_numbered(const struct store *store, int64_t *interval_us);

bool store_knows_local(const struct store *store);                       // in every moment
bool store_is_local(const struct store *store);                          // at least one time is local, as marked
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

/* How often the clock of the machine was set, in all sources; the first time of the last source, and how far. */
size_t store_clock_steps(const struct store *store, int64_t *at_us, int64_t *by_us);

/* The first moment after each reboot, ascending, borrowed; *known: whether any two moments could be compared. */
const size_t *store_reboots(const struct store *store, size_t *count, bool *known);

/* The first moment of the boot that the moment belongs to. */
size_t store_boot_of(const struct store *store, size_t moment);

/* One moment, all tags: writes store_tags(store) values, gaps as AMOUNT_MISSING. For many moments use store_walk. */
void store_values(const struct store *store, size_t moment, enum metric metric, amount *out);

/* Whether no row or cell is missing that the metric's total is computed from. */
bool store_is_complete(const struct store *store, size_t moment, enum metric metric);

/* The sum over all rows of one moment; AMOUNT_MISSING when it is not complete. */
amount store_total(const struct store *store, size_t moment, enum metric metric);

/* The same of all moments: writes store_moments(store) values, oldest first. */
void store_totals(const struct store *store, enum metric metric, amount *out);

/* One tag, all moments: writes store_moments(store) values, oldest first. */
void store_series(const struct store *store, size_t tag, enum metric metric, amount *out);

/* Whether the tag has a row in any moment, and how many tags have: some may be only in moments outside the window. */
bool store_has(const struct store *store, size_t tag);
size_t store_tags_present(const struct store *store);

#endif
