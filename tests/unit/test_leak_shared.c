#include "leak_helper.h"

#include "leaks/leak_shared.h"

#define BINS 48
#define TAGS 5

/* Comings and goings that all tags share, of no period and no trend. */
static double activity(int i)
{
    return i * i * 31 % 37 * 10;
}

/* Tags 0 to `quiet` - 1 follow the activity alone; tag 4 leaks 2 a bin below it; the rest are noise of their own. */
static void fill_tags(double *values, size_t quiet)
{
    for (int tag = 0; tag < TAGS; tag++)
        for (int i = 0; i < BINS; i++)
            values[tag * BINS + i] = tag == 4              ? activity(i) + 2 * i
                                     : (size_t)tag < quiet ? (tag + 1) * activity(i) + wiggle(i + 7 * tag)
                                                           : 10 * wiggle(3 * i + 5 * tag);
}

/* Residual of tag 4 beside its line; *partners: how many were found. */
static double noise_left(size_t quiet, size_t bins, size_t *partners)
{
    double values[TAGS * BINS], units[TAGS] = {1, 1, 1, 1, 1}, residual[BINS], sum = 0;
    size_t first[TAGS] = {0};
    struct leak_boot boot = boot_of(bins, 60);
    struct leak_noise noise;
    struct leak_shared shared;
    struct leak_design design;

    fill_tags(values, quiet);
    for (size_t tag = 0; tag < TAGS; tag++) // of fewer bins
        memmove(values + tag * bins, values + tag * BINS, bins * sizeof *values);
    boot.values[LEAK_COUNTS] = values;
    boot.first_bin = first;
    leak_noise_make(&noise, bins);
    leak_shared_find(&boot, &noise, LEAK_COUNTS, units, TAGS, &shared);
    leak_design_make(&design, &boot, 0, 0);
    leak_design_residual(&design, shared.series[4] ? shared.series[4] : values + 4 * bins, residual);
    for (size_t i = 0; i < bins; i++)
        sum += residual[i] * residual[i];
    for (*partners = 0; *partners < LEAK_PARTNERS && shared.partners[4].tags[*partners] != LEAK_NOBODY;)
        (*partners)++;
    leak_design_free(&design);
    leak_shared_free(&shared);
    leak_noise_free(&noise);
    boot_free(&boot);
    return sqrt(sum / (double)bins);
}

TEST(noise_that_quiet_tags_have_too_is_taken_out)
{
    size_t partners;

    assert_true(noise_left(4, BINS, &partners) < 10); // of 108
    assert_int_equal(partners, 4);
}

TEST(two_partners_are_chance)
{
    size_t partners;

    assert_true(noise_left(2, BINS, &partners) > 90);
    assert_int_equal(partners, 0);
}

TEST(few_bins_tell_nothing_of_partners)
{
    size_t partners;

    noise_left(4, 19, &partners);
    assert_int_equal(partners, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(noise_that_quiet_tags_have_too_is_taken_out),
        cmocka_unit_test(two_partners_are_chance),
        cmocka_unit_test(few_bins_tell_nothing_of_partners),
    };

    return RUN(tests);
}
