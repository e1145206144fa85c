/* driver_scan.h - the tags that a driver's code and data hold, found in one pass over its bytes.
 *
 *     x64    41 B8 'MFeS'         mov  r8d, tag          the third argument
 *            48 FF 15 ....        call [ExAllocatePoolWithTag]
 *     x86    68 'MFeS'            push tag
 *     ARM64  movz w2, lo; movk w2, hi, lsl 16; ...; blr x8      nothing that a search for bytes could find
 *
 * Which function the next call leads to says what the tag is for. Tags of printable characters are taken wherever code
 * loads them; others, and those with the highest bit set that protects a block, only where they are given to a function
 * that takes a tag: everything else has too many numbers like them.
 */
#ifndef DRIVERS_DRIVER_SCAN_H
#define DRIVERS_DRIVER_SCAN_H

#include "drivers/pe.h"
#include "owners/driver_index.h"

/* What a file's tables say of it. */
struct driver_facts {
    bool is_for_kernel; // code that may run in the kernel
    bool is_kernel;     // gives the functions that allocate to others
    bool uses_pools, uses_wdf;
};

struct driver_facts driver_facts_of(const struct pe *pe);

/* Adds the sites of the file that has that number in the index. False: there were more than any driver has, and the
 * rest was left out. */
bool driver_scan(const struct pe *pe, size_t file, struct driver_index *index);

const char *driver_machine_name(enum pe_machine machine);

#endif
