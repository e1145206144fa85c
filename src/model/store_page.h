/* store_page.h - the store's inside: 64 tags of one moment in one piece, column by column.
 *
 *     page of moment 09:00, tags 0..63
 *     present   1 1 0 1 ...            a bit per tag
 *     allocs    u32 u32 u32 u32 ...    blocks in 32 bits, in 64 where one does not fit ("wide")
 *     bytes     i64 i64 i64 i64 ...
 *
 * Only the counters that the moment's source knows have columns. Tags get their indices as they appear, so a moment
 * needs pages only where it has tags: a file of tags that no other has cannot blow up all other moments.
 */
#ifndef MODEL_STORE_PAGE_H
#define MODEL_STORE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/counter.h"
#include "model/store.h"

#define PAGE_TAGS 64

/* Where the columns of a page lie, for one set of counters. */
struct page_layout {
    uint16_t offset[COUNTERS]; // bytes from `columns`
    size_t size;               // of the whole page
};

struct page {
    uint64_t present;  // a bit per tag
    uint64_t *unknown; // COUNTERS words of bits: cells not known; NULL when all present tags are known whole
    bool wide;
    uint64_t columns[];
};

void page_layout_make(struct page_layout *layout, unsigned counters, bool wide);

static inline bool page_is_present(const struct page *page, size_t slot)
{
    return page->present >> slot & 1;
}

/* Whether the cell is known; for counters that the layout has. */
static inline bool page_is_known(const struct page *page, enum counter counter, size_t slot)
{
    return page_is_present(page, slot) && !(page->unknown && page->unknown[counter] >> slot & 1);
}

int64_t page_get(const struct page *page, const struct page_layout *layout, enum counter counter, size_t slot);

/* False when the value does not fit: a block count beyond 32 bits in a page that is not wide. */
bool page_set(struct page *page, const struct page_layout *layout, enum counter counter, size_t slot, int64_t value);

/* What is known of a tag, of those counters. */
struct pool_row page_row(const struct page *page, const struct page_layout *layout, unsigned counters, size_t slot);

/* The whole column, as 64 values. */
void page_column(const struct page *page, const struct page_layout *layout, enum counter counter, int64_t *out);

/* The sum of the column; tags that are not present count 0, as nothing is left of them. */
amount page_sum(const struct page *page, const struct page_layout *layout, enum counter counter);

#endif
