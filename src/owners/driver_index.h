/* driver_index.h - what the code of driver files says about tags: which files use a tag, where, and as what.
 *
 *     mfehidk.sys   MFeS   +0x1a2b0   passed to ExAllocatePoolWithTag
 *     mfehidk.sys   MFeS   +0x1a4c4   passed to ExFreePoolWithTag
 *     other.sys     MFeS   +0x400c8   a constant in its data
 *
 * Files and sites are added in any order; driver_index_finish sorts the sites. A tag is its four bytes as a
 * little-endian number.
 */
#ifndef OWNERS_DRIVER_INDEX_H
#define OWNERS_DRIVER_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/map.h"
#include "base/text.h"

/* How a site uses the tag, the strongest evidence for an owner first. */
enum evidence {
    EVIDENCE_ALLOCATION,  // passed to a function that allocates
    EVIDENCE_PREPARATION, // passed to one that prepares a list or pool of blocks
    EVIDENCE_FREE,        // passed to one that frees
    EVIDENCE_ARGUMENT,    // passed to a function of the driver itself, or to one found at run time, as WDF's are
    EVIDENCE_CODE,        // an immediate operand of another instruction
    EVIDENCE_DATA,        // a constant of four bytes, aligned and not part of a longer text
    EVIDENCE_REFERENCE,   // passed to a function that counts references to objects: allocates nothing
    EVIDENCES
};

struct driver_site {
    uint32_t tag;
    uint32_t file; // index in files
    uint32_t rva;
    uint8_t evidence; // enum evidence
    uint8_t function; // index in pool_functions, or POOL_FUNCTION_NONE
};

/* The owner of a tag, as texts. */
struct driver_owner {
    uint32_t tag;
    size_t driver_offset, driver_length; // in words
    size_t description_offset, description_length;
};

enum driver_loaded { DRIVER_LOADED_UNKNOWN, DRIVER_IS_LOADED, DRIVER_NOT_LOADED };

struct driver_file {
    char *path, *name;                     // owned; the name is the path's last part
    char *company, *description, *version; // owned; "" where the file does not say
    const char *machine;                   // "x64"; static
    int64_t linked;                        // seconds since 1970; 0: not known
    uint64_t build;                        // equal in copies of one build under one name; 0: not known
    enum driver_loaded loaded;
    bool uses_pools; // calls functions that allocate
    bool uses_wdf;   // a WDF driver: the framework tags its allocations by the name of the service
    bool is_kernel;  // ntoskrnl.exe and similar, which allocate on behalf of their callers
    size_t copies;   // further files that are the same build, left out
    size_t name_id;  // equal for all files of that name, case-insensitive; set by the index
};

/* All zero is an empty one. */
struct driver_index {
    struct driver_file *files; // owned
    size_t file_count, file_capacity;
    struct map names;          // of files, in lower case
    struct driver_site *sites; // owned; after finish by tag, file, evidence, function, rva
    size_t site_count, site_capacity;
    bool is_finished;
    struct driver_owner *owners; // owned; by tag, after driver_owners_make
    size_t owner_count, owner_capacity;
    bool has_owners;
    struct buffer words; // owned; texts of the owners
    size_t passed_over;  // files that were read and contain no kernel code
};

void driver_index_free(struct driver_index *index);

/* Takes ownership of the file's strings and returns its index. */
size_t driver_index_add(struct driver_index *index, const struct driver_file *file);
void driver_file_free(struct driver_file *file);

/* The file of the same build under the same name, or SIZE_MAX. */
size_t driver_index_copy_of(const struct driver_index *index, const char *name, uint64_t build);

/* Adds a site. Copies. */
void driver_index_site(struct driver_index *index, const struct driver_site *site);
void driver_index_finish(struct driver_index *index);

/* The sites of a tag, the best evidence of each file first; NULL when there are none. Borrowed. */
const struct driver_site *driver_index_sites(const struct driver_index *index, uint32_t tag, size_t *count);

#endif
