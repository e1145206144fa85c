#include "leaks/leak_score.h"

#include <assert.h>
#include <math.h>

#define REASON_MIN 0.8 // smaller costs are no reason
#define BETTER_FROM 2  // log10 of likelihoods
#define FALL_USUAL 0.75
#define FALL_HARDLY 0.4
#define FALL_MIN (-0.5)
#define LOG10_MAX 300

struct price {
    double price;
    double best; // the value of a straight leak, that costs are counted from
    enum leak_reason reason;
};

static const struct price prices[LEAK_TERMS] = {
    [TERM_START] = {-6.35, 1, LEAK_STEADY},
    [TERM_DIGITS] = {1.9, 0, LEAK_STEADY},
    [TERM_OTHER] = {0.75, 2, LEAK_STOPPED},
    [TERM_SOFT] = {1.5, 1, LEAK_SLOWING},
    [TERM_RAMP] = {1.1, 0, LEAK_STOPPED},
    [TERM_STEP] = {0.28, 3, LEAK_STOPPED},
    [TERM_EARLIER_CURVE] = {0.7, 0, LEAK_SLOWING},
    [TERM_PART_OF_DAY] = {-4.5, 0, LEAK_PART_OF_DAY},
    [TERM_WEAKEST] = {0.4, 0.7, LEAK_UNSTEADY},
    [TERM_STRONGEST] = {-1.5, 0.2, LEAK_UNSTEADY},
    [TERM_UNEVEN] = {-0.8, 0, LEAK_TWO_JUMPS},
    [TERM_RESTORED] = {-4.8, 0, LEAK_STEADY},
    [TERM_LATER_WINDOW] = {-1.85, 0, LEAK_STEADY},
    [TERM_RETURN] = {-0.2, 0, LEAK_NO_NEW_HIGH},
    [TERM_LOAD] = {-8.5, 0, LEAK_FOLLOWS_LOAD},
    [TERM_BOOTS] = {1.2, 1, LEAK_SOME_BOOTS},
    [TERM_FALL] = {4.2, FALL_USUAL, LEAK_SURVIVES_REBOOT},
    [TERM_HARDLY_FALL] = {-12, 0, LEAK_SURVIVES_REBOOT},
    [TERM_REFILL] = {-11, 0, LEAK_NO_NEW_HIGH},
};

/* Of the terms that are logarithms of likelihoods; high is 0 for the others. */
static const struct {
    double low, high;
} bounds[LEAK_TERMS] = {
    [TERM_OTHER] = {-2, 2},
    [TERM_SOFT] = {-4, 1},
    [TERM_STEP] = {-2, 3},
};

static double clip(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static double bounded(enum leak_term term, double value)
{
    return clip(value, bounds[term].low, bounds[term].high);
}

/* - ln(1 + how far `line_over` is below -2): more than that is a matter of degree. */
static double better(double line_over)
{
    return -log1p(fmax(0, -line_over - BETTER_FROM));
}

/* 0: all of the growth is new; more, the lower it ends, and more yet below half of its gain. */
static double below_new_high(double high)
{
    return 2.15 * (1 - clip(high, -1, 1)) + 2 * (0.5 - clip(high, -1, 0.5));
}

/* A curve over the better of line and late beginning. */
static double earlier_curve(const struct leak_alternatives *life)
{
    double late_too = log10((1 + pow(10, fmin(-life->line_over[SHAPE_LATE], LOG10_MAX))) / 2);

    return better(life->line_over[SHAPE_CURVE] + late_too);
}

/* The line over the sum of curve, ramp and step: which of them describes the growth does not matter. */
static double over_others(const double *line_over)
{
    static const enum leak_shape others[] = {SHAPE_CURVE, SHAPE_RAMP, SHAPE_STEP};
    double sum = 0;

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        sum += pow(10, fmin(-line_over[others[i]], LOG10_MAX));
    return -log10(fmax(sum, 1e-300));
}

static void set_later_window(const struct leak_signs *s, double *terms)
{
    terms[TERM_LATER_WINDOW] = 1;
    terms[TERM_PART_OF_DAY] = s->is_part_of_day;
    terms[TERM_RETURN] = below_new_high(s->high);
    terms[TERM_EARLIER_CURVE] = s->has_life ? earlier_curve(&s->life) : 0;
}

struct leak_score leak_score_of(const struct leak_signs *s)
{
    struct leak_score score = {{0}};
    double *terms = score.terms;
    const double *line_over = s->shapes.line_over;

    terms[TERM_START] = 1;
    terms[TERM_DIGITS] = log1p(s->growth.digits);
    terms[TERM_OTHER] = bounded(TERM_OTHER, over_others(line_over));
    terms[TERM_SOFT] = bounded(TERM_SOFT, line_over[SHAPE_SOFT]);
    terms[TERM_RAMP] = better(line_over[SHAPE_RAMP]);
    terms[TERM_STEP] = bounded(TERM_STEP, line_over[SHAPE_STEP]);
    terms[TERM_WEAKEST] = clip(s->steadiness.weakest, -1, 0.7);
    terms[TERM_STRONGEST] = clip(s->steadiness.strongest, 0.2, 1);
    terms[TERM_UNEVEN] = (1 - clip(s->steadiness.median_step, -0.2, 1)) * terms[TERM_DIGITS];
    terms[TERM_LOAD] = s->load;
    terms[TERM_RESTORED] = s->is_restored;
    terms[TERM_BOOTS] = 1;
    terms[TERM_FALL] = FALL_USUAL;
    if (s->is_later)
        set_later_window(s, terms);
    return score;
}

void leak_score_add_boot(struct leak_score *all, const struct leak_score *boot, double share)
{
    for (size_t i = 0; i < LEAK_TERMS; i++) {
        bool is_likelihood = bounds[i].high > 0;

        all->terms[i] += is_likelihood && boot->terms[i] < 0 ? boot->terms[i] : boot->terms[i] * share;
        if (is_likelihood)
            all->terms[i] = bounded((enum leak_term)i, all->terms[i]);
    }
}

void leak_score_add_reboots(struct leak_score *s, double digits, const struct leak_reboots *r)
{
    assert(r->support >= 0 && r->support <= 1 + 1e-9);
    s->terms[TERM_DIGITS] = log1p(digits);
    s->terms[TERM_BOOTS] = r->support;
    s->terms[TERM_FALL] = r->has_fall && r->fall <= LEAK_FALL_MAX ? clip(r->fall, FALL_MIN, 1) : FALL_USUAL;
    s->terms[TERM_HARDLY_FALL] = fmax(0, FALL_HARDLY - s->terms[TERM_FALL]);
    s->terms[TERM_REFILL] = r->has_still ? 1 - 2 * clip(r->high, 0, 0.5) : 0;
}

double leak_score_log_odds(const struct leak_score *s)
{
    double log_odds = 0;

    for (size_t i = 0; i < LEAK_TERMS; i++)
        log_odds += prices[i].price * s->terms[i];
    assert(isfinite(log_odds));
    return log_odds;
}

enum leak_reason leak_score_reason(const struct leak_score *s)
{
    double costs[LEAK_REASONS] = {0};
    enum leak_reason most = LEAK_NOISE;

    for (size_t i = 0; i < LEAK_TERMS; i++)
        costs[prices[i].reason] += prices[i].price * (prices[i].best - s->terms[i]);
    for (int reason = LEAK_STEADY + 1; reason < LEAK_REASONS; reason++)
        if (costs[reason] >= REASON_MIN && (most == LEAK_NOISE || costs[reason] > costs[most]))
            most = (enum leak_reason)reason;
    return most;
}
