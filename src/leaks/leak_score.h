/* leak_score.h - what speaks for a leak and what against it, in points.
 *
 *     points = 0.95 + 0.65 ln(1 + digits)      digits: how many decimal places the chance has that noise alone does it
 *              - what each objection costs    the more, the better another explanation fits
 *
 * A point is a factor of e in the odds: at 0 points, of the tags of synthetic captures as many leak as do not. No objection
 * decides alone, unless it is overwhelming: a growth of which nobody can doubt may look a little like a curve, and one that
 * is hardly there needs no better explanation to be dropped. The prices are a logistic regression's, rounded, over captures
 * of three generators (docs/leaks.md).
 */
#ifndef LEAKS_LEAK_SCORE_H
#define LEAKS_LEAK_SCORE_H

#include "leaks/leak.h"

struct leak_score {
    double digits;             // 0 to LEAK_DIGITS_MOST
    double cost[LEAK_REASONS]; // of the objections; 0: it does not hold at all
    double late;               // of a growth that begins later than the tag: it was sought at several places
};

#define LEAK_DIGITS_MOST 60

/* What the objections found in a stretch of a boot: see leak_objections.h. */
struct leak_objections {
    double ramp, curve, bent; // excess of a rise that ended; of a curve; of a curve earlier in the tag's life
    double high;              // 9: nothing was before
    double typical_step;      // between blocks, as a share of the line's
    bool follows_calls;
};

struct leak_score leak_score_of(double digits, const struct leak_objections *objections);

/* Objections that several boots raise together, on top of the mean of each one's. `support`: the share of the time that it
 * grew in; `fall`: the share of the gain that it lost at restarts, NaN: no restart tells; `high`: how far it came above
 * the height at which it stood still after another restart, in gains, 1 or more: nothing speaks against it. */
void leak_score_add_boots(struct leak_score *c, double support, double fall, double high);

double leak_score_log_odds(const struct leak_score *c);

/* The objection that costs most; LEAK_NOISE when none costs much. */
enum leak_reason leak_score_reason(const struct leak_score *c);

#endif
