#include "drivers/pe_version.h"

#include <string.h>

#include "base/unicode.h"

#define TYPE_VERSION 16
#define DIRECTORY_BYTES 16
#define ENTRY_BYTES 8
#define ENTRIES_MAX 4096
#define SUBDIRECTORY 0x80000000u
#define FIXED_BYTES 52
#define FIXED_SIGNATURE 0xFEEF04BDu
#define BLOCKS_MAX 1000 // per block
#define VALUE_MAX 512   // UTF-16 units of a value

void pe_version_free(struct pe_version *version)
{
    buffer_free(&version->company);
    buffer_free(&version->description);
    buffer_free(&version->version);
}

/* --- the tree of resources: type, name, language, data --- */

/* Of the directory at that offset from the root: the entry numbered `id`, or for -1 the first. */
static bool find_entry(const struct pe *pe, uint32_t tree, uint32_t offset, int id, uint32_t *out)
{
    const unsigned char *head = pe_data(pe, tree + offset, DIRECTORY_BYTES);
    size_t count = head ? (size_t)pe_16(head + 12) + pe_16(head + 14) : 0;

    for (size_t i = 0; i < count && i < ENTRIES_MAX; i++) {
        const unsigned char *entry =
            pe_data(pe, tree + offset + DIRECTORY_BYTES + (uint32_t)(i * ENTRY_BYTES), ENTRY_BYTES);

        if (!entry)
            return false;
        if (id >= 0 && pe_32(entry) != (uint32_t)id)
            continue;
        *out = pe_32(entry + 4);
        return true;
    }
    return false;
}

/* Always three levels: a tree with a loop ends there. */
static struct text find_resource(const struct pe *pe)
{
    uint32_t tree = pe->directories[PE_RESOURCES].rva, offset = 0, size;
    const unsigned char *entry, *data;

    if (tree == 0)
        return (struct text){"", 0};
    for (int level = 0; level < 3; level++) {
        if (!find_entry(pe, tree, offset, level == 0 ? TYPE_VERSION : -1, &offset))
            return (struct text){"", 0};
        if ((offset & SUBDIRECTORY) != (level < 2 ? SUBDIRECTORY : 0))
            return (struct text){"", 0};
        offset &= ~SUBDIRECTORY;
    }
    entry = pe_data(pe, tree + offset, 16);
    size = entry ? pe_32(entry + 4) : 0;
    data = entry ? pe_data(pe, pe_32(entry), size) : NULL;
    return data ? (struct text){(const char *)data, size} : (struct text){"", 0};
}

/* --- blocks: length, length of the value, type, name, value, inner blocks --- */

struct block {
    struct text name;  // UTF-16
    struct text value; // bytes
    struct text inner;
};

static size_t up_to_four(size_t offset)
{
    return (offset + 3) & ~(size_t)3;
}

/* Removes a block from the front of *rest, which is aligned to four bytes within the resource. */
static bool parse_block(struct text *rest, struct block *out)
{
    const unsigned char *block = (const unsigned char *)rest->data;
    size_t length = rest->length >= 6 ? pe_16(block) : 0, value, pos = 6;

    if (length < 6)
        return false;
    if (length > rest->length)
        length = rest->length;
    while (pos + 2 <= length && pe_16(block + pos) != 0)
        pos += 2;
    out->name = (struct text){rest->data + 6, pos - 6};
    pos = up_to_four(pos + 2);
    if (pos > length)
        pos = length;
    value = pe_16(block + 2);
    if (pe_16(block + 4) == 1) // most linkers count text in characters
        value *= 2;
    if (value > length - pos)
        value = length - pos;
    out->value = (struct text){rest->data + pos, value};
    pos = up_to_four(pos + value);
    if (pos > length)
        pos = length;
    out->inner = (struct text){rest->data + pos, length - pos};
    length = up_to_four(length);
    if (length > rest->length)
        length = rest->length;
    *rest = (struct text){rest->data + length, rest->length - length};
    return true;
}

static bool is_named(const struct block *block, const char *name)
{
    size_t length = strlen(name);

    if (block->name.length != 2 * length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (block->name.data[2 * i] != name[i] || block->name.data[2 * i + 1] != 0)
            return false;
    return true;
}

static void keep_value(struct buffer *out, struct text value)
{
    size_t units = 0;

    if (out->length)
        return; // of two, the first counts
    while (units < VALUE_MAX && 2 * units + 2 <= value.length &&
           pe_16((const unsigned char *)value.data + 2 * units) != 0)
        units++;
    unicode_to_utf8(ENCODING_UTF16LE, value.data, 2 * units, true, out);
}

static void read_strings(struct text strings, struct pe_version *out)
{
    struct block block;

    for (int i = 0; i < BLOCKS_MAX && parse_block(&strings, &block); i++) {
        if (is_named(&block, "CompanyName"))
            keep_value(&out->company, block.value);
        else if (is_named(&block, "FileDescription"))
            keep_value(&out->description, block.value);
        else if (is_named(&block, "FileVersion"))
            keep_value(&out->version, block.value); // only where the numbers are missing
    }
}

static void read_fixed(struct text value, struct pe_version *out)
{
    const unsigned char *fixed = (const unsigned char *)value.data;

    if (value.length < FIXED_BYTES || pe_32(fixed) != FIXED_SIGNATURE)
        return;
    if (pe_32(fixed + 8) || pe_32(fixed + 12))
        buffer_printf(&out->version, "%u.%u.%u.%u", pe_16(fixed + 10), pe_16(fixed + 8), pe_16(fixed + 14),
                      pe_16(fixed + 12));
}

bool pe_version(const struct pe *pe, struct pe_version *out)
{
    struct text resource = find_resource(pe);
    struct block root, info, table;

    out->company.length = out->description.length = out->version.length = 0;
    if (!parse_block(&resource, &root) || !is_named(&root, "VS_VERSION_INFO"))
        return false;
    read_fixed(root.value, out);
    for (int i = 0; i < BLOCKS_MAX && parse_block(&root.inner, &info); i++) {
        if (!is_named(&info, "StringFileInfo"))
            continue;
        if (parse_block(&info.inner, &table))
            read_strings(table.inner, out);
    }
    return true;
}
