/* leak_verdict.h - from the evidence of each tag to verdicts over all tags.
 *
 *     q_(k) = min over i >= k of p_(i) x tests / i,  p_(1) <= p_(2) <= ...
 *                                              the false-discovery rate of Benjamini and Hochberg
 *
 *     LEAK      log-odds >= 1, q <= 0.01        both only where the interval of the rate is above 0; else WATCH
 *     PROBABLE  log-odds >= 0, q <= 0.2
 *     WATCH     log-odds > -6, p < 0.01
 *     SHORT     not seen long enough
 *
 * Among thousands of tags some grow by chance, hence q. It is about noise only, not the probability of a false alarm.
 * Tests are the tags that move; p is that of the quantity with the stronger evidence, times the number of quantities.
 */
#ifndef LEAKS_LEAK_VERDICT_H
#define LEAKS_LEAK_VERDICT_H

#include "leaks/leak_combine.h"

/* What is known of one tag alone: all but verdict and q. `tested`: the quantities that combined[] is known for; p is
 * multiplied by their number. */
struct leak_finding leak_finding_of(size_t tag, const struct leak_combined combined[LEAK_QUANTITIES],
                                    const bool tested[LEAK_QUANTITIES], int64_t start_us);

/* Sets verdict and q of all findings, and corrects their scores by leak_prior.h. `seconds`: length of the capture. */
void leak_verdicts(struct leak_finding *findings, size_t count, double seconds);

/* Leaks by memory per day, then the rest by score, then what does not grow. */
void leak_sort(struct leak_finding *findings, size_t count);

#endif
