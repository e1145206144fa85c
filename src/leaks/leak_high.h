/* leak_high.h - growth that only came back to a level seen before.
 *
 *     high = (mean of the last q bins - highest mean of q consecutive bins before the window) / gain
 *     q    = an eighth of the boot's bins, at least one day
 *
 * 1 or more: all of the growth is above what was before; 0: the end is exactly as high.
 */
#ifndef LEAKS_LEAK_HIGH_H
#define LEAKS_LEAK_HIGH_H

#include "leaks/leak_design.h"

/* False, `high` untouched: the tag begins with the window. `series`: from bin design->first to the end of the
 * boot. */
bool leak_new_high(const struct leak_boot *boot, const struct leak_design *design, const double *series, double gain,
                   double *high);

#endif
