/* counter.h - what a source counts per tag, and the metrics made of it.
 *
 *     counters (kept as read)                          metrics (what -t asks for)
 *     paged and nonpaged allocs, frees: calls    ->    PagedDiff, NonPagedDiff, TotalDiff: live blocks
 *     paged and nonpaged used bytes              ->    PagedUsedBytes, NonPagedUsedBytes, TotalUsedBytes
 *
 * Live blocks are (allocs - frees) mod 2^32: Windows counts calls in 32 bits that wrap within days on a hot tag.
 * Some sources know only live blocks, or only the bytes of both pools together.
 */
#ifndef MODEL_COUNTER_H
#define MODEL_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/text.h"

enum counter {
    PAGED_ALLOCS,
    PAGED_FREES,
    PAGED_LIVE,
    NONPAGED_ALLOCS,
    NONPAGED_FREES,
    NONPAGED_LIVE,
    PAGED_BYTES,
    NONPAGED_BYTES,
    TOTAL_BYTES,
    COUNTERS
};

#define COUNTER_BIT(counter) (1u << (counter))
#define ALL_COUNTERS ((1u << COUNTERS) - 1)

/* Each counter of a set of COUNTER_BIT, in the order of the enum; the set is evaluated once. */
#define FOR_EACH_COUNTER(counter, counters)                                                                            \
    for (unsigned counter##_rest = (counters), counter;                                                                \
         counter##_rest && (counter = (unsigned)__builtin_ctz(counter##_rest), true);                                  \
         counter##_rest &= counter##_rest - 1)

/* Blocks are counted in 32 bits where they fit, bytes always in 64. */
static inline bool counter_is_bytes(enum counter counter)
{
    return counter >= PAGED_BYTES;
}

enum metric { TOTAL_USED_BYTES, PAGED_DIFF, NONPAGED_DIFF, TOTAL_DIFF, PAGED_USED_BYTES, NONPAGED_USED_BYTES, METRICS };

enum pool { POOL_PAGED, POOL_NONPAGED, POOL_BOTH };

/* The metrics' names in files and on the command line: "TotalUsedBytes". NULL follows the last. */
extern const char *const metric_names[METRICS + 1];
const char *metric_name(enum metric metric);
bool metric_find(struct text name, enum metric *out); // case-sensitive
bool metric_is_bytes(enum metric metric);             // otherwise live blocks
enum pool metric_pool(enum metric metric);
enum metric metric_of(enum pool pool, bool is_bytes);

/* The columns a capture needs for the metric, as a sentence says them: "PagedUsedBytes and NonPagedUsedBytes". */
const char *metric_needs(enum metric metric);

/* Which of `known` counters (bits) the metric is computed from; 0 when they do not suffice. */
unsigned metric_uses(enum metric metric, unsigned known);

/* Room for the sum of any number of 64-bit counters: sums never wrap. */
__extension__ typedef __int128 amount;
void amount_add(struct buffer *b, amount value); // in decimal
#define AMOUNT_MISSING ((amount)1 << 126)        // a gap: not there, or not known

/* Allocs minus frees of one pool, the wrap taken out. */
static inline amount counter_live(int64_t allocs, int64_t frees)
{
    return (amount)allocs - frees + (allocs < frees ? (amount)1 << 32 : 0);
}

#endif
