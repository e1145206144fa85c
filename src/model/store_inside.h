/* store_inside.h - struct store itself; only store*.c include this. */
#ifndef MODEL_STORE_INSIDE_H
#define MODEL_STORE_INSIDE_H

#include "base/map.h"
#include "model/store.h"
#include "model/store_page.h"

struct moment {
    int64_t utc_us, local_us;
    size_t source;
    size_t rows;
    enum time_basis basis; // of utc_us
    unsigned counters;     // known to its source
    unsigned lost;         // of these, the ones whose TOTAL is a gap
    struct page **pages;   // owned array, of those that hold any tag
    uint32_t *numbers;     // owned; page numbers[i] holds tags 64 numbers[i] ...; ascending
    size_t page_count, page_room;
    struct moment_facts facts;
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
    size_t gap_count, gap_room;
    struct machine machine;
    size_t *boots; // owned
    size_t boot_count;
    bool boots_known;
    bool is_numbered;                              // no times are known
    int64_t interval_us;                           // between moments without times; 0: not known
    struct page_layout *layouts[1 << COUNTERS][2]; // owned, by counters and width; made when first needed
    char **chunks;                                 // owned: pages are cut from these and live as long as the store
    size_t chunk_count, chunk_capacity, chunk_used;
};

void moment_free(struct moment *moment);

/* Where the moment keeps the page of that number, or NULL. */
struct page **moment_page_of(const struct moment *moment, size_t number);

/* Makes those that store_layout gives: for the counters of each moment. */
void store_layouts_make(struct store *store, unsigned counters);

/* Borrowed from the store. */
const struct page_layout *store_layout(const struct store *store, unsigned counters, bool wide);

/* Asks for a page's columns before they are needed: pages lie far from each other. There may be no such page. */
void moment_prefetch(const struct store *store, const struct moment *moment, size_t index, unsigned counters);

/* What one page says of a measure: writes 64 values, returns a bit for each that is known. */
uint64_t page_measure(const struct store *store, const struct moment *moment, const struct page *page,
                      enum measure measure, amount *out);

#endif
