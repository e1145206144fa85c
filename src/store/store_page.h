/* store_page.h - column pages: the values of 64 tags in one moment, column by column.
 *
 *     full page of 09:00, tags 0..63           delta page of 09:01, the same tags
 *     present   1 1 0 1 ...   a bit per tag    present   1 1 0 1 ...
 *     allocs    u32 u32 u32 u32 ...            base      ------> the page of 09:00
 *     bytes     i64 i64 i64 i64 ...            allocs    0 1 0 0 ... bits of the changed cells, then their values: u32
 *                                              bytes     0 0 0 1 ...                                               i64
 *
 * Blocks are kept in 32 bits, in 64 where one does not fit ("wide"). Only the counters that the moment's source knows
 * have columns. Tags get their indices in the order they appear, so a moment needs pages only where it has tags: a file
 * of tags that no other file has cannot blow up all other moments. Only the functions here read or write columns. */
#ifndef STORE_STORE_PAGE_H
#define STORE_STORE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/pool_row.h"

#define PAGE_TAGS 64

/* Longest delta chain; a read follows each link. */
#define PAGE_CHAIN_MAX 24

/* Where the columns of a page are, for one set of counters. */
struct page_layout {
    uint16_t offset[COUNTERS]; // of a full page: bytes from `columns`
    uint8_t index[COUNTERS];   // of a delta page: the column's position among its columns
    uint8_t count;             // of counters
    unsigned counters;
    bool wide;
    size_t size; // of a full page, in bytes
};

enum page_kind {
    PAGE_FULL,
    PAGE_DELTA,   // cells that it does not hold are those of `base`
    PAGE_SCRATCH, // full and writable; records which cells change
};

struct column_page {
    uint64_t present;  // a bit per tag
    uint64_t *unknown; // COUNTERS words, a bit per cell of unknown value; NULL: every cell of the present tags is known
    union {
        const struct column_page *base; // PAGE_DELTA: same counters and width, frozen; its present cells are known
        uint64_t *changed;              // PAGE_SCRATCH: COUNTERS words, a bit per cell
    } link;
    uint8_t kind;  // enum page_kind
    uint8_t chain; // deltas from here down to the full page
    bool wide;
    bool frozen; // shared by moments, or the base of a delta: no more writes
    uint64_t columns[];
};

void page_layout_make(struct page_layout *layout, unsigned counters, bool wide);

static inline bool page_is_present(const struct column_page *page, size_t slot)
{
    return page->present >> slot & 1;
}

/* Whether the cell is known, for counters of the page's layout. */
static inline bool page_is_known(const struct column_page *page, enum counter counter, size_t slot)
{
    return page_is_present(page, slot) && !(page->unknown && page->unknown[counter] >> slot & 1);
}

int64_t page_get(const struct column_page *page, const struct page_layout *layout, enum counter counter, size_t slot);

/* For full and scratch pages that are not frozen. False when the value does not fit: a block count beyond 32 bits in a
 * page that is not wide. */
bool page_set(struct column_page *page, const struct page_layout *layout, enum counter counter, size_t slot,
              int64_t value);

/* The known values of one tag, of those counters. */
struct pool_row page_row(const struct column_page *page, const struct page_layout *layout, unsigned counters,
                         size_t slot);

/* Writes PAGE_TAGS values. */
void page_column(const struct column_page *page, const struct page_layout *layout, enum counter counter, int64_t *out);

/* Of a PAGE_DELTA: overwrites the cells of its base in `column` with its own; returns a bit for each of them. */
uint64_t page_apply_delta(const struct column_page *page, const struct page_layout *layout, enum counter counter,
                          int64_t *column);

/* Fills a full or scratch page with the present bits and cells of any page; `to->wide` may be set where `from->wide` is
 * not. `unknown` and the kind are not copied. The layouts are those of the two pages. */
void page_copy(struct column_page *to, const struct page_layout *to_layout, const struct column_page *from,
               const struct page_layout *from_layout);

/* Bytes of the delta page for what a scratch page records as changed. */
size_t page_delta_size(const struct column_page *scratch, const struct page_layout *layout);

/* Makes it in that many zeroed bytes, frozen. */
void page_delta_make(struct column_page *page, const struct column_page *scratch, const struct column_page *base,
                     const struct page_layout *layout);

/* Loads the page into the processor's cache before it is needed: pages are far apart in memory. Of a full page, the
 * hardware prefetches the rest. */
static inline void page_prefetch(const struct column_page *page)
{
    enum { LINE = 64, LINES = 3 };

    for (size_t line = 0; line < LINES; line++)
        __builtin_prefetch((const char *)page + line * LINE);
}

#endif
