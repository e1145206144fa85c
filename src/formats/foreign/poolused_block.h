/* poolused_block.h - one output of !poolused: its rows, and whether they are all.
 *
 *      Tag     Allocs         Used     Allocs         Used      the heading, or none where rows were selected
 *      amda   5768754   1938325232         32         9360
 *      TOTAL  5768754   1938325232         32         9360      the sum of the rows, unless some are missing
 */
#ifndef FORMATS_FOREIGN_POOLUSED_BLOCK_H
#define FORMATS_FOREIGN_POOLUSED_BLOCK_H

#include "base/map.h"
#include "base/warnings.h"
#include "formats/foreign/poolused_line.h"
#include "model/snapshot.h"

struct poolused_block {
    struct poolused_layout layout;
    struct snapshot rows; // owned
    struct map tags;      // owned; of the rows
    int64_t total[POOLUSED_NUMBERS];
    bool has_total, has_lost_rows, has_heading;
    size_t line; // line number of its heading, or of its first row
};

/* An empty block. */
void poolused_block_begin(struct poolused_block *block, const struct poolused_layout *layout, size_t line,
                          bool has_heading);
void poolused_block_free(struct poolused_block *block);

void poolused_block_put(struct poolused_block *block, const struct poolused_row *row);

/* Whether the row is in the block already, so that it is of another moment. The debugger prints unprintable bytes as
 * points: tags with a point may look alike, and their rows are summed where the block has other rows as well. */
bool poolused_block_repeats(const struct poolused_block *block, struct text tag);

/* Whether its TOTAL is the sum of its rows; otherwise warns. */
bool poolused_block_is_complete(const struct poolused_block *block, const char *path, struct warnings *warnings);

#endif
