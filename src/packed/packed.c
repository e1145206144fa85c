#include "packed/packed.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "os/input.h"
#include "packed/packed_internal.h"

#define INPUT_NAME "standard input"
#define TAR_MARK_OFFSET 257
#define GZIP_TIME_OFFSET 4

/* --- kinds --- */

static const struct mark {
    const char *bytes;
    size_t length;
    enum packed_kind kind;
    const char *name;
} marks[] = {
    {"\x1F\x8B", 2, PACKED_GZIP, "gzip"},
    {"PK\3\4", 4, PACKED_ZIP, "zip"},
    {"PK\5\6", 4, PACKED_ZIP, "zip"},  // without members
    {"PK\7\10", 4, PACKED_ZIP, "zip"}, // in parts
    {"7z\xBC\xAF\x27\x1C", 6, PACKED_OTHER, "7-Zip"},
    {"Rar!\x1A\7", 6, PACKED_OTHER, "RAR"},
    {"MSCF\0\0\0\0", 8, PACKED_OTHER, "CAB"},
    {"\xFD"
     "7zXZ",
     5, PACKED_OTHER, "xz"},
    {"\x28\xB5\x2F\xFD", 4, PACKED_OTHER, "Zstandard"},
    {"BZh", 3, PACKED_OTHER, "bzip2"},
};

static bool is_bzip2(struct text head)
{
    return head.length >= 10 && memcmp(head.data + 4, "1AY&SY", 6) == 0;
}

enum packed_kind packed_kind_of(struct text head, const char **name)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const struct mark *mark = &marks[i];

        if (head.length < mark->length || memcmp(head.data, mark->bytes, mark->length) != 0 ||
            (strcmp(mark->name, "bzip2") == 0 && !is_bzip2(head)))
            continue;
        if (name)
            *name = mark->name;
        return mark->kind;
    }
    if (head.length >= TAR_MARK_OFFSET + 5 && memcmp(head.data + TAR_MARK_OFFSET, "ustar", 5) == 0)
        return PACKED_TAR;
    return PACKED_NONE;
}

/* --- members --- */

struct packed_member *packed_add(struct packed_file *file, char *name)
{
    ARRAY_RESERVE(file->members, file->capacity, file->count + 1);
    file->members[file->count] = (struct packed_member){.file = file, .name = name};
    return &file->members[file->count++];
}

void packed_set_fault(struct packed_member *member, const char *format, ...)
{
    struct error why;
    struct buffer b = {0};
    va_list args;

    if (member->fault)
        return;
    va_start(args, format);
    vsnprintf(why.text, sizeof why.text, format, args);
    va_end(args);
    buffer_printf(&b, "%s: %s", member->name, why.text);
    member->fault = buffer_take(&b);
}

void packed_free(struct packed_file *file)
{
    if (!file)
        return;
    for (size_t i = 0; i < file->count; i++) {
        free(file->members[i].name);
        free(file->members[i].fault);
    }
    free(file->members);
    if (file->is_open)
        os_close(&file->handle);
    free(file->path);
    free(file);
}

/* --- files --- */

static uint32_t little_endian(const char *from)
{
    const unsigned char *p = (const unsigned char *)from;

    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* One member that is all of the file. gzip stores when the packed file was written, 0 if that is not known. */
static void add_whole(struct packed_file *file, uint64_t length, bool is_gzip, struct text head)
{
    struct packed_member *m = packed_add(file, memory_copy(file->path, strlen(file->path)));
    uint32_t seconds = is_gzip && head.length >= GZIP_TIME_OFFSET + 4 ? little_endian(head.data + GZIP_TIME_OFFSET) : 0;

    m->length = length;
    m->has = seconds ? PACKED_TIME_UTC : PACKED_TIME_NONE;
    m->time_us = (int64_t)seconds * 1000000;
}

/* NULL: neither .gz nor .zip, unless `is_any`. */
static struct packed_file *list(const char *path, struct os_file *handle, bool is_any)
{
    char bytes[PACKED_HEAD_BYTES];
    struct text head = {bytes, 0};
    struct packed_file *file = NULL;
    enum packed_kind kind;

    if (!os_read_at(handle, path, 0, bytes, sizeof bytes, &head.length, NULL))
        head.length = 0;
    kind = packed_kind_of(head, NULL);
    if (kind != PACKED_GZIP && kind != PACKED_ZIP && !is_any)
        return NULL;
    file = memory_new(1, sizeof *file);
    file->path = memory_copy(path, strlen(path));
    if (kind == PACKED_ZIP)
        zip_list(file, handle, os_file_length(handle));
    else
        add_whole(file, os_file_length(handle), kind == PACKED_GZIP, head);
    return file;
}

struct packed_file *packed_open(const char *path)
{
    struct os_file handle;
    struct packed_file *file;

    if (os_path_kind(path) != OS_FILE || !os_open(&handle, path, NULL))
        return NULL;
    file = list(path, &handle, false);
    os_close(&handle);
    return file;
}

struct packed_file *packed_open_handle(const char *name, struct os_file handle)
{
    struct packed_file *file = list(name, &handle, true);

    file->is_open = true;
    file->handle = handle;
    return file;
}

struct packed_file *packed_open_input(struct error *err)
{
    struct os_file handle;

    return os_open_input(&handle, INPUT_NAME, err) ? packed_open_handle(INPUT_NAME, handle) : NULL;
}
