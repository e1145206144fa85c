/* leak_shapes.h - what else than a line may describe a growth: curves, rises that ended, jumps, late beginnings.
 *
 *     curve   a e^-type or logarithm or root that slows down from the tag's first bin on: 1 - e^(-v/x), x = .03 .07 .15
 *             .3 .5; ln(1 + v/x), x = .002 .006 .02 .06 .2; v^.3 .45 .6        v: 0 to 1 since the tag's first bin
 *     soft    nearly a line: ln(1 + v/.5), ln(1 + v/1.5), 1 - e^-v, v^.75
 *     ramp    a straight rise between two of 13 knots that takes less than .59 of the window or ended before .85
 *     step    a jump at one of 24 places
 *     late    a line from .15, .3, .45 or .6 of the window on
 *
 * Each shape takes the line's place in the model of leak_growth.h, and has the same restricted likelihood L. A class is
 * compared with the line by marginal likelihoods (Kass and Raftery 1995), the mean over its shapes and models: a class
 * of many shapes has many chances to fit, and the mean, unlike the best, takes them into account.
 *
 *     log10 of mean L(line) / mean L(class)       above 0: the line describes it better
 */
#ifndef LEAKS_LEAK_SHAPES_H
#define LEAKS_LEAK_SHAPES_H

#include "leaks/leak_growth.h"

enum leak_shape { SHAPE_CURVE, SHAPE_SOFT, SHAPE_RAMP, SHAPE_STEP, SHAPE_LATE, LEAK_SHAPES };

struct leak_alternatives {
    double line_over[LEAK_SHAPES]; // log10; may be infinite: no shape of the class rises
};

/* One result per series; `growth` is that of leak_growth_fit. */
void leak_shapes_fit(const struct leak_noise *noise, const struct leak_boot *boot, const struct leak_design *design,
                     const struct leak_series *series, const struct leak_growth *growth, size_t count,
                     struct leak_alternatives *alternatives);

#endif
