/* fakent.c - a fake Windows kernel for tests under Wine: answers come from a scenario file.
 *
 * fakent_run.exe loads this DLL into the program before it starts. It hooks ntdll's NtQuerySystemInformation for
 * classes 22, 255 and 2, GetSystemTimeAsFileTime and GetTickCount64; everything else goes to Wine. The program under
 * test is the shipped one, unmodified.
 *
 * The environment variable FAKENT_SCENARIO names a file of lines:
 *
 *     class 22                 the class that answers; the other does not exist, as before or since Windows 26H1
 *     status c0000022          status instead of a table
 *     grow 3                   the table grows between two calls, 3 times
 *     short 100                the count field is 100 too large
 *     garbled 255              this class answers with data that is no table
 *     totals 1000 2000         pages of paged and nonpaged pool, class 2
 *     clock 1774742400 3600    seconds since 1970 at the first answer, increment per answer; of the uptime, too. With
 *                              --interval of as much, the program never waits.
 *     tick                     starts the next table; the first one is given twice: the program queries once at start
 *     4e744673 1 2 3 4 5 6     tag, paged allocs, frees, bytes, nonpaged allocs, frees, bytes
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#define STATUS_OF(number) ((LONG)(number))
#define INVALID_INFO_CLASS 0xC0000003
#define INFO_LENGTH_MISMATCH 0xC0000004
#define MOST_TICKS 1000
#define EPOCH_TICKS 116444736000000000ull

/* --- table layouts --- */

struct entry_22 {
    ULONG tag, paged_allocs, paged_frees;
    SIZE_T paged_bytes;
    ULONG nonpaged_allocs, nonpaged_frees;
    SIZE_T nonpaged_bytes;
};
struct table_22 {
    ULONG count;
    struct entry_22 entries[];
};

struct entry_255 {
    ULONG tag;
    SIZE_T paged_allocs, paged_frees, paged_bytes, nonpaged_allocs, nonpaged_frees, nonpaged_bytes;
};
struct table_255 {
    ULONG count;
    struct entry_255 entries[];
};

#ifdef _WIN64
_Static_assert(sizeof(struct entry_22) == 40 && offsetof(struct table_22, entries) == 8, "64 bits");
_Static_assert(sizeof(struct entry_255) == 56 && offsetof(struct table_255, entries) == 8, "64 bits");
#else
_Static_assert(sizeof(struct entry_22) == 28 && offsetof(struct table_22, entries) == 4, "32 bits");
_Static_assert(sizeof(struct entry_255) == 28 && offsetof(struct table_255, entries) == 4, "32 bits");
#endif

/* --- the scenario --- */

struct row {
    ULONG tag;
    uint64_t numbers[6];
};

static struct scenario {
    bool is_read;
    unsigned class, status, growths, claimed_more, garbled;
    unsigned long paged_pages, nonpaged_pages;
    uint64_t clock_start, clock_step; // 0: Wine's clock
    struct row *rows;
    size_t row_count, ticks, tick_at[MOST_TICKS + 1];
    size_t answers;
} s = {.class = 22};

static void add_row(const char *line)
{
    struct row row;
    unsigned bytes[4];

    if (sscanf(line, "%2x%2x%2x%2x %llu %llu %llu %llu %llu %llu", &bytes[0], &bytes[1], &bytes[2], &bytes[3],
               &row.numbers[0], &row.numbers[1], &row.numbers[2], &row.numbers[3], &row.numbers[4],
               &row.numbers[5]) != 10) {
        fprintf(stderr, "fakent: no row: %s", line);
        exit(99);
    }
    row.tag = bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (ULONG)bytes[3] << 24;
    if ((s.row_count & (s.row_count - 1)) == 0)
        s.rows = realloc(s.rows, (s.row_count ? s.row_count * 2 : 1) * sizeof *s.rows);
    s.rows[s.row_count++] = row;
    s.tick_at[s.ticks] = s.row_count;
}

static void read_line(const char *line)
{
    if (sscanf(line, "class %u", &s.class) == 1 || sscanf(line, "status %x", &s.status) == 1 ||
        sscanf(line, "grow %u", &s.growths) == 1 || sscanf(line, "short %u", &s.claimed_more) == 1 ||
        sscanf(line, "garbled %u", &s.garbled) == 1 ||
        sscanf(line, "totals %lu %lu", &s.paged_pages, &s.nonpaged_pages) == 2 ||
        sscanf(line, "clock %llu %llu", &s.clock_start, &s.clock_step) == 2)
        return;
    if (strncmp(line, "tick", 4) == 0 && s.ticks < MOST_TICKS)
        s.tick_at[++s.ticks] = s.row_count;
    else
        add_row(line);
}

static void read_scenario(void)
{
    const char *path = getenv("FAKENT_SCENARIO");
    FILE *file;
    char line[400];

    if (s.is_read)
        return;
    s.is_read = true;
    file = path ? fopen(path, "r") : NULL;
    if (!file) {
        fprintf(stderr, "fakent: FAKENT_SCENARIO names no file\n");
        exit(99);
    }
    while (fgets(line, sizeof line, file))
        read_line(line);
    fclose(file);
}

/* --- the answers --- */

static size_t tick_now(void)
{
    size_t tick = s.answers ? s.answers - 1 : 0;

    return tick < s.ticks ? tick : s.ticks - 1;
}

static void fill(ULONG class, void *buffer, const struct row *rows, size_t count)
{
    struct table_22 *narrow = buffer;
    struct table_255 *wide = buffer;

    *(ULONG *)buffer = (ULONG)count + s.claimed_more;
    for (size_t i = 0; i < count; i++) {
        const uint64_t *n = rows[i].numbers;

        if (class == 22)
            narrow->entries[i] = (struct entry_22){rows[i].tag, (ULONG)n[0], (ULONG)n[1], (SIZE_T)n[2],
                                                   (ULONG)n[3], (ULONG)n[4], (SIZE_T)n[5]};
        else
            wide->entries[i] = (struct entry_255){rows[i].tag,  (SIZE_T)n[0], (SIZE_T)n[1], (SIZE_T)n[2],
                                                  (SIZE_T)n[3], (SIZE_T)n[4], (SIZE_T)n[5]};
    }
}

static LONG answer_table(ULONG class, void *buffer, ULONG room, ULONG *needed)
{
    size_t tick, count, size;

    read_scenario();
    if (class == s.garbled) {
        memset(buffer, 0x41, 64);
        *needed = 64;
        return 0;
    }
    if (class != s.class)
        return STATUS_OF(INVALID_INFO_CLASS);
    if (s.status)
        return STATUS_OF(s.status);
    tick = tick_now();
    count = s.tick_at[tick + 1] - s.tick_at[tick];
    size = class == 22 ? offsetof(struct table_22, entries) + count * sizeof(struct entry_22)
                       : offsetof(struct table_255, entries) + count * sizeof(struct entry_255);
    if (s.growths && size <= room) {
        s.growths--;
        size = (size_t)room + 4000;
    }
    *needed = (ULONG)size;
    if (size > room)
        return STATUS_OF(INFO_LENGTH_MISMATCH);
    fill(class, buffer, s.rows + s.tick_at[tick], count);
    s.answers++;
    return 0;
}

typedef LONG(NTAPI *query_information)(ULONG class, void *buffer, ULONG room, ULONG *needed);
static query_information real_query;

static LONG NTAPI fake_query(ULONG class, void *buffer, ULONG room, ULONG *needed)
{
    ULONG ignored;
    LONG status;

    if (class == 22 || class == 255)
        return answer_table(class, buffer, room, needed ? needed : &ignored);
    status = real_query(class, buffer, room, needed);
    if (class == 2 && status >= 0 && room >= 120) {
        read_scenario();
        if (s.paged_pages)
            ((uint32_t *)buffer)[28] = (uint32_t)s.paged_pages; // offset 112
        if (s.nonpaged_pages)
            ((uint32_t *)buffer)[29] = (uint32_t)s.nonpaged_pages; // offset 116
    }
    return status;
}

static VOID WINAPI fake_time(FILETIME *out)
{
    uint64_t ticks = (s.clock_start + s.answers * s.clock_step) * 10000000u + EPOCH_TICKS;

    out->dwLowDateTime = (DWORD)ticks;
    out->dwHighDateTime = (DWORD)(ticks >> 32);
}

static ULONGLONG WINAPI fake_uptime(void)
{
    return (3600 + s.answers * s.clock_step) * 1000;
}

/* --- hooks --- */

/* Overwrites the first bytes of a function with a jump. */
static void redirect(void *function, void *to)
{
    unsigned char *p = function;
    DWORD before;

    VirtualProtect(p, 16, PAGE_EXECUTE_READWRITE, &before);
#ifdef _WIN64
    memcpy(p, "\x48\xB8", 2); // mov rax, to
    memcpy(p + 2, &to, 8);
    memcpy(p + 10, "\xFF\xE0", 2); // jmp rax
#else
    uint32_t distance = (uint32_t)(uintptr_t)to - (uint32_t)(uintptr_t)p - 5;

    p[0] = 0xE9;
    memcpy(p + 1, &distance, 4);
#endif
    VirtualProtect(p, 16, before, &before);
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, void *reserved)
{
    void *function = (void *)GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "NtQuerySystemInformation"), *copy;

    (void)self;
    (void)reserved;
    if (reason != DLL_PROCESS_ATTACH)
        return TRUE;
    // a system call stub is position independent
    copy = VirtualAlloc(NULL, 64, MEM_COMMIT | MEM_RESERVE, PAGE_EXECUTE_READWRITE);
    memcpy(copy, function, 64);
    real_query = (query_information)copy;
    redirect(function, (void *)fake_query);
    read_scenario();
    if (s.clock_start) {
        HMODULE kernel32 = GetModuleHandleW(L"kernel32.dll");

        redirect((void *)GetProcAddress(kernel32, "GetSystemTimeAsFileTime"), (void *)fake_time);
        redirect((void *)GetProcAddress(kernel32, "GetTickCount64"), (void *)fake_uptime);
    }
    return TRUE;
}
