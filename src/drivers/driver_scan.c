#include "drivers/driver_scan.h"

#include <assert.h>
#include <string.h>

#include "drivers/driver_code.h"
#include "drivers/driver_scan_arm64.h"
#include "drivers/driver_scan_x86.h"
#include "drivers/pe_tables.h"

const char *driver_machine_name(enum pe_machine machine)
{
    static const char *const names[] = {[PE_OTHER] = "other", [PE_X86] = "x86", [PE_X64] = "x64", [PE_ARM64] = "ARM64"};

    assert((size_t)machine < sizeof names / sizeof *names);
    return names[machine];
}

/* --- facts --- */

static void on_import(void *context, const struct pe_import *import)
{
    struct driver_facts *facts = context;

    if (text_equal_nocase(import->module, text_of("ntdll.dll")))
        facts->is_for_kernel = false; // native programs such as chkdsk, not kernel-mode code
    facts->uses_pools |= pool_function_is_source(import->name);
    facts->uses_wdf |= text_equal(import->name, text_of("WdfVersionBind"));
}

static void on_export(void *context, const struct pe_export *export)
{
    struct driver_facts *facts = context;

    if (text_equal(export->name, text_of("ExAllocatePoolWithTag")) ||
        text_equal(export->name, text_of("ExAllocatePool2")))
        facts->is_kernel = facts->uses_pools = true;
}

struct driver_facts driver_facts_of(const struct pe *pe)
{
    struct driver_facts facts = {.is_for_kernel = pe->is_native && pe->machine != PE_OTHER};

    pe_imports(pe, on_import, &facts);
    pe_exports(pe, on_export, &facts);
    return facts;
}

/* --- data --- */

/* Tables of the linker, and debug information of other compilers than Microsoft's, whose sections are named by a slash
 * and a number. */
static bool is_metadata(const struct pe_section *section)
{
    static const char *const names[] = {".rsrc", ".reloc", ".pdata", ".xdata", ".edata", ".debug"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(section->name, names[i]) == 0)
            return true;
    return section->name[0] == '/';
}

static bool is_printable(unsigned char c)
{
    return c >= 0x20 && c <= 0x7E;
}

/* Four printable characters at a multiple of four, and no printable one before or after them. */
static void scan_data(struct driver_code *code, const struct pe_section *section)
{
    const unsigned char *bytes = code->pe->bytes + section->file_offset;

    for (size_t i = 0; i + 4 <= section->size; i += 4) {
        uint32_t v = pe_32(bytes + i);

        if ((v | (v - 0x20202020)) & 0x80808080)
            continue; // a byte is not printable: the common case, tested quickly
        if (!driver_tag_is_printable(v) || (i > 0 && is_printable(bytes[i - 1])) ||
            (i + 4 < section->size && is_printable(bytes[i + 4])))
            continue;
        driver_code_add_site(code, v, section->rva + (uint32_t)i, EVIDENCE_DATA, POOL_FUNCTION_NONE);
    }
}

bool driver_scan(const struct pe *pe, size_t file, struct driver_index *index)
{
    struct driver_code code;
    bool is_complete;

    driver_code_open(&code, pe, index, (uint32_t)file);
    for (size_t i = 0; i < pe->section_count; i++) {
        const struct pe_section *section = &pe->sections[i];

        if (section->is_data && !is_metadata(section))
            scan_data(&code, section);
        else if (section->is_code && pe->machine == PE_ARM64)
            driver_scan_arm64(&code, section);
        else if (section->is_code && pe->machine != PE_OTHER)
            driver_scan_x86(&code, section);
    }
    is_complete = code.sites <= DRIVER_SITES_MAX;
    driver_code_free(&code);
    return is_complete;
}
