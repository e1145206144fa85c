/* leak_score.h - the log-odds that a growth is a leak.
 *
 *     log-odds = sum over terms of price x value
 *
 * Each term says how well something describes the growth; its price is the coefficient of a logistic regression over
 * synthetic captures (docs/leaks.md has the list; tests/bench/leak_prices.py fits it). At 0, half of such tags leak; +1
 * multiplies the odds by e. No term decides alone unless it is overwhelming.
 */
#ifndef LEAKS_LEAK_SCORE_H
#define LEAKS_LEAK_SCORE_H

#include <stddef.h>

#include "leaks/leak_steadiness.h"
#include "leaks/leak_finding.h"
#include "leaks/leak_shapes.h"

enum leak_term {
    TERM_START,         // 1
    TERM_DIGITS,        // ln(1 + digits), digits = -log10 P(growth by noise alone)
    TERM_OTHER,         // log10 of line over all of curve, ramp and step, -2 to 2
    TERM_SOFT,          // log10 of line over a curve that is nearly a line, -4 to 1
    TERM_RAMP,          // - ln(1 + how much more than 2 a ramp is better), log10
    TERM_STEP,          // log10 of line over step, -2 to 3
    TERM_EARLIER_CURVE, // in a later window: TERM_RAMP of a curve over the tag's life
    TERM_PART_OF_DAY,   // 1: a later window, too short for a daily cycle, while the tag's life is not
    TERM_WEAKEST,       // leak_steadiness.h, -1 to .7
    TERM_STRONGEST,     // .2 to 1
    TERM_UNEVEN,        // (1 - median step), -.2 to 1, x TERM_DIGITS
    TERM_RESTORED,      // 1: sharp falls were put back first (leak_falls.h)
    TERM_LATER_WINDOW,  // 1: the window begins later than the tag
    TERM_RETURN,        // in a later window: how far it ends below a new high (leak_high.h)
    TERM_LOAD,          // leak_load.h
    TERM_BOOTS,         // share of the recorded time, in boots in which it grew
    TERM_FALL,          // share of the gain that was lost at reboots, -.5 to 1; .75 where that says nothing
    TERM_HARDLY_FALL,   // how far that is below .4
    TERM_REFILL,        // it comes back to the level of boots in which it did not grow: 1, half of its gain above: 0
    LEAK_TERMS
};

struct leak_score {
    double terms[LEAK_TERMS];
};

/* What a fit window says of a growth. */
struct leak_signs {
    struct leak_growth growth;
    struct leak_alternatives shapes;
    struct leak_steadiness steadiness;
    double load;
    bool is_restored; // sharp falls were put back
    bool is_later;    // the tag began before the window: then
    double high;      // see leak_high.h
    bool is_part_of_day;
    bool has_life; // its whole life was tested: then
    struct leak_alternatives life;
};

struct leak_score leak_score_of(const struct leak_signs *signs);

/* Adds one boot's score to that of several. What likelihoods say against a leak adds up, within the term's bounds, as a
 * tag is a cache in all boots or in none; everything else is a mean, of which this boot has `share`. */
void leak_score_add_boot(struct leak_score *all, const struct leak_score *boot, double share);

/* Gains: where more was lost at a reboot, the whole level of the tag went, which says nothing of the gain. */
#define LEAK_FALL_MAX 3

/* What several boots say together. */
struct leak_reboots {
    double support; // share of the time that it grew in, 0 to 1
    bool has_fall;  // some boot in which it grew was followed by another: then
    double fall;    // share of the gain that was lost at the reboot
    bool has_still; // in some boot it did not grow: then
    double high;    // end of the boots in which it grew, above the level of those, as a multiple of the gain
};

/* Sets the terms that only several boots have, and digits of all of them together. */
void leak_score_add_reboots(struct leak_score *score, double digits, const struct leak_reboots *reboots);

double leak_score_log_odds(const struct leak_score *score);

/* The reason that costs most, compared with a straight leak; LEAK_NOISE where none costs much. */
enum leak_reason leak_score_reason(const struct leak_score *score);

#endif
