/* driver_code.h - the code of one driver file: where its calls lead, and the tags found in it.
 *
 *     driver_scan --> driver_scan_x86   --> driver_code
 *                 \-> driver_scan_arm64 -/
 *
 * The scanners of both machines report every number that may be a tag, with the call that follows it. driver_code
 * decides what the number is and adds it to the index.
 */
#ifndef DRIVERS_DRIVER_CODE_H
#define DRIVERS_DRIVER_CODE_H

#include "drivers/pe.h"
#include "owners/driver_index.h"
#include "owners/pool_functions.h"

#define DRIVER_SITES_MAX 1000000 // per file; the kernel has some thousands

/* Steps that searching for calls may take in a section of that size: many times what compiled code needs. Bounds the
 * time that a crafted file can cost. */
#define DRIVER_EFFORT(bytes) ((uint64_t)(bytes)*16 + 1000000)

/* What may be called: the slot of an import, or an export of the file itself. */
struct driver_target {
    uint32_t rva;
    uint8_t function; // POOL_FUNCTION_NONE: it takes no tag
};

struct driver_code {
    const struct pe *pe;           // borrowed
    struct driver_index *index;    // borrowed
    uint32_t file;                 // its number in the index
    struct driver_target *slots;   // owned, by RVA: imports
    struct driver_target *entries; // owned, by RVA: exports that take tags
    size_t slot_count, slot_capacity, entry_count, entry_capacity;
    size_t sites; // found; those beyond DRIVER_SITES_MAX are not in the index
};

void driver_code_open(struct driver_code *code, const struct pe *pe, struct driver_index *index, uint32_t file);
void driver_code_free(struct driver_code *code);

/* Where a call leads. */
enum driver_call {
    CALL_NONE,     // no call
    CALL_FUNCTION, // a function that takes a tag
    CALL_IMPORT,   // another function of another module
    CALL_OWN,      // other code of the file, or not known
};

/* The call through the import slot at that RVA; CALL_NONE: no slot is there. *function is set for CALL_FUNCTION. */
enum driver_call driver_call_of_slot(const struct driver_code *code, uint64_t rva, unsigned *function);

/* The call of that RVA of the file: an export, or CALL_OWN; CALL_NONE: no code is there. */
enum driver_call driver_call_of_code(const struct driver_code *code, uint64_t rva, unsigned *function);

#define DRIVER_ARGUMENT_UNKNOWN (-1)
#define DRIVER_ARGUMENT_NONE (-2) // not passed to a call unchanged

/* Adds a number, loaded at `rva` as argument `argument` of the next call, if it can be a tag there. */
void driver_code_add_load(struct driver_code *code, uint32_t value, uint32_t rva, int argument, enum driver_call call,
                          unsigned function);

/* Adds a tag with its evidence. */
void driver_code_add_site(struct driver_code *code, uint32_t tag, uint32_t rva, enum evidence evidence,
                          unsigned function);

/* Whether the number is four printable characters. */
bool driver_tag_is_printable(uint32_t value);

/* Whether it is, but for a NUL or the protected-pool bit (0x80) in its last byte. */
bool driver_tag_is_possible(uint32_t value);

#endif
