/* cluster.h - an order that puts correlated series next to each other.
 *
 * Hierarchical clustering with average linkage on the distance 1 - r, 1 where r is undefined. The sign of r counts,
 * because leaks rise together. A tree leaves open which branch of each fork comes first: up to CLUSTER_OPTIMAL series
 * the sum of distances between neighbours is minimal (Bar-Joseph et al., 2001: "Fast optimal leaf ordering"), above
 * that each fork is oriented once, when it is made, so that its nearest ends touch.
 *
 * The same on every machine: distances are rounded to 2^-20, and of equal ones the first in the order of the input
 * wins.
 */
#ifndef ANALYSIS_CLUSTER_H
#define ANALYSIS_CLUSTER_H

#include <stddef.h>

#define CLUSTER_OPTIMAL 500

/* Forks in the order they are made. A branch below `leaves` is a leaf, otherwise fork number branch - leaves. */
struct cluster_fork {
    size_t left, right;
    size_t left_end, right_end; // its outermost leaves
    double height;              // mean distance over all pairs of leaves of the two branches
};

struct cluster_tree {
    const float *distances;     // borrowed; leaves x leaves
    struct cluster_fork *forks; // owned; leaves - 1 of them, the last is the root
    size_t leaves;
};

/* 1 - r of every pair, rounded to 2^-20; 1 for NaN; 0 on the diagonal. count x count, owned by the caller.
 * `members`: indices of `count` columns of the matrix of r, whose rows are `stride` wide. */
float *cluster_distances(const double *r, size_t stride, const size_t *members, size_t count);

/* O(leaves^2) time (nearest-neighbour chain) and a copy of the distances. Free with cluster_tree_free. */
void cluster_tree_make(struct cluster_tree *tree, const float *distances, size_t leaves);
void cluster_tree_free(struct cluster_tree *tree);

/* Writes the `leaves` indices from left to right, each fork as it was oriented when made. */
void cluster_leaves(const struct cluster_tree *tree, size_t *out);

/* Likewise with the orientation of forks that minimises the sum of distances between neighbours: O(leaves^3). */
void cluster_leaves_optimal(const struct cluster_tree *tree, size_t *out);

/* All of the above: writes the `count` members in their order. */
void cluster_order(const double *r, size_t stride, const size_t *members, size_t count, size_t *out);

#endif
