/* tagnames.h - pooltag.txt: tag -> driver and meaning.
 *
 *     // a comment, as is a line that begins with rem
 *     FMfn - fltmgr.sys - NAME_CACHE_NODE structure     the tag is columns 1 to 4, including blanks
 *     FtC  - <unknown>  - Fault tolerance driver         a shorter tag is padded with blanks
 *            more of the same description                a line that begins with blanks continues the description
 *     ATmp - AppTag mount point                          no driver
 *     CM?? - nt!cm      - Internal configuration         ? is one character, * is any number of them
 *     QUIC tags are Qc00 through QcFF                    a range: letters, then hexadecimal digits
 *     kmalloc-64 - slab - Blocks of up to 64 bytes       longer names contain no blanks
 *
 * A tag several times in a file: its drivers and descriptions are joined. In several files: the first file that has the
 * tag, or the same pattern, wins. Of the entries that match a tag the most specific wins: the tag itself, then the
 * pattern with the most characters that are neither ? nor *, then a range before ? before *, then the earlier entry.
 */
#ifndef OWNERS_TAGNAMES_H
#define OWNERS_TAGNAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/map.h"
#include "base/text.h"

struct tagname {
    size_t driver_offset, driver_length; // in words
    size_t description_offset, description_length;
    size_t file; // number of the file it is from
};

struct tagnames_pattern;

/* All zero is an empty one. */
struct tagnames {
    struct map keys;         // tags, patterns and ranges as written -> index in entries
    struct tagname *entries; // owned, as many as keys
    size_t capacity;
    struct tagnames_pattern *patterns; // owned, most specific first
    size_t pattern_count, pattern_capacity;
    struct buffer words; // drivers and descriptions, concatenated
    size_t files;
    const struct tagnames *families; // borrowed, may be NULL: our own table, for owner.h; tagnames_find ignores it
};

void tagnames_free(struct tagnames *names);

/* Adds the text of one file, in UTF-8. Returns how many lines named a tag; 0: it is not a file of tag names. */
size_t tagnames_add(struct tagnames *names, struct text file);

/* Adds the built-in table of tagfamilies.h. After the files, which have priority. */
void tagnames_add_families(struct tagnames *names);

/* False when no entry matches the tag. *driver ("" where the file has none) and *description are borrowed, until the
 * next file is added. Blanks and NULs at the end of the tag are ignored, and so is the protected-pool bit of Windows.
 * Allocates nothing. */
bool tagnames_find(const struct tagnames *names, struct text tag, struct text *driver, struct text *description);

/* Whether the description says that the system takes this memory back when it is short, in the words of our own
 * table. */
bool tagnames_shrinks(const struct tagnames *names, struct text tag);

#endif
