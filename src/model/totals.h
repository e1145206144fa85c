/* totals.h - figures of the machine that the system reports, independent of tags. */
#ifndef MODEL_TOTALS_H
#define MODEL_TOTALS_H

/* The numbers are those of the capture file: never reused. */
enum total {
    TOTAL_PAGED_POOL,    // bytes
    TOTAL_NONPAGED_POOL, // bytes
    TOTAL_COMMIT,        // bytes
    TOTAL_COMMIT_LIMIT,  // bytes
    TOTAL_RAM,           // bytes
    TOTAL_AVAILABLE,     // bytes of RAM
    TOTAL_HANDLES,
    TOTAL_PROCESSES,
    TOTAL_THREADS,
    TOTALS
};

#define TOTAL_UNKNOWN (-1)

#endif
