/* leak_boot.h - what one boot says about each tag.
 *
 * Growth is fitted in up to six windows (leak_design.h), of the series without what it shares with others
 * (leak_shared.h). Where it is significant the other explanations are tested, and the window gets a score; the window
 * with the highest log-odds is the evidence. The rate is that of the longest window whose log-odds are within 1 of the
 * highest, because longer windows give a better rate.
 */
#ifndef LEAKS_LEAK_BOOT_H
#define LEAKS_LEAK_BOOT_H

#include "leaks/leak_score.h"
#include "leaks/leak_shared.h"

/* One tag, one quantity, one boot. */
struct leak_evidence {
    enum leak_reason reason; // why it is no leak, or what costs most
    bool grows;              // in some window, significantly enough to have log-odds; else only the rate may be known
    struct leak_score score; // of the window with the highest log-odds, as are the following
    double log_odds;
    double digits; // -log10 P(growth by noise alone)
    size_t start;  // first bin of that window
    double window_gain, window_error;
    bool has_rate;            // also where it does not grow, but the other quantity does: then
    double gain, error, span; // of the window that gives the rate; span in seconds
    size_t rate_start;        // its first bin
};

/* Fills evidence[tag] for all tags of `shared`. `units`: by tag, size of one object. `counts`: with LEAK_BYTES, the
 * evidence of the live blocks; a tag whose blocks are all of one size has the same in bytes, and is not judged twice.
 * NULL: unknown. */
void leak_boot_judge(const struct leak_boot *boot, const struct leak_noise *noise, const struct leak_shared *shared,
                     enum leak_quantity quantity, const double *units, const struct leak_evidence *counts,
                     struct leak_evidence *evidence);

/* Sets the rate of a tag that does not grow in this quantity, over the window that gives the rate in the other. */
void leak_boot_rate(const struct leak_boot *boot, const struct leak_noise *noise, const struct leak_shared *shared,
                    enum leak_quantity quantity, double unit, size_t tag, size_t rate_start,
                    struct leak_evidence *evidence);

#endif
