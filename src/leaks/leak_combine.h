/* leak_combine.h - all boots of a tag together.
 *
 *     p       P(Z > sum of sqrt(T_i) z_i / sqrt(sum of T_i)), T_i the boot's length, z_i = 0 where it did not grow
 *             (Stouffer's method, weighted)
 *     score   the terms of the boots in which it grew (leak_score_add_boot); what only several boots can show added
 *     rate    of the boots in which it grew: mean over the posterior of the true mean rate m and of tau, the deviation
 *             between boots. rate_i ~ N(m, error_i^2 + tau^2), m flat, tau with the density
 *             exp(-(tau / (.4 |m0|))^2 / 2), m0 the mean with tau = 0, on a grid of tau up to 2 |m0|. 95 % interval:
 *             1.96 posterior deviations, times 1.2 with several boots
 */
#ifndef LEAKS_LEAK_COMBINE_H
#define LEAKS_LEAK_COMBINE_H

#include "leaks/leak_boot.h"

struct leak_combined {
    enum leak_reason reason;
    struct leak_rate rate; // per second; NaN: unknown
    bool grows;            // in some boot; else nothing below is known
    double p;              // of so much growth by noise alone
    double since;          // seconds from the capture's first moment
    struct leak_score score;
    double log_odds;
    double seconds; // total length of the windows
    double blocks;  // gained in the windows; of bytes, as many as they make
    double bytes;   // of these, by the mean size of a block; 0: unknown
    size_t boots_grown, reboots, fell_back;
};

/* evidence[boot][tag]; at least one boot. */
struct leak_combined leak_combine(const struct leak_bins *bins, enum leak_quantity quantity,
                                  struct leak_evidence *const *evidence, size_t tag);

/* Rates of `count` boots and their errors, all above 0, combined. */
struct leak_rate leak_pooled_rate(const double *rates, const double *errors, size_t count);

#endif
