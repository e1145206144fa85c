/* pe_tables.h - the imports and exports of a PE file. */
#ifndef DRIVERS_PE_TABLES_H
#define DRIVERS_PE_TABLES_H

#include "drivers/pe.h"

/* Limits per file; the kernel has about 4,000 exports. */
#define PE_IMPORTS_MAX 65536
#define PE_EXPORTS_MAX 65536
#define PE_NAME_MAX 512

struct pe_import {
    struct text module; // "ntoskrnl.exe"; borrowed from the file
    struct text name;   // borrowed; empty: imported by number
    uint32_t slot;      // RVA of the pointer through which it is called
};

/* Calls `visit` for each import. A table that leads outside of the file ends there. */
void pe_imports(const struct pe *pe, void (*visit)(void *context, const struct pe_import *import), void *context);

struct pe_export {
    struct text name; // borrowed
    uint32_t rva;
};

/* Calls `visit` for each export that has a name. */
void pe_exports(const struct pe *pe, void (*visit)(void *context, const struct pe_export *export), void *context);

#endif
