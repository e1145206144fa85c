/* leak.h - which tags leak, how fast, how sure, why, and what else it may be.
 *
 * A tag is said to leak when its live blocks (or bytes) rise along a line by more than its own wandering explains, and
 * four excuses fail: it was one jump or a rise that ended; two such shapes explain most of it; it is a curve that has only
 * been slowing down; it has merely come back to a level seen before. Over several boots it must rise in most of the
 * time and fall back at the restarts. A cache that still fills at the end of the capture can look the same.
 *
 *     leaks_find(store, &options, &leaks);       columns in, plain results out; nothing is printed
 *     for i < leaks.count: leaks.findings[i]     most suspicious first, one for every tag
 *     leaks_free(&leaks);
 */
#ifndef ANALYSIS_LEAK_H
#define ANALYSIS_LEAK_H

#include "analysis/leak_blocks.h"

enum leak_verdict {
    LEAK_QUIET,
    LEAK_SHORT, // not seen long enough
    LEAK_WATCH, // grows, but something speaks against a leak: the reason
    LEAK_PROBABLE,
    LEAK_CERTAIN, // as certain as counters can be
};

enum leak_reason {
    LEAK_STEADY,     // nothing speaks against it
    LEAK_STOPPED,    // one jump, or a rise that ended, explains it
    LEAK_SLOWING,    // a curve that only slows down explains it
    LEAK_LOAD,       // more was asked of it: it follows its calls
    LEAK_RETURNED,   // it stood as high before
    LEAK_JUMPS,      // two jumps or rises that ended explain it
    LEAK_SURVIVES,   // it did not fall back at restarts
    LEAK_SOME_BOOTS, // it grew in too little of the time
    LEAK_NOISE,      // no more than its own wandering
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
    double score;             // higher is more suspicious
    double p, q;              // of noise alone; q corrected for the number of tags. No chance of a false alarm.
    enum leak_metric leading; // the metric that shows it best
    struct leak_rate rate[LEAK_METRICS];
    double gain[LEAK_METRICS]; // over the stretches that the rates are of, all boots together
    bool has_since;
    int64_t since_us; // where the growth begins, UTC
};

struct leak_options {
    bool without[LEAK_METRICS]; // do not look at it
    const bool *excluded;       // by tag; NULL: none
};

struct leaks {
    struct leak_finding *findings; // owned
    size_t count;
    size_t boots; // that were looked at
};

void leaks_find(const struct store *store, const struct leak_options *options, struct leaks *leaks);
void leaks_free(struct leaks *leaks);

/* "steady", "slowing-down" ...: for programs. */
const char *leak_reason_name(enum leak_reason reason);
const char *leak_verdict_name(enum leak_verdict verdict);

static inline bool leak_is_flagged(const struct leak_finding *finding)
{
    return finding->verdict >= LEAK_PROBABLE;
}

#endif
