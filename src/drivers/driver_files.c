#include "drivers/driver_files.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/memory.h"
#include "drivers/driver_scan.h"
#include "drivers/pe_version.h"
#include "os/drivers.h"
#include "os/files.h"
#include "os/path.h"
#include "os/walk.h"
#include "owners/driver_owners.h"

#define FILE_BYTES_MAX ((size_t)1 << 30)
#define READ_STEP ((size_t)1 << 20)

struct reading {
    const struct driver_files_options *options;
    struct driver_index *index;
    struct warnings *warnings;
    struct buffer bytes; // owned; of the current file, reused
    struct pe_version version;
    struct map seen; // paths read so far
    char **loaded;   // owned; paths of loaded drivers
    size_t loaded_count;
    bool loaded_known;
    size_t files;
};

/* --- one file --- */

static bool is_kernel_name(const char *name)
{
    static const char *const kernels[] = {"ntoskrnl.exe", "ntkrnlmp.exe", "ntkrnlpa.exe", "ntkrpamp.exe",
                                          "ntkrla57.exe", "hal.dll",      "ci.dll",       "securekernel.exe"};
    struct text text = text_of(name);

    for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++)
        if (text_equal_nocase(text, text_of(kernels[i])))
            return true;
    return text.length >= 6 && text_equal_nocase((struct text){name, 6}, text_of("win32k"));
}

static bool is_driver_name(const char *name)
{
    struct text text = text_of(name);

    return is_kernel_name(name) || (text.length > 4 && text_ends_with_nocase(text, text_of(".sys")));
}

/* Reads all of the file, unless it does not begin as a PE file does. */
static bool read_all(struct buffer *bytes, const char *path, struct error *err)
{
    struct os_file file;
    size_t got;
    bool ok;

    bytes->length = 0;
    if (!os_open(&file, path, err))
        return false;
    for (;;) {
        ARRAY_RESERVE(bytes->bytes, bytes->capacity, bytes->length + READ_STEP);
        ok = os_read(&file, path, bytes->bytes + bytes->length, READ_STEP, &got, err);
        if (!ok || got == 0)
            break;
        bytes->length += got;
        if (bytes->length >= 2 && !pe_begins((const unsigned char *)bytes->bytes, bytes->length))
            break;
        if (bytes->length > FILE_BYTES_MAX) {
            ok = error_set(err, "%s: larger than 1 GB, which no driver is: left out", path);
            break;
        }
    }
    os_close(&file);
    return ok;
}

static uint64_t hash_buffer(uint64_t before, const struct buffer *b)
{
    return hash_of(before, b->length ? buffer_text(b) : text_of("?"));
}

/* Identifies a build: copies have the same length, the same headers (with the link time or hash, and a checksum), and
 * the same version. */
static uint64_t build_of(const struct pe *pe, const struct pe_version *version)
{
    size_t length = pe->length < 1024 ? pe->length : 1024;
    uint64_t size = pe->length, hash = hash_of(HASH_START, (struct text){(const char *)pe->bytes, length});

    hash = hash_of(hash, (struct text){(const char *)&size, sizeof size});
    hash = hash_buffer(hash, &version->company);
    hash = hash_buffer(hash, &version->description);
    return hash_buffer(hash, &version->version);
}

static bool is_loaded(const struct reading *r, const char *path)
{
    for (size_t i = 0; i < r->loaded_count; i++)
        if (text_equal_nocase(text_of(r->loaded[i]), text_of(path)))
            return true;
    return false;
}

static char *string_of(const struct buffer *b)
{
    return memory_copy(b->length ? b->bytes : "", b->length);
}

static void add_driver(struct reading *r, const struct pe *pe, const char *path, const struct driver_facts *facts)
{
    const char *name = os_base_name(path);
    struct driver_file file = {
        .machine = driver_machine_name(pe->machine),
        .linked = pe->linked,
        .uses_pools = facts->uses_pools,
        .uses_wdf = facts->uses_wdf,
        .is_kernel = facts->is_kernel,
    };
    size_t copy, number;

    pe_version(pe, &r->version);
    file.build = build_of(pe, &r->version);
    copy = driver_index_copy_of(r->index, name, file.build);
    if (copy != SIZE_MAX) {
        r->index->files[copy].copies += !text_equal_nocase(text_of(r->index->files[copy].path), text_of(path));
        return;
    }
    if (is_loaded(r, path))
        file.loaded = DRIVER_IS_LOADED;
    else if (r->loaded_known && r->options->count == 0)
        file.loaded = DRIVER_NOT_LOADED; // other files may be of another machine
    file.path = memory_copy(path, strlen(path));
    file.name = memory_copy(name, strlen(name));
    file.company = string_of(&r->version.company);
    file.description = string_of(&r->version.description);
    file.version = string_of(&r->version.version);
    number = driver_index_add(r->index, &file);
    if (!driver_scan(pe, number, r->index))
        warnings_add(r->warnings, WARNING_FILE,
                     "%s: more than a million numbers look like tags: the others are left out", path);
}

/* `named`: the user named this file, and is told why it is left out. */
static void read_file(struct reading *r, const char *path, bool named)
{
    struct error err = {0};
    struct driver_facts facts;
    struct pe pe;
    size_t seen = r->seen.count;

    if (map_intern(&r->seen, text_of(path)) < seen)
        return;
    r->files++;
    if (!read_all(&r->bytes, path, &err)) {
        warnings_add(r->warnings, WARNING_FILE, "%s", err.text);
        return;
    }
    if (!pe_open(&pe, (const unsigned char *)r->bytes.bytes, r->bytes.length, &err)) {
        if (named || pe_begins((const unsigned char *)r->bytes.bytes, r->bytes.length) ||
            (r->bytes.length == 0 && is_driver_name(os_base_name(path))))
            warnings_add(r->warnings, WARNING_FILE, "%s: %s", path, err.text);
        r->index->passed_over++;
        return;
    }
    if (pe.is_cut)
        warnings_add(r->warnings, WARNING_FILE,
                     "%s: truncated: the headers describe more than the file contains, and only that was "
                     "searched: copy the file again",
                     path);
    facts = driver_facts_of(&pe);
    if (!facts.is_for_kernel) {
        if (named)
            warnings_add(r->warnings, WARNING_FILE,
                         "%s: not a driver, but a user-mode program or code for an unsupported processor", path);
        r->index->passed_over++;
        return;
    }
    add_driver(r, &pe, path, &facts);
}

/* --- directories --- */

static bool visit(void *context, const char *path, const struct error *fault)
{
    struct reading *r = context;

    if (fault)
        warnings_add(r->warnings, WARNING_FILE, "%s", fault->text);
    else if (r->options->all || is_driver_name(os_base_name(path)))
        read_file(r, path, false);
    return true;
}

static bool read_path(struct reading *r, const char *path, struct error *err)
{
    switch (os_path_kind(path)) {
    case OS_DIRECTORY:
        return os_walk(path, visit, r, err);
    case OS_MISSING:
        return error_set(err, "%s: no such file or directory, or no permission to read it: check the path", path);
    default:
        read_file(r, path, true);
        return true;
    }
}

/* Loaded drivers, and then the directories in which this system keeps drivers. */
static bool read_default(struct reading *r, struct error *err)
{
    char **places;
    size_t count;
    bool ok = true;

    os_driver_paths(&places, &count);
    if (count == 0 && r->loaded_count == 0)
        return error_set(err, "this system has no Windows drivers: use --path with drivers, or a directory of them, "
                              "copied from one that has");
    for (size_t i = 0; i < r->loaded_count; i++)
        read_file(r, r->loaded[i], false);
    for (size_t i = 0; ok && i < count; i++)
        ok = read_path(r, places[i], err);
    os_names_free(places, count);
    return ok;
}

static bool anything_found(const struct reading *r, struct error *err)
{
    if (r->index->file_count)
        return true;
    if (r->options->count != 1)
        return error_set(err,
                         "none of the %zu files is a driver: they are user-mode programs, damaged, or no "
                         "programs: use --path with a directory of drivers",
                         r->files);
    if (r->files == 0)
        return error_set(err,
                         "%s: no *.sys file and no kernel in this directory or below: use another directory, or --all "
                         "to search every file",
                         r->options->paths[0]);
    if (r->files == 1)
        return error_set(err, "%s: not a driver: use a driver, or a directory of *.sys files", r->options->paths[0]);
    return error_set(err,
                     "%s: none of the %zu files is a driver: they are user-mode programs, damaged, or no programs: "
                     "use a directory of drivers",
                     r->options->paths[0], r->files);
}

bool driver_files_read(const struct driver_files_options *options, struct driver_index *index,
                       struct warnings *warnings, struct error *err)
{
    struct reading r = {.options = options, .index = index, .warnings = warnings};
    bool ok = true;

    r.loaded_known = os_loaded_drivers(&r.loaded, &r.loaded_count);
    if (options->count == 0)
        ok = read_default(&r, err);
    for (size_t i = 0; ok && i < options->count; i++)
        ok = read_path(&r, options->paths[i], err);
    ok = ok && anything_found(&r, err);
    driver_index_finish(index);
    driver_owners_make(index);
    os_names_free(r.loaded, r.loaded_count);
    buffer_free(&r.bytes);
    pe_version_free(&r.version);
    map_free(&r.seen);
    return ok;
}
