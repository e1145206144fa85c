/* leak.h - which tags leak, how fast, how sure, why, and what else it may be.
 *
 * A tag is said to leak when its live blocks (or bytes) rise along a line by more than its own wandering explains, and
 * more speaks for a leak than for an excuse: it was one jump or a rise that ended; it is a curve that slows down; it has
 * merely come back to a level seen before; more was asked of it. Over several boots it should rise in most of the time and
 * fall back at the restarts. A cache that still fills at the end of the capture can look the same.
 *
 *     leaks_find(store, &options, &leaks);       columns in, plain results out; nothing is printed
 *     for i < leaks.count: leaks.findings[i]     one for every tag: leaks first, by memory a day
 *     leaks_free(&leaks);
 */
#ifndef LEAKS_LEAK_H
#define LEAKS_LEAK_H

#include "leaks/leak_blocks.h"

enum leak_verdict {
    LEAK_QUIET,
    LEAK_SHORT, // not seen long enough
    LEAK_WATCH, // grows, but something speaks against a leak: the reason
    LEAK_PROBABLE,
    LEAK_CERTAIN, // as certain as counters can be
};

enum leak_reason {
    LEAK_STEADY,          // nothing speaks against it
    LEAK_STOPPED,         // one jump, or a rise that ended, explains it
    LEAK_SLOWING,         // a curve that only slows down explains it
    LEAK_FOLLOWS_LOAD,    // more was asked of it: it follows its calls
    LEAK_NO_NEW_HIGH,     // it stood as high before
    LEAK_TWO_JUMPS,       // two jumps or rises that ended explain it
    LEAK_SURVIVES_REBOOT, // it did not fall back at restarts
    LEAK_SOME_BOOTS,      // it grew in too little of the time
    LEAK_NOISE,           // no more than its own wandering
    LEAK_FALLING,
    LEAK_CONSTANT,
    LEAK_TOO_SHORT,
    LEAK_REASONS
};

/* Per day; NaN where it is not known. */
struct leak_rate {
    double mean, low, high; // 95 %
};

struct leak_finding {
    size_t tag;
    enum leak_verdict verdict;
    enum leak_reason reason;
    enum leak_reason doubt;     // of what is called a leak: what speaks most against it; LEAK_STEADY: nothing much
    double score;               // points, see leak_score.h: higher is more suspicious
    double p, q;                // of noise alone; q corrected for the number of tags. No chance of a false alarm.
    enum leak_quantity leading; // the quantity that shows it best
    struct leak_rate rate[LEAK_QUANTITIES];
    bool has_since;
    int64_t since_us;          // where the growth begins, UTC
    double seconds;            // that it was seen to grow in, all boots together; 0: it was not
    size_t boots_grown;        // in which it grew
    size_t reboots, fell_back; // after boots in which it grew; at how many of them it lost half of the gain or more
};

/* Tags whose residuals, line and cycles taken out, move together: a hint that one thing holds them all. */
struct leak_group {
    size_t *members; // owned; places in findings, the slowest first
    double *ratios;  // owned; growth of live blocks, of the slowest's
    size_t count;
    double r; // the least correlation with the first that was found
};

enum leak_limit { LEAK_LIMIT_COMMIT, LEAK_LIMIT_RAM, LEAK_LIMITS };

/* When what leaks will have taken all there is; days from the last snapshot on. */
struct leak_exhaustion {
    bool known;
    double remaining;       // bytes
    double days, low, high; // high is infinite where the rate may be nothing
};

struct leak_options {
    bool without[LEAK_QUANTITIES]; // do not look at it
    const bool *excluded;          // by tag; NULL: none
};

/* What the times of a capture are. */
enum leak_clock {
    LEAK_UTC,
    LEAK_LOCAL,   // the machine's own clock: no UTC is known
    LEAK_NO_CLOCK // only how far snapshots are apart: no finding has a since
};

struct leaks {
    enum leak_clock clock;
    struct leak_finding *findings; // owned; one for every tag: leaks first, by memory a day; then by score
    size_t count;
    size_t counts[LEAK_CERTAIN + 1]; // findings by verdict
    struct leak_group *groups;       // owned
    size_t group_count;
    struct leak_exhaustion exhaustion[LEAK_LIMITS];
    bool known[LEAK_QUANTITIES]; // quantities that were looked at
    bool knows_calls;            // of alloc: load can be told from leaks
    double total_gain;           // bytes that all tags gained, within boots
    double found_gain;           // of these, by tags called leak or probable
    size_t moments;              // that were looked at
    size_t boots, boots_used;
    double span;        // seconds
    double interval;    // seconds, mean
    int64_t last_us;    // the last moment
    int64_t skipped_us; // at the beginning: the machine was still settling; 0: nothing was
    bool is_settling;   // so many tags grow that something common must be behind it
};

void leaks_find(const struct store *store, const struct leak_options *options, struct leaks *leaks);
void leaks_free(struct leaks *leaks);

/* What keeps a capture from telling: 0 when nothing does. */
enum leak_doubt {
    LEAK_FEW_SNAPSHOTS = 1, // fewer than LEAK_SNAPSHOTS_WANTED
    LEAK_NO_BOOT = 2,       // no boot is long enough
    LEAK_NO_DAY = 4,        // less than LEAK_DAYS_WANTED: the time of day looks like growth
    LEAK_SETTLING = 8,
};

#define LEAK_SNAPSHOTS_WANTED 16
#define LEAK_DAYS_WANTED 1.25
#define LEAK_OBJECTS_WANTED 25 // leaked ones; with fewer nothing can be told

unsigned leaks_caveats(const struct leaks *leaks);

/* When a capture that goes on as it does will have enough snapshots and days; UTC. */
int64_t leaks_enough_at(const struct leaks *leaks);

/* "ok", "slowing-down" ...: for programs. */
const char *leak_reason_name(enum leak_reason reason);
const char *leak_verdict_name(enum leak_verdict verdict);

static inline bool leak_is_flagged(const struct leak_finding *finding)
{
    return finding->verdict >= LEAK_PROBABLE;
}

#endif
