/* leak_boot.h - what one boot says about each tag.
 *
 * Growth is fitted in up to six windows (leak_design.h). Where z > 2, the other explanations are tested and the window
 * gets a score; the window with the highest log-odds is the evidence. A second pass, over the series with sharp falls
 * put back (leak_falls.h), costs one unit of log-odds. The rate is that of the longest window whose log-odds are within
 * 1 of the highest, because longer windows give a better rate.
 */
#ifndef LEAKS_LEAK_BOOT_H
#define LEAKS_LEAK_BOOT_H

#include "leaks/leak_bins.h"
#include "leaks/leak_score.h"

/* One tag, one quantity, one boot. */
struct leak_evidence {
    enum leak_reason reason; // why it is no leak, or the largest penalty
    bool fitted;             // false: constant or too short, nothing below is known
    double p_growth;         // of noise alone, the smallest of all windows, times their number; 1 where not fitted
    double full_gain, full_error, full_z; // of the longest window
    double trend_t;                       // bin_trend_t of that
    double gain, error, span, dof;        // of the window used for the rate; span in seconds
    size_t start;                         // first bin of the window with the highest log-odds; of the longest, if none
    bool grows;                           // some window is significant; else there is no score
    struct leak_score score;              // of the window with the highest log-odds
    double log_odds;
};

/* Fills evidence[tag] for the `tags` tags of the boot. `units`: by tag, size of one object. */
void leak_boot_judge(const struct leak_boot *boot, enum leak_quantity quantity, const double *units, size_t tags,
                     struct leak_evidence *evidence);

#endif
