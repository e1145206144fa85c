#include "analysis/cluster.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"

/* For leaves u and w of one branch that part at its fork: the least sum of distances of neighbours in the branch when u
 * stands at one end of it and w at the other. */
struct facing {
    double least;
    size_t u_end, w_end; // the leaves that then stand at the fork's inner ends, on the side of u and of w
};

struct turning {
    const struct cluster_tree *tree;
    struct facing *facing; // owned, leaves x leaves
    size_t *leaves;        // owned; those of a branch side by side
    size_t *first, *count; // owned; of each branch, in `leaves`
};

/* Some leaves, and one that stands at the end that they can be the other end to. */
struct ends {
    const size_t *leaves;
    size_t count;
};

static struct ends leaves_of(const struct turning *t, size_t branch)
{
    return (struct ends){t->leaves + t->first[branch], t->count[branch]};
}

static bool holds(const struct turning *t, size_t branch, size_t leaf)
{
    struct ends all = leaves_of(t, branch);

    for (size_t i = 0; i < all.count; i++)
        if (all.leaves[i] == leaf)
            return true;
    return false;
}

/* When u stands at one end of the branch, one of these is at the other: those beyond its fork; of a leaf, itself. */
static struct ends ends_facing(const struct turning *t, size_t branch, bool u_is_left)
{
    const struct cluster_fork *fork;

    if (branch < t->tree->leaves)
        return leaves_of(t, branch);
    fork = &t->tree->forks[branch - t->tree->leaves];
    return leaves_of(t, u_is_left ? fork->right : fork->left);
}

static struct facing *facing_of(const struct turning *t, size_t u, size_t w)
{
    return &t->facing[u * t->tree->leaves + w];
}

static double least_of(const struct turning *t, size_t u, size_t w)
{
    return u == w ? 0 : facing_of(t, u, w)->least;
}

/* For each leaf k of the right branch: the least sum up to it, when u is at the left end and k begins the right branch. */
static void reach(const struct turning *t, size_t u, struct ends facing, struct ends right, double *sums, size_t *via)
{
    for (size_t i = 0; i < right.count; i++) {
        const float *d = t->tree->distances + right.leaves[i] * t->tree->leaves;

        sums[i] = INFINITY;
        for (size_t j = 0; j < facing.count; j++) {
            double sum = least_of(t, u, facing.leaves[j]) + (double)d[facing.leaves[j]];

            if (sum < sums[i]) {
                sums[i] = sum;
                via[i] = facing.leaves[j];
            }
        }
    }
}

static void solve_fork(const struct turning *t, const struct cluster_fork *fork, double *sums, size_t *via)
{
    struct ends left = leaves_of(t, fork->left), right = leaves_of(t, fork->right);

    for (size_t i = 0; i < left.count; i++) {
        size_t u = left.leaves[i];
        bool u_is_left =
            fork->left >= t->tree->leaves && holds(t, t->tree->forks[fork->left - t->tree->leaves].left, u);

        reach(t, u, ends_facing(t, fork->left, u_is_left), right, sums, via);
        for (size_t j = 0; j < right.count; j++) {
            size_t w = right.leaves[j];
            bool w_is_left =
                fork->right >= t->tree->leaves && holds(t, t->tree->forks[fork->right - t->tree->leaves].left, w);
            struct ends facing = ends_facing(t, fork->right, w_is_left);
            size_t base = (size_t)(facing.leaves - right.leaves);
            struct facing best = {.least = INFINITY};

            for (size_t k = 0; k < facing.count; k++) {
                double sum = sums[base + k] + least_of(t, facing.leaves[k], w);

                if (sum < best.least)
                    best = (struct facing){sum, via[base + k], facing.leaves[k]};
            }
            *facing_of(t, u, w) = best;
            *facing_of(t, w, u) = (struct facing){best.least, best.w_end, best.u_end};
        }
    }
}

/* Writes the branch with u first and w last; returns where the next one goes. */
static size_t *place(const struct turning *t, size_t branch, size_t u, size_t w, size_t *out)
{
    const struct cluster_fork *fork;
    const struct facing *facing = facing_of(t, u, w);
    bool u_is_left;

    if (branch < t->tree->leaves) {
        *out = branch;
        return out + 1;
    }
    fork = &t->tree->forks[branch - t->tree->leaves];
    u_is_left = holds(t, fork->left, u);
    out = place(t, u_is_left ? fork->left : fork->right, u, facing->u_end, out);
    return place(t, u_is_left ? fork->right : fork->left, facing->w_end, w, out);
}

static void place_best(const struct turning *t, size_t *out)
{
    size_t root = 2 * t->tree->leaves - 2, best_u = 0, best_w = 0;
    const struct cluster_fork *fork = &t->tree->forks[root - t->tree->leaves];
    struct ends left = leaves_of(t, fork->left), right = leaves_of(t, fork->right);
    double least = INFINITY;

    for (size_t i = 0; i < left.count; i++)
        for (size_t j = 0; j < right.count; j++)
            if (least_of(t, left.leaves[i], right.leaves[j]) < least) {
                least = least_of(t, left.leaves[i], right.leaves[j]);
                best_u = left.leaves[i];
                best_w = right.leaves[j];
            }
    place(t, root, best_u, best_w, out);
}

static void find_branches(struct turning *t)
{
    size_t n = t->tree->leaves;

    cluster_leaves(t->tree, t->leaves);
    for (size_t i = 0; i < n; i++) {
        t->first[t->leaves[i]] = i;
        t->count[t->leaves[i]] = 1;
    }
    for (size_t f = 0; f + 1 < n; f++) {
        const struct cluster_fork *fork = &t->tree->forks[f];
        size_t left = t->first[fork->left], right = t->first[fork->right];

        t->first[n + f] = left < right ? left : right;
        t->count[n + f] = t->count[fork->left] + t->count[fork->right];
    }
}

void cluster_turn_best(const struct cluster_tree *tree, size_t *out)
{
    size_t n = tree->leaves;
    struct turning t = {.tree = tree};
    double *sums = memory_new(n, sizeof *sums);
    size_t *via = memory_new(n, sizeof *via);

    if (n < 3) {
        cluster_leaves(tree, out);
    } else {
        t.facing = memory_new(n, n * sizeof *t.facing);
        t.leaves = memory_new(n, sizeof *t.leaves);
        t.first = memory_new(2 * n, sizeof *t.first);
        t.count = memory_new(2 * n, sizeof *t.count);
        find_branches(&t);
        for (size_t f = 0; f + 1 < n; f++)
            solve_fork(&t, &tree->forks[f], sums, via);
        place_best(&t, out);
        free(t.count);
        free(t.first);
        free(t.leaves);
        free(t.facing);
    }
    free(via);
    free(sums);
}
