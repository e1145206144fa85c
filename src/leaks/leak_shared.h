/* leak_shared.h - what a tag shares with tags that do not grow, taken out of it.
 *
 * Processes that come and go move dozens of tags at once. Such noise hides a small leak, and it is known: the same
 * steps are seen in tags that do not grow. Per boot of at least 20 bins, and quantity:
 *
 *     moving = seen from the first bin on, more than 70 % of the steps are not 0;   quiet = moving and P(growth) > .1
 *     d = steps less their mean over 7 steps;  r = their ranks      what all do while a machine warms up is smooth
 *     partners of i = the best 12 quiet j with min(Pearson of d, Pearson of r) > L = max(.5, 4 / sqrt(steps)), and
 *                     > .6 L in each half of the boot; at least 3
 *     F = mean of the partners' standardised levels;  b = <high(F), d_i> / <high(F), high(F)>,  high(F): its d
 *     b > 0:  y_i -= b (F - F_0)      the calls of alloc likewise
 *
 * A quiet tag never takes a growth out, as F does not grow; it can only take noise out.
 */
#ifndef LEAKS_LEAK_SHARED_H
#define LEAKS_LEAK_SHARED_H

#include "leaks/leak_bins.h"
#include "leaks/leak_finding.h"
#include "leaks/leak_noise.h"

#define LEAK_PARTNERS 12

/* The partners of one tag, the closest first; LEAK_NOBODY after the last. */
struct leak_partners {
    size_t tags[LEAK_PARTNERS];
};

/* Of one boot and quantity. */
struct leak_shared {
    size_t tags;
    double **series; // owned, the array and each series; by tag: without what it shares, NULL: it shares nothing
    double **calls;  // likewise
    struct leak_partners *partners; // owned; by tag
};

/* Free with leak_shared_free. */
void leak_shared_find(const struct leak_boot *boot, const struct leak_noise *noise, enum leak_quantity quantity,
                      const double *units, size_t tags, struct leak_shared *shared);
void leak_shared_free(struct leak_shared *shared);

#endif
