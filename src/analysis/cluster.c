#include "analysis/cluster.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define DISTANCE_STEPS 1048576.0

float *cluster_distances(const double *r, size_t stride, const size_t *members, size_t count)
{
    float *d = memory_new(count, count * sizeof *d);

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++) {
            double value = r[members[i] * stride + members[j]];

            if (isnan(value))
                value = 0;
            d[i * count + j] = d[j * count + i] = (float)(round((1 - value) * DISTANCE_STEPS) / DISTANCE_STEPS);
        }
    return d;
}

/* A cluster is kept in the slot of one of its leaves; slots merged into another are infinitely far from all. */
struct linkage {
    float *d; // owned, n x n
    size_t n;
    size_t *size;   // owned; leaves of each cluster; 0: merged away
    size_t *branch; // owned; of each cluster, in the tree
    size_t *chain;  // owned; each the nearest neighbour of the previous one
    size_t chain_length;
};

static size_t nearest(const struct linkage *l, size_t to, size_t before)
{
    const float *row = l->d + to * l->n;
    size_t best = before; // wins ties: otherwise the chain could be a circle
    float least = before == SIZE_MAX ? INFINITY : row[before];

    for (size_t i = 0; i < l->n; i++)
        if (row[i] < least) {
            least = row[i];
            best = i;
        }
    return best;
}

/* Merges b into a: distances become means over the leaves of both. */
static void merge(struct linkage *l, size_t a, size_t b)
{
    float *x = l->d + a * l->n, *y = l->d + b * l->n;
    double share = (double)l->size[b] / (double)(l->size[a] + l->size[b]);

    for (size_t i = 0; i < l->n; i++) {
        if (l->size[i] && i != a && i != b)
            x[i] = l->d[i * l->n + a] = (float)(x[i] + ((double)y[i] - (double)x[i]) * share);
        l->d[i * l->n + b] = INFINITY;
    }
    l->size[a] += l->size[b];
    l->size[b] = 0;
}

static void ends_of(const struct cluster_tree *tree, size_t branch, size_t *left, size_t *right)
{
    *left = branch < tree->leaves ? branch : tree->forks[branch - tree->leaves].left_end;
    *right = branch < tree->leaves ? branch : tree->forks[branch - tree->leaves].right_end;
}

/* Of the four pairs of ends, the nearest touch. The orientation is recorded in the outer ends alone: cluster_leaves
 * reads it from them. */
static struct cluster_fork fork_of(const struct cluster_tree *tree, size_t left, size_t right, double height)
{
    size_t a[2], b[2], best_a = 1, best_b = 0;
    float least = INFINITY;

    ends_of(tree, left, &a[0], &a[1]);
    ends_of(tree, right, &b[0], &b[1]);
    for (size_t i = 2; i-- > 0;)
        for (size_t j = 0; j < 2; j++) {
            float d = tree->distances[a[i] * tree->leaves + b[j]];

            if (d < least) {
                least = d;
                best_a = i;
                best_b = j;
            }
        }
    return (struct cluster_fork){left, right, a[1 - best_a], b[1 - best_b], height};
}

/* The next two clusters that are each other's nearest neighbours. Such pairs can be merged in any order, which makes
 * the whole O(n^2). */
static void link_next_pair(struct linkage *l, size_t *a, size_t *b)
{
    size_t before, last, next;

    if (l->chain_length == 0)
        for (size_t i = 0; l->chain_length == 0; i++)
            if (l->size[i])
                l->chain[l->chain_length++] = i;
    for (;;) {
        last = l->chain[l->chain_length - 1];
        before = l->chain_length > 1 ? l->chain[l->chain_length - 2] : SIZE_MAX;
        next = nearest(l, last, before);
        if (next == before)
            break;
        l->chain[l->chain_length++] = next;
    }
    assert(l->chain_length >= 2 && l->size[last] && l->size[before]);
    l->chain_length -= 2;
    *a = last < before ? last : before;
    *b = last < before ? before : last;
}

void cluster_tree_make(struct cluster_tree *tree, const float *distances, size_t leaves)
{
    struct linkage l = {.n = leaves};

    *tree = (struct cluster_tree){.distances = distances, .leaves = leaves};
    l.d = memory_new(leaves, leaves * sizeof *l.d);
    memcpy(l.d, distances, leaves * leaves * sizeof *l.d);
    l.size = memory_new(leaves, sizeof *l.size);
    l.branch = memory_new(leaves, sizeof *l.branch);
    l.chain = memory_new(leaves, sizeof *l.chain);
    for (size_t i = 0; i < leaves; i++) {
        l.size[i] = 1;
        l.branch[i] = i;
        l.d[i * leaves + i] = INFINITY;
    }
    tree->forks = memory_new(leaves, sizeof *tree->forks);
    for (size_t fork = 0; fork + 1 < leaves; fork++) {
        size_t a, b;

        link_next_pair(&l, &a, &b);
        tree->forks[fork] = fork_of(tree, l.branch[a], l.branch[b], (double)l.d[a * leaves + b]);
        merge(&l, a, b);
        l.branch[a] = leaves + fork;
    }
    free(l.chain);
    free(l.branch);
    free(l.size);
    free(l.d);
}

void cluster_tree_free(struct cluster_tree *tree)
{
    free(tree->forks);
}

void cluster_leaves(const struct cluster_tree *tree, size_t *out)
{
    struct {
        size_t branch, first; // the leaf to begin with
    } *todo = memory_new(tree->leaves + 1, sizeof *todo);
    size_t depth = 0, count = 0;

    if (tree->leaves > 1) {
        const struct cluster_fork *root = &tree->forks[tree->leaves - 2];

        todo[depth].branch = 2 * tree->leaves - 2;
        todo[depth++].first = root->left_end;
    } else if (tree->leaves == 1) {
        out[count++] = 0;
    }
    while (depth) {
        size_t branch = todo[--depth].branch, first = todo[depth].first, left_end, right_end;
        const struct cluster_fork *fork;
        bool as_made;

        if (branch < tree->leaves) {
            out[count++] = branch;
            continue;
        }
        fork = &tree->forks[branch - tree->leaves];
        as_made = first == fork->left_end;
        todo[depth].branch = as_made ? fork->right : fork->left;
        ends_of(tree, todo[depth].branch, &left_end, &right_end);
        todo[depth++].first = right_end == (as_made ? fork->right_end : fork->left_end) ? left_end : right_end;
        todo[depth].branch = as_made ? fork->left : fork->right;
        todo[depth++].first = first;
    }
    assert(count == tree->leaves);
    free(todo);
}

/* Optimal leaf order: dynamic programming over the tree, from the leaves up.
 *
 * For leaves u and w that a fork separates: the least sum of distances between neighbours of the fork's leaves, with u
 * outermost on one side and w on the other. */
struct facing {
    double least;
    size_t u_end, w_end; // the two leaves that then touch at the fork, on the side of u and of w
};

struct ordering {
    const struct cluster_tree *tree;
    struct facing *facing; // owned, leaves x leaves
    size_t *leaves;        // owned; the leaves of every branch are contiguous
    size_t *first, *count; // owned; by branch: its leaves in `leaves`
};

/* Leaves of a branch, contiguous; borrowed. */
struct ends {
    const size_t *leaves;
    size_t count;
};

static struct ends leaves_of(const struct ordering *t, size_t branch)
{
    return (struct ends){t->leaves + t->first[branch], t->count[branch]};
}

static bool holds(const struct ordering *t, size_t branch, size_t leaf)
{
    struct ends all = leaves_of(t, branch);

    for (size_t i = 0; i < all.count; i++)
        if (all.leaves[i] == leaf)
            return true;
    return false;
}

/* Possible other ends of a branch that begins with u: the leaves across its fork; of a leaf, itself. */
static struct ends ends_facing(const struct ordering *t, size_t branch, bool u_is_left)
{
    const struct cluster_fork *fork;

    if (branch < t->tree->leaves)
        return leaves_of(t, branch);
    fork = &t->tree->forks[branch - t->tree->leaves];
    return leaves_of(t, u_is_left ? fork->right : fork->left);
}

static struct facing *facing_of(const struct ordering *t, size_t u, size_t w)
{
    return &t->facing[u * t->tree->leaves + w];
}

static double least_of(const struct ordering *t, size_t u, size_t w)
{
    return u == w ? 0 : facing_of(t, u, w)->least;
}

/* For each leaf k of the right branch: the least sum from u, outermost on the left, to k as the first leaf of the right
 * branch. via[k]: the last leaf of the left branch then. */
static void reach(const struct ordering *t, size_t u, struct ends facing, struct ends right, double *sums, size_t *via)
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

static void solve_fork(const struct ordering *t, const struct cluster_fork *fork, double *sums, size_t *via)
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

/* Writes the branch with u first and w last; returns the end of what was written. */
static size_t *place(const struct ordering *t, size_t branch, size_t u, size_t w, size_t *out)
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

static void place_best(const struct ordering *t, size_t *out)
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

static void find_branches(struct ordering *t)
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

void cluster_leaves_optimal(const struct cluster_tree *tree, size_t *out)
{
    size_t n = tree->leaves;
    struct ordering t = {.tree = tree};
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

void cluster_order(const double *r, size_t stride, const size_t *members, size_t count, size_t *out)
{
    float *distances = cluster_distances(r, stride, members, count);
    struct cluster_tree tree;

    cluster_tree_make(&tree, distances, count);
    if (count <= CLUSTER_OPTIMAL)
        cluster_leaves_optimal(&tree, out);
    else
        cluster_leaves(&tree, out);
    for (size_t i = 0; i < count; i++)
        out[i] = members[out[i]];
    cluster_tree_free(&tree);
    free(distances);
}
