/* growth.h - the tag that has grown most since the first snapshot, for the status line. */
#ifndef COMMANDS_COLLECT_GROWTH_H
#define COMMANDS_COLLECT_GROWTH_H

#include "base/map.h"
#include "model/snapshot.h"

struct growth {
    struct map tags;
    int64_t *first; // owned; bytes, by tag
    size_t capacity;
    size_t top; // tag, valid when most > 0
    int64_t most;
};

void growth_watch(struct growth *growth, const struct snapshot *snapshot);
void growth_free(struct growth *growth);

/* Appends ", most grown: Vgd1 +1.2 MB", or nothing if no tag grew. */
void growth_add_sentence(const struct growth *growth, struct buffer *b);

#endif
