#include "leaks/leak_follow.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/linear.h"
#include "base/memory.h"
#include "leaks/leak_finding.h"
#include "leaks/leak_steps.h"

#define BINS_MIN 8
#define R_STEPS 0.7
#define R_RANKS 0.5

static bool follows(const double *d, const double *r, const double *e, const double *s, size_t n)
{
    return linear_dot(d, e, n) > R_STEPS && linear_dot(r, s, n) > R_RANKS;
}

size_t leak_followed(const struct leak_bins *b, enum leak_quantity quantity, size_t tag, const size_t *leaders,
                     size_t count)
{
    const struct leak_boot *boot = &b->boots[b->boot_count - 1];
    size_t steps = boot->bins - 1, followed = LEAK_NOBODY;
    double *scratch;

    if (boot->bins < BINS_MIN)
        return LEAK_NOBODY;
    scratch = memory_new(4, steps * sizeof *scratch);
    leak_steps_of(leak_series(boot, quantity, tag), boot->bins, scratch, scratch + steps);
    for (size_t i = 0; i < count && followed == LEAK_NOBODY; i++) {
        if (leaders[i] == tag)
            continue;
        leak_steps_of(leak_series(boot, quantity, leaders[i]), boot->bins, scratch + 2 * steps, scratch + 3 * steps);
        if (follows(scratch, scratch + steps, scratch + 2 * steps, scratch + 3 * steps, steps))
            followed = leaders[i];
    }
    free(scratch);
    return followed;
}
