/* make_capture_machine.h - a Windows server that never was: its pool tags and what they do.
 *
 * Each tag allocates and frees blocks at its own pace (its churn) while the number of live blocks
 * follows a simple law, its kind:
 *
 *     steady    ________     warm-up    .-----      leak     the law plus blocks
 *     noise     ~~-~_~~~     daily      _/\_/\_              that never come back
 *     burst     __|\__|\_
 *
 * Nothing here knows of files. Counters are 64-bit and true; that Windows shows 32 bits of them
 * is the collector's business. The same options give the same machine, step by step.
 */
#ifndef MAKE_CAPTURE_MACHINE_H
#define MAKE_CAPTURE_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/counter.h"

enum { TAG_BYTES = 4, LEAKS_MAX = 16, TICKS_PER_S = 100000 };

enum { POOLS_OF_A_TAG = POOL_BOTH };

enum life { LIFE_STEADY, LIFE_NOISE, LIFE_DAILY, LIFE_BURST, LIFE_WARMUP };

struct leak {
    char name[TAG_BYTES + 1];
    double bytes_per_hour;
};

struct machine_options {
    size_t tags;
    size_t snapshots;
    size_t reboot_at; // the first snapshot after the reboot; 0: never
    double interval_s;
    double uptime_hours; // when the capture begins
    uint64_t seed;
    struct leak leaks[LEAKS_MAX];
    size_t leak_count;
};

struct pool_state {
    uint64_t allocs; // both since boot
    uint64_t frees;
    double blocks; // live blocks in ordinary times
};

struct tag {
    unsigned char name[TAG_BYTES];
    struct pool_state pools[POOLS_OF_A_TAG];
    bool present; // in the current snapshot
    bool changed; // by the last step

    // how it lives: of no interest to a collector
    enum life life;
    int64_t block_bytes;
    bool mixed_sizes;
    bool wraps;
    double churn_per_s;
    double mood;   // what noise and bursts remember
    double temper; // height of the daily wave, seconds to warm up
    double leak_per_s;
    uint64_t leaked;
    uint64_t boot_frees;
    size_t first_snapshot;
    size_t end_snapshot;
};

struct synthetic {
    struct machine_options options;
    struct tag *tags; // owned, options.tags long
    uint64_t random;
    int64_t local_ticks; // the wall clock, read as if it were UTC
    double uptime_s;
    size_t snapshot;
};

/* Boots the machine and lets it run until the capture begins. */
void machine_start(struct synthetic *machine, const struct machine_options *options);

/* On to the next snapshot: an interval and a little more, as a loop that sleeps does, or through a reboot. */
void machine_step(struct synthetic *machine);

int64_t tag_used_bytes(const struct tag *tag, enum pool pool);

void machine_free(struct synthetic *machine);

#endif
