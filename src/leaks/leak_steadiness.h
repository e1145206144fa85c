/* leak_steadiness.h - how evenly a growth goes, whatever its shape: the cycles of leak_design.h are removed first.
 *
 * A leak grows in all parts of its time; what was loaded, cached or queued once grows in few. Sixths are means of six
 * equal parts of the window, in steps of a sixth of the gain: along a line each step is 1.
 */
#ifndef LEAKS_LEAK_STEADINESS_H
#define LEAKS_LEAK_STEADINESS_H

#include "leaks/leak_design.h"

struct leak_steadiness {
    double weakest;     // smallest of the five steps between sixths, -3 to 1
    double strongest;   // largest of them / 5: its share of the gain; 0.2 along a line, 1: all in one step; 0 to 3
    double median_step; // median step from bin to bin, as a share of the line's, -1 to 1.5
};

/* `y`: design->n values; `gain`: over the window. */
struct leak_steadiness leak_steadiness_of(const struct leak_design *design, const double *y, double gain);

#endif
