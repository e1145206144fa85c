#include "os/walk.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/memory.h"
#include "os/files.h"
#include "os/path.h"
#include "os/windows/windows_internal.h"

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The first entry, of a folder that may be empty. */
static HANDLE find_first(const char *folder, WIN32_FIND_DATAW *entry)
{
    struct buffer pattern = {0};
    wchar_t *wide;
    HANDLE search;
    DWORD code;

    os_append_directory(&pattern, folder);
    buffer_add(&pattern, "*", 2);
    wide = windows_path(pattern.bytes);
    search = FindFirstFileExW(wide, FindExInfoBasic, entry, FindExSearchNameMatch, NULL, FIND_FIRST_EX_LARGE_FETCH);
    code = GetLastError();
    free(wide);
    buffer_free(&pattern);
    SetLastError(code);
    return search;
}

bool os_list_directory(const char *folder, char ***names, size_t *count, struct error *err)
{
    WIN32_FIND_DATAW entry;
    HANDLE search = find_first(folder, &entry);
    char **found = NULL;
    size_t n = 0, capacity = 0;

    if (search == INVALID_HANDLE_VALUE && GetLastError() != ERROR_FILE_NOT_FOUND)
        return error_set(err, "%s: cannot be listed: %s", folder, windows_reason(folder, GetLastError()));
    while (search != INVALID_HANDLE_VALUE) {
        if (wcscmp(entry.cFileName, L".") != 0 && wcscmp(entry.cFileName, L"..") != 0) {
            ARRAY_RESERVE(found, capacity, n + 1);
            found[n++] = windows_utf8(entry.cFileName);
        }
        if (!FindNextFileW(search, &entry))
            break;
    }
    if (search != INVALID_HANDLE_VALUE)
        FindClose(search);
    if (n)
        qsort(found, n, sizeof *found, by_bytes);
    *names = found;
    *count = n;
    return true;
}

void os_names_free(char **names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

#define DEPTH_MOST 200 // deeper than any folder of drivers

struct walk {
    os_walk_visit *visit;
    void *context;
    bool stopped;
};

static bool walk_folder(struct walk *walk, const char *folder, int depth, struct error *err);

static DWORD attributes_of(const char *path)
{
    wchar_t *wide = windows_path(path);
    DWORD attributes = GetFileAttributesW(wide);

    free(wide);
    return attributes;
}

/* A link to a folder is a folder with a reparse point, be it a symbolic link, a junction or a mounted disk. */
static void walk_entry(struct walk *walk, const char *path, int depth)
{
    DWORD attributes = attributes_of(path);
    struct error fault;

    if (attributes == INVALID_FILE_ATTRIBUTES)
        return; // gone since it was listed
    if (attributes & FILE_ATTRIBUTE_DIRECTORY) {
        if (!(attributes & FILE_ATTRIBUTE_REPARSE_POINT) && !walk_folder(walk, path, depth, &fault) && !walk->stopped)
            walk->stopped = !walk->visit(walk->context, path, &fault);
        return;
    }
    if (os_path_kind(path) == OS_FILE)
        walk->stopped = !walk->visit(walk->context, path, NULL);
}

static bool walk_folder(struct walk *walk, const char *folder, int depth, struct error *err)
{
    char **names;
    size_t count;

    if (depth == DEPTH_MOST)
        return error_set(err, "%s: folders within folders, too deep to follow: name it by itself", folder);
    if (!os_list_directory(folder, &names, &count, err))
        return false;
    for (size_t i = 0; i < count && !walk->stopped; i++) {
        struct buffer b = {0};
        char *path;

        os_append_directory(&b, folder);
        buffer_add_string(&b, names[i]);
        path = buffer_take(&b);
        walk_entry(walk, path, depth + 1);
        free(path);
    }
    os_names_free(names, count);
    return true;
}

bool os_walk(const char *folder, os_walk_visit *visit, void *context, struct error *err)
{
    struct walk walk = {visit, context, false};

    return walk_folder(&walk, folder, 0, err);
}
