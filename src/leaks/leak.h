/* leak.h - which tags leak, how fast, how sure, and why.
 *
 * A tag is called leaking when its live blocks (or bytes) rise along a line by more than its noise explains, and the
 * log-odds of a leak outweigh other explanations: one jump or a rise that ended; a curve that slows down; a return to
 * an earlier level; more calls of alloc. Over several boots it should rise in most of the time and fall at the reboots.
 * A cache that is still filling when the capture ends can look the same.
 *
 *     leaks_find(store, &options, &leaks);       nothing is printed
 *     for i < leaks.count: leaks.findings[i]     one per tag: leaks first, by memory per day
 *     leaks_free(&leaks);
 *
 * The steps, each a file:
 *     leak_bins     boots, and bins of equal time            leak_combine  all boots of a tag
 *     leak_shared   what a tag shares with others            leak_prior    how many tags leak at all
 *     leak_noise    models of a tag's noise                  leak_verdict  all tags: false-discovery rate, verdicts
 *     leak_growth   growth along a line in one fit window    leak_caches, leak_follow: what the system takes back
 *     leak_shapes   other shapes than a line                 leak_groups   tags in lockstep
 *     leak_score    log-odds                                 leak_tally    what each tag gained, calls and blocks
 *     leak_boot     one boot: fit windows, the best one      leak_course   how its level went, for sentences
 *     leak_evidence all boots, both quantities               leak_outlook  when memory runs out
 */
#ifndef LEAKS_LEAK_H
#define LEAKS_LEAK_H

#include "leaks/leak_finding.h"
#include "store/store.h"

struct leak_options {
    bool without[LEAK_QUANTITIES]; // quantities not to test
    const bool *excluded;          // by tag; borrowed; NULL: none
};

/* `store` must be finished. Free with leaks_free. */
void leaks_find(const struct store *store, const struct leak_options *options, struct leaks *leaks);

#endif
