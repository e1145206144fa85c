#include "model/select.h"

#include <stdlib.h>

#include "base/memory.h"

void select_add(struct select *select, struct text list)
{
    size_t start = 0;

    for (size_t i = 0; i <= list.length; i++) {
        if (i < list.length && list.at[i] != ',')
            continue;
        if (i > start) {
            select->patterns = memory_resize(select->patterns, select->count + 1, sizeof *select->patterns);
            select->patterns[select->count++] = (struct text){list.at + start, i - start};
        }
        start = i + 1;
    }
}

void select_free(struct select *select)
{
    free(select->patterns);
    *select = (struct select){0};
}

static bool is_tag(const struct snapshot *snapshot, struct text pattern)
{
    for (size_t i = 0; i < snapshot->count; i++)
        if (text_equal(snapshot_text_of(snapshot, snapshot->rows[i].tag), pattern))
            return true;
    return false;
}

void select_rows(const struct select *select, struct snapshot *snapshot)
{
    bool *literal = memory_new(select->count, sizeof *literal);
    size_t kept = 0;

    for (size_t i = 0; i < select->count; i++)
        literal[i] = is_tag(snapshot, select->patterns[i]);
    for (size_t i = 0; i < snapshot->count; i++) {
        struct text tag = snapshot_text_of(snapshot, snapshot->rows[i].tag);
        bool wanted = select->count == 0;

        for (size_t j = 0; j < select->count && !wanted; j++)
            wanted = literal[j] ? text_equal(select->patterns[j], tag) : text_fits(select->patterns[j], tag);
        if (wanted)
            snapshot->rows[kept++] = snapshot->rows[i];
    }
    snapshot->count = kept;
    free(literal);
}
