#include "leaks/leak_score.h"

#include <math.h>

#define START 0.95
#define PER_DIGITS 0.65  // times ln(1 + digits)
#define RAMP 0.22        // for each unit that its excess is above
#define RAMP_FROM (-3)   // this; up to
#define EXCESS_MOST 20   // this
#define CURVE_NEAR 1.25  // for each unit from -1 to 0: the line is hardly better
#define CURVE 0.65       // for each above 0
#define BENT 1.4         // times ln(1 + the excess)
#define NO_NEW_HIGH 2.15 // for each gain that the end misses the height it had before and a gain
#define HIGH_MOST 1      // in gains
#define HARDLY_HIGHER 2  // more, for each gain that it misses
#define HIGH_HARDLY 0.5  // this
#define NOTHING_BEFORE 9 // see leak_new_high
#define FULL_BEFORE 1.5  // times that, after another restart
#define LATE 1.3
#define LOAD 2      // and all that speaks for a leak
#define UNEVEN 0.85 // for a typical step of nothing
#define UNEVEN_LEAST (-0.2)
#define SOME_BOOTS 1.75    // for a growth in no time at all
#define SURVIVES 2.95      // for a gain of which nothing was lost,
#define FALLS_USUALLY 0.75 // over this share of the gain: more speaks for a leak
#define HARDLY_FALLS 6     // more, for each gain that less than
#define FALLS_HARDLY 0.4   // this share was lost
#define NAMED 0.8          // an objection that costs less is not told

static double clip(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static double returned(double high)
{
    return NO_NEW_HIGH * (HIGH_MOST - clip(high, -1, HIGH_MOST)) +
           HARDLY_HIGHER * (HIGH_HARDLY - clip(high, -1, HIGH_HARDLY));
}

struct leak_score leak_score_of(double digits, const struct leak_objections *o)
{
    struct leak_score c = {.digits = clip(digits, 0, LEAK_DIGITS_MOST)};

    c.cost[LEAK_STOPPED] = RAMP * (clip(o->ramp, RAMP_FROM, EXCESS_MOST) - RAMP_FROM);
    c.cost[LEAK_SLOWING] =
        CURVE_NEAR * (clip(o->curve, -1, 0) + 1) + CURVE * clip(o->curve, 0, EXCESS_MOST) + BENT * log1p(o->bent);
    c.cost[LEAK_FOLLOWS_LOAD] = o->follows_calls ? LOAD + PER_DIGITS * log1p(c.digits) : 0;
    c.cost[LEAK_NO_NEW_HIGH] = returned(o->high);
    c.cost[LEAK_TWO_JUMPS] = UNEVEN * (1 - clip(o->typical_step, UNEVEN_LEAST, 1));
    c.late = o->high < NOTHING_BEFORE ? LATE : 0;
    return c;
}

void leak_score_add_boots(struct leak_score *c, double support, double fall, double high)
{
    c->cost[LEAK_NO_NEW_HIGH] += FULL_BEFORE * returned(high);
    c->cost[LEAK_SOME_BOOTS] = SOME_BOOTS * (1 - support);
    if (!isnan(fall))
        c->cost[LEAK_SURVIVES_REBOOT] = SURVIVES * (FALLS_USUALLY - clip(fall, -0.5, 1)) +
                                        HARDLY_FALLS * (FALLS_HARDLY - clip(fall, -0.5, FALLS_HARDLY));
}

double leak_score_log_odds(const struct leak_score *c)
{
    double points = START + PER_DIGITS * log1p(c->digits) - c->late;

    for (int reason = 0; reason < LEAK_REASONS; reason++)
        points -= c->cost[reason];
    return points;
}

enum leak_reason leak_score_reason(const struct leak_score *c)
{
    enum leak_reason most = LEAK_NOISE;

    for (int reason = 0; reason < LEAK_REASONS; reason++)
        if (c->cost[reason] >= NAMED && (most == LEAK_NOISE || c->cost[reason] > c->cost[most]))
            most = (enum leak_reason)reason;
    return most;
}
