#include "formats/records/record_repeats.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

void record_repeats_free(struct record_repeats *r)
{
    free(r->rows);
    *r = (struct record_repeats){0};
}

/* The records of both pools of a tag are one, until one of them comes again. */
void record_repeats_add(struct record_repeats *r, size_t row, const struct pool_row *record)
{
    struct record_repeat *repeat;

    assert(row <= r->count);
    if (row == r->count) {
        ARRAY_RESERVE(r->rows, r->capacity, r->count + 1);
        r->rows[r->count++] = (struct record_repeat){.times = 1};
    }
    repeat = &r->rows[row];
    if (repeat->last.known & record->known) {
        repeat->last = (struct pool_row){0};
        repeat->times++;
    }
    FOR_EACH_COUNTER(counter, record->known)
        repeat->last.value[counter] = record->value[counter];
    repeat->last.known |= record->known;
}

size_t record_repeats_end(struct record_repeats *r, struct snapshot *snapshot)
{
    size_t times = r->count > 1 && r->count == snapshot->count ? r->rows[0].times : 0;

    for (size_t i = 0; i < r->count; i++)
        times = r->rows[i].times == times ? times : 0;
    if (times < 2)
        times = 0;
    for (size_t i = 0; times && i < r->count; i++)
        snapshot->rows[i].values = r->rows[i].last;
    r->count = 0;
    return times;
}
