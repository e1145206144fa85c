#include "leaks/leak_verdict.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "leaks/leak_prior.h"

#define Q_CERTAIN 0.01
#define Q_PROBABLE 0.2
#define LOG_ODDS_CERTAIN 1
#define LOG_ODDS_PROBABLE 0
#define P_WATCH 0.01
#define LOG_ODDS_WATCH (-6)
#define BYTES_STRONGER 0.3 // log-odds, to lead: where both say the same, blocks do
#define FEW_BLOCKS 18
#define FEW_BYTES 4096
#define LARGE_BYTES 1e6
#define BRIEF_SECONDS 60 // of recording: no certain leaks

static struct leak_rate per_day(struct leak_rate rate)
{
    return (struct leak_rate){rate.mean * LEAK_DAY, rate.low * LEAK_DAY, rate.high * LEAK_DAY};
}

/* To a millionth: last digits differ between mathematical libraries, and should decide nothing. */
static double rounded(double log_odds)
{
    return rint(log_odds * 1e6) / 1e6;
}

static bool is_stronger(const struct leak_combined *bytes, const struct leak_combined *counts)
{
    if (!bytes->grows || !counts->grows)
        return bytes->grows;
    return rounded(bytes->log_odds) > rounded(counts->log_odds) + BYTES_STRONGER;
}

static void set_leading(struct leak_finding *f, const struct leak_combined *leading)
{
    f->reason = leading->reason;
    f->grows = leading->grows;
    f->seconds = leading->seconds;
    f->blocks = leading->blocks;
    f->bytes = leading->bytes;
    f->boots_grown = leading->boots_grown;
    f->reboots = leading->reboots;
    f->fell_back = leading->fell_back;
}

struct leak_finding leak_finding_of(size_t tag, const struct leak_combined combined[LEAK_QUANTITIES],
                                    const bool tested[LEAK_QUANTITIES], int64_t start_us)
{
    struct leak_finding f = {.tag = tag,
                             .reason = LEAK_TOO_SHORT,
                             .p = 1,
                             .q = 1,
                             .leading = tested[LEAK_COUNTS] ? LEAK_COUNTS : LEAK_BYTES,
                             .partner = LEAK_NOBODY};
    double number = 0;

    for (int m = 0; m < LEAK_QUANTITIES; m++) {
        f.rate[m] = (struct leak_rate){NAN, NAN, NAN};
        if (!tested[m])
            continue;
        number++;
        f.rate[m] = per_day(combined[m].rate);
    }
    if (number == 0)
        return f;
    if (number == 2 && is_stronger(&combined[LEAK_BYTES], &combined[LEAK_COUNTS]))
        f.leading = LEAK_BYTES;
    set_leading(&f, &combined[f.leading]);
    if (!f.grows)
        return f;
    f.p = fmin(1, number * combined[f.leading].p);
    f.score = rounded(combined[f.leading].log_odds);
    f.has_since = true;
    f.since_us = start_us + (int64_t)rint(combined[f.leading].since * (double)SECOND_US);
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
    if (x->grows != y->grows)
        return x->grows ? -1 : 1;
    if (x->grows && x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->tag > y->tag) - (x->tag < y->tag);
}

/* The reason is another explanation of the growth. */
static bool is_objection(enum leak_reason reason)
{
    return reason >= LEAK_STOPPED && reason <= LEAK_PART_OF_DAY;
}

/* The tag changes: growth was tested. */
static bool is_test(const struct leak_finding *f)
{
    return f->reason != LEAK_CONSTANT && f->reason != LEAK_TOO_SHORT;
}

static enum leak_verdict verdict_of(const struct leak_finding *f, double seconds)
{
    if (!f->grows)
        return f->reason == LEAK_TOO_SHORT ? LEAK_SHORT : LEAK_QUIET;
    if (f->q <= Q_CERTAIN && f->score >= LOG_ODDS_CERTAIN)
        return seconds < BRIEF_SECONDS ? LEAK_PROBABLE : LEAK_CERTAIN;
    if (f->q <= Q_PROBABLE && f->score >= LOG_ODDS_PROBABLE)
        return LEAK_PROBABLE;
    return f->score > LOG_ODDS_WATCH && f->p < P_WATCH ? LEAK_WATCH : LEAK_QUIET;
}

/* So few blocks come and go by chance, and so few bytes are a matter of rounding; but nobody waits for more of them
 * where they are large. */
static bool is_too_little(const struct leak_finding *f)
{
    return f->leading == LEAK_BYTES ? f->bytes < FEW_BYTES : f->blocks < FEW_BLOCKS && f->bytes < LARGE_BYTES;
}

static void set_verdict(struct leak_finding *f, double seconds)
{
    f->verdict = verdict_of(f, seconds);
    if (!leak_is_flagged(f))
        return;
    if (!(f->rate[f->leading].low > 0) || is_too_little(f)) {
        f->reason = is_too_little(f) ? LEAK_TOO_FEW : LEAK_RATE_UNSURE;
        f->verdict = LEAK_WATCH;
        return;
    }
    f->doubt = is_objection(f->reason) ? f->reason : LEAK_STEADY;
    f->reason = LEAK_STEADY;
}

static void correct_scores(struct leak_finding *findings, size_t count)
{
    double *scores = memory_new(count, sizeof *scores), shift;
    size_t grow = 0;

    for (size_t i = 0; i < count; i++)
        if (findings[i].grows)
            scores[grow++] = findings[i].score;
    shift = leak_prior_shift(scores, grow);
    for (size_t i = 0; i < count; i++)
        if (findings[i].grows)
            findings[i].score = rounded(findings[i].score + shift);
    free(scores);
}

void leak_verdicts(struct leak_finding *findings, size_t count, double seconds)
{
    double q = 1, tests = 0;

    correct_scores(findings, count);
    for (size_t i = 0; i < count; i++)
        tests += is_test(&findings[i]);
    qsort(findings, count, sizeof *findings, by_p);
    for (size_t i = count; i-- > 0;) {
        struct leak_finding *f = &findings[i];

        assert(f->p >= 0 && f->p <= 1);
        q = fmin(q, f->p * tests / (double)(i + 1));
        f->q = q;
        set_verdict(f, seconds);
    }
}

void leak_sort(struct leak_finding *findings, size_t count)
{
    qsort(findings, count, sizeof *findings, by_rank);
}
