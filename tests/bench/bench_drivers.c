/* bench_drivers.c - measures scanning drivers, in CPU seconds, relative to summing the same bytes.
 *
 *     bench_drivers make DIR FILES MB        writes FILES drivers, MB megabytes in total, filled with our machine code
 *     bench_drivers scan FILE...             any PE files, drivers or not; prints a table
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../drivers/driver_fixture.h"
#include "base/memory.h"
#include "drivers/driver_scan.h"
#include "os/clock.h"
#include "os/files.h"
#include "owners/driver_owners.h"

#define MOST ((size_t)1 << 30)

/* --- generating --- */

/* Moves a section of the fixture to the end of the file and fills it with `bytes`. */
static void append_section(struct buffer *driver, size_t number, uint32_t rva, const char *bytes, size_t length)
{
    unsigned char *entry = (unsigned char *)driver->bytes + 0x80 + 24 + 112 + 128 + number * 40;

    put(entry + 8, length, 4);
    put(entry + 12, rva, 4);
    put(entry + 16, length, 4);
    put(entry + 20, driver->length, 4);
    buffer_add(driver, bytes, length);
}

static bool make(const char *directory, long files, long megabytes)
{
    struct fixture f = {.machine = FIXTURE_X64, .imports = {"ExAllocatePoolWithTag", "ExFreePoolWithTag"}};
    struct buffer own = {0}, body = {0};
    size_t size = (size_t)megabytes * 1000000 / (size_t)files;
    struct error err;
    bool ok = os_read_small("/proc/self/exe", MOST, &own, &err) && os_make_directory(directory, &err);

    for (long i = 0; ok && i < files; i++) {
        struct buffer driver = {0};
        char path[1000];

        for (body.length = 0; body.length < size;) // a different start in each, so that none is a copy
            buffer_add(&body, own.bytes + (size_t)i * 64 % 4096, own.length - (size_t)i * 64 % 4096);
        fixture_build(&f, &driver);
        append_section(&driver, 0, 0x100000, body.bytes, size * 3 / 4);
        append_section(&driver, 2, 0x100000 + (uint32_t)size, body.bytes + size * 3 / 4, size / 4);
        put((unsigned char *)driver.bytes + 0x80 + 24 + 64, (uint64_t)i + 1, 4); // the checksum
        snprintf(path, sizeof path, "%s/bench%ld.sys", directory, i);
        ok = os_write_file(path, driver.bytes, driver.length, &err);
        buffer_free(&driver);
    }
    buffer_free(&own);
    buffer_free(&body);
    if (!ok)
        fprintf(stderr, "%s\n", err.text);
    return ok;
}

/* --- measuring --- */

struct times {
    double read, sum, scan, finish; // CPU seconds
    size_t bytes, files;
};

static uint64_t sum_of(const struct buffer *b)
{
    uint64_t sum = 0, word;

    for (size_t i = 0; i + 8 <= b->length; i += 8) {
        memcpy(&word, b->bytes + i, 8);
        sum += word;
    }
    return sum;
}

static void scan_file(const char *path, struct driver_index *index, struct buffer *bytes, struct times *t)
{
    struct driver_file file = {0};
    struct error err;
    struct pe pe;
    double start = os_cpu_seconds();

    if (!os_read_small(path, MOST, bytes, &err) ||
        !pe_open(&pe, (const unsigned char *)bytes->bytes, bytes->length, &err))
        return;
    t->read += os_cpu_seconds() - start;
    start = os_cpu_seconds();
    if (sum_of(bytes) == 1)
        puts(""); // keeps the compiler from removing the sum
    t->sum += os_cpu_seconds() - start;
    file.path = memory_copy(path, strlen(path));
    file.name = memory_copy(path, strlen(path));
    file.company = memory_copy("", 0);
    file.description = memory_copy("", 0);
    file.version = memory_copy("", 0);
    start = os_cpu_seconds();
    file.uses_pools = driver_facts_of(&pe).uses_pools;
    driver_scan(&pe, driver_index_add(index, &file), index);
    t->scan += os_cpu_seconds() - start;
    t->bytes += bytes->length;
    t->files++;
}

static void print(const struct driver_index *index, const struct times *t)
{
    static const char *const names[EVIDENCES] = {"allocation", "preparation", "free",     "argument",
                                                 "code",       "data",        "reference"};
    double gb = (double)t->bytes / 1e9;
    size_t counts[EVIDENCES] = {0};

    for (size_t i = 0; i < index->site_count; i++)
        counts[index->sites[i].evidence]++;
    printf("%zu files, %.1f MB: read %.2f GB/s, sum %.2f GB/s, scan %.2f GB/s; scan / sum %.2f; "
           "index of %zu sites made in "
           "%.3f s\n",
           t->files, gb * 1000, gb / t->read, gb / t->sum, gb / t->scan, t->scan / t->sum, index->site_count,
           t->finish);
    for (int e = 0; e < EVIDENCES; e++)
        printf("%s%s %zu", e ? ", " : "sites: ", names[e], counts[e]);
    printf("; tags with an owner %zu\n", index->owner_count);
}

int main(int argc, char **argv)
{
    struct driver_index index = {0};
    struct buffer bytes = {0};
    struct times times = {0};
    double start;

    if (argc == 5 && strcmp(argv[1], "make") == 0)
        return make(argv[2], atol(argv[3]), atol(argv[4])) ? 0 : 1;
    if (argc < 3 || strcmp(argv[1], "scan") != 0)
        return 2;
    for (int i = 2; i < argc; i++)
        scan_file(argv[i], &index, &bytes, &times);
    start = os_cpu_seconds();
    driver_index_finish(&index);
    driver_owners_make(&index);
    times.finish = os_cpu_seconds() - start;
    if (times.files)
        print(&index, &times);
    driver_index_free(&index);
    buffer_free(&bytes);
    return times.files ? 0 : 1;
}
