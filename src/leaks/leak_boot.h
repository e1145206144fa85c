/* leak_boot.h - what one boot says of a tag, and what all of them say together. */
#ifndef LEAKS_LEAK_BOOT_H
#define LEAKS_LEAK_BOOT_H

#include "leaks/leak_score.h"

/* One tag, one quantity, one boot. */
struct leak_evidence {
    bool grows;               // enough to be suspected: else there is no case
    struct leak_score its;    // of the stretch with most points
    double log_odds;          // of that case
    double p_unopposed;       // of noise alone, over all windows
    enum leak_reason reason;  // when it does not grow
    double gain, error, span; // of the stretch that tells the rate; error is infinite where none was looked at
    size_t start;             // block where the stretch with most points begins
    double dof;
    double whole_gain, whole_error, whole_z; // of all blocks
    double trend_t;                          // see block_trend_t
};

/* Fills evidence[tag] for all tags of the boot. */
void leak_boot_judge(const struct leak_boot *boot, enum leak_quantity quantity, const double *units, size_t tags,
                     struct leak_evidence *evidence);

/* All boots of a capture together. */
struct leak_combined {
    bool grows;
    double p, p_unopposed;
    double log_odds; // when it grows
    enum leak_reason reason;
    double trend_t;
    struct leak_rate rate; // per second
    double seconds;        // that it grew in
    size_t boots_grown, reboots, fell_back;
    double since; // seconds from the capture's first moment
};

/* evidence[boot][tag] */
struct leak_combined leak_combine(const struct leak_blocks *blocks, enum leak_quantity quantity,
                                  struct leak_evidence *const *evidence, size_t tag);

#endif
