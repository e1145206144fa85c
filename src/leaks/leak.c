#include "leaks/leak.h"

#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "leaks/leak_boot.h"
#include "leaks/leak_together.h"

#define Q_CERTAIN 0.01
#define Q_PROBABLE 0.2
#define LOG_ODDS_CERTAIN 1 // see leak_score.h
#define LOG_ODDS_PROBABLE 0
#define P_WATCH 0.01
#define SCORE_QUIET (-20)  // of tags that do not grow: below all that do
#define SETTLING_SHARE 0.1 // of the tags that change are called leaks, and at least
#define SETTLING_TAGS 10
#define SETTLING_SECONDS 1800 // the beginning that is left out then, of captures that are
#define SETTLED_SHARE 3       // times as long

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
        [LEAK_NOISE] = "noise",
        [LEAK_FALLING] = "falling",
        [LEAK_CONSTANT] = "constant",
        [LEAK_TOO_SHORT] = "too-short",
    };

    return names[reason];
}

const char *leak_verdict_name(enum leak_verdict verdict)
{
    static const char *const names[] = {"quiet", "short", "watch", "probable", "leak"};

    return names[verdict];
}

/* All evidence of a quantity, boot by boot; freed with evidence_free. */
static struct leak_evidence **evidence_of(const struct leak_blocks *b, enum leak_quantity quantity)
{
    struct leak_evidence **evidence = memory_new(b->boot_count, sizeof *evidence);

    for (size_t i = 0; i < b->boot_count; i++) {
        evidence[i] = memory_new(b->tags, sizeof **evidence);
        leak_boot_judge(&b->boots[i], quantity, b->units[quantity], b->tags, evidence[i]);
    }
    return evidence;
}

static void evidence_free(struct leak_evidence **evidence, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(evidence[i]);
    free(evidence);
}

static struct leak_rate per_day(struct leak_rate rate)
{
    return (struct leak_rate){rate.mean * LEAK_DAY, rate.low * LEAK_DAY, rate.high * LEAK_DAY};
}

/* To a millionth: last digits differ from one system's mathematics to another's, and should decide nothing. */
static double rounded(double points)
{
    return rint(points * 1e6) / 1e6;
}

/* What is known before the number of tags is taken into account. */
static struct leak_finding finding_of(size_t tag, const struct leak_combined combined[LEAK_QUANTITIES],
                                      const bool used[LEAK_QUANTITIES], int64_t start_us)
{
    struct leak_finding f = {.tag = tag, .reason = LEAK_TOO_SHORT, .p = 1, .q = 1};
    double unopposed = INFINITY, parts = -INFINITY, sides = used[0] && used[1] ? 2 : 1;
    bool any = false;

    f.leading = used[LEAK_COUNTS] ? LEAK_COUNTS : LEAK_BYTES;
    for (int m = 0; m < LEAK_QUANTITIES; m++) {
        const struct leak_combined *lead = &combined[f.leading];

        f.rate[m] = (struct leak_rate){NAN, NAN, NAN};
        if (!used[m])
            continue;
        any = true;
        f.rate[m] = per_day(combined[m].rate);
        parts = fmax(parts, combined[m].trend_t);
        unopposed = fmin(unopposed, combined[m].p_unopposed);
        if (combined[m].grows ? !lead->grows || rounded(combined[m].log_odds) > rounded(lead->log_odds)
                              : !lead->grows && combined[m].p_unopposed < lead->p_unopposed)
            f.leading = (enum leak_quantity)m;
    }
    if (!any)
        return f;
    f.p = fmin(1, sides * combined[f.leading].p);
    f.reason = combined[f.leading].reason;
    f.score = rounded(combined[f.leading].grows ? combined[f.leading].log_odds : SCORE_QUIET + 0.01 * parts);
    f.seconds = combined[f.leading].seconds;
    f.boots_grown = combined[f.leading].boots_grown;
    f.reboots = combined[f.leading].reboots;
    f.fell_back = combined[f.leading].fell_back;
    f.has_since = true;
    f.since_us =
        start_us + (int64_t)rint(combined[used[LEAK_COUNTS] ? LEAK_COUNTS : LEAK_BYTES].since * (double)SECOND_US);
    f.q = fmin(1, sides * unopposed); // for verdict_of; the real q follows
    return f;
}

static int by_p(const void *a, const void *b)
{
    const struct leak_finding *x = a, *y = b;

    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    return (x->tag > y->tag) - (x->tag < y->tag);
}

/* Of memory a day; where that is not known, of blocks. */
static double weight_of(const struct leak_finding *f)
{
    const struct leak_rate *rate = &f->rate[isnan(f->rate[LEAK_BYTES].mean) ? LEAK_COUNTS : LEAK_BYTES];

    return isnan(rate->mean) ? 0 : rate->mean;
}

/* What is called a leak, what takes the most memory first; then the rest, the most suspicious first. */
static int by_weight(const void *a, const void *b)
{
    const struct leak_finding *x = a, *y = b;

    if (leak_is_flagged(x) != leak_is_flagged(y))
        return leak_is_flagged(x) ? -1 : 1;
    if (leak_is_flagged(x) && weight_of(x) != weight_of(y))
        return weight_of(x) > weight_of(y) ? -1 : 1;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->tag > y->tag) - (x->tag < y->tag);
}

static bool is_objection(enum leak_reason reason)
{
    return reason >= LEAK_STOPPED && reason <= LEAK_SOME_BOOTS;
}

static enum leak_verdict verdict_of(const struct leak_finding *f, double q, double unopposed)
{
    if (q <= Q_CERTAIN && f->score >= LOG_ODDS_CERTAIN)
        return LEAK_CERTAIN;
    if (q <= Q_PROBABLE && f->score >= LOG_ODDS_PROBABLE)
        return LEAK_PROBABLE;
    if ((unopposed <= P_WATCH && is_objection(f->reason)) || f->p <= P_WATCH)
        return LEAK_WATCH;
    return f->reason == LEAK_TOO_SHORT ? LEAK_SHORT : LEAK_QUIET;
}

/* The interval of its rate is above 0. After few restarts it is wide, for nobody knows how far boots differ. */
static bool is_surely_rising(const struct leak_finding *f)
{
    return f->rate[f->leading].low > 0;
}

/* Benjamini and Hochberg: among thousands of tags some grow by chance. */
static void judge_all(struct leak_finding *findings, size_t count, enum leak_clock clock)
{
    double q = 1;

    qsort(findings, count, sizeof *findings, by_p);
    for (size_t i = count; i-- > 0;) {
        struct leak_finding *f = &findings[i];

        q = fmin(q, f->p * (double)count / (double)(i + 1));
        f->verdict = verdict_of(f, q, f->q);
        f->q = q;
        if (f->verdict == LEAK_CERTAIN && !is_surely_rising(f))
            f->verdict = LEAK_PROBABLE;
        f->has_since &= clock != LEAK_NO_CLOCK;
        if (leak_is_flagged(f)) {
            f->doubt = is_objection(f->reason) ? f->reason : LEAK_STEADY;
            f->reason = LEAK_STEADY;
        }
    }
    qsort(findings, count, sizeof *findings, by_weight);
}

static enum leak_clock clock_of(const struct store *store)
{
    int64_t interval_us;

    return store_is_numbered(store, &interval_us) ? LEAK_NO_CLOCK : store_is_local(store) ? LEAK_LOCAL : LEAK_UTC;
}

/* Everything that is said of single tags. */
static void find_tags(const struct store *store, const struct leak_options *options, const struct leak_blocks *blocks,
                      struct leaks *found)
{
    struct leak_evidence **evidence[LEAK_QUANTITIES] = {NULL};
    int64_t start_us = blocks->moments ? blocks->start_us : 0;

    found->clock = clock_of(store);
    found->boots = blocks->all_boots;
    found->boots_used = blocks->boot_count;
    found->moments = blocks->moments;
    found->knows_calls = blocks->knows_calls;
    found->span = blocks->span;
    found->interval = blocks->moments > 1 ? blocks->span / (double)(blocks->moments - 1) : 0;
    found->last_us = start_us + (int64_t)(blocks->span * (double)SECOND_US);
    for (int m = 0; m < LEAK_QUANTITIES; m++) {
        found->known[m] = blocks->known[m] && blocks->boot_count > 0 && !options->without[m];
        if (found->known[m])
            evidence[m] = evidence_of(blocks, (enum leak_quantity)m);
    }
    found->findings = memory_new(blocks->tags, sizeof *found->findings);
    for (size_t tag = 0; tag < blocks->tags; tag++) {
        struct leak_combined combined[LEAK_QUANTITIES] = {{0}};

        if (!store_has(store, tag) || (options->excluded && options->excluded[tag]))
            continue;
        for (int m = 0; m < LEAK_QUANTITIES; m++)
            if (found->known[m])
                combined[m] = leak_combine(blocks, (enum leak_quantity)m, evidence[m], tag);
        found->findings[found->count++] = finding_of(tag, combined, found->known, start_us);
    }
    judge_all(found->findings, found->count, found->clock);
    for (size_t i = 0; i < found->count; i++)
        found->counts[found->findings[i].verdict]++;
    for (int m = 0; m < LEAK_QUANTITIES; m++)
        if (found->known[m])
            evidence_free(evidence[m], blocks->boot_count);
}

/* So many leaks at once are none. */
static bool is_settling(const struct leaks *leaks)
{
    size_t changing = 0, flagged = leaks->counts[LEAK_CERTAIN] + leaks->counts[LEAK_PROBABLE];

    for (size_t i = 0; i < leaks->count; i++)
        changing += leaks->findings[i].reason != LEAK_CONSTANT;
    return flagged >= SETTLING_TAGS && (double)flagged > SETTLING_SHARE * (double)changing;
}

static size_t moment_after(const struct store *store, int64_t time_us)
{
    size_t m = 0;

    while (m < store_moments(store) && store_time(store, m) < time_us)
        m++;
    return m;
}

void leaks_find(const struct store *store, const struct leak_options *options, struct leaks *leaks)
{
    struct leak_blocks blocks;
    struct leaks found = {0};

    leak_blocks_make(&blocks, store, 0);
    find_tags(store, options, &blocks, &found);
    if (is_settling(&found) && found.span > SETTLED_SHARE * SETTLING_SECONDS) {
        int64_t skipped_us = (int64_t)SETTLING_SECONDS * SECOND_US;
        size_t since = moment_after(store, store_time(store, 0) + skipped_us);

        leaks_free(&found);
        leak_blocks_free(&blocks);
        leak_blocks_make(&blocks, store, since);
        find_tags(store, options, &blocks, &found);
        found.skipped_us = skipped_us;
    }
    found.is_settling = is_settling(&found);
    leak_groups_find(&blocks, &found);
    leak_outlook(store, &blocks, &found);
    leak_blocks_free(&blocks);
    *leaks = found;
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
