/* driver_fixture.h - small driver files made by hand, byte by byte, for the tests.
 *
 *     headers   0x000 in the file
 *     .text     0x0400, RVA 0x1000    the code that a test writes
 *     .rdata    0x0C00, RVA 0x2000    slots of the imports at its start, then names, exports
 *     .data     0x1400, RVA 0x3000    the data that a test writes
 *     .rsrc     0x1C00, RVA 0x4000    the version
 *
 * Every section has 0x800 bytes. Machine code is given as bytes, from the processors' manuals, and not by our own code.
 */
#ifndef DRIVERS_DRIVER_FIXTURE_H
#define DRIVERS_DRIVER_FIXTURE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

#define FIXTURE_SECTION 0x800
#define FIXTURE_TEXT 0x1000u
#define FIXTURE_RDATA 0x2000u
#define FIXTURE_DATA 0x3000u
#define FIXTURE_RSRC 0x4000u
#define FIXTURE_BYTES 0x2400u
#define FIXTURE_BASE 0x10000u     // of x86, where code holds addresses
#define FIXTURE_STAMP 1772366400u // 2026-03-01T12:00:00

#define FIXTURE_X86 0x014C
#define FIXTURE_X64 0x8664
#define FIXTURE_ARM64 0xAA64

struct fixture {
    uint16_t machine;
    bool is_for_users;    // a program, and no driver
    bool is_reproducible; // a hash where the time stands
    const char *module;   // of the imports; NULL: ntoskrnl.exe
    const char *imports[16];
    const char *exports[4]; // of export_rvas
    uint32_t export_rvas[4];
    const char *company, *description; // NULL: no version at all
    uint16_t version[4];
    struct buffer text, data; // owned; what the test writes
};

static inline void put(unsigned char *at, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        at[i] = (unsigned char)(value >> (8 * i));
}

static inline void add_number(struct buffer *b, uint64_t value, size_t bytes)
{
    unsigned char at[8];

    put(at, value, 8);
    buffer_add(b, at, bytes);
}

/* --- code --- */

/* Adds bytes of code, as "\x41\xB8" "Leak", and says the RVA where they start. */
#define CODE(fixture, literal) fixture_code((fixture), (literal), sizeof(literal) - 1)
#define DATA(fixture, literal) fixture_data((fixture), (literal), sizeof(literal) - 1)

static inline uint32_t fixture_code(struct fixture *f, const char *bytes, size_t length)
{
    buffer_add(&f->text, bytes, length);
    return FIXTURE_TEXT + (uint32_t)(f->text.length - length);
}

static inline uint32_t fixture_data(struct fixture *f, const char *bytes, size_t length)
{
    buffer_add(&f->data, bytes, length);
    return FIXTURE_DATA + (uint32_t)(f->data.length - length);
}

static inline uint32_t fixture_word(struct fixture *f, uint32_t word)
{
    add_number(&f->text, word, 4);
    return FIXTURE_TEXT + (uint32_t)f->text.length - 4;
}

static inline uint32_t fixture_here(const struct fixture *f)
{
    return FIXTURE_TEXT + (uint32_t)f->text.length;
}

static inline uint32_t fixture_slot(const struct fixture *f, size_t import)
{
    return FIXTURE_RDATA + (uint32_t)import * (f->machine == FIXTURE_X86 ? 4 : 8);
}

/* An operand of 32 bits that names a slot, at the end of an instruction. */
static inline void fixture_operand(struct fixture *f, size_t import)
{
    uint32_t slot = fixture_slot(f, import);

    add_number(&f->text, f->machine == FIXTURE_X86 ? FIXTURE_BASE + slot : slot - (fixture_here(f) + 4), 4);
}

/* call [slot]; on ARM64 adrp x8, page; ldr x8, [x8, offset]; blr x8. */
static inline void fixture_call(struct fixture *f, size_t import)
{
    uint32_t slot = fixture_slot(f, import), pages = (slot >> 12) - (fixture_here(f) >> 12);

    if (f->machine != FIXTURE_ARM64) {
        CODE(f, "\xFF\x15");
        fixture_operand(f, import);
        return;
    }
    fixture_word(f, 0x90000008 | (pages & 3) << 29 | (pages >> 2 & 0x7FFFF) << 5);
    fixture_word(f, 0xF9400108 | (slot & 0xFFF) / 8 << 10);
    fixture_word(f, 0xD63F0100);
}

/* call, or bl, to an RVA. */
static inline void fixture_call_code(struct fixture *f, uint32_t rva)
{
    if (f->machine == FIXTURE_ARM64) {
        fixture_word(f, 0x94000000 | (((rva - fixture_here(f)) >> 2) & 0x3FFFFFF));
        return;
    }
    CODE(f, "\xE8");
    add_number(&f->text, rva - (fixture_here(f) + 4), 4);
}

/* movz wN, half; movk wN, half, lsl 16. */
static inline uint32_t fixture_movz(struct fixture *f, unsigned number, const char *tag)
{
    return fixture_word(f, 0x52800000 | (uint32_t)((unsigned char)tag[0] | (unsigned char)tag[1] << 8) << 5 | number);
}

static inline uint32_t fixture_movk(struct fixture *f, unsigned number, const char *tag)
{
    return fixture_word(f, 0x72A00000 | (uint32_t)((unsigned char)tag[2] | (unsigned char)tag[3] << 8) << 5 | number);
}

/* --- the file --- */

/* Module, lookup table, names: behind the slots, whose values are the lookup table's until Windows fills them. */
static inline void fixture_imports(const struct fixture *f, unsigned char *rdata, unsigned char *directories)
{
    size_t bytes = f->machine == FIXTURE_X86 ? 4 : 8, count = 0, names;
    uint32_t lookup, descriptor;
    const char *module = f->module ? f->module : "ntoskrnl.exe";

    while (count < 16 && f->imports[count])
        count++;
    lookup = 0x90;
    descriptor = 0x130;
    names = 0x160;
    for (size_t i = 0; i < count; i++) {
        put(rdata + i * bytes, FIXTURE_RDATA + names, bytes);
        put(rdata + lookup + i * bytes, FIXTURE_RDATA + names, bytes);
        strcpy((char *)rdata + names + 2, f->imports[i]);
        names += strlen(f->imports[i]) + 3;
    }
    put(rdata + descriptor, FIXTURE_RDATA + lookup, 4);
    put(rdata + descriptor + 12, FIXTURE_RDATA + names, 4);
    put(rdata + descriptor + 16, FIXTURE_RDATA, 4);
    strcpy((char *)rdata + names, module);
    if (count) {
        put(directories + 8, FIXTURE_RDATA + descriptor, 4);
        put(directories + 12, 40, 4);
    }
}

static inline void fixture_exports(const struct fixture *f, unsigned char *rdata, unsigned char *directories)
{
    uint32_t table = 0x500, functions = 0x528, names = 0x540, numbers = 0x558, text = 0x560, count = 0;

    for (; count < 4 && f->exports[count]; count++) {
        put(rdata + functions + count * 4, f->export_rvas[count], 4);
        put(rdata + names + count * 4, FIXTURE_RDATA + text, 4);
        put(rdata + numbers + count * 2, count, 2);
        strcpy((char *)rdata + text, f->exports[count]);
        text += (uint32_t)strlen(f->exports[count]) + 1;
    }
    if (count == 0)
        return;
    put(rdata + table + 20, count, 4);
    put(rdata + table + 24, count, 4);
    put(rdata + table + 28, FIXTURE_RDATA + functions, 4);
    put(rdata + table + 32, FIXTURE_RDATA + names, 4);
    put(rdata + table + 36, FIXTURE_RDATA + numbers, 4);
    put(directories, FIXTURE_RDATA + table, 4);
    put(directories + 4, 40, 4);
}

/* One debug entry, of the kind that says that the time is a hash. */
static inline void fixture_debug(const struct fixture *f, unsigned char *rdata, unsigned char *directories)
{
    if (!f->is_reproducible)
        return;
    put(rdata + 0x600 + 12, 16, 4);
    put(directories + 6 * 8, FIXTURE_RDATA + 0x600, 4);
    put(directories + 6 * 8 + 4, 28, 4);
}

/* --- the version --- */

static inline void add_utf16(struct buffer *b, const char *text)
{
    for (; *text; text++)
        add_number(b, (unsigned char)*text, 2);
    add_number(b, 0, 2);
}

static inline void pad(struct buffer *b)
{
    while (b->length % 4)
        buffer_add_char(b, '\0');
}

/* Starts a block, whose length fixture_end_block fills in. */
static inline size_t start_block(struct buffer *b, size_t value, unsigned type, const char *name)
{
    size_t start;

    pad(b);
    start = b->length;
    add_number(b, 0, 2);
    add_number(b, value, 2);
    add_number(b, type, 2);
    add_utf16(b, name);
    pad(b);
    return start;
}

static inline void end_block(struct buffer *b, size_t start)
{
    put((unsigned char *)b->bytes + start, b->length - start, 2);
}

static inline void add_version_string(struct buffer *b, const char *name, const char *value)
{
    size_t block = start_block(b, strlen(value) + 1, 1, name);

    add_utf16(b, value);
    end_block(b, block);
}

static inline void add_version(struct buffer *b, const struct fixture *f)
{
    size_t root = start_block(b, 52, 0, "VS_VERSION_INFO"), info, table;

    add_number(b, 0xFEEF04BD, 4);
    add_number(b, 0x10000, 4);
    for (int i = 0; i < 4; i += 2) { // the higher half of each pair stands behind the lower
        add_number(b, f->version[i + 1], 2);
        add_number(b, f->version[i], 2);
    }
    buffer_add_repeated(b, '\0', 52 - 16);
    info = start_block(b, 0, 1, "StringFileInfo");
    table = start_block(b, 0, 1, "040904b0");
    add_version_string(b, "CompanyName", f->company);
    add_version_string(b, "FileDescription", f->description);
    add_version_string(b, "FileVersion", "text that people write");
    end_block(b, table);
    end_block(b, info);
    end_block(b, root);
}

/* Type 16, name 1, language 0x409, and the data behind. */
static inline void fixture_resources(const struct fixture *f, unsigned char *rsrc, unsigned char *directories)
{
    struct buffer version = {0};

    if (!f->company)
        return;
    add_version(&version, f);
    for (unsigned level = 0; level < 3; level++) {
        static const unsigned ids[] = {16, 1, 0x409};
        unsigned char *at = rsrc + level * 24;

        put(at + 14, 1, 2);
        put(at + 16, ids[level], 4);
        put(at + 20, level < 2 ? 0x80000000u | (level + 1) * 24 : 72, 4);
    }
    put(rsrc + 72, FIXTURE_RSRC + 0x60, 4);
    put(rsrc + 76, version.length, 4);
    memcpy(rsrc + 0x60, version.bytes, version.length < 0x700 ? version.length : 0x700);
    put(directories + 16, FIXTURE_RSRC, 4);
    put(directories + 20, FIXTURE_SECTION, 4);
    buffer_free(&version);
}

static inline void fixture_section(unsigned char *entry, const char *name, size_t number, uint32_t flags)
{
    memcpy(entry, name, strlen(name));
    put(entry + 8, FIXTURE_SECTION, 4);
    put(entry + 12, 0x1000 * (number + 1), 4);
    put(entry + 16, FIXTURE_SECTION, 4);
    put(entry + 20, 0x400 + number * FIXTURE_SECTION, 4);
    put(entry + 36, flags, 4);
}

/* The whole file, FIXTURE_BYTES long, behind what `out` holds; code and data are given back. */
static inline void fixture_build(struct fixture *f, struct buffer *out)
{
    bool is_64 = f->machine != FIXTURE_X86;
    size_t header = 0x80 + 24, directories_at = header + (is_64 ? 112 : 96), sections = directories_at + 128;
    unsigned char *file = calloc(FIXTURE_BYTES, 1), *rdata = file + 0x400 + FIXTURE_SECTION;

    memcpy(file, "MZ", 2);
    put(file + 60, 0x80, 4);
    memcpy(file + 0x80, "PE\0\0", 4);
    put(file + 0x84, f->machine, 2);
    put(file + 0x86, 4, 2);
    put(file + 0x88, f->is_reproducible ? 0xDEADBEEF : FIXTURE_STAMP, 4);
    put(file + 0x94, sections - header, 2);
    put(file + header, is_64 ? 0x20B : 0x10B, 2);
    put(file + header + (is_64 ? 24 : 28), FIXTURE_BASE, 4);
    put(file + header + 56, 0x5000, 4);
    put(file + header + 68, f->is_for_users ? 3 : 1, 2);
    put(file + directories_at - 4, 16, 4);
    fixture_section(file + sections, ".text", 0, 0x60000020);
    fixture_section(file + sections + 40, ".rdata", 1, 0x40000040);
    fixture_section(file + sections + 80, ".data", 2, 0xC0000040);
    fixture_section(file + sections + 120, ".rsrc", 3, 0x40000040);
    if (f->text.length)
        memcpy(file + 0x400, f->text.bytes, f->text.length);
    fixture_imports(f, rdata, file + directories_at);
    fixture_exports(f, rdata, file + directories_at);
    fixture_debug(f, rdata, file + directories_at);
    if (f->data.length)
        memcpy(file + 0x400 + 2 * FIXTURE_SECTION, f->data.bytes, f->data.length);
    fixture_resources(f, file + 0x400 + 3 * FIXTURE_SECTION, file + directories_at);
    buffer_add(out, file, FIXTURE_BYTES);
    free(file);
    buffer_free(&f->text);
    buffer_free(&f->data);
}

#endif
