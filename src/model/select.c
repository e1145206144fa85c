#include "model/select.h"

#include <stdlib.h>

#include "base/memory.h"

void select_add(struct select *select, struct text list)
{
    size_t start = 0;

    for (size_t i = 0; i <= list.length; i++) {
        if (i < list.length && list.data[i] != ',')
            continue;
        if (i > start) {
            select->patterns = memory_resize(select->patterns, select->count + 1, sizeof *select->patterns);
            select->was_found = memory_resize(select->was_found, select->count + 1, sizeof *select->was_found);
            select->was_found[select->count] = false;
            select->patterns[select->count++] = (struct text){list.data + start, i - start};
        }
        start = i + 1;
    }
}

void select_free(struct select *select)
{
    free(select->patterns);
    free(select->was_found);
    *select = (struct select){0};
}

static bool is_tag(const struct snapshot *snapshot, struct text pattern)
{
    for (size_t i = 0; i < snapshot->count; i++)
        if (text_equal(snapshot_text_of(snapshot, snapshot->rows[i].tag), pattern))
            return true;
    return false;
}

static bool stands_for(struct text pattern, bool is_literal, struct text tag)
{
    return is_literal ? text_equal(pattern, tag) : text_matches(pattern, tag);
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

        for (size_t j = 0; j < select->count; j++) {
            if ((wanted && select->was_found[j]) || !stands_for(select->patterns[j], literal[j], tag))
                continue;
            wanted = select->was_found[j] = true;
        }
        if (wanted)
            snapshot->rows[kept++] = snapshot->rows[i];
    }
    snapshot->count = kept;
    free(literal);
}
