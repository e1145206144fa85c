/* leak_evidence.h - what every boot says about every tag, in both quantities. */
#ifndef LEAKS_LEAK_EVIDENCE_H
#define LEAKS_LEAK_EVIDENCE_H

#include "leaks/leak_boot.h"

/* Zero: the quantity is not tested. */
struct leak_quantity_evidence {
    struct leak_shared *shared;   // owned; by boot
    struct leak_evidence **boots; // owned, each too; by boot, by tag
};

struct leak_all_evidence {
    size_t boot_count;
    struct leak_quantity_evidence quantities[LEAK_QUANTITIES];
};

/* Free with leak_evidence_free. */
void leak_evidence_gather(const struct leak_bins *bins, const bool tested[LEAK_QUANTITIES],
                          struct leak_all_evidence *evidence);
void leak_evidence_free(struct leak_all_evidence *evidence);

#endif
