#include "model/counter.h"

#include <assert.h>

#define BIT COUNTER_BIT
#define PAGED_CALLS (BIT(PAGED_ALLOCS) | BIT(PAGED_FREES))
#define NONPAGED_CALLS (BIT(NONPAGED_ALLOCS) | BIT(NONPAGED_FREES))

const char *const metric_names[METRICS + 1] = {
    [TOTAL_USED_BYTES] = "TotalUsedBytes", [PAGED_DIFF] = "PagedDiff",
    [NONPAGED_DIFF] = "NonPagedDiff",      [TOTAL_DIFF] = "TotalDiff",
    [PAGED_USED_BYTES] = "PagedUsedBytes", [NONPAGED_USED_BYTES] = "NonPagedUsedBytes",
};

static const struct {
    const char *needs;
    enum pool pool;
    bool is_bytes;
} metrics[METRICS] = {
    [TOTAL_USED_BYTES] = {"PagedUsedBytes and NonPagedUsedBytes, or TotalUsedBytes", POOL_BOTH, true},
    [PAGED_DIFF] = {"PagedAllocs and PagedFrees, or PagedDiff", POOL_PAGED, false},
    [NONPAGED_DIFF] = {"NonPagedAllocs and NonPagedFrees, or NonPagedDiff", POOL_NONPAGED, false},
    [TOTAL_DIFF] = {"the allocs and frees, or the Diff, of both pools", POOL_BOTH, false},
    [PAGED_USED_BYTES] = {"PagedUsedBytes", POOL_PAGED, true},
    [NONPAGED_USED_BYTES] = {"NonPagedUsedBytes", POOL_NONPAGED, true},
};

const char *metric_name(enum metric metric)
{
    assert(metric < METRICS);
    return metric_names[metric];
}

bool metric_find(struct text name, enum metric *out)
{
    for (int m = 0; m < METRICS; m++)
        if (text_equal(name, text_of(metric_names[m]))) {
            *out = (enum metric)m;
            return true;
        }
    return false;
}

bool metric_is_bytes(enum metric metric)
{
    return metrics[metric].is_bytes;
}

enum pool metric_pool(enum metric metric)
{
    return metrics[metric].pool;
}

enum metric metric_of(enum pool pool, bool is_bytes)
{
    enum metric metric = 0;

    while (metrics[metric].pool != pool || metrics[metric].is_bytes != is_bytes)
        metric++;
    return metric;
}

const char *metric_needs(enum metric metric)
{
    return metrics[metric].needs;
}

static unsigned all_or_none(unsigned wanted, unsigned known)
{
    return (known & wanted) == wanted ? wanted : 0;
}

static unsigned live_uses(bool paged, unsigned known)
{
    unsigned calls = all_or_none(paged ? PAGED_CALLS : NONPAGED_CALLS, known);

    return calls ? calls : known & BIT(paged ? PAGED_LIVE : NONPAGED_LIVE);
}

unsigned metric_uses(enum metric metric, unsigned known)
{
    unsigned paged = live_uses(true, known), nonpaged = live_uses(false, known);
    unsigned both = all_or_none(BIT(PAGED_BYTES) | BIT(NONPAGED_BYTES), known);

    switch (metric) {
    case PAGED_DIFF:
        return paged;
    case NONPAGED_DIFF:
        return nonpaged;
    case TOTAL_DIFF:
        return paged && nonpaged ? paged | nonpaged : 0;
    case PAGED_USED_BYTES:
        return known & BIT(PAGED_BYTES);
    case NONPAGED_USED_BYTES:
        return known & BIT(NONPAGED_BYTES);
    default:
        return both ? both : known & BIT(TOTAL_BYTES);
    }
}

void amount_add(struct buffer *b, amount value)
{
    char digits[44];
    size_t n = sizeof digits;
    amount left = value < 0 ? -value : value;

    do {
        digits[--n] = (char)('0' + (int)(left % 10));
        left /= 10;
    } while (left);
    if (value < 0)
        digits[--n] = '-';
    buffer_add(b, digits + n, sizeof digits - n);
}
