/* leak_together.h - what the findings say together: which move in lockstep, how much of all growth they are, and how long
 * memory will last. */
#ifndef LEAKS_LEAK_TOGETHER_H
#define LEAKS_LEAK_TOGETHER_H

#include "leaks/leak.h"

/* Fills leaks->groups from the tags called leak or probable. */
void leak_groups_find(const struct leak_blocks *blocks, struct leaks *leaks);

/* Fills exhaustion, total_gain and found_gain. */
void leak_outlook(const struct store *store, const struct leak_blocks *blocks, struct leaks *leaks);

#endif
