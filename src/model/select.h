/* select.h - selection of tags by names and wildcards, such as "File,Mm*,Afd?".
 *
 * Case-sensitive. * matches any number of characters and ? one; but where a snapshot has a tag with exactly the name of
 * the pattern, such as Sp**, only that tag is meant.
 */
#ifndef MODEL_SELECT_H
#define MODEL_SELECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "model/snapshot.h"

struct select {
    struct text *patterns; // owned array of borrowed texts
    bool *was_found;       // owned, by pattern: it matched a tag of some snapshot so far
    size_t count;          // 0: every tag is selected
};

/* Adds the patterns of a comma-separated list, which must outlive the selection. */
void select_add(struct select *select, struct text list);
void select_free(struct select *select);

/* Removes the rows that are not selected, and records in was_found which patterns matched. */
void select_rows(const struct select *select, struct snapshot *snapshot);

#endif
