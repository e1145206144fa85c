/* driver_scan.h - finds the pool tags in a driver's code and data, in one pass over its bytes.
 *
 *     x64    41 B8 'MFeS'         mov  r8d, tag          the third argument
 *            48 FF 15 ....        call [ExAllocatePoolWithTag]
 *     x86    68 'MFeS'            push tag
 *     ARM64  movz w2, lo; movk w2, hi, lsl 16; ...; blr x8      no search for four bytes would find it
 *
 * The function that is called next tells what the tag is for. Tags of printable characters are accepted wherever code
 * loads them. Others, and those with the highest bit set (protected pool), only as the tag argument of a known
 * function: too many numbers look like them.
 */
#ifndef DRIVERS_DRIVER_SCAN_H
#define DRIVERS_DRIVER_SCAN_H

#include "drivers/pe.h"
#include "owners/driver_index.h"

/* What the imports and exports of a file tell. */
struct driver_facts {
    bool is_for_kernel; // kernel-mode code
    bool is_kernel;     // exports the functions that allocate
    bool uses_pools, uses_wdf;
};

struct driver_facts driver_facts_of(const struct pe *pe);

/* Adds the sites of the file with that number in the index. False: there were more than DRIVER_SITES_MAX, and the rest
 * was left out. */
bool driver_scan(const struct pe *pe, size_t file, struct driver_index *index);

const char *driver_machine_name(enum pe_machine machine);

#endif
