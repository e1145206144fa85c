/* store_page.h - the store's inside: 64 tags of one moment in one piece, column by column.
 *
 *     whole page of 09:00, tags 0..63          the same tags at 09:01: the differences, and where the rest stands
 *     present   1 1 0 1 ...   a bit per tag    present   1 1 0 1 ...
 *     allocs    u32 u32 u32 u32 ...            base      ------> the page of 09:00
 *     bytes     i64 i64 i64 i64 ...            allocs    0 1 0 0 ... which it has of its own, then these: u32
 *                                              bytes     0 0 0 1 ...                                      i64
 *
 * Blocks are kept in 32 bits, in 64 where one does not fit ("wide"). Only the counters that the moment's source knows have
 * columns. Tags get their indices as they appear, so a moment needs pages only where it has tags: a file of tags that no
 * other has cannot blow up all other moments. Nothing else looks at the columns than the functions here.
 */
#ifndef STORE_STORE_PAGE_H
#define STORE_STORE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/pool_row.h"

#define PAGE_TAGS 64

/* Differences of differences, at most: what stands at the end of so many costs a read so many steps. */
#define PAGE_DEPTH_MOST 24

/* Where the columns of a page lie, for one set of counters. */
struct page_layout {
    uint16_t offset[COUNTERS]; // of a whole page: bytes from `columns`
    uint8_t place[COUNTERS];   // of a page of differences: which of its columns
    uint8_t count;             // of counters
    unsigned counters;
    bool wide;
    size_t size; // of a whole page, in bytes
};

enum page_kind {
    PAGE_FULL,
    PAGE_DELTA,   // what it does not have itself stands in `base`
    PAGE_SCRATCH, // whole, being changed: notes which cells
};

struct page {
    uint64_t present;  // a bit per tag
    uint64_t *unknown; // COUNTERS words of bits: cells not known; NULL when all present tags are known whole
    union {
        const struct page *base; // PAGE_DELTA: of the same counters and width; what is present in it is known
        uint64_t *changed;       // PAGE_SCRATCH: COUNTERS words of bits
    } link;
    uint8_t kind;  // enum page_kind
    uint8_t depth; // how many bases stand below
    bool wide;
    bool sealed; // others look at it: it changes no more
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

/* For pages that are not PAGE_DELTA and not sealed. False when the value does not fit: a block count beyond 32 bits in
 * a page that is not wide. */
bool page_set(struct page *page, const struct page_layout *layout, enum counter counter, size_t slot, int64_t value);

/* What is known of a tag, of those counters. */
struct pool_row page_row(const struct page *page, const struct page_layout *layout, unsigned counters, size_t slot);

/* The whole column, as 64 values. */
void page_column(const struct page *page, const struct page_layout *layout, enum counter counter, int64_t *out);

/* Of a PAGE_DELTA: puts what it has of its own into the column of its base; returns a bit for each. */
uint64_t page_differences(const struct page *page, const struct page_layout *layout, enum counter counter,
                          int64_t *column);

/* Fills a whole page with all that another one says; `to->wide` may be set where `from->wide` is not. Neither `unknown`
 * nor what kind of page it is comes along. The layouts are those of the two. */
void page_copy(struct page *to, const struct page_layout *to_layout, const struct page *from,
               const struct page_layout *from_layout);

/* How long the page of differences would be that a draft makes, in bytes. */
size_t page_difference_size(const struct page *draft, const struct page_layout *layout);

/* Makes it, from zeroed bytes. */
void page_difference_make(struct page *page, const struct page *draft, const struct page *base,
                          const struct page_layout *layout);

/* Asks for the page before it is needed: pages lie far from each other. Of a whole page, the rest follows by itself. */
static inline void page_prefetch(const struct page *page)
{
    enum { LINE = 64, LINES = 3 };

    for (size_t line = 0; line < LINES; line++)
        __builtin_prefetch((const char *)page + line * LINE);
}

#endif
