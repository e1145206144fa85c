#include "drivers/pe.h"

#include <string.h>

#include "base/require.h"

#define DOS_BYTES 64
#define FILE_HEADER_BYTES 24 // including the signature
#define SECTION_BYTES 40
#define DEBUG_ENTRY_BYTES 28
#define DEBUG_ENTRIES_MAX 64
#define DEBUG_REPRODUCIBLE 16 // the link time is a hash

#define SECTION_DATA 0x40u
#define SECTION_EXECUTE 0x20000000u

bool pe_begins(const unsigned char *bytes, size_t length)
{
    return length >= 2 && bytes[0] == 'M' && bytes[1] == 'Z';
}

const struct pe_section *pe_section_at(const struct pe *pe, uint32_t rva)
{
    for (size_t i = 0; i < pe->section_count; i++)
        if (rva >= pe->sections[i].rva && rva - pe->sections[i].rva < pe->sections[i].size)
            return &pe->sections[i];
    return NULL;
}

size_t pe_section_rest(const struct pe *pe, uint32_t rva)
{
    const struct pe_section *section = pe_section_at(pe, rva);

    return section ? section->size - (rva - section->rva) : 0;
}

const unsigned char *pe_data(const struct pe *pe, uint32_t rva, size_t length)
{
    const struct pe_section *section = pe_section_at(pe, rva);

    if (!section || length > section->size - (rva - section->rva))
        return NULL;
    return pe->bytes + section->file_offset + (rva - section->rva);
}

struct text pe_text(const struct pe *pe, uint32_t rva, size_t max)
{
    size_t rest = pe_section_rest(pe, rva);
    const unsigned char *text = pe_data(pe, rva, 0), *end;

    end = text ? memchr(text, 0, rest < max ? rest : max) : NULL;
    return end ? (struct text){(const char *)text, (size_t)(end - text)} : (struct text){"", 0};
}

static enum pe_machine machine_of(uint16_t number)
{
    switch (number) {
    case 0x014C:
        return PE_X86;
    case 0x8664:
        return PE_X64;
    case 0xAA64:
        return PE_ARM64;
    default:
        return PE_OTHER;
    }
}

/* The header gives the number of directories; at most 16, and never beyond its end. */
static void read_directories(struct pe *pe, const unsigned char *header, size_t size)
{
    size_t count_at = pe->is_64 ? 108 : 92;
    uint32_t count;

    if (size < count_at + 4)
        return;
    count = pe_32(header + count_at);
    for (size_t i = 0; i < PE_DIRECTORIES && i < count && count_at + 4 + (i + 1) * 8 <= size; i++) {
        const unsigned char *entry = header + count_at + 4 + i * 8;

        pe->directories[i] = (struct pe_directory){pe_32(entry), pe_32(entry + 4)};
    }
}

static bool overlaps_an_earlier(const struct pe *pe, const struct pe_section *section)
{
    for (size_t i = 0; i < pe->section_count; i++) {
        const struct pe_section *other = &pe->sections[i];

        if ((uint64_t)section->file_offset < (uint64_t)other->file_offset + other->size &&
            (uint64_t)other->file_offset < (uint64_t)section->file_offset + section->size)
            return true;
    }
    return false;
}

/* In the file is what both its raw size and, rounded up to pages, its size in memory cover. */
static struct pe_section section_of(struct pe *pe, const unsigned char *entry)
{
    uint32_t in_memory = pe_32(entry + 8), raw = pe_32(entry + 16), offset = pe_32(entry + 20),
             flags = pe_32(entry + 36);
    uint64_t size = raw, pages = ((uint64_t)in_memory + 4095) & ~UINT64_C(4095);
    struct pe_section section = {.rva = pe_32(entry + 12), .file_offset = offset};

    memcpy(section.name, entry, 8);
    if (in_memory && size > pages)
        size = pages;
    if (offset == 0)
        size = 0;
    pe->is_cut |= size && (offset > pe->length || size > pe->length - offset);
    if (offset >= pe->length)
        size = 0;
    else if (size > pe->length - offset)
        size = pe->length - offset;
    if (size > UINT32_MAX - section.rva)
        size = UINT32_MAX - section.rva;
    section.size = (uint32_t)size;
    section.is_code = (flags & SECTION_EXECUTE) != 0;
    section.is_data = !section.is_code && (flags & SECTION_DATA) != 0;
    return section;
}

static void read_sections(struct pe *pe, size_t offset, size_t count)
{
    for (size_t i = 0; i < count && i < PE_SECTIONS_MAX; i++) {
        struct pe_section section;

        if (offset + (i + 1) * SECTION_BYTES > pe->length) {
            pe->is_cut = true;
            return;
        }
        section = section_of(pe, pe->bytes + offset + i * SECTION_BYTES);
        if (section.size == 0)
            continue;
        if (overlaps_an_earlier(pe, &section))
            section.is_code = section.is_data = false;
        require(section.file_offset <= pe->length && section.size <= pe->length - section.file_offset);
        pe->sections[pe->section_count++] = section;
    }
}

static bool is_reproducible(const struct pe *pe)
{
    struct pe_directory debug = pe->directories[PE_DEBUG];
    size_t count = debug.size / DEBUG_ENTRY_BYTES;

    for (size_t i = 0; i < count && i < DEBUG_ENTRIES_MAX; i++) {
        const unsigned char *entry = pe_data(pe, debug.rva + (uint32_t)(i * DEBUG_ENTRY_BYTES), DEBUG_ENTRY_BYTES);

        if (!entry)
            return false;
        if (pe_32(entry + 12) == DEBUG_REPRODUCIBLE)
            return true;
    }
    return false;
}

static bool read_headers(struct pe *pe, uint32_t start)
{
    const unsigned char *file = pe->bytes + start, *header = file + FILE_HEADER_BYTES;
    size_t available = pe->length - start - FILE_HEADER_BYTES, size = pe_16(file + 20);
    uint16_t magic;

    if (size > available)
        size = available;
    if (size < 72)
        return false;
    magic = pe_16(header);
    if (magic != 0x10B && magic != 0x20B)
        return false;
    pe->machine = machine_of(pe_16(file + 4));
    pe->is_64 = magic == 0x20B;
    pe->image_base = pe->is_64 ? pe_64(header + 24) : pe_32(header + 28);
    pe->image_size = pe_32(header + 56);
    pe->checksum = pe_32(header + 64);
    pe->is_native = pe_16(header + 68) == 1;
    read_directories(pe, header, size);
    read_sections(pe, start + FILE_HEADER_BYTES + (size_t)pe_16(file + 20), pe_16(file + 6));
    pe->linked = is_reproducible(pe) || pe_32(file + 8) == UINT32_MAX ? 0 : pe_32(file + 8);
    return true;
}

bool pe_open(struct pe *pe, const unsigned char *bytes, size_t length, struct error *err)
{
    struct pe opened = {.bytes = bytes, .length = length};
    uint32_t start;

    if (length == 0)
        return error_set(err, "the file is empty: copy it again");
    if (!pe_begins(bytes, length))
        return error_set(err, "not a Windows program");
    if (length < DOS_BYTES)
        return error_set(err, "truncated within its headers: copy the file again");
    start = pe_32(bytes + 60);
    if (start > length || length - start < FILE_HEADER_BYTES)
        return error_set(err, "a DOS program, or truncated within its headers: copy the file again");
    if (memcmp(bytes + start, "PE\0\0", 4) != 0)
        return error_set(err, "a program for DOS or 16-bit Windows, not a driver");
    if (!read_headers(&opened, start))
        return error_set(err, "inconsistent headers: copy the file again");
    *pe = opened;
    return true;
}
