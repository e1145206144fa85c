/* driver_scan_x86.h - tags in x86 and x64 machine code.
 *
 *     B8+r imm32          mov   register, tag
 *     68 imm32            push  tag                   x86 only: x64 passes no argument by push
 *     C7 /0 ... imm32     mov   memory, tag           an argument on the stack, or a field
 *     8B /r disp32        mov   register, [variable]  x64, a variable that holds a tag
 *     FF 35 disp32        push  [variable]            x86, likewise
 *
 * The code is not disassembled: instructions of variable length can begin at any byte. Each byte that may begin one of
 * these is tested, sixteen at a time; the following call decides what the number is.
 */
#ifndef DRIVERS_DRIVER_SCAN_X86_H
#define DRIVERS_DRIVER_SCAN_X86_H

#include "drivers/driver_code.h"

/* Adds the tags of one section of code. */
void driver_scan_x86(struct driver_code *code, const struct pe_section *section);

#endif
