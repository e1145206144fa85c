#include "leaks/leak_verdict.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"

#define Q_CERTAIN 0.01
#define Q_PROBABLE 0.2
#define LOG_ODDS_CERTAIN 1
#define LOG_ODDS_PROBABLE 0
#define P_WATCH 0.01
#define RANK_NOT_GROWING (-20) // score of tags that do not grow, for programs that sort by it
#define RANK_PER_T 0.01        // times bin_trend_t, added to that

static struct leak_rate per_day(struct leak_rate rate)
{
    return (struct leak_rate){rate.mean * LEAK_DAY, rate.low * LEAK_DAY, rate.high * LEAK_DAY};
}

/* To a millionth: last digits differ between mathematical libraries, and should decide nothing. */
static double rounded(double log_odds)
{
    return rint(log_odds * 1e6) / 1e6;
}

static bool is_stronger(const struct leak_combined *a, const struct leak_combined *b)
{
    if (a->grows)
        return !b->grows || rounded(a->log_odds) > rounded(b->log_odds);
    return !b->grows && a->p_strongest_boot < b->p_strongest_boot;
}

static void set_leading(struct leak_finding *f, const struct leak_combined *leading)
{
    f->reason = leading->reason;
    f->grows = leading->grows;
    f->seconds = leading->seconds;
    f->boots_grown = leading->boots_grown;
    f->reboots = leading->reboots;
    f->fell_back = leading->fell_back;
}

struct leak_finding leak_finding_of(size_t tag, const struct leak_combined combined[LEAK_QUANTITIES],
                                    const bool tested[LEAK_QUANTITIES], int64_t start_us)
{
    enum leak_quantity first = tested[LEAK_COUNTS] ? LEAK_COUNTS : LEAK_BYTES;
    struct leak_finding f = {.tag = tag,
                             .reason = LEAK_TOO_SHORT,
                             .p = 1,
                             .p_strongest_boot = 1,
                             .q = 1,
                             .leading = first,
                             .partner = SIZE_MAX};
    double strongest = INFINITY, trend_t = -INFINITY, number = 0;

    for (int m = 0; m < LEAK_QUANTITIES; m++) {
        f.rate[m] = (struct leak_rate){NAN, NAN, NAN};
        if (!tested[m])
            continue;
        number++;
        f.rate[m] = per_day(combined[m].rate);
        trend_t = fmax(trend_t, combined[m].trend_t);
        strongest = fmin(strongest, combined[m].p_strongest_boot);
        if (is_stronger(&combined[m], &combined[f.leading]))
            f.leading = (enum leak_quantity)m;
    }
    if (number == 0)
        return f;
    set_leading(&f, &combined[f.leading]);
    f.p = fmin(1, number * combined[f.leading].p);
    f.p_strongest_boot = fmin(1, number * strongest);
    f.score = rounded(f.grows ? combined[f.leading].log_odds : RANK_NOT_GROWING + RANK_PER_T * trend_t);
    f.has_since = true;
    f.since_us = start_us + (int64_t)rint(combined[first].since * (double)SECOND_US);
    return f;
}

static int by_p(const void *a, const void *b)
{
    const struct leak_finding *x = a, *y = b;

    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    return (x->tag > y->tag) - (x->tag < y->tag);
}

/* Of memory; where bytes are unknown, of blocks. */
static double mean_rate(const struct leak_finding *f)
{
    const struct leak_rate *rate = &f->rate[isnan(f->rate[LEAK_BYTES].mean) ? LEAK_COUNTS : LEAK_BYTES];

    return isnan(rate->mean) ? 0 : rate->mean;
}

static int by_rank(const void *a, const void *b)
{
    const struct leak_finding *x = a, *y = b;

    if (leak_is_flagged(x) != leak_is_flagged(y))
        return leak_is_flagged(x) ? -1 : 1;
    if (leak_is_flagged(x) && mean_rate(x) != mean_rate(y))
        return mean_rate(x) > mean_rate(y) ? -1 : 1;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->tag > y->tag) - (x->tag < y->tag);
}

/* The reason is another explanation of the growth. */
static bool is_objection(enum leak_reason reason)
{
    return reason >= LEAK_STOPPED && reason <= LEAK_SOME_BOOTS;
}

/* After few reboots the interval is wide, because it is unknown how far boots differ. */
static bool is_surely_rising(const struct leak_finding *f)
{
    return f->rate[f->leading].low > 0;
}

static enum leak_verdict verdict_of(const struct leak_finding *f)
{
    if (f->grows && f->q <= Q_CERTAIN && f->score >= LOG_ODDS_CERTAIN)
        return is_surely_rising(f) ? LEAK_CERTAIN : LEAK_PROBABLE;
    if (f->grows && f->q <= Q_PROBABLE && f->score >= LOG_ODDS_PROBABLE)
        return LEAK_PROBABLE;
    if ((f->p_strongest_boot <= P_WATCH && is_objection(f->reason)) || f->p <= P_WATCH)
        return LEAK_WATCH;
    return f->reason == LEAK_TOO_SHORT ? LEAK_SHORT : LEAK_QUIET;
}

void leak_verdicts(struct leak_finding *findings, size_t count)
{
    double q = 1;

    qsort(findings, count, sizeof *findings, by_p);
    for (size_t i = count; i-- > 0;) {
        struct leak_finding *f = &findings[i];

        assert(f->p >= 0 && f->p <= 1 && isfinite(f->score));
        q = fmin(q, f->p * (double)count / (double)(i + 1));
        f->q = q;
        f->verdict = verdict_of(f);
        if (leak_is_flagged(f)) {
            f->doubt = is_objection(f->reason) ? f->reason : LEAK_STEADY;
            f->reason = LEAK_STEADY;
        }
    }
    qsort(findings, count, sizeof *findings, by_rank);
}
