#include "drivers/driver_code.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "drivers/pe_tables.h"

/* --- call targets --- */

static void add_slot(void *context, const struct pe_import *import)
{
    struct driver_code *code = context;

    ARRAY_RESERVE(code->slots, code->slot_capacity, code->slot_count + 1);
    code->slots[code->slot_count++] = (struct driver_target){import->slot, (uint8_t)pool_function_find(import->name)};
}

static void add_entry(void *context, const struct pe_export *export)
{
    struct driver_code *code = context;
    unsigned function = pool_function_find(export->name);

    if (function == POOL_FUNCTION_NONE)
        return;
    ARRAY_RESERVE(code->entries, code->entry_capacity, code->entry_count + 1);
    code->entries[code->entry_count++] = (struct driver_target){export->rva, (uint8_t)function};
}

static int by_rva(const void *a, const void *b)
{
    const struct driver_target *x = a, *y = b;

    if (x->rva != y->rva)
        return x->rva < y->rva ? -1 : 1;
    return (x->function > y->function) - (x->function < y->function);
}

void driver_code_open(struct driver_code *code, const struct pe *pe, struct driver_index *index, uint32_t file)
{
    *code = (struct driver_code){.pe = pe, .index = index, .file = file};
    pe_imports(pe, add_slot, code);
    pe_exports(pe, add_entry, code);
    if (code->slot_count)
        qsort(code->slots, code->slot_count, sizeof *code->slots, by_rva);
    if (code->entry_count)
        qsort(code->entries, code->entry_count, sizeof *code->entries, by_rva);
}

void driver_code_free(struct driver_code *code)
{
    free(code->slots);
    free(code->entries);
    *code = (struct driver_code){0};
}

static const struct driver_target *find_target(const struct driver_target *targets, size_t count, uint64_t rva)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (targets[middle].rva < rva)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && targets[low].rva == rva ? &targets[low] : NULL;
}

enum driver_call driver_call_of_slot(const struct driver_code *code, uint64_t rva, unsigned *function)
{
    const struct driver_target *slot = find_target(code->slots, code->slot_count, rva);

    if (!slot)
        return CALL_NONE;
    *function = slot->function;
    return slot->function == POOL_FUNCTION_NONE ? CALL_IMPORT : CALL_FUNCTION;
}

enum driver_call driver_call_of_code(const struct driver_code *code, uint64_t rva, unsigned *function)
{
    const struct driver_target *entry = find_target(code->entries, code->entry_count, rva);
    const struct pe_section *section;

    if (entry) {
        *function = entry->function;
        return CALL_FUNCTION;
    }
    section = rva <= UINT32_MAX ? pe_section_at(code->pe, (uint32_t)rva) : NULL;
    return section && section->is_code ? CALL_OWN : CALL_NONE;
}

/* --- tags --- */

static bool is_printable(uint32_t c)
{
    return c >= 0x20 && c <= 0x7E;
}

bool driver_tag_is_printable(uint32_t v)
{
    return is_printable(v & 0xFF) && is_printable(v >> 8 & 0xFF) && is_printable(v >> 16 & 0xFF) &&
           is_printable(v >> 24);
}

bool driver_tag_is_possible(uint32_t v)
{
    return driver_tag_is_printable(v & 0x7FFFFFFF) || (v >> 24 == 0 && driver_tag_is_printable(v | 0x20000000));
}

void driver_code_add_site(struct driver_code *code, uint32_t tag, uint32_t rva, enum evidence evidence,
                          unsigned function)
{
    struct driver_site site = {tag, code->file, rva, (uint8_t)evidence, (uint8_t)function};

    if (code->sites++ < DRIVER_SITES_MAX)
        driver_index_site(code->index, &site);
}

void driver_code_add_load(struct driver_code *code, uint32_t value, uint32_t rva, int argument, enum driver_call call,
                          unsigned function)
{
    static const enum evidence of_effect[] = {
        [POOL_ALLOCATES] = EVIDENCE_ALLOCATION,
        [POOL_PREPARES] = EVIDENCE_PREPARATION,
        [POOL_FREES] = EVIDENCE_FREE,
        [POOL_REFERENCES] = EVIDENCE_REFERENCE,
    };

    assert(call != CALL_FUNCTION || function < pool_function_count);
    if (call == CALL_FUNCTION &&
        (argument == DRIVER_ARGUMENT_UNKNOWN || argument == pool_functions[function].argument)) {
        if (driver_tag_is_possible(value))
            driver_code_add_site(code, value & 0x7FFFFFFF, rva, of_effect[pool_functions[function].effect], function);
        return;
    }
    if (!driver_tag_is_printable(value))
        return;
    driver_code_add_site(code, value, rva,
                         call == CALL_OWN && argument != DRIVER_ARGUMENT_NONE ? EVIDENCE_ARGUMENT : EVIDENCE_CODE,
                         POOL_FUNCTION_NONE);
}
