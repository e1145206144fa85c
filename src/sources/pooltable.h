/* pooltable.h - the pool tag table of the Windows kernel, parsed into the rows of a snapshot.
 *
 *     NtQuerySystemInformation   class 22, SYSTEM_POOLTAG     class 255, SYSTEM_POOLTAG2 (Windows 26H1 and later)
 *                                  64 bit      32 bit           64 bit      32 bit
 *     number of entries, 4 bytes   at 0        at 0             at 0        at 0
 *     first entry                  at 8        at 4             at 8        at 4
 *     an entry                     40 bytes    28 bytes         56 bytes    28 bytes
 *       tag, 4 bytes               +0          +0               +0          +0
 *       paged allocs, frees        +4 +8       +4 +8            +8 +16      +4 +8
 *       paged bytes                +16         +12              +24         +12
 *       nonpaged allocs, frees     +24 +28     +16 +20          +32 +40     +16 +20
 *       nonpaged bytes             +32         +24              +48         +24
 *
 * All little-endian. Allocs and frees of class 22 have 32 bits and wrap. Nothing here calls Windows: the caller passes
 * the call, so this is tested on any system.
 */
#ifndef SOURCES_POOLTABLE_H
#define SOURCES_POOLTABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "model/snapshot.h"

#define POOLTABLE_COUNTERS                                                                                             \
    (COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(PAGED_FREES) | COUNTER_BIT(PAGED_BYTES) | COUNTER_BIT(NONPAGED_ALLOCS) |  \
     COUNTER_BIT(NONPAGED_FREES) | COUNTER_BIT(NONPAGED_BYTES))

#define POOLTABLE_CLASS 22
#define POOLTABLE_CLASS_WIDE 255

#define POOLTABLE_CAPACITY_FIRST ((uint32_t)256 << 10)
#define POOLTABLE_CAPACITY_MAX ((uint32_t)64 << 20)

/* Selects one of the four layouts. */
struct pooltable_form {
    uint32_t class;
    bool is_64_bit;
};

/* Adds a row per entry to a snapshot that was started with POOLTABLE_COUNTERS. The table must fit its length: at least
 * for class 22, exactly for class 255, whose number is not documented. False, and no row added: it does not. A counter
 * above 2^63 is unknown. `scratch` is reused between calls. */
bool pooltable_read(const unsigned char *bytes, size_t length, struct pooltable_form form, struct buffer *scratch,
                    struct snapshot *snapshot, struct error *err);

/* The capacity to try after `capacity` was too small and the kernel needs `needed`: more than that, as the table grows
 * meanwhile. 0: `capacity` was the maximum. */
uint32_t pooltable_next_capacity(uint32_t capacity, uint32_t needed);

/* The call: fills the buffer, returns the status of Windows, and sets *needed to the length filled or required. */
struct pooltable_kernel {
    uint32_t (*query)(void *context, uint32_t class, void *buffer, uint32_t capacity, uint32_t *needed);
    void *context; // borrowed
    bool is_64_bit;
};

/* Kept from one snapshot to the next. All zero is valid. */
struct pooltable {
    unsigned char *bytes; // owned
    uint32_t capacity;
    uint32_t class; // the class that succeeded; 0: none yet
    struct buffer scratch;
};

void pooltable_free(struct pooltable *table);

/* Queries class 255 first, and class 22 if that fails. The class that succeeds first is kept, so that the counters of a
 * capture are of one kind. Adds rows as pooltable_read does. */
bool pooltable_query(struct pooltable *table, const struct pooltable_kernel *kernel, struct snapshot *snapshot,
                     struct error *err);

#endif
