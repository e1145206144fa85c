/* store_internal.h - struct store itself; only store*.c include this.
 *
 *     moment 0   page_numbers   0  1  2  5      tags 0..191 and 320..383
 *                pages          |  |  |  |
 *     moment 1   page_numbers   0  1  2  5      pages 0 and 2 did not change: both moments point to one page
 *                pages          |  |  |  |
 */
#ifndef STORE_STORE_INTERNAL_H
#define STORE_STORE_INTERNAL_H

#include "base/map.h"
#include "store/store.h"
#include "store/store_page.h"

struct moment {
    int64_t utc_us, local_us;
    size_t source;
    size_t rows;
    enum time_basis basis;      // of utc_us
    unsigned counters;          // known to its source
    unsigned lost;              // of these, the ones whose TOTAL is a gap
    struct column_page **pages; // owned array, of the pages that hold any tag
    uint32_t *page_numbers;     // owned; pages[i] holds the tags from 64 * page_numbers[i] on; ascending
    size_t page_count, page_capacity;
    struct moment_facts facts;
};

/* A reusable writable page for one page number: see store_scratch.c. */
struct scratch {
    struct column_page *page; // owned; NULL: none yet
    size_t size;              // capacity, in bytes
    const struct column_page *same, *base;
    uint64_t changed[COUNTERS];
};

struct owner {
    uint32_t driver, description; // in the store's texts; 0 is none
};

struct store {
    struct map tags;
    struct map texts;     // of owners; the first is empty
    struct owner *owners; // owned, by tag; shorter than the tags
    size_t owner_count, owner_capacity;
    unsigned char *reclaim; // owned, by tag: enum reclaim; shorter than the tags
    size_t reclaim_count, reclaim_capacity;
    struct moment *moments; // owned; in order of reading, after store_finish by time
    size_t moment_count, moment_capacity;
    char **sources; // owned names
    size_t source_count, source_capacity, sources_used;
    struct map in_source; // the times of the current source; its moments follow each other from source_first on
    size_t source_first;
    uint64_t *present;      // owned; a bit per tag that has a row in any moment
    struct store_gap *gaps; // owned
    size_t gap_count, gap_capacity;
    struct machine machine;
    size_t clock_steps;                 // the clock was set so often
    int64_t clock_set_us, clock_set_by; // the first time, and how far
    size_t *reboots;                    // owned
    size_t reboot_count;
    bool reboots_known;
    bool is_finished;
    bool is_numbered;                              // no times are known
    int64_t interval_us;                           // between moments without times; 0: not known
    struct page_layout *layouts[1 << COUNTERS][2]; // owned, by counters and width; made when first needed
    char **chunks; // owned: pages are allocated from these and live as long as the store
    size_t chunk_count, chunk_capacity, chunk_used;
    struct scratch **scratch; // owned, by page number
    size_t scratch_count, scratch_capacity;
    size_t scratch_moment; // the moment whose pages are scratch pages, + 1; 0: none
};

void moment_free(struct moment *moment);

/* --- store_pages.c: the pages of a moment --- */

/* Zeroed bytes that live as long as the store; `size` is a multiple of 8. */
void *store_alloc(struct store *store, size_t size);

/* Makes the layouts that store_layout returns: before a moment of these counters gets pages. */
void store_layouts_make(struct store *store, unsigned counters);

/* Borrowed from the store. */
const struct page_layout *store_layout(const struct store *store, unsigned counters, bool wide);

/* Sets the capacity. */
void moment_reserve(struct moment *moment, size_t pages);

/* The index of the page with that number, or where it belongs. */
size_t moment_page_index(const struct moment *moment, size_t number);

/* The moment's reference to the page with that number, or NULL. */
struct column_page **moment_page_find(const struct moment *moment, size_t number);

/* The page with that number, writable; added if the moment has none. */
struct column_page *moment_page_add(struct store *store, struct moment *moment, size_t number);

/* The page at that index, writable: a frozen one is replaced by a copy. */
struct column_page *moment_page_to_write(struct store *store, struct moment *moment, size_t index);

/* Replaces the page with that number by a copy with 64 bits for every cell. */
struct column_page *moment_page_widen(struct store *store, struct moment *moment, size_t number);

void moment_page_drop(struct moment *moment, size_t index);

/* In a loop over all pages of a moment: loads one of the next. */
static inline void moment_prefetch(const struct moment *moment, size_t index)
{
    enum { AHEAD = 6 };

    if (index + AHEAD < moment->page_count)
        page_prefetch(moment->pages[index + AHEAD]);
}

/* --- store_scratch.c --- */

/* Replaces the scratch pages of the moment being changed by frozen ones. Before moments are read or moved. */
void store_freeze(struct store *store);
void store_scratch_free(struct store *store);

/* --- store_reboots.c --- */

/* Finds the first moment after each reboot. The moments must be sorted. */
void store_find_reboots(struct store *store);

#endif
