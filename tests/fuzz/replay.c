/* replay.c - runs a fuzz target on the inputs of a corpus, without a fuzzer.
 *
 *     replay_csv tests/fuzz/corpus/csv crash-1234
 *
 * Passes every file given, and every file in the directories given, to LLVMFuzzerTestOneInput. A crash is not caught.
 * Fails without any file, so that an empty or misspelt corpus is noticed.
 */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool complain(const char *path)
{
    fprintf(stderr, "replay: %s: %s\n", path, strerror(errno));
    return false;
}

// An exact-size block, so that a sanitizer sees reads past its end.
static bool replay_bytes(FILE *file, size_t size, const char *path)
{
    uint8_t *data = malloc(size > 0 ? size : 1);
    bool ok = data != NULL && fread(data, 1, size, file) == size;

    if (!ok)
        complain(path);
    else
        LLVMFuzzerTestOneInput(data, size);
    free(data);
    return ok;
}

static bool replay_file(const char *path, size_t *count)
{
    struct stat status;
    FILE *file = fopen(path, "rb");
    bool ok = false;

    if (file == NULL)
        return complain(path);
    if (fstat(fileno(file), &status) != 0)
        complain(path);
    else
        ok = replay_bytes(file, (size_t)status.st_size, path);
    fclose(file);
    *count += ok;
    return ok;
}

static bool replay_directory(const char *path, DIR *directory, size_t *count)
{
    bool ok = true;

    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        char *inner = NULL;

        if (entry->d_name[0] == '.')
            continue;
        if (asprintf(&inner, "%s/%s", path, entry->d_name) < 0)
            return complain(path);
        ok = replay_file(inner, count) && ok;
        free(inner);
    }
    return ok;
}

static bool replay(const char *path, size_t *count)
{
    DIR *directory = opendir(path);
    bool ok;

    if (directory == NULL)
        return errno == ENOTDIR ? replay_file(path, count) : complain(path);
    ok = replay_directory(path, directory, count);
    closedir(directory);
    return ok;
}

int main(int argc, char **argv)
{
    size_t count = 0;
    bool ok = true;

    for (int i = 1; i < argc; i++)
        ok = replay(argv[i], &count) && ok;
    printf("%zu inputs replayed\n", count);
    if (count == 0)
        fprintf(stderr, "replay: no input was found\n");
    return ok && count > 0 ? 0 : 1;
}
