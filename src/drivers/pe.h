/* pe.h - a Windows program file (PE: .sys, .exe, .dll) from its bytes.
 *
 *     MZ ... PE\0\0, file header, optional header with 16 directories, table of sections, the sections
 *
 * Addresses are RVAs: bytes from where the image starts in memory, as debuggers show them behind the module's name. No
 * number of the file is trusted: what points outside gives nothing. Layout: Microsoft's public "PE Format".
 */
#ifndef DRIVERS_PE_H
#define DRIVERS_PE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/text.h"

#define PE_SECTIONS_MOST 96 // as many as Windows loads

enum pe_machine { PE_OTHER, PE_X86, PE_X64, PE_ARM64 };

struct pe_section {
    char name[9];
    uint32_t rva;
    uint32_t file_offset, size; // of it in the file; never beyond its end
    bool is_code;               // may be executed
    bool is_data;               // initialised and not executed
};

struct pe_directory {
    uint32_t rva, size;
};

enum { PE_EXPORTS, PE_IMPORTS, PE_RESOURCES, PE_DEBUG = 6, PE_DIRECTORIES = 16 };

/* All of it points into the bytes, which the caller keeps. */
struct pe {
    const unsigned char *bytes; // borrowed
    size_t length;
    enum pe_machine machine;
    bool is_64;
    bool is_native; // made for the kernel, or to run before Windows does
    bool is_cut;    // its headers tell of bytes behind the end of the file
    uint64_t image_base;
    uint32_t image_size, checksum;
    uint32_t linked; // seconds since 1970; 0: not known, as of files built so that they are the same each time
    struct pe_directory directories[PE_DIRECTORIES];
    struct pe_section sections[PE_SECTIONS_MOST];
    size_t section_count;
};

/* Whether the file begins like one: enough to pass over what is none. */
bool pe_begins(const unsigned char *bytes, size_t length);

/* False when it is none, or is cut off within its headers; one cut off behind them is_cut. A section of which bytes
 * belong to an earlier one, too, is neither code nor data: nothing is looked at twice. */
bool pe_open(struct pe *pe, const unsigned char *bytes, size_t length, struct error *err);

/* The bytes at an RVA, or NULL when not all `length` of them are in the file. */
const unsigned char *pe_data(const struct pe *pe, uint32_t rva, size_t length);

/* How many bytes of the file stand from an RVA on to the end of its section. */
size_t pe_section_rest(const struct pe *pe, uint32_t rva);

/* The terminated text at an RVA; empty when it is not terminated within `most` bytes. */
struct text pe_text(const struct pe *pe, uint32_t rva, size_t most);

/* NULL when no section holds the RVA. */
const struct pe_section *pe_section_at(const struct pe *pe, uint32_t rva);

/* Numbers as files of Windows have them, lowest byte first. */
static inline uint16_t pe_16(const unsigned char *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

static inline uint32_t pe_32(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static inline uint64_t pe_64(const unsigned char *at)
{
    return pe_32(at) | (uint64_t)pe_32(at + 4) << 32;
}

#endif
