/* leak_boot.h - what one boot says of a tag, and what all of them say together. */
#ifndef ANALYSIS_LEAK_BOOT_H
#define ANALYSIS_LEAK_BOOT_H

#include "analysis/leak.h"

/* One tag, one metric, one boot. */
struct leak_evidence {
    double p;           // of noise alone, over all stretches; 1: an objection holds, or there is no growth
    double p_unopposed; // the same without objections
    enum leak_reason reason;
    double gain, error, span; // of the stretch that shows most; error is infinite where none was looked at
    size_t start;             // block where it begins
    double dof;
    double whole_gain, whole_error, whole_z; // of all blocks
    double parts;                            // see leak_growth_parts
};

/* Fills evidence[tag] for all tags of the boot. `alone`: the capture has no other boot. */
void leak_boot_judge(const struct leak_boot *boot, enum leak_metric metric, const double *units, size_t tags,
                     bool alone, struct leak_evidence *evidence);

/* All boots of a capture together. */
struct leak_pooled {
    double p, p_unopposed;
    enum leak_reason reason;
    double parts;
    struct leak_rate rate; // per second
    double seconds;        // that it grew in
    size_t boots_grown, restarts, fell_back;
    double since; // seconds from the capture's first moment
};

/* evidence[boot][tag] */
struct leak_pooled leak_boots_pool(const struct leak_blocks *blocks, enum leak_metric metric,
                                   struct leak_evidence *const *evidence, size_t tag);

#endif
