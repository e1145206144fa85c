/* record_repeats.h - whether all records of a moment came as often: then the moment was recorded twice.
 *
 *     15:00 dentry 5, kmalloc-8 7, kmalloc-8 3                one name of two caches: summed
 *     15:00 Abcd 5, EtwB 7, 15:00 Abcd 6, EtwB 7              recorded twice: the last ones count
 */
#ifndef FORMATS_RECORDS_RECORD_REPEATS_H
#define FORMATS_RECORDS_RECORD_REPEATS_H

#include <stddef.h>

#include "model/snapshot.h"

/* Of one row of a snapshot. */
struct record_repeat {
    struct pool_row last; // the records since the last one that was there before
    size_t times;
};

struct record_repeats {
    struct record_repeat *rows; // owned; as the rows of the snapshot
    size_t count, capacity;
};

void record_repeats_free(struct record_repeats *repeats);

/* Tells a record that was added to the row of the snapshot. A new row is the one after the last. */
void record_repeats_add(struct record_repeats *repeats, size_t row, const struct pool_row *record);

/* At the end of the snapshot: gives its rows the values of their last records if all came as often, two times or more;
 * a single tag is not enough to tell. Returns how often; 0: nothing was changed. Begins anew. */
size_t record_repeats_end(struct record_repeats *repeats, struct snapshot *snapshot);

#endif
