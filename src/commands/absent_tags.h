/* absent_tags.h - warns of tags that an option names and no snapshot has, with those that were probably meant. */
#ifndef COMMANDS_ABSENT_TAGS_H
#define COMMANDS_ABSENT_TAGS_H

#include "base/warnings.h"
#include "model/select.h"
#include "store/store.h"

/* "-et: tag 'vgd1' is not in the capture: did you mean 'Vgd1'?"; TOTAL is never absent. */
void absent_tags_warn(const char *option, const struct text *names, size_t count, const struct store *store,
                      struct warnings *warnings);

/* The same for patterns that match nothing of this snapshot. Before the rows are selected. */
void absent_tags_warn_of(const char *option, const struct select *select, const struct snapshot *snapshot,
                         struct warnings *warnings);

/* "-tags: no tag matched 'leak'", of patterns that matched in no snapshot so far. */
void absent_tags_warn_never(const char *option, const struct select *select, struct warnings *warnings);

#endif
