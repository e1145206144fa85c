/* driver_index.h - what the code of driver files says about tags: which files use a tag, where, and as what.
 *
 *     mfehidk.sys   MFeS   +0x1a2b0   given to ExAllocatePoolWithTag
 *     mfehidk.sys   MFeS   +0x1a4c4   given to ExFreePoolWithTag
 *     other.sys     MFeS   +0x400c8   a constant in its data
 *
 * Files and sites are added in any order; driver_index_finish sorts the sites and finds the owners' names. A tag is its
 * four bytes as they stand in memory, the first one lowest.
 */
#ifndef OWNERS_DRIVER_INDEX_H
#define OWNERS_DRIVER_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/map.h"
#include "base/text.h"

/* What a tag at a place is worth, the best first. */
enum evidence {
    EVIDENCE_ALLOCATION,  // given to a function that allocates
    EVIDENCE_PREPARATION, // given to one that prepares a list or pool of blocks
    EVIDENCE_FREE,        // given to one that frees
    EVIDENCE_ARGUMENT,    // given to a function of the driver's own, or to one found at run time, as WDF's are
    EVIDENCE_CODE,        // in other code
    EVIDENCE_DATA,        // a constant of four bytes, aligned and not part of a longer text
    EVIDENCE_REFERENCE,   // given to a function that counts references to objects: holds no memory
    EVIDENCES
};

struct driver_site {
    uint32_t tag;
    uint32_t file; // number in the index
    uint32_t rva;
    uint8_t evidence;
    uint8_t function; // number in pool_functions, or POOL_FUNCTION_NONE
};

enum driver_loaded { DRIVER_LOADED_UNKNOWN, DRIVER_IS_LOADED, DRIVER_NOT_LOADED };

struct driver_file {
    char *path, *name;                     // owned; the name is the path's last part
    char *company, *description, *version; // owned; "" where the file does not say
    const char *machine;                   // "x64"; static
    int64_t linked;                        // seconds since 1970; 0: not known
    uint64_t build;                        // the same in copies of one build under one name; 0: not known
    enum driver_loaded loaded;
    bool uses_pools; // calls functions that allocate
    bool uses_wdf;   // a driver on the framework, which tags what it allocates by the service's name
    bool is_kernel;  // ntoskrnl.exe and its like, which allocate for whoever calls
    size_t copies;   // further files that are the same build, left out
    size_t name_id;  // the same for all files of that name, whatever its case; the index sets it
};

/* All zero is an empty one. */
struct driver_index {
    struct driver_file *files; // owned
    size_t file_count, file_capacity;
    struct map names;          // of files, in lower case
    struct driver_site *sites; // owned; after finish by tag, file, evidence, function, rva
    size_t site_count, site_capacity;
    struct driver_owner *owners; // owned; after finish, by tag
    size_t owner_count, owner_capacity;
    struct buffer words; // owned; of the owners
    size_t passed_over;  // files that were looked at and are no code of the kernel
};

void driver_index_free(struct driver_index *index);

/* Takes over the file's strings and returns its number. */
size_t driver_index_add(struct driver_index *index, const struct driver_file *file);
void driver_file_free(struct driver_file *file);

/* The file of the same build under the same name, or SIZE_MAX. */
size_t driver_index_copy_of(const struct driver_index *index, const char *name, uint64_t build);

void driver_index_site(struct driver_index *index, const struct driver_site *site);
void driver_index_finish(struct driver_index *index);

/* The sites of a tag. Borrowed. */
const struct driver_site *driver_index_sites(const struct driver_index *index, uint32_t tag, size_t *count);

/* Whose the tag seems to be: *driver is "mfehidk.sys" or a few names, *description what the file says it is and how the
 * tag was found in it. False when no file's code speaks for it. Borrowed from the index. */
bool driver_index_owner(const struct driver_index *index, struct text tag, struct text *driver,
                        struct text *description);

#endif
