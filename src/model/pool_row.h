/* pool_row.h - one row of a snapshot: the counters of one tag. */
#ifndef MODEL_POOL_ROW_H
#define MODEL_POOL_ROW_H

#include <stdint.h>

#include "model/counter.h"

struct pool_row {
    int64_t value[COUNTERS]; // of the counters in `known`, as the source has them
    unsigned known;          // COUNTER_BIT of each
};

#endif
