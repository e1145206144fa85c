/* pe.h - parses a Windows program file (PE: .sys, .exe, .dll) from its bytes.
 *
 *     MZ ... PE\0\0, file header, optional header with 16 directories, table of sections, the sections
 *
 * Addresses are RVAs: offsets from the start of the image in memory, as debuggers show them after the name of a
 * module. No number in the file is trusted: references outside of it give nothing. Layout: Microsoft's public "PE
 * Format".
 */
#ifndef DRIVERS_PE_H
#define DRIVERS_PE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/text.h"

#define PE_SECTIONS_MAX 96 // the limit of Windows

enum pe_machine { PE_OTHER, PE_X86, PE_X64, PE_ARM64 };

struct pe_section {
    char name[9];
    uint32_t rva;
    uint32_t file_offset, size; // its part of the file; never beyond the end of the file
    bool is_code;               // executable
    bool is_data;               // initialised data, not executable
};

struct pe_directory {
    uint32_t rva, size;
};

enum { PE_EXPORTS, PE_IMPORTS, PE_RESOURCES, PE_DEBUG = 6, PE_DIRECTORIES = 16 };

/* Points into the bytes, which the caller keeps. */
struct pe {
    const unsigned char *bytes; // borrowed
    size_t length;
    enum pe_machine machine;
    bool is_64;
    bool is_native; // kernel-mode, or run before Windows starts
    bool is_cut;    // the headers describe bytes beyond the end of the file
    uint64_t image_base;
    uint32_t image_size, checksum;
    uint32_t linked; // seconds since 1970; 0: unknown, as in reproducible builds
    struct pe_directory directories[PE_DIRECTORIES];
    struct pe_section sections[PE_SECTIONS_MAX];
    size_t section_count;
};

/* Whether the file begins as a PE file does ("MZ"): a quick test. */
bool pe_begins(const unsigned char *bytes, size_t length);

/* False: not a PE file, or truncated within its headers; truncated after them, it is_cut. A section that overlaps an
 * earlier one is neither code nor data: no byte is searched twice. */
bool pe_open(struct pe *pe, const unsigned char *bytes, size_t length, struct error *err);

/* The bytes at an RVA; NULL: not all `length` of them are in the file. */
const unsigned char *pe_data(const struct pe *pe, uint32_t rva, size_t length);

/* The bytes from an RVA to the end of its section in the file. */
size_t pe_section_rest(const struct pe *pe, uint32_t rva);

/* The terminated text at an RVA; empty if it is longer than `max` bytes. */
struct text pe_text(const struct pe *pe, uint32_t rva, size_t max);

/* The section that contains the RVA, or NULL. */
const struct pe_section *pe_section_at(const struct pe *pe, uint32_t rva);

/* Little-endian numbers. */
static inline uint16_t pe_16(const unsigned char *bytes)
{
    return (uint16_t)(bytes[0] | bytes[1] << 8);
}

static inline uint32_t pe_32(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static inline uint64_t pe_64(const unsigned char *bytes)
{
    return pe_32(bytes) | (uint64_t)pe_32(bytes + 4) << 32;
}

#endif
