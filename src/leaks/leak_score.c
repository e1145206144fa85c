#include "leaks/leak_score.h"

#include <assert.h>
#include <math.h>

#define INTERCEPT 0.95
#define PER_DIGITS 0.65     // times ln(1 + digits)
#define RAMP 0.22           // per unit of its excess above
#define RAMP_FROM (-3)      // this, up to
#define EXCESS_MAX 20       // this
#define CURVE_NEAR 1.25     // per unit of its excess from -1 to 0: the line is hardly better
#define CURVE 0.65          // per unit above 0
#define EARLIER_CURVE 1.4   // times ln(1 + its excess)
#define NO_NEW_HIGH 2.15    // per gain that the end is below
#define HIGH_ENOUGH 1       // this many gains above the previous high
#define HARDLY_HIGHER 2     // more, per gain below
#define HIGH_HARDLY 0.5     // this
#define STILL_ELSEWHERE 1.5 // times that, where the previous high is that of another boot
#define LATE_WINDOW 1.3     // the window begins later than the tag, and ends less than
#define FAR_HIGHER 9        // this many gains above the previous high: the regression was fitted with that limit
#define LOAD 2              // and PER_DIGITS is taken back
#define UNEVEN 0.85         // where the median step is 0
#define UNEVEN_MIN (-0.2)   // smaller median steps do not count for more
#define SOME_BOOTS 1.75     // where it grew in no part of the time
#define SURVIVES 2.95       // per gain not lost at reboots, up to
#define FALL_USUAL 0.75     // this; a larger fall speaks for a leak
#define HARDLY_FALLS 6      // more, per gain below
#define FALL_HARDLY 0.4     // this
#define FALL_MIN (-0.5)     // smaller falls (rises) do not count for more
#define REASON_MIN 0.8      // smaller penalties are no reason

static double clip(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static double curve_penalty(const struct leak_objections *o)
{
    double penalty = 0;

    if (o->curve.applies)
        penalty = CURVE_NEAR * (clip(o->curve.value, -1, 0) + 1) + CURVE * clip(o->curve.value, 0, EXCESS_MAX);
    return penalty + EARLIER_CURVE * log1p(o->earlier_curve);
}

static double high_penalty(double high)
{
    return NO_NEW_HIGH * (HIGH_ENOUGH - clip(high, -1, HIGH_ENOUGH)) +
           HARDLY_HIGHER * (HIGH_HARDLY - clip(high, -1, HIGH_HARDLY));
}

struct leak_score leak_score_of(double digits, const struct leak_objections *o)
{
    struct leak_score s = {.digits = clip(digits, 0, LEAK_DIGITS_MAX)};

    assert(!isnan(digits) && o->earlier_curve >= 0);
    if (o->ramp.applies)
        s.penalty[LEAK_STOPPED] = RAMP * (clip(o->ramp.value, RAMP_FROM, EXCESS_MAX) - RAMP_FROM);
    s.penalty[LEAK_SLOWING] = curve_penalty(o);
    s.penalty[LEAK_FOLLOWS_LOAD] = o->follows_calls ? LOAD + PER_DIGITS * log1p(s.digits) : 0;
    s.penalty[LEAK_NO_NEW_HIGH] = o->has_before ? high_penalty(o->high) : 0;
    s.penalty[LEAK_TWO_JUMPS] = UNEVEN * (1 - clip(o->median_step, UNEVEN_MIN, 1));
    s.search = o->has_before && o->high < FAR_HIGHER ? LATE_WINDOW : 0;
    return s;
}

void leak_score_add_reboots(struct leak_score *s, const struct leak_reboots *r)
{
    assert(r->support >= 0 && r->support <= 1);
    if (r->has_still)
        s->penalty[LEAK_NO_NEW_HIGH] += STILL_ELSEWHERE * high_penalty(r->high);
    s->penalty[LEAK_SOME_BOOTS] = SOME_BOOTS * (1 - r->support);
    if (r->has_fall)
        s->penalty[LEAK_SURVIVES_REBOOT] = SURVIVES * (FALL_USUAL - clip(r->fall, FALL_MIN, 1)) +
                                           HARDLY_FALLS * (FALL_HARDLY - clip(r->fall, FALL_MIN, FALL_HARDLY));
}

double leak_score_log_odds(const struct leak_score *s)
{
    double log_odds = INTERCEPT + PER_DIGITS * log1p(s->digits) - s->search;

    for (int reason = 0; reason < LEAK_REASONS; reason++)
        log_odds -= s->penalty[reason];
    assert(isfinite(log_odds));
    return log_odds;
}

enum leak_reason leak_score_reason(const struct leak_score *s)
{
    enum leak_reason largest = LEAK_NOISE;

    for (int reason = 0; reason < LEAK_REASONS; reason++)
        if (s->penalty[reason] >= REASON_MIN && (largest == LEAK_NOISE || s->penalty[reason] > s->penalty[largest]))
            largest = (enum leak_reason)reason;
    return largest;
}
