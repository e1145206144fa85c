#include "analysis/cluster.h"

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

/* Clusters are kept in the place of one of their leaves; a place that was merged away is infinitely far. */
struct linkage {
    float *d; // owned, n x n
    size_t n;
    size_t *size;   // owned; leaves of each cluster; 0: merged away
    size_t *branch; // owned; its place in the tree
    size_t *chain;  // owned; each the nearest of the one before
    size_t chain_length;
};

static size_t nearest(const struct linkage *l, size_t to, size_t before)
{
    const float *row = l->d + to * l->n;
    size_t best = before; // of equal ones the one we come from, or the chain would go round
    float least = before == SIZE_MAX ? INFINITY : row[before];

    for (size_t i = 0; i < l->n; i++)
        if (row[i] < least) {
            least = row[i];
            best = i;
        }
    return best;
}

/* Puts b into a: the distance to any other is the mean over the leaves of both. */
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

/* The ends that touch are the nearest of the four pairs. Branches are turned by their ends alone: cluster_leaves sees by
 * these which way a branch stands. */
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

/* Nearest neighbours that are each other's: these can be merged in any order, which makes it O(n^2). */
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
        size_t branch, first; // the leaf that is to stand first
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
    free(todo);
}

void cluster_order(const double *r, size_t stride, const size_t *members, size_t count, size_t *out)
{
    float *distances = cluster_distances(r, stride, members, count);
    struct cluster_tree tree;

    cluster_tree_make(&tree, distances, count);
    if (count <= CLUSTER_OPTIMAL)
        cluster_turn_best(&tree, out);
    else
        cluster_leaves(&tree, out);
    for (size_t i = 0; i < count; i++)
        out[i] = members[out[i]];
    cluster_tree_free(&tree);
    free(distances);
}
