/* store_internal.h - struct store itself; only store*.c include this. */
#ifndef STORE_STORE_INTERNAL_H
#define STORE_STORE_INTERNAL_H

#include "base/map.h"
#include "store/store.h"
#include "store/store_page.h"

struct moment {
    int64_t utc_us, local_us;
    size_t source;
    size_t rows;
    enum time_basis basis; // of utc_us
    unsigned counters;     // known to its source
    unsigned lost;         // of these, the ones whose TOTAL is a gap
    struct page **pages;   // owned array, of those that hold any tag
    uint32_t *numbers;     // owned; page numbers[i] holds tags 64 numbers[i] ...; ascending
    size_t page_count, page_capacity;
    struct moment_facts facts;
};

/* The page of a number as the moment being changed has it, or as the one before had it. See store_draft.c. */
struct draft {
    struct page *page; // owned; NULL: none yet
    size_t size;       // of its room, in bytes
    const struct page *same, *base;
    uint64_t changed[COUNTERS];
};

struct owner {
    uint32_t driver, description; // in the store's texts; 0 is none
};

struct store {
    struct map tags;
    struct map texts;     // of owners; the first is empty
    struct owner *owners; // owned, by tag, as far as any is known
    size_t owner_count, owner_capacity;
    struct moment *moments; // owned; in order of reading, after store_finish of time
    size_t moment_count, moment_capacity;
    char **sources; // owned names
    size_t source_count, source_capacity, sources_used;
    struct map in_source; // the times of the source being read; their moments follow each other from source_first on
    size_t source_first;
    uint64_t *present;      // owned; a bit per tag that stands in any moment
    struct store_gap *gaps; // owned
    size_t gap_count, gap_capacity;
    struct machine machine;
    size_t *boots; // owned
    size_t boot_count;
    bool boots_known;
    bool is_numbered;                              // no times are known
    int64_t interval_us;                           // between moments without times; 0: not known
    struct page_layout *layouts[1 << COUNTERS][2]; // owned, by counters and width; made when first needed
    char **chunks;                                 // owned: pages are cut from these and live as long as the store
    size_t chunk_count, chunk_capacity, chunk_used;
    struct draft **drafts; // owned, by number of page
    size_t draft_count, draft_capacity;
    size_t drafted; // the moment whose pages are drafts, + 1
};

void moment_free(struct moment *moment);

/* Zeroed bytes that live as long as the store; `size` is a multiple of 8. */
void *store_alloc(struct store *store, size_t size);

/* Room for so many pages. */
void moment_reserve(struct moment *moment, size_t pages);

/* Where the page of that number is or belongs. */
size_t moment_place_of(const struct moment *moment, size_t number);

/* The page there, or, where others look at it, a copy in its place. */
struct page *moment_page_to_write(struct store *store, struct moment *moment, size_t place);

/* Gives the page of that number 64 bits for all. */
struct page *moment_page_widen(struct store *store, struct moment *moment, size_t number);

/* The moment being changed becomes like all others. Before moments are read or moved. */
void store_seal(struct store *store);
void store_drafts_free(struct store *store);

/* Where the moment keeps the page of that number, or NULL. */
struct page **moment_page_of(const struct moment *moment, size_t number);

/* Makes those that store_layout gives: for the counters of each moment. */
void store_layouts_make(struct store *store, unsigned counters);

/* Borrowed from the store. */
const struct page_layout *store_layout(const struct store *store, unsigned counters, bool wide);

/* For a look at all pages of a moment: those that come soon. */
static inline void moment_prefetch(const struct moment *moment, size_t index)
{
    enum { AHEAD = 6 };

    if (index + AHEAD < moment->page_count)
        page_prefetch(moment->pages[index + AHEAD]);
}

/* Finds the first moments after a boot, when all are sorted. */
void store_find_reboots(struct store *store);

#endif
