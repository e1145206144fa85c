#include "leaks/leak_finding.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"

#define DAY_SECONDS 86400.0

const char *leak_reason_name(enum leak_reason reason)
{
    static const char *const names[LEAK_REASONS] = {
        [LEAK_STEADY] = "ok",
        [LEAK_STOPPED] = "stopped-or-stepped",
        [LEAK_SLOWING] = "slowing-down",
        [LEAK_FOLLOWS_LOAD] = "follows-load",
        [LEAK_NO_NEW_HIGH] = "no-new-high",
        [LEAK_TWO_JUMPS] = "two-jumps-explain-it",
        [LEAK_SURVIVES_REBOOT] = "survives-reboot",
        [LEAK_SOME_BOOTS] = "not-in-every-boot",
        [LEAK_UNSTEADY] = "unsteady",
        [LEAK_PART_OF_DAY] = "part-of-day",
        [LEAK_CACHE] = "cache",
        [LEAK_MOVES_WITH_CACHE] = "moves-with-cache",
        [LEAK_TOO_FEW] = "too-few-blocks",
        [LEAK_RATE_UNSURE] = "rate-unsure",
        [LEAK_TOO_BRIEF] = "too-brief",
        [LEAK_NOISE] = "noise",
        [LEAK_FALLING] = "falling",
        [LEAK_CONSTANT] = "constant",
        [LEAK_TOO_SHORT] = "too-short",
    };

    assert(reason < LEAK_REASONS);
    return names[reason];
}

const char *leak_verdict_name(enum leak_verdict verdict)
{
    static const char *const names[LEAK_VERDICTS] = {"quiet", "short", "watch", "probable", "leak"};

    assert(verdict < LEAK_VERDICTS);
    return names[verdict];
}

/* Memory rises for half a day at most in a daily cycle, so what would have filled it by then is none. */
static bool may_be_daily(const struct leaks *leaks)
{
    size_t grow = leaks->so_far.snapshots ? 1 : leaks->counts[LEAK_CERTAIN] + leaks->counts[LEAK_PROBABLE];

    return leaks->outpacing == 0 || leaks->outpacing < grow;
}

unsigned leaks_caveats(const struct leaks *leaks)
{
    return (leaks->moments < LEAK_SNAPSHOTS_WANTED ? LEAK_FEW_SNAPSHOTS : 0) |
           (leaks->boots_used == 0 ? LEAK_NO_BOOT : 0) |
           (leaks->span < LEAK_DAYS_WANTED * DAY_SECONDS && may_be_daily(leaks) ? LEAK_NO_DAY : 0) |
           (leaks->is_settling ? LEAK_SETTLING : 0);
}

int64_t leaks_enough_at(const struct leaks *leaks)
{
    double missing = (double)LEAK_SNAPSHOTS_WANTED - (double)leaks->moments;
    double seconds = missing > 0 ? missing * leaks->interval : 0;
    double more = leaks_caveats(leaks) & LEAK_NO_DAY ? LEAK_DAYS_WANTED * DAY_SECONDS - leaks->span : 0;

    seconds = more > seconds ? more : seconds;
    return leaks->last_us + (int64_t)rint(seconds * (double)SECOND_US);
}

int64_t leaks_settled_at(const struct leaks *leaks)
{
    int64_t enough_us = leaks_enough_at(leaks);
    int64_t twice_us = leaks->last_us + (int64_t)rint(leaks->span * (double)SECOND_US);

    return twice_us > enough_us ? twice_us : enough_us;
}

void leaks_free(struct leaks *leaks)
{
    for (size_t i = 0; i < leaks->group_count; i++) {
        free(leaks->groups[i].members);
        free(leaks->groups[i].ratios);
    }
    free(leaks->groups);
    free(leaks->findings);
    *leaks = (struct leaks){0};
}
