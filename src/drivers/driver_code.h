/* driver_code.h - between driver_scan and the machines' own code: what is called where, and a tag that was found.
 *
 * Only formats/driver_*.c includes this.
 */
#ifndef DRIVERS_DRIVER_CODE_H
#define DRIVERS_DRIVER_CODE_H

#include "drivers/pe.h"
#include "owners/driver_index.h"
#include "owners/pool_functions.h"

#define DRIVER_SITES_MOST 1000000 // of one file; the kernel has some thousands

/* Steps that looking for calls may take in so many bytes of code: many times what compilers' code needs. */
#define DRIVER_EFFORT(bytes) ((uint64_t)(bytes)*16 + 1000000)

/* What may be called: the slot of an import, or an export of the file itself. */
struct driver_target {
    uint32_t rva;
    uint8_t function; // POOL_FUNCTION_NONE: one that takes no tag
};

struct driver_code {
    const struct pe *pe;
    struct driver_index *index;
    uint32_t file;
    struct driver_target *slots, *entries; // owned, by RVA
    size_t slot_count, slot_capacity, entry_count, entry_capacity;
    size_t sites;
};

/* Where a call leads. */
enum driver_call { CALL_NONE, CALL_FUNCTION, CALL_IMPORT, CALL_OWN };

/* Of an import's slot; CALL_NONE when there is none at that RVA. *function is set for CALL_FUNCTION. */
enum driver_call driver_call_of_slot(const struct driver_code *code, uint64_t rva, unsigned *function);

/* Of a place in the file: an export, or CALL_OWN for other code; CALL_NONE when it is no code at all. */
enum driver_call driver_call_of_code(const struct driver_code *code, uint64_t rva, unsigned *function);

#define DRIVER_ARGUMENT_UNKNOWN (-1)
#define DRIVER_ARGUMENT_NONE (-2) // not handed to a call as it is

/* A number that may be a tag, loaded at `rva` as that argument of the next call, which leads there. Judges and keeps it. */
void driver_code_found(struct driver_code *code, uint32_t value, uint32_t rva, int argument, enum driver_call call,
                       unsigned function);

/* Whether the number may be a tag: printable, or, `loosely`, with a NUL or the protecting bit in its last byte. */
bool driver_tag_is_plain(uint32_t value);
bool driver_tag_is_possible(uint32_t value);

/* The bytes of one section of code. */
void driver_scan_x86(struct driver_code *code, const struct pe_section *section);
void driver_scan_arm64(struct driver_code *code, const struct pe_section *section);

#endif
