#include "drivers/pe_tables.h"

#define DESCRIPTOR_BYTES 20
#define DESCRIPTORS_MAX 4096
#define EXPORT_BYTES 40

struct importing {
    const struct pe *pe;
    void (*visit)(void *context, const struct pe_import *import);
    void *context;
    size_t seen;
};

/* The imports from one module. Their names are in the lookup table or, where the linker made none, in the slots. */
static void import_module(struct importing *i, const unsigned char *descriptor)
{
    uint32_t bytes = i->pe->is_64 ? 8 : 4, slots = pe_32(descriptor + 16);
    uint32_t lookup = pe_32(descriptor) ? pe_32(descriptor) : slots;
    struct pe_import import = {.module = pe_text(i->pe, pe_32(descriptor + 12), PE_NAME_MAX), .slot = slots};

    for (; i->seen < PE_IMPORTS_MAX; i->seen++, lookup += bytes, import.slot += bytes) {
        const unsigned char *entry = pe_data(i->pe, lookup, bytes);
        uint64_t value = entry ? (bytes == 8 ? pe_64(entry) : pe_32(entry)) : 0;
        bool by_number = value >> (bytes * 8 - 1);

        if (value == 0)
            break;
        import.name =
            by_number || value > INT32_MAX ? (struct text){"", 0} : pe_text(i->pe, (uint32_t)value + 2, PE_NAME_MAX);
        i->visit(i->context, &import);
    }
}

void pe_imports(const struct pe *pe, void (*visit)(void *context, const struct pe_import *import), void *context)
{
    struct importing importing = {pe, visit, context, 0};
    uint32_t rva = pe->directories[PE_IMPORTS].rva;

    for (size_t i = 0; rva && i < DESCRIPTORS_MAX; i++, rva += DESCRIPTOR_BYTES) {
        const unsigned char *descriptor = pe_data(pe, rva, DESCRIPTOR_BYTES);

        if (!descriptor || pe_32(descriptor + 12) == 0 || pe_32(descriptor + 16) == 0)
            return;
        import_module(&importing, descriptor);
    }
}

void pe_exports(const struct pe *pe, void (*visit)(void *context, const struct pe_export *export), void *context)
{
    const unsigned char *table = pe_data(pe, pe->directories[PE_EXPORTS].rva, EXPORT_BYTES);
    uint32_t functions, names, numbers, function_count, count;

    if (!table || pe->directories[PE_EXPORTS].rva == 0)
        return;
    function_count = pe_32(table + 20);
    count = pe_32(table + 24);
    functions = pe_32(table + 28);
    names = pe_32(table + 32);
    numbers = pe_32(table + 36);
    for (uint32_t i = 0; i < count && i < PE_EXPORTS_MAX; i++) {
        const unsigned char *name = pe_data(pe, names + i * 4, 4), *number = pe_data(pe, numbers + i * 2, 2), *function;
        struct pe_export export;

        if (!name || !number)
            return;
        function = pe_16(number) < function_count ? pe_data(pe, functions + pe_16(number) * 4u, 4) : NULL;
        if (!function)
            continue;
        export = (struct pe_export){pe_text(pe, pe_32(name), PE_NAME_MAX), pe_32(function)};
        if (export.name.length)
            visit(context, &export);
    }
}
