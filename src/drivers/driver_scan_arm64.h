/* driver_scan_arm64.h - tags in ARM64 machine code.
 *
 *     movz wN, low half; movk wN, high half, lsl 16     in either order, other instructions between them
 *     ldr  wN, literal                                  a number stored among the code
 *     adrp xM, page; ldr wN, [xM, offset]               a variable that holds a tag
 *
 * Instructions have four bytes each.
 */
#ifndef DRIVERS_DRIVER_SCAN_ARM64_H
#define DRIVERS_DRIVER_SCAN_ARM64_H

#include "drivers/driver_code.h"

/* Adds the tags of one section of code. */
void driver_scan_arm64(struct driver_code *code, const struct pe_section *section);

#endif
