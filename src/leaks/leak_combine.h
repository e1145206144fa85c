/* leak_combine.h - all boots of a tag together.
 *
 *     p       P(Z > sum of sqrt(T_i) z_i / sqrt(sum of T_i)), T_i the boot's length (Stouffer's method, weighted)
 *     score   mean of the penalties over the boots in which it grew, by length; what only several boots can show added
 *     rate    sum of w_i rate_i / sum of w_i, w_i = 1 / (error_i^2 + tau^2); tau^2, the variance between boots, by the
 *             method of DerSimonian and Laird. 95 % interval: 1.96 standard errors, or where tau > 0 as many as
 *             Student's t has with boots - 1 degrees of freedom, at least 2
 *
 * One boot alone: its own p, score and rate, the interval by Student's t of the window's degrees of freedom, 1.25 times
 * wider where the boot has at most 16 bins.
 */
#ifndef LEAKS_LEAK_COMBINE_H
#define LEAKS_LEAK_COMBINE_H

#include "leaks/leak_boot.h"

struct leak_combined {
    double p, p_strongest_boot;
    enum leak_reason reason;
    double trend_t;        // mean over the boots, each -20 to 20
    struct leak_rate rate; // per second; infinite bounds where no boot was fitted
    double since;          // seconds from the capture's first moment
    bool grows;            // in some boot; else the fields below are 0
    double log_odds;
    double seconds; // total length of the windows
    size_t boots_grown, reboots, fell_back;
};

/* evidence[boot][tag]; at least one boot. */
struct leak_combined leak_combine(const struct leak_bins *bins, enum leak_quantity quantity,
                                  struct leak_evidence *const *evidence, size_t tag);

#endif
