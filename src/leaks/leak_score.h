/* leak_score.h - the log-odds that a growth is a leak.
 *
 *     log-odds = 0.95 + 0.65 ln(1 + digits) - penalties          digits = -log10 P(growth by noise alone)
 *
 * At 0, half of such tags of synthetic captures leak; +1 multiplies the odds by e. Each penalty is larger the better
 * another explanation fits. None decides alone unless it is overwhelming: a highly significant growth may look a little
 * like a curve, and a barely significant one is dropped for less. The coefficients are those of a logistic regression,
 * rounded, over captures of three generators (docs/leaks.md).
 */
#ifndef LEAKS_LEAK_SCORE_H
#define LEAKS_LEAK_SCORE_H

#include "leaks/leak_excess.h"
#include "leaks/leak_finding.h"

struct leak_score {
    double digits; // 0 to LEAK_DIGITS_MAX
    double penalty
        [LEAK_REASONS]; // by the reason that explains the growth; 0 or more, but LEAK_SURVIVES_REBOOT may be less
    double search;      // penalty for trying more: a later window, putting falls back
};

#define LEAK_DIGITS_MAX 60

/* Other explanations of a growth in one fit window. */
struct leak_objections {
    struct leak_excess ramp, curve; // leak_shapes.h, leak_curve.h
    double earlier_curve; // excess of a curve over an earlier window of the tag; 0: none fitted better than a line
    bool has_before;      // the tag existed before the window: then
    double high;          // see leak_high.h
    double median_step;   // between bins, as a share of the line's
    bool follows_calls;   // leak_load.h
};

struct leak_score leak_score_of(double digits, const struct leak_objections *objections);

/* What several boots say together. */
struct leak_reboots {
    double support; // share of the time that it grew in, 0 to 1
    bool has_fall;  // some boot in which it grew was followed by another: then
    double fall;    // share of the gain that was lost at the reboot
    bool has_still; // in some boot it did not grow: then
    double high;    // end of the boots in which it grew, above the level of those, as a multiple of the gain
};

/* Adds the penalties of several boots to the mean of each one's. */
void leak_score_add_reboots(struct leak_score *score, const struct leak_reboots *reboots);

double leak_score_log_odds(const struct leak_score *score);

/* The reason with the largest penalty; LEAK_NOISE where none is large. */
enum leak_reason leak_score_reason(const struct leak_score *score);

#endif
