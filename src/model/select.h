/* select.h - which tags are asked for: names and wildcards, as "File,Mm*,Afd?".
 *
 * Tags are case-sensitive. A pattern that is a tag itself, such as Sp**, means that tag wherever it is found; else * stands
 * for any characters and ? for one.
 */
#ifndef MODEL_SELECT_H
#define MODEL_SELECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "model/snapshot.h"

struct select {
    struct text *patterns; // owned array of borrowed texts
    bool *was_found;       // owned, by pattern: any snapshot so far had a tag that it stands for
    size_t count;          // 0: every tag
};

/* Adds the parts of a list between commas. `list` must outlive the selection. */
void select_add(struct select *select, struct text list);
void select_free(struct select *select);

/* Keeps the rows whose tags are asked for, and notes which names were found. */
void select_rows(const struct select *select, struct snapshot *snapshot);

#endif
