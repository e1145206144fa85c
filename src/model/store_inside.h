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
    bool is_local; // utc_us is none
    unsigned counters; // known to its source
    unsigned lost;     // of these, the ones whose TOTAL is a gap
    struct page **pages; // owned array; page i holds tags 64 i ..., NULL where there are none
    size_t page_count;
};

struct store {
    struct map tags;
    struct moment *moments; // owned; in order of reading, after store_finish of time
    size_t moment_count, moment_capacity;
    char **sources; // owned names
    size_t source_count, source_capacity, sources_used;
    size_t *in_source; // owned: moments of the source being read, by time
    size_t in_source_count, in_source_capacity;
    uint64_t *present; // owned; a bit per tag that stands in any moment
    size_t *boots; // owned
    size_t boot_count;
    bool boots_known;
    struct page_layout *layouts[1 << COUNTERS][2]; // owned, by counters and width; made when first needed
    char **chunks; // owned: pages are cut from these and live as long as the store
    size_t chunk_count, chunk_capacity, chunk_used;
};

/* Borrowed from the store. */
const struct page_layout *store_layout(const struct store *store, unsigned counters, bool wide);

/* What one page says of a measure: writes 64 values, returns a bit for each that is known. */
uint64_t page_measure(const struct store *store, const struct moment *moment, const struct page *page,
                      enum measure measure, amount *out);

#endif
