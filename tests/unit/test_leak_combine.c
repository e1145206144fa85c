#include "leak_helper.h"

#include "leaks/leak_combine.h"

#define BOOTS 3
#define BINS 8
#define BINS_MAX 17
#define NEAR 1e-9

/* One tag in up to three boots; each boot starts at `start` and ends at `end`. */
struct capture {
    struct leak_boot boots[BOOTS];
    struct leak_bins bins;
    struct leak_evidence evidence[BOOTS];
    struct leak_evidence *by_boot[BOOTS];
    double times[BOOTS][BINS_MAX], values[BOOTS][BINS], start_levels[BOOTS];
};

static void add_boot(struct capture *c, double span, double start, double end, struct leak_evidence evidence)
{
    size_t i = c->bins.boot_count++;
    struct leak_boot *boot = &c->boots[i];

    for (size_t k = 0; k < BINS; k++) {
        c->times[i][k] = span * (double)k / (BINS - 1);
        c->values[i][k] = (end - start) * (double)k / (BINS - 1);
    }
    c->start_levels[i] = start;
    *boot = (struct leak_boot){.span = span, .bins = BINS, .times = c->times[i]};
    boot->values[LEAK_COUNTS] = c->values[i];
    boot->start_levels[LEAK_COUNTS] = &c->start_levels[i];
    c->evidence[i] = evidence;
    c->by_boot[i] = &c->evidence[i];
    c->bins.boots = c->boots;
    c->bins.tags = 1;
}

static struct leak_combined combined(struct capture *c)
{
    return leak_combine(&c->bins, LEAK_COUNTS, c->by_boot, 0);
}

static struct leak_evidence growing(double digits, double gain, double error, double span)
{
    return (struct leak_evidence){.reason = LEAK_NOISE,
                                  .fitted = true,
                                  .p_growth = pow(10, -digits),
                                  .full_gain = gain,
                                  .full_error = error,
                                  .gain = gain,
                                  .error = error,
                                  .span = span,
                                  .dof = 10,
                                  .grows = true,
                                  .score = {.digits = digits}};
}

static struct leak_evidence still(double z, double gain, double error, double span)
{
    struct leak_evidence e = growing(0, gain, error, span);

    e.grows = false;
    e.full_z = z;
    return e;
}

static void check_rate(struct leak_rate rate, double mean, double low, double high)
{
    assert_close(rate.mean, mean, NEAR);
    assert_close(rate.low, low, NEAR);
    assert_close(rate.high, high, NEAR);
}

/* In numpy and scipy.stats: p = norm.sf(sum(sqrt(T) z) / sqrt(sum(T))), z = norm.isf(10^-digits), the third boot's z
 * as it is. tau^2 = (Q - 2) / (sum(w) - sum(w^2) / sum(w)), w = 1 / variance; half width t.ppf(.975, 2) / sqrt(sum(1
 * / (variance + tau^2))). */
TEST(boots_that_differ)
{
    struct capture c = {0};
    struct leak_combined all;

    add_boot(&c, 4e5, 0, 1000, growing(12, 900, 40, 4e5));
    add_boot(&c, 2e5, 0, 800, growing(6, 700, 35, 1.5e5));
    add_boot(&c, 1e5, 0, 0, still(0.5, 10, 20, 1e5));
    all = combined(&c);
    assert_close(all.p, 4.2298026498638606e-16, NEAR);
    assert_close(all.p_strongest_boot, 1e-12, NEAR);
    check_rate(all.rate, 0.0023352758405900853, -0.002195345034073979, 0.006865896715254149);
    assert_int_equal(all.boots_grown, 2);
    assert_close(all.seconds, 6e5, NEAR);
    assert_int_equal(all.reboots, 2);
    assert_int_equal(all.fell_back, 2);
}

/* The same without variance between them: 1.96 standard errors. */
TEST(boots_that_agree)
{
    struct capture c = {0};
    struct leak_combined all;

    add_boot(&c, 3e5, 0, 300, growing(4, 300, 30, 3e5));
    add_boot(&c, 1e5, 300, 400, growing(2.5, 110, 20, 1e5)); // it kept what it had
    all = combined(&c);
    assert_close(all.p, 2.2591585547849743e-06, NEAR);
    check_rate(all.rate, 0.00102, 0.0008446922705640166, 0.0011953077294359835);
    assert_int_equal(all.reboots, 1);
    assert_int_equal(all.fell_back, 0);
    assert_int_equal(all.reason, LEAK_SURVIVES_REBOOT);
}

/* By hand: 0.95 + 0.65 ln(1 + 5.646) + 0.7375 (all was lost) - 1.3 x 3/4 (late) - (1 x 3/4 + 3 x 1/4) (means by
 * length). */
TEST(penalties_are_means_by_length)
{
    struct capture c = {0};
    struct leak_evidence first = growing(4, 300, 30, 3e5), second = growing(2.5, 110, 20, 1e5);

    first.score.search = 1.3;
    first.score.penalty[LEAK_SLOWING] = 1;
    second.score.penalty[LEAK_SLOWING] = 3;
    add_boot(&c, 3e5, 0, 300, first);
    add_boot(&c, 1e5, 0, 110, second);
    assert_close(combined(&c).log_odds, 0.44361507, 1e-7);
    assert_int_equal(combined(&c).reason, LEAK_SLOWING);
}

/* gain / span +- t.ppf(.975, 10) x error / span x 1.25: at most 16 bins. */
TEST(one_boot)
{
    struct capture c = {0};

    add_boot(&c, 4e5, 0, 500, growing(3, 500, 60, 2e5));
    assert_close(combined(&c).p, 1e-3, NEAR);
    check_rate(combined(&c).rate, 0.0025, 0.0025 - 0.0008355520694868521, 0.0025 + 0.0008355520694868521);
    c.boots[0].bins = BINS_MAX; // t.ppf(.975, 30) x error / span
    c.evidence[0].dof = 30;
    check_rate(combined(&c).rate, 0.0025, 0.0025 - 0.0006126817368903712, 0.0025 + 0.0006126817368903712);
}

TEST(a_boot_that_was_not_fitted_has_no_rate)
{
    struct capture c = {0};
    struct leak_evidence nothing = {.reason = LEAK_TOO_SHORT, .p_growth = 1};

    add_boot(&c, 4e5, 0, 500, nothing);
    check_rate(combined(&c).rate, 0, -INFINITY, INFINITY);
    assert_close(combined(&c).p, 1, NEAR);
    assert_int_equal(combined(&c).reason, LEAK_TOO_SHORT);
    add_boot(&c, 4e5, 0, 500, nothing);
    check_rate(combined(&c).rate, 0, -INFINITY, INFINITY);
    assert_close(combined(&c).p, 0.5, NEAR); // Z is 0
    assert_false(combined(&c).grows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boots_that_differ),
        cmocka_unit_test(boots_that_agree),
        cmocka_unit_test(penalties_are_means_by_length),
        cmocka_unit_test(one_boot),
        cmocka_unit_test(a_boot_that_was_not_fitted_has_no_rate),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
