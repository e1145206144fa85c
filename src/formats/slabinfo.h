/* slabinfo.h - the text of /proc/slabinfo, version 2.1, as the rows of a snapshot.
 *
 *     slabinfo - version: 2.1
 *     # name <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables ... : slabdata ...
 *     dentry          58900      60270       192           21              1 : tunables 0 0 0 : slabdata 2870 2870 0
 *
 * A slab cache is a tag: its live blocks are active_objs, its bytes active_objs x objsize, both nonpaged. The pages of
 * all caches, num_slabs x pagesperslab, are the nonpaged pool total: a cache of few objects in many pages is
 * fragmented, and no leak. Allocs and frees are not known. Linux has no paged pool: its counters are known to be 0.
 * Several caches may have one name: each is a row.
 */
#ifndef FORMATS_SLABINFO_H
#define FORMATS_SLABINFO_H

#include "base/error.h"
#include "model/snapshot.h"

#define SLABINFO_COUNTERS                                                                                              \
    (COUNTER_BIT(PAGED_LIVE) | COUNTER_BIT(PAGED_BYTES) | COUNTER_BIT(NONPAGED_LIVE) | COUNTER_BIT(NONPAGED_BYTES))

/* Whether the line is the first one of version 2.1; or of 2.0 (Linux 2.6.0), whose columns differ in the tunables only,
 * which are not used. */
bool slabinfo_is_version(struct text line);

struct slab_cache {
    struct text name; // borrowed from the line
    int64_t live;
    int64_t size;  // of an object, in bytes
    int64_t bytes; // of live objects
    int64_t held;  // bytes of all its pages
};

/* Parses the line of a cache. False: it is none, or a number does not fit. */
bool slabinfo_parse(struct text line, int64_t page_size, struct slab_cache *out);

/* The same, fast, for a line as kernels print nearly all: a name of ASCII without blanks and the signs that may
 * separate it from something before it, and numbers of at most 18 digits. `line` begins with no blank. False:
 * slabinfo_parse may know it. */
bool slabinfo_parse_plain(struct text line, int64_t page_size, struct slab_cache *out);

/* slabinfo_parse for what stands before " : tunables"; `held` is 0, as num_slabs stand behind. Gives the pages of a
 * slab. */
bool slabinfo_parse_head(struct text head, struct slab_cache *out, int64_t *pages_per_slab);

/* Lines that cannot be parsed: they are skipped, and the total is unknown then. */
struct slabinfo_faults {
    size_t lines;
    size_t first; // line number of the first one, from 1
};

/* Adds a row per cache, and the total. The snapshot was started with SLABINFO_COUNTERS; `name` is for messages. False:
 * another version, or no cache. */
bool slabinfo_read(struct text text, const char *name, int64_t page_size, struct snapshot *snapshot,
                   struct slabinfo_faults *faults, struct error *err);

#endif
