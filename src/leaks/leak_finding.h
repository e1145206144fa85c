/* leak_finding.h - the results of the leak finder: verdicts, reasons, rates. Plain structs; leak.h fills them. */
#ifndef LEAKS_LEAK_FINDING_H
#define LEAKS_LEAK_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "leaks/leak_gain.h"
#include "leaks/leak_quantity.h"

enum leak_verdict {
    LEAK_QUIET,
    LEAK_SHORT, // not seen long enough
    LEAK_WATCH, // grows, but the reason speaks against a leak
    LEAK_PROBABLE,
    LEAK_CERTAIN, // as certain as counters can be
    LEAK_VERDICTS
};

/* From LEAK_STOPPED to LEAK_PART_OF_DAY each is a cost of leak_score.h; the others keep a tag from being called, or say
 * why there is no score. */
enum leak_reason {
    LEAK_STEADY,           // nothing speaks against a leak
    LEAK_STOPPED,          // one jump, or a rise that ended, explains the growth
    LEAK_SLOWING,          // a curve that only slows down explains it
    LEAK_FOLLOWS_LOAD,     // live blocks follow the calls of alloc
    LEAK_NO_NEW_HIGH,      // the level was as high before
    LEAK_TWO_JUMPS,        // two jumps, or rises that ended, explain it
    LEAK_SURVIVES_REBOOT,  // the level did not fall at reboots
    LEAK_SOME_BOOTS,       // it grew in too small a part of the time
    LEAK_UNSTEADY,         // most of the gain came in a small part of the time
    LEAK_PART_OF_DAY,      // it grew for less than a day of a longer record: the time of day explains it
    LEAK_CACHE,            // the system takes it back when memory is short
    LEAK_MOVES_WITH_CACHE, // its steps follow such a cache: finding.partner
    LEAK_TOO_FEW,          // too few blocks to tell
    LEAK_RATE_UNSURE,      // the interval of the rate includes zero
    LEAK_TOO_BRIEF,        // under a minute was recorded
    LEAK_NOISE,            // not significant
    LEAK_FALLING,
    LEAK_CONSTANT,
    LEAK_TOO_SHORT,
    LEAK_REASONS
};

/* Growth per day; NaN where the quantity is unknown. */
struct leak_rate {
    double mean, low, high; // 95 % interval
};

/* How a tag's level went, for sentences about it (leak_course.h). All zero: unknown. */
struct leak_course {
    double early, late; // per day
    double swing, jump;
    bool has_high;   // before its lowest level, or in an earlier boot, it was as high as at the end, or nearly
    double high;     // that level, and
    int64_t high_us; // when, UTC
};

#define LEAK_SHARED_MAX 4
#define LEAK_NOBODY SIZE_MAX // no tag

/* One tag. */
struct leak_finding {
    size_t tag;
    enum leak_verdict verdict;
    enum leak_reason reason;
    enum leak_reason doubt; // of leaks: the largest penalty; LEAK_STEADY: none is large
    bool grows;             // in some boot, significantly enough to have log-odds
    double score;           // of those that grow: the log-odds of a leak (leak_score.h)
    double p; // probability of so much growth by noise alone, all boots combined; 1 where it does not grow
    double q; // p corrected for the number of tags; not the probability of a false alarm
    enum leak_quantity leading; // the quantity with the stronger evidence
    struct leak_rate rate[LEAK_QUANTITIES];
    bool has_since;
    int64_t since_us;     // where the growth begins, UTC
    double blocks, bytes; // gained in these windows; bytes by the mean size of a block, 0: unknown
    double seconds;       // total length of the windows it grew in; 0: it did not grow
    size_t boots_grown;   // number of boots it grew in
    size_t reboots,
        fell_back;         // after such boots, if not the whole level went; those at which half of the gain was lost
    struct leak_gain gain; // in all boots that were judged; without verdicts, in that of leaks.so_far
    struct leak_course course;                    // of the leading quantity, in the last boot that was judged
    size_t partner;                               // tag of the cache that it moves with; LEAK_NOBODY: none
    size_t shared[LEAK_SHARED_MAX], shared_count; // tags whose common movement was taken out
};

/* Tags whose residuals move together: a hint that one object holds them all. */
struct leak_group {
    size_t *members; // owned; indices in findings, the slowest first
    double *ratios;  // owned; growth as a multiple of the slowest's
    size_t count;
    double r; // smallest correlation with the first member found
};

enum leak_limit { LEAK_LIMIT_COMMIT, LEAK_LIMIT_RAM, LEAK_LIMITS };

/* When the leaks will have used up a limit, in days from the last snapshot on. */
struct leak_exhaustion {
    bool known;
    double remaining;       // bytes
    double days, low, high; // 95 % interval; high is infinite where the rate may be 0; without verdicts both are NaN
};

/* What the times of a capture are. */
enum leak_clock {
    LEAK_UTC,
    LEAK_LOCAL,   // local time of the machine; UTC is unknown
    LEAK_NO_CLOCK // only intervals between snapshots: no finding has a since
};

/* What can be said before any verdict: the growth in the last boot that has two snapshots. */
struct leak_so_far {
    size_t snapshots;          // in that boot; 0: verdicts were made, or no boot has two, and the rest is not set
    size_t missing;            // that the capture's last boot lacks for a verdict
    double seconds_to_verdict; // at the present pace; NaN: no times are known
    bool is_last_boot;         // no reboot followed
    int64_t first_us, last_us; // UTC
    double seconds, interval;  // first to last, and mean; NaN: no times are known
    enum leak_quantity weight; // that findings are sorted by: bytes, or blocks where they are not known or wanted
    double gained, net;        // the sum of what was gained, and of all changes
};

struct leaks {
    enum leak_clock clock;
    struct leak_finding *findings; // owned; one per tag: leaks by memory per day, then the rest by score; without
                                   // verdicts by gain
    size_t count;
    size_t counts[LEAK_VERDICTS]; // findings by verdict
    struct leak_group *groups;    // owned
    size_t group_count;
    struct leak_exhaustion exhaustion[LEAK_LIMITS];
    bool known[LEAK_QUANTITIES];  // quantities that were tested
    bool wanted[LEAK_QUANTITIES]; // that the capture knows and were asked for, tested or not
    struct leak_so_far so_far;
    bool knows_calls;                   // of alloc: load can be distinguished from leaks
    double total_gain;                  // bytes gained by all tags that gained, within boots
    double found_gain;                  // of these, by tags called leak or probable
    size_t moments;                     // used
    size_t clock_steps;                 // the clock of the machine was set so often,
    int64_t clock_set_us, clock_set_by; // first before that time by so much
    size_t boots, boots_used;
    double span;        // seconds
    double interval;    // seconds, mean
    int64_t last_us;    // time of the last moment
    int64_t skipped_us; // left out at the beginning, because the machine was still settling; 0: nothing
    bool is_settling;   // so many tags grow that a common cause is likely
    size_t outpacing;   // flagged findings, or the first without verdicts, that would fill memory within half a day
};

/* Reasons to doubt the findings of a capture, as a set. */
enum leak_caveat {
    LEAK_FEW_SNAPSHOTS = 1, // fewer than LEAK_SNAPSHOTS_WANTED
    LEAK_NO_BOOT = 2,       // no boot is long enough
    LEAK_NO_DAY = 4, // shorter than LEAK_DAYS_WANTED: a daily cycle looks like growth, but for all that outpaces it
    LEAK_SETTLING = 8,
};

#define LEAK_MOMENTS_MIN 8 // in a boot, for a verdict
#define LEAK_SNAPSHOTS_WANTED 16
#define LEAK_DAYS_WANTED 1.25
#define LEAK_OBJECTS_WANTED 25 // smaller leaks are not found

unsigned leaks_caveats(const struct leaks *leaks);

/* When the capture, continued at its interval, has LEAK_SNAPSHOTS_WANTED and, with the caveat LEAK_NO_DAY,
 * LEAK_DAYS_WANTED; UTC. */
int64_t leaks_enough_at(const struct leaks *leaks);

/* When the capture, continued, would tell a cache that is still filling from a leak: when it is twice as long, and has
 * what leaks_enough_at asks for; UTC. */
int64_t leaks_settled_at(const struct leaks *leaks);

/* Names for programs: "ok", "slowing-down", ... */
const char *leak_reason_name(enum leak_reason reason);
const char *leak_verdict_name(enum leak_verdict verdict);

/* Called leak or probable. */
static inline bool leak_is_flagged(const struct leak_finding *finding)
{
    return finding->verdict >= LEAK_PROBABLE;
}

void leaks_free(struct leaks *leaks);

#endif
