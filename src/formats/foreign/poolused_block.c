#include "formats/foreign/poolused_block.h"

#include <string.h>

void poolused_block_begin(struct poolused_block *block, const struct poolused_layout *layout, size_t line,
                          bool has_heading)
{
    block->layout = *layout;
    block->line = line;
    block->has_heading = has_heading;
    block->has_total = block->has_lost_rows = false;
    map_clear(&block->tags);
    snapshot_start(&block->rows, 0, LOCAL_TIME_UNKNOWN, 0);
}

void poolused_block_free(struct poolused_block *block)
{
    snapshot_free(&block->rows);
    map_free(&block->tags);
}

bool poolused_block_repeats(const struct poolused_block *block, struct text tag)
{
    bool may_look_alike = block->has_heading && block->tags.count > 1 && memchr(tag.data, '.', tag.length);

    return !may_look_alike && map_find(&block->tags, tag) != MAP_NONE;
}

/* "what it is , Binary: whose.sys". An unknown tag has no owner. */
static void set_owner(struct snapshot *snapshot, struct text meaning)
{
    static const char mark[] = ", Binary: ";
    size_t offset = text_find(meaning, text_of(mark));

    if (meaning.length == 0 || text_starts_with(meaning, "UNKNOWN pooltag"))
        return;
    if (offset != TEXT_NOWHERE)
        snapshot_set_driver(snapshot, text_trim(text_skip(meaning, offset + strlen(mark))));
    snapshot_set_description(snapshot,
                             text_trim((struct text){meaning.data, offset == TEXT_NOWHERE ? meaning.length : offset}));
}

void poolused_block_put(struct poolused_block *block, const struct poolused_row *row)
{
    static const enum counter shorter[] = {NONPAGED_LIVE, NONPAGED_BYTES, PAGED_LIVE, PAGED_BYTES};
    static const enum counter longer[] = {NONPAGED_ALLOCS, NONPAGED_FREES, COUNTERS, NONPAGED_BYTES,
                                          PAGED_ALLOCS,    PAGED_FREES,    COUNTERS, PAGED_BYTES};
    const enum counter *counters = block->layout.numbers == 4 ? shorter : longer;
    struct pool_row values = {0};

    for (size_t i = 0; i < block->layout.numbers; i++) {
        if (counters[i] == COUNTERS) // Diff is allocs - frees
            continue;
        values.value[counters[i]] = row->number[i];
        values.known |= COUNTER_BIT(counters[i]);
    }
    block->rows.counters = values.known;
    map_intern(&block->tags, row->tag);
    snapshot_add(&block->rows, row->tag, &values);
    set_owner(&block->rows, row->meaning);
}

bool poolused_block_is_complete(const struct poolused_block *block, const char *path, struct warnings *warnings)
{
    amount sum[2] = {0, 0};
    char text[2][2][48];
    int64_t total[2] = {block->total[block->layout.numbers / 2 - 1], block->total[block->layout.numbers - 1]};

    if (!block->has_total) {
        warnings_add(warnings, WARNING_SNAPSHOT,
                     "%s:%zu: no TOTAL after this output: it was interrupted, or rows were removed", path, block->line);
        return false;
    }
    for (size_t i = 0; i < block->rows.count; i++) {
        sum[0] += block->rows.rows[i].values.value[NONPAGED_BYTES];
        sum[1] += block->rows.rows[i].values.value[PAGED_BYTES];
    }
    if (sum[0] == total[0] && sum[1] == total[1])
        return true;
    for (int pool = 0; pool < 2; pool++) {
        struct buffer b = {0};

        amount_add(&b, sum[pool]);
        buffer_add_char(&b, '\0');
        memcpy(text[pool][0], b.bytes, b.length < 48 ? b.length : 48);
        buffer_free(&b);
    }
    warnings_add(
        warnings, WARNING_SNAPSHOT,
        "%s:%zu: the rows of this output sum to %s and %s bytes, its TOTAL says %lld and %lld: rows are missing", path,
        block->line, text[0][0], text[1][0], (long long)total[0], (long long)total[1]);
    return false;
}
