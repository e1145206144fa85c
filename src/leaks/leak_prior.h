/* leak_prior.h - how many of the tags that grow leak, in this capture.
 *
 * The prices of leak_score.h were fitted where a tenth of the tags that grow leak. With fewer leaks the same evidence
 * is worth less. The share is found from the log-odds themselves, by expectation and maximisation (Saerens, Latinne and
 * Decaestecker, Neural Computation 14, 2002), as if 100 more tags with the usual share had been seen:
 *
 *     shift = logit(share) - logit(.1)
 *     share = (10 + sum of 1 / (1 + e^-(log-odds_i + shift))) / (100 + tags that grow)
 */
#ifndef LEAKS_LEAK_PRIOR_H
#define LEAKS_LEAK_PRIOR_H

#include <stddef.h>

/* To be added to the log-odds of all tags that grow; never above 0. */
double leak_prior_shift(const double *log_odds, size_t count);

#endif
