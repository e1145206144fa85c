/* tagnames.h - pooltag.txt: tag -> driver and meaning.
 *
 *     // a comment, as is a line that begins with rem
 *     FMfn - fltmgr.sys - NAME_CACHE_NODE structure     the tag is columns 1 to 4, blanks and all
 *     FtC  - <unknown>  - Fault tolerance driver         a shorter one is filled up with blanks
 *            more of the same description                a line that begins with blanks goes on
 *     ATmp - AppTag mount point                          no driver
 *     CM?? - nt!cm      - Internal configuration         ? is one character, * is any number
 *     QUIC tags are Qc00 through QcFF                    a range: letters, then hexadecimal numbers
 *     kmalloc-64 - slab - Blocks of up to 64 bytes       longer names have no blanks in them
 *
 * One tag several times in a file: drivers and descriptions are joined. Several files: the first that has a tag, or the
 * very same pattern, is the one believed for it. Of all that fit a tag the most specific wins: the tag itself, then the
 * pattern with the most characters that are neither ? nor *, then a range before ? before *, then the earlier one.
 */
#ifndef OWNERS_TAGNAMES_H
#define OWNERS_TAGNAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/map.h"
#include "base/text.h"

struct tagname {
    size_t driver_at, driver_length; // in words
    size_t description_at, description_length;
    size_t file; // number of the file that gave it
};

struct tagnames_pattern;

/* All zero knows no tag. */
struct tagnames {
    struct map keys;         // tags, patterns and ranges as written -> index in entries
    struct tagname *entries; // owned, as many as keys
    size_t capacity;
    struct tagnames_pattern *patterns; // owned, most specific first
    size_t pattern_count, pattern_capacity;
    struct buffer words; // drivers and descriptions, one behind the other
    size_t files;
    const struct tagnames
        *families; // for the asker: what to believe when neither these nor the capture know; may be NULL
};

void tagnames_free(struct tagnames *names);

/* Adds what the text of one file, as UTF-8, says. Returns how many lines named a tag; 0: it is no such file. */
size_t tagnames_add(struct tagnames *names, struct text file);

/* Adds the short table of families that this program brings along; last, so that files go before it. */
void tagnames_add_families(struct tagnames *names);

/* False when nothing is known of the tag. *driver ("" where the file has none) and *description are borrowed, valid
 * until the next file is added. Blanks or NULs that were cut off the tag or added to it do not matter, nor does the bit
 * by which Windows protects a tag. Allocates nothing. */
bool tagnames_find(const struct tagnames *names, struct text tag, struct text *driver, struct text *description);

#endif
