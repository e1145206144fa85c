#include "leak_helper.h"

#include "leaks/leak_load.h"

#define N 40

static bool follows(const double *live, const double *calls, double bin_seconds)
{
    struct leak_boot boot = boot_of(N, bin_seconds);
    struct leak_design design;
    struct leak_growth growth;
    double y[N], residual[N];
    bool result;

    for (int i = 0; i < N; i++)
        y[i] = live[i] - live[0];
    leak_design_make(&design, &boot, 0, 0);
    growth = leak_growth_of(&design, y, 1, residual);
    result = leak_follows_calls(&design, y, calls, 1, live[0], &growth);
    leak_design_free(&design);
    boot_free(&boot);
    return result;
}

/* Little's law: with a lifetime of 600 s, 1 to 3 calls a second hold 600 to 1800 blocks. */
static void live_blocks_follow_the_calls(void **state)
{
    double live[N], calls[N];

    UNUSED(state);
    for (int i = 0; i < N; i++) {
        calls[i] = 1 + 2 * i / (double)N + 0.05 * wiggle(i);
        live[i] = 600 * calls[i] + 5 * wiggle(i + 3);
    }
    assert_true(follows(live, calls, 600));
}

/* The same calls, and a leak of 100 blocks an hour that has nothing to do with them. */
static void a_leak_does_not_follow_its_calls(void **state)
{
    double live[N], calls[N], constant[N];

    UNUSED(state);
    for (int i = 0; i < N; i++) {
        calls[i] = 3 + 0.2 * wiggle(i);
        constant[i] = 3;
        live[i] = 500 + 17 * i + 5 * wiggle(i + 3);
    }
    assert_false(follows(live, calls, 600));
    assert_false(follows(live, constant, 600));
    assert_false(follows(live, NULL, 600));
}

/* As the first, but a block would have to live for half of the window. */
static void a_lifetime_as_long_as_the_window_is_no_load(void **state)
{
    double live[N], calls[N];

    UNUSED(state);
    for (int i = 0; i < N; i++) {
        calls[i] = 1 + 2 * i / (double)N + 0.05 * wiggle(i);
        live[i] = 12000 * calls[i] + 5 * wiggle(i + 3);
    }
    assert_false(follows(live, calls, 600)); // 6.5 hours
    assert_true(follows(live, calls, 6000)); // 65 hours
}

/* Blocks that live ten times longer than the others: more than twice the usual lifetime, but most growth goes with
 * the calls. */
static void most_growth_goes_with_the_calls(void **state)
{
    double live[N], calls[N];

    UNUSED(state);
    for (int i = 0; i < N; i++) {
        calls[i] = 100 + i / 10 + 0.2 * wiggle(i);
        live[i] = 10000 + 600 * (calls[i] - 100) + i + 5 * wiggle(i + 3);
    }
    assert_true(follows(live, calls, 600));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(live_blocks_follow_the_calls),
        cmocka_unit_test(a_leak_does_not_follow_its_calls),
        cmocka_unit_test(a_lifetime_as_long_as_the_window_is_no_load),
        cmocka_unit_test(most_growth_goes_with_the_calls),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
