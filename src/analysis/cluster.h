/* cluster.h - an order in which series that move together stand together.
 *
 * Average linkage on the distance 1 - r, undefined r being as far as no relation at all (1): leaks rise together, so the
 * sign counts. The tree that comes of it leaves open which branch of each fork stands left: up to CLUSTER_OPTIMAL
 * series the sum of the distances of neighbours is the least there is (Bar-Joseph et al., 2001), above it each fork is
 * turned once, when it is made, so that its nearest ends touch.
 *
 * The same on every machine: distances are taken to 2^-20, and of equal ones the first in the order of the input counts.
 */
#ifndef ANALYSIS_CLUSTER_H
#define ANALYSIS_CLUSTER_H

#include <stddef.h>

#define CLUSTER_OPTIMAL 500

/* Forks in the order they are made. A branch below `leaves` is a leaf, else fork number branch - leaves. */
struct cluster_fork {
    size_t left, right;
    size_t left_end, right_end; // the leaves that stand at its ends
    double height;              // distance of the two branches: mean over all pairs of their leaves
};

/* The distances of `leaves` series: a square of leaves x leaves. */
struct cluster_tree {
    const float *distances;     // borrowed
    struct cluster_fork *forks; // owned; leaves - 1 of them, the last is the root
    size_t leaves;
};

/* 1 - r of every pair, to 2^-20, NaN as 1, and 0 in the diagonal; the caller frees it. `members` are `count` columns of
 * the matrix of r, which is `stride` wide. */
float *cluster_distances(const double *r, size_t stride, const size_t *members, size_t count);

/* Takes O(leaves^2) time and a copy of the distances. Free with cluster_tree_free. */
void cluster_tree_make(struct cluster_tree *tree, const float *distances, size_t leaves);
void cluster_tree_free(struct cluster_tree *tree);

/* The leaves from left to right as the forks stand. Writes `leaves` indices. */
void cluster_leaves(const struct cluster_tree *tree, size_t *out);

/* Turns forks until the sum of the distances of neighbours is the least: O(leaves^3). */
void cluster_turn_best(const struct cluster_tree *tree, size_t *out);

/* All of the above: writes the `count` members in order. */
void cluster_order(const double *r, size_t stride, const size_t *members, size_t count, size_t *out);

#endif
