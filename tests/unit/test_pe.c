/* Hand-made PE files, valid and damaged: headers, tables, version. */
#include "helper.h"

#include "../drivers/driver_fixture.h"
#include "drivers/driver_scan.h"
#include "drivers/pe_tables.h"
#include "drivers/pe_version.h"

#define HEADER 0x80u
#define DIRECTORIES(is_64) (HEADER + 24u + ((is_64) ? 112u : 96u))
#define SECTIONS (DIRECTORIES(true) + 128u)

static struct fixture driver(void)
{
    return (struct fixture){.machine = FIXTURE_X64,
                            .module = "fltmgr.sys",
                            .imports = {"FltRegisterFilter", "ExAllocatePoolWithTag"},
                            .exports = {"DllInitialize", "DllUnload"},
                            .export_rvas = {0x1010, 0x1020},
                            .company = "Example Corp",
                            .description = "Example filter",
                            .version = {3, 2, 1, 4567}};
}

/* Owned by the caller; an exact-size block, so that a sanitizer sees reads past its end. */
static unsigned char *build(struct fixture f, size_t length)
{
    struct buffer b = {0};
    unsigned char *bytes;

    fixture_build(&f, &b);
    bytes = malloc(length ? length : 1);
    memcpy(bytes, b.bytes, length < b.length ? length : b.length);
    buffer_free(&b);
    return bytes;
}

TEST(headers_and_sections)
{
    unsigned char *bytes = build(driver(), FIXTURE_BYTES);
    struct error err;
    struct pe pe;

    assert_true(pe_open(&pe, bytes, FIXTURE_BYTES, &err));
    assert_int_equal(pe.machine, PE_X64);
    assert_true(pe.is_64 && pe.is_native && !pe.is_cut);
    assert_int_equal(pe.image_base, FIXTURE_BASE);
    assert_int_equal(pe.linked, FIXTURE_STAMP);
    assert_int_equal(pe.section_count, 4);
    assert_string_equal(pe.sections[0].name, ".text");
    assert_true(pe.sections[0].is_code && !pe.sections[0].is_data);
    assert_true(!pe.sections[1].is_code && pe.sections[1].is_data);
    assert_ptr_equal(pe_data(&pe, 0x1004, 4), bytes + 0x404);
    assert_null(pe_data(&pe, 0x1000 + FIXTURE_SECTION - 3, 4));
    assert_null(pe_data(&pe, 0x900, 1));
    assert_int_equal(pe_section_rest(&pe, 0x1000 + FIXTURE_SECTION - 3), 3);
    free(bytes);
}

TEST(reproducible_build_has_a_hash_instead_of_a_time)
{
    struct fixture f = driver();
    unsigned char *bytes;
    struct error err;
    struct pe pe;

    f.is_reproducible = true;
    bytes = build(f, FIXTURE_BYTES);
    assert_true(pe_open(&pe, bytes, FIXTURE_BYTES, &err));
    assert_int_equal(pe.linked, 0);
    free(bytes);
}

static void list_import(void *context, const struct pe_import *import)
{
    buffer_printf(context, "%.*s!%.*s %x\n", (int)import->module.length, import->module.data, (int)import->name.length,
                  import->name.data, import->slot);
}

static void list_export(void *context, const struct pe_export *export)
{
    buffer_printf(context, "%.*s %x\n", (int)export->name.length, export->name.data, export->rva);
}

TEST(imports_and_exports)
{
    unsigned char *bytes = build(driver(), FIXTURE_BYTES);
    struct buffer b = {0};
    struct error err;
    struct pe pe;

    assert_true(pe_open(&pe, bytes, FIXTURE_BYTES, &err));
    pe_imports(&pe, list_import, &b);
    assert_buffer(&b, "fltmgr.sys!FltRegisterFilter 2000\nfltmgr.sys!ExAllocatePoolWithTag 2008\n");
    pe_exports(&pe, list_export, &b);
    assert_buffer(&b, "DllInitialize 1010\nDllUnload 1020\n");
    free(bytes);
}

TEST(slots_of_32_bits)
{
    struct fixture f = driver();
    unsigned char *bytes;
    struct buffer b = {0};
    struct error err;
    struct pe pe;

    f.machine = FIXTURE_X86;
    bytes = build(f, FIXTURE_BYTES);
    assert_true(pe_open(&pe, bytes, FIXTURE_BYTES, &err));
    assert_int_equal(pe.image_base, FIXTURE_BASE);
    pe_imports(&pe, list_import, &b);
    assert_buffer(&b, "fltmgr.sys!FltRegisterFilter 2000\nfltmgr.sys!ExAllocatePoolWithTag 2004\n");
    free(bytes);
}

TEST(version_has_company_and_description)
{
    unsigned char *bytes = build(driver(), FIXTURE_BYTES);
    struct pe_version version = {0};
    struct error err;
    struct pe pe;

    assert_true(pe_open(&pe, bytes, FIXTURE_BYTES, &err));
    assert_true(pe_version(&pe, &version));
    assert_text(buffer_text(&version.company), "Example Corp");
    assert_text(buffer_text(&version.description), "Example filter");
    assert_text(buffer_text(&version.version), "3.2.1.4567");
    pe_version_free(&version);
    free(bytes);
}

/* Adds a driver with only a name; returns its number. */
static size_t add_driver(struct driver_index *index)
{
    struct driver_file file = {.name = strdup("x.sys")};

    return driver_index_add(index, &file);
}

/* Reads everything; sanitizers report reads out of bounds. */
static void look_at(const unsigned char *bytes, size_t length)
{
    struct driver_index index = {0};
    struct pe_version version = {0};
    struct error err;
    struct pe pe;

    if (pe_open(&pe, bytes, length, &err)) {
        driver_facts_of(&pe);
        driver_scan(&pe, add_driver(&index), &index);
        pe_version(&pe, &version);
    }
    driver_index_free(&index);
    pe_version_free(&version);
}

TEST(truncated_at_any_length)
{
    struct error err;
    struct pe pe;

    for (size_t length = 0; length <= FIXTURE_BYTES; length += length < 0x400 ? 1 : 37) {
        unsigned char *bytes = build(driver(), length);

        look_at(bytes, length);
        if (length < HEADER + 24 + 72)
            assert_false(pe_open(&pe, bytes, length, &err));
        free(bytes);
    }
}

TEST(truncated_after_the_headers_is_detected)
{
    struct error err;
    struct pe pe;

    for (size_t length = HEADER + 24 + 72; length < FIXTURE_BYTES; length += 37) {
        unsigned char *bytes = build(driver(), length);

        assert_true(pe_open(&pe, bytes, length, &err));
        assert_true(pe.is_cut);
        free(bytes);
    }
}

/* Sets each byte of the headers and tables in turn to 0xFF, 0x80 and 0. */
TEST(any_byte_damaged)
{
    static const unsigned char values[] = {0xFF, 0x80, 0x00};
    static const struct {
        size_t from, to;
    } parts[] = {{0x3C, 0x260}, {0xC00, 0xE00}, {0x1100, 0x1180}, {0x1C00, 0x1CC0}};
    unsigned char *bytes = build(driver(), FIXTURE_BYTES);

    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
        for (size_t i = parts[p].from; i < parts[p].to; i++)
            for (size_t v = 0; v < sizeof values; v++) {
                unsigned char before = bytes[i];

                bytes[i] = values[v];
                look_at(bytes, FIXTURE_BYTES);
                bytes[i] = before;
            }
    free(bytes);
}

TEST(overlapping_sections_are_scanned_once)
{
    struct fixture f = driver();
    struct driver_index index = {0};
    unsigned char *bytes;
    struct error err;
    struct pe pe;

    CODE(&f, "\x41\xB8MFeS");
    fixture_call(&f, 1);
    bytes = build(f, FIXTURE_BYTES);
    for (size_t i = 1; i < 4; i++) { // all sections are code at the file offset of the first one
        put(bytes + SECTIONS + i * 40 + 20, 0x400, 4);
        put(bytes + SECTIONS + i * 40 + 36, 0x60000020, 4);
    }
    assert_true(pe_open(&pe, bytes, FIXTURE_BYTES, &err));
    driver_scan(&pe, add_driver(&index), &index);
    assert_int_equal(index.site_count, 1);
    driver_index_free(&index);
    free(bytes);
}

static void count_import(void *context, const struct pe_import *import)
{
    UNUSED(import);
    ++*(size_t *)context;
}

static void count_export(void *context, const struct pe_export *export)
{
    UNUSED(export);
    ++*(size_t *)context;
}

TEST(huge_counts_terminate)
{
    struct fixture f = driver();
    unsigned char *bytes;
    size_t count = 0;
    struct error err;
    struct pe pe;

    bytes = build(f, FIXTURE_BYTES);
    put(bytes + HEADER + 6, 0xFFFF, 2);             // number of sections
    put(bytes + 0xC00 + 0x500 + 20, 0xFFFFFFFF, 4); // number of exported functions
    put(bytes + 0xC00 + 0x500 + 24, 0xFFFFFFFF, 4); // and of names
    put(bytes + 0xC00 + 0x130, FIXTURE_RDATA + 0x160,
        4); // the lookup table points into text without a terminator nearby
    assert_true(pe_open(&pe, bytes, FIXTURE_BYTES, &err));
    assert_true(pe.section_count <= PE_SECTIONS_MAX);
    pe_imports(&pe, count_import, &count);
    assert_true(count <= PE_IMPORTS_MAX);
    count = 0;
    pe_exports(&pe, count_export, &count);
    assert_true(count <= FIXTURE_SECTION / 4);
    look_at(bytes, FIXTURE_BYTES);
    free(bytes);
}

TEST(cyclic_resources_are_rejected)
{
    unsigned char *bytes = build(driver(), FIXTURE_BYTES);
    struct pe_version version = {0};
    struct error err;
    struct pe pe;

    put(bytes + 0x1C00 + 24 + 20, 0x80000000, 4); // the name level points back to the root
    assert_true(pe_open(&pe, bytes, FIXTURE_BYTES, &err));
    assert_false(pe_version(&pe, &version));
    put(bytes + 0x1C00 + 24 + 20, 0x80000000 | 48, 4);
    put(bytes + 0x1C00 + 48 + 20, 0x80000000, 4); // a directory instead of data
    assert_false(pe_version(&pe, &version));
    put(bytes + 0x1C00 + 48 + 20, 72, 4);
    assert_true(pe_version(&pe, &version)); // restored
    put(bytes + 0x1C00 + 20, 24, 4);        // data instead of a directory
    assert_false(pe_version(&pe, &version));
    pe_version_free(&version);
    free(bytes);
}

TEST(files_that_are_not_pe_are_rejected_with_a_reason)
{
    struct error err;
    struct pe pe;

    assert_false(pe_open(&pe, (const unsigned char *)"text", 4, &err));
    assert_string_equal(err.text, "not a Windows program");
    assert_false(pe_open(&pe, (const unsigned char *)"MZ", 2, &err));
    assert_string_equal(err.text, "truncated within its headers: copy the file again");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_and_sections),
        cmocka_unit_test(reproducible_build_has_a_hash_instead_of_a_time),
        cmocka_unit_test(imports_and_exports),
        cmocka_unit_test(slots_of_32_bits),
        cmocka_unit_test(version_has_company_and_description),
        cmocka_unit_test(truncated_at_any_length),
        cmocka_unit_test(truncated_after_the_headers_is_detected),
        cmocka_unit_test(any_byte_damaged),
        cmocka_unit_test(overlapping_sections_are_scanned_once),
        cmocka_unit_test(huge_counts_terminate),
        cmocka_unit_test(cyclic_resources_are_rejected),
        cmocka_unit_test(files_that_are_not_pe_are_rejected_with_a_reason),
    };

    return RUN(tests);
}
