/* leak_timeline.h - the moments of a capture that the leak finder uses, and their boots.
 *
 * Used are moments in which all known quantities are known. The first one of a boot must be complete, where any
 * snapshot of the capture is: a tag that it lacks would look like a jump later.
 */
#ifndef LEAKS_LEAK_TIMELINE_H
#define LEAKS_LEAK_TIMELINE_H

#include "leaks/leak_quantity.h"
#include "store/store.h"

struct leak_timeline {
    size_t *moments; // owned; in the store, ascending
    double *seconds; // owned; from the first used moment, ascending
    size_t *boots;   // owned; number of the boot of each, from 0 without gaps
    size_t count, boot_count;
};

/* `known`: quantities that the capture has; `metric`: their metrics. Moments before `since_moment` are left out. */
struct leak_timeline leak_timeline_of(const struct store *store, const bool known[LEAK_QUANTITIES],
                                      const enum metric metric[LEAK_QUANTITIES], size_t since_moment);
void leak_timeline_free(struct leak_timeline *timeline);

#endif
