#include "leaks/leak_gain.h"

#include <math.h>

double leak_freed_percent(const struct leak_gain *gain)
{
    return gain->knows_calls && gain->allocs > 0 && gain->frees >= 0 ? 100 * gain->frees / gain->allocs : NAN;
}

double leak_bytes_per_block(const struct leak_gain *gain)
{
    double blocks = gain->gain[LEAK_COUNTS], bytes = gain->gain[LEAK_BYTES];

    return gain->knows_calls && blocks > 0 && bytes > 0 ? bytes / blocks : NAN;
}
