/* fuzz_pe.c - any bytes as a driver: headers, tables, version, and the tags in its code and data.
 *
 * Checks that each site found is inside the file and holds or loads the tag, that a second scan gives the same
 * result, and that the version's strings are UTF-8.
 */
#include <stdint.h>
#include <string.h>

#include "base/memory.h"
#include "base/unicode.h"
#include "check.h"
#include "drivers/driver_scan.h"
#include "drivers/pe_tables.h"
#include "drivers/pe_version.h"
#include "owners/driver_uses.h"
#include "owners/pool_functions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const struct buffer *b)
{
    size_t good;

    CHECK(unicode_utf8_check(b->bytes ? b->bytes : "", b->length, &good) == UTF8_VALID);
}

static void count_import(void *context, const struct pe_import *import)
{
    CHECK(import->name.length < PE_NAME_MAX && import->module.length < PE_NAME_MAX);
    ++*(size_t *)context;
}

static void count_export(void *context, const struct pe_export *export)
{
    CHECK(export->name.length && export->name.length < PE_NAME_MAX);
    ++*(size_t *)context;
}

static void check_tables(const struct pe *pe)
{
    struct pe_version version = {0};
    size_t count = 0;

    for (size_t i = 0; i < pe->section_count; i++)
        CHECK((uint64_t)pe->sections[i].file_offset + pe->sections[i].size <= pe->length);
    pe_imports(pe, count_import, &count);
    CHECK(count <= PE_IMPORTS_MAX);
    count = 0;
    pe_exports(pe, count_export, &count);
    CHECK(count <= PE_EXPORTS_MAX);
    pe_version(pe, &version);
    check_text(&version.company);
    check_text(&version.description);
    check_text(&version.version);
    pe_version_free(&version);
}

static void scan(const struct pe *pe, struct driver_index *index)
{
    struct driver_file file = {.machine = driver_machine_name(pe->machine), .linked = pe->linked};

    file.path = memory_copy("x.sys", 5);
    file.name = memory_copy("x.sys", 5);
    file.company = memory_copy("", 0);
    file.description = memory_copy("", 0);
    file.version = memory_copy("", 0);
    file.uses_pools = driver_facts_of(pe).uses_pools;
    driver_scan(pe, driver_index_add(index, &file), index);
    driver_index_finish(index);
}

static void check_sites(const struct pe *pe, const struct driver_index *index)
{
    for (size_t i = 0; i < index->site_count; i++) {
        const struct driver_site *site = &index->sites[i];
        const unsigned char *at = pe_data(pe, site->rva, 4);
        size_t count;

        CHECK(pe_section_at(pe, site->rva) != NULL || pe->section_count > 1);
        CHECK(site->evidence < EVIDENCES);
        CHECK((site->function == POOL_FUNCTION_NONE) ==
              (site->evidence == EVIDENCE_ARGUMENT || site->evidence == EVIDENCE_CODE ||
               site->evidence == EVIDENCE_DATA));
        CHECK(site->evidence != EVIDENCE_DATA || !at || pe->section_count > 1 || pe_32(at) == site->tag);
        if (i > 0 && index->sites[i - 1].tag == site->tag)
            continue;
        CHECK(driver_index_sites(index, site->tag, &count) == site && count >= 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char *exact = memory_new(size, 1); // an exact-size block, so that a sanitizer sees reads past its end
    struct driver_index first = {0}, second = {0};
    struct error err = {0};
    struct pe pe;

    if (size)
        memcpy(exact, data, size);
    if (pe_open(&pe, exact, size, &err)) {
        check_tables(&pe);
        scan(&pe, &first);
        scan(&pe, &second);
        check_sites(&pe, &first);
        CHECK(first.site_count == second.site_count);
        CHECK(first.site_count == 0 || memcmp(first.sites, second.sites, first.site_count * sizeof *first.sites) == 0);
    } else {
        CHECK(err.text[0]);
    }
    driver_index_free(&first);
    driver_index_free(&second);
    free(exact);
    return 0;
}
