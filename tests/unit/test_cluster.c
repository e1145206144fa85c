#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/cluster.h"
#include "helper.h"

enum { MOST = 40 };

static double random_unit(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 40) / (double)(1 << 24);
}

static void fill_random(double *r, size_t n, uint64_t seed)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++)
            r[i * n + j] = r[j * n + i] = i == j ? 1 : 2 * random_unit(&seed) - 1;
}

static void all_members(size_t *members, size_t n)
{
    for (size_t i = 0; i < n; i++)
        members[i] = i;
}

TEST(members_of_a_group_are_adjacent)
{
    /* 0, 2 and 4 rise together, 1 and 3 do; 0 and 1 move in opposite directions. */
    static const double r[25] = {1,   -.9, .99, -.9, .95, -.9, 1,   -.9, .99, -.9, .99, -.9, 1,
                                 -.9, .97, -.9, .99, -.9, 1,   -.9, .95, -.9, .97, -.9, 1};
    static const size_t members[] = {0, 1, 2, 3, 4};
    size_t order[5], place[5];

    cluster_order(r, 5, members, 5, order);
    for (size_t i = 0; i < 5; i++)
        place[order[i]] = i;
    assert_int_equal(place[1] > place[3] ? place[1] - place[3] : place[3] - place[1], 1);
    /* 2 is nearest to both of its group: in the middle. */
    assert_int_equal(place[0] + place[4], 2 * place[2]);
}

TEST(opposite_series_are_far_apart_and_unknown_ones_between)
{
    static const double r[16] = {1, -1, .9, NAN, -1, 1, -.9, NAN, .9, -.9, 1, NAN, NAN, NAN, NAN, NAN};
    static const size_t members[] = {0, 1, 2, 3};
    size_t order[4];

    cluster_order(r, 4, members, 4, order);
    assert_true(order[0] == 1 || order[3] == 1);
    assert_true(order[1] == 3 || order[2] == 3);
}

TEST(one_two_and_no_series_have_an_order)
{
    static const double r[4] = {1, .5, .5, 1};
    static const size_t members[] = {1, 0};
    size_t order[2] = {9, 9};

    cluster_order(r, 2, members, 0, order);
    assert_int_equal(order[0], 9);
    cluster_order(r, 2, members, 1, order);
    assert_int_equal(order[0], 1);
    cluster_order(r, 2, members, 2, order);
    assert_int_equal(order[0] + order[1], 1);
}

/* Average linkage by definition: the mean over all pairs of leaves. */
static double mean_distance(const float *d, size_t n, const bool *a, const bool *b)
{
    double sum = 0, pairs = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            if (a[i] && b[j]) {
                sum += (double)d[i * n + j];
                pairs++;
            }
    return sum / pairs;
}

/* Merges by definition: always the two clusters with the least mean distance. Sorted heights are unique. */
static void heights_by_definition(const float *d, size_t n, double *heights)
{
    static bool in[MOST][MOST];
    bool gone[MOST] = {false};

    memset(in, 0, sizeof in);
    for (size_t i = 0; i < n; i++)
        in[i][i] = true;
    for (size_t step = 0; step + 1 < n; step++) {
        size_t a = 0, b = 0;
        double least = INFINITY;

        for (size_t i = 0; i < n; i++)
            for (size_t j = i + 1; j < n; j++)
                if (!gone[i] && !gone[j] && mean_distance(d, n, in[i], in[j]) < least) {
                    least = mean_distance(d, n, in[i], in[j]);
                    a = i;
                    b = j;
                }
        heights[step] = least;
        for (size_t i = 0; i < n; i++)
            in[a][i] |= in[b][i];
        gone[b] = true;
    }
}

static int ascending(const void *a, const void *b)
{
    return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

TEST(forks_are_those_of_average_linkage)
{
    for (size_t n = 2; n <= MOST; n += 7) {
        double r[MOST * MOST], made[MOST], expected[MOST];
        size_t members[MOST];
        float *d;
        struct cluster_tree tree;

        fill_random(r, n, n);
        all_members(members, n);
        d = cluster_distances(r, n, members, n);
        cluster_tree_make(&tree, d, n);
        for (size_t i = 0; i + 1 < n; i++)
            made[i] = tree.forks[i].height;
        qsort(made, n - 1, sizeof *made, ascending);
        heights_by_definition(d, n, expected);
        for (size_t i = 0; i + 1 < n; i++)
            assert_float_equal(made[i], expected[i], 1e-5);
        cluster_tree_free(&tree);
        free(d);
    }
}

static double length_of(const float *d, size_t n, const size_t *order)
{
    double sum = 0;

    for (size_t i = 0; i + 1 < n; i++)
        sum += (double)d[order[i] * n + order[i + 1]];
    return sum;
}

/* Writes the branch's leaves; fork i is reversed where bit i of `turned` is set. */
static size_t *turned_leaves(const struct cluster_tree *tree, size_t branch, unsigned turned, size_t *out)
{
    const struct cluster_fork *fork;

    if (branch < tree->leaves) {
        *out = branch;
        return out + 1;
    }
    fork = &tree->forks[branch - tree->leaves];
    if (turned >> (branch - tree->leaves) & 1) {
        out = turned_leaves(tree, fork->right, turned, out);
        return turned_leaves(tree, fork->left, turned, out);
    }
    out = turned_leaves(tree, fork->left, turned, out);
    return turned_leaves(tree, fork->right, turned, out);
}

TEST(the_best_turning_is_the_best_of_all)
{
    enum { N = 9 };

    for (uint64_t seed = 1; seed <= 20; seed++) {
        double r[N * N], least = INFINITY;
        size_t members[N], order[N], quick[N];
        struct cluster_tree tree;
        float *d;

        fill_random(r, N, seed);
        all_members(members, N);
        d = cluster_distances(r, N, members, N);
        cluster_tree_make(&tree, d, N);
        for (unsigned turned = 0; turned < 1u << (N - 1); turned++) {
            turned_leaves(&tree, 2 * N - 2, turned, order);
            if (length_of(d, N, order) < least)
                least = length_of(d, N, order);
        }
        cluster_leaves_optimal(&tree, order);
        assert_float_equal(length_of(d, N, order), least, 1e-9);
        cluster_leaves(&tree, quick);
        assert_true(length_of(d, N, quick) >= least - 1e-9);
        cluster_tree_free(&tree);
        free(d);
    }
}

/* Above CLUSTER_OPTIMAL: every member occurs once, and the leaves of each fork are contiguous. */
TEST(many_series_are_a_permutation_of_contiguous_branches)
{
    enum { N = CLUSTER_OPTIMAL + 30 };
    double *r = malloc(sizeof *r * N * N);
    size_t members[N], order[N], first[2 * N], last[2 * N];
    bool seen[N] = {false};
    struct cluster_tree tree;
    float *d;

    fill_random(r, N, 7);
    all_members(members, N);
    d = cluster_distances(r, N, members, N);
    cluster_tree_make(&tree, d, N);
    cluster_leaves(&tree, order);
    for (size_t i = 0; i < N; i++) {
        assert_false(seen[order[i]]);
        seen[order[i]] = true;
        first[order[i]] = last[order[i]] = i;
    }
    for (size_t f = 0; f + 1 < N; f++) {
        size_t a = tree.forks[f].left, b = tree.forks[f].right;

        assert_true(last[a] + 1 == first[b] || last[b] + 1 == first[a]);
        first[N + f] = first[a] < first[b] ? first[a] : first[b];
        last[N + f] = last[a] > last[b] ? last[a] : last[b];
    }
    cluster_tree_free(&tree);
    free(d);
    free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_of_a_group_are_adjacent),
        cmocka_unit_test(opposite_series_are_far_apart_and_unknown_ones_between),
        cmocka_unit_test(one_two_and_no_series_have_an_order),
        cmocka_unit_test(forks_are_those_of_average_linkage),
        cmocka_unit_test(the_best_turning_is_the_best_of_all),
        cmocka_unit_test(many_series_are_a_permutation_of_contiguous_branches),
    };

    return RUN(tests);
}
