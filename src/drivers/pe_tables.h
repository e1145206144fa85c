/* pe_tables.h - what a PE file takes from other modules, and what it gives them. */
#ifndef DRIVERS_PE_TABLES_H
#define DRIVERS_PE_TABLES_H

#include "drivers/pe.h"

/* What a file may name in all; the kernel has about 4,000 exports. */
#define PE_IMPORTS_MOST 65536
#define PE_EXPORTS_MOST 65536
#define PE_NAME_MOST 512

struct pe_import {
    struct text module; // "ntoskrnl.exe"; borrowed from the file, as is the name
    struct text name;   // empty: by number
    uint32_t slot;      // RVA of the pointer through which it is called
};

/* Each import in turn. Tables that lead outside the file end there. */
void pe_imports(const struct pe *pe, void (*visit)(void *context, const struct pe_import *import), void *context);

struct pe_export {
    struct text name; // borrowed
    uint32_t rva;
};

/* Each export that has a name. */
void pe_exports(const struct pe *pe, void (*visit)(void *context, const struct pe_export *export), void *context);

#endif
