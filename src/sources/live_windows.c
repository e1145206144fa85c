/* live_windows.c - the pool tags of this machine from NtQuerySystemInformation, and totals from other system calls.
 *
 * sources/pooltable.h describes the information classes and their layout. Class 22 needs no privilege, so none is
 * requested.
 */
#include "sources/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/unicode.h"
#include "os/process.h"
#include "sources/pooltable.h"
// psapi.h needs windows.h first
#include <windows.h>

#include <psapi.h>

#define CLASS_PERFORMANCE 2

/* The table as Windows' headers declare it; the asserts compare its layout with the offsets in pooltable.h. */
struct entry {
    ULONG tag, paged_allocs, paged_frees;
    SIZE_T paged_bytes;
    ULONG nonpaged_allocs, nonpaged_frees;
    SIZE_T nonpaged_bytes;
};
struct table {
    ULONG count;
    struct entry first;
};
#ifdef _WIN64
_Static_assert(sizeof(struct entry) == 40 && offsetof(struct table, first) == 8, "as in sources/pooltable.h");
_Static_assert(offsetof(struct entry, paged_bytes) == 16 && offsetof(struct entry, nonpaged_bytes) == 32,
               "as in sources/pooltable.h");
#else
_Static_assert(sizeof(struct entry) == 28 && offsetof(struct table, first) == 4, "as in sources/pooltable.h");
_Static_assert(offsetof(struct entry, paged_bytes) == 12 && offsetof(struct entry, nonpaged_bytes) == 24,
               "as in sources/pooltable.h");
#endif

typedef LONG(NTAPI *query_information)(ULONG class, void *buffer, ULONG capacity, ULONG *needed);
typedef LONG(NTAPI *get_version)(OSVERSIONINFOEXW *version);

struct live {
    query_information query;
    struct pooltable table;
    struct os_moment (*now)(void);
    uint64_t boot;
    bool is_wow64; // a 32-bit program on 64-bit Windows
    bool wow64_reported;
};

/* NULL: this version of Windows does not have it. */
static void (*ntdll_function(const char *name))(void)
{
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");

    return ntdll ? (void (*)(void))GetProcAddress(ntdll, name) : NULL;
}

/* --- totals --- */

static int64_t bytes_of(uint64_t pages, uint64_t page_size)
{
    int64_t bytes;

    return __builtin_mul_overflow(pages, page_size, &bytes) ? TOTAL_UNKNOWN : bytes;
}

/* No pool is empty: some sandboxes report 0 for unknown. */
static int64_t pool_bytes_of(uint64_t pages, uint64_t page_size)
{
    return pages ? bytes_of(pages, page_size) : TOTAL_UNKNOWN;
}

/* SystemPerformanceInformation, the undocumented class that K32GetPerformanceInfo is based on: only the pool sizes, as
 * 32-bit page counts. */
static void read_pools(const struct live *live, int64_t *totals)
{
    struct {
        uint32_t before[28];
        uint32_t paged_pages, nonpaged_pages;
        uint32_t after[130]; // later versions of Windows return more
    } answer = {0};
    ULONG length = 0;

    _Static_assert(offsetof(__typeof__(answer), paged_pages) == 112, "PagedPoolPages");
    if (live->query(CLASS_PERFORMANCE, &answer, sizeof answer, &length) < 0 || length < 120)
        return;
    totals[TOTAL_PAGED_POOL] = pool_bytes_of(answer.paged_pages, (uint64_t)os_page_size());
    totals[TOTAL_NONPAGED_POOL] = pool_bytes_of(answer.nonpaged_pages, (uint64_t)os_page_size());
}

static void read_totals(const struct live *live, int64_t *totals)
{
    PERFORMANCE_INFORMATION info = {.cb = sizeof info};

    if (!K32GetPerformanceInfo(&info, sizeof info)) {
        read_pools(live, totals);
        return;
    }
    totals[TOTAL_PAGED_POOL] = pool_bytes_of(info.KernelPaged, info.PageSize);
    totals[TOTAL_NONPAGED_POOL] = pool_bytes_of(info.KernelNonpaged, info.PageSize);
    totals[TOTAL_COMMIT] = bytes_of(info.CommitTotal, info.PageSize);
    totals[TOTAL_COMMIT_LIMIT] = bytes_of(info.CommitLimit, info.PageSize);
    totals[TOTAL_RAM] = bytes_of(info.PhysicalTotal, info.PageSize);
    totals[TOTAL_AVAILABLE] = bytes_of(info.PhysicalAvailable, info.PageSize);
    totals[TOTAL_HANDLES] = info.HandleCount;
    totals[TOTAL_PROCESSES] = info.ProcessCount;
    totals[TOTAL_THREADS] = info.ThreadCount;
}

/* --- the tags --- */

static uint32_t query_kernel(void *context, uint32_t class, void *buffer, uint32_t capacity, uint32_t *needed)
{
    const struct live *live = context;
    ULONG length = 0;
    uint32_t status = (uint32_t)live->query(class, buffer, capacity, &length);

    *needed = length;
    return status;
}

static bool read_tags(struct live *live, struct snapshot *out, struct error *err)
{
    struct pooltable_kernel kernel = {query_kernel, live, sizeof(void *) == 8};

    if (pooltable_query(&live->table, &kernel, out, err))
        return true;
    out->count = 0;
    return false;
}

static void warn_of_wow64(struct live *live, struct warnings *warnings)
{
    if (!live->is_wow64 || live->wow64_reported)
        return;
    live->wow64_reported = true;
    warnings_add(warnings, WARNING_OPTION,
                 "this is the 32-bit poolmonviz on 64-bit Windows: amounts above 4 GB may be wrong; use the x64 "
                 "version");
}

static bool live_take(void *state, struct snapshot *out, struct warnings *warnings, struct error *err)
{
    struct live *live = state;
    struct os_moment now = live->now();

    snapshot_start(out, now.utc_us, now.local_us, POOLTABLE_COUNTERS);
    warn_of_wow64(live, warnings);
    if (!read_tags(live, out, err))
        return false;
    out->uptime_ms = now.uptime_ms;
    out->boot = live->boot;
    read_totals(live, out->totals);
    return true;
}

/* --- the machine --- */

static OSVERSIONINFOEXW windows_version(void)
{
    get_version get = (get_version)ntdll_function("RtlGetVersion");
    OSVERSIONINFOEXW version = {.dwOSVersionInfoSize = sizeof version};

    if (get)
        get(&version);
    return version;
}

static void add_utf16(struct buffer *b, const wchar_t *wide)
{
    unicode_to_utf8(ENCODING_UTF16LE, (const char *)wide, wcslen(wide) * sizeof *wide, true, b);
}

/* Salted, so that it does not equal another program's hash of the same id. Never 0. */
static uint64_t identity_of(struct text id)
{
    uint64_t hash = hash_of(hash_of(HASH_START, text_of("poolmonviz ")), id);

    return hash ? hash : 1;
}

/* Windows creates the id at installation. 0: unknown. */
static uint64_t machine_identity(void)
{
    wchar_t id[128] = L"";
    DWORD bytes = sizeof id - sizeof *id, type = REG_NONE;
    HKEY key;
    uint64_t identity = 0;
    struct buffer utf8 = {0};

    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"SOFTWARE\\Microsoft\\Cryptography", 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY,
                      &key) != ERROR_SUCCESS)
        return 0;
    if (RegQueryValueExW(key, L"MachineGuid", NULL, &type, (BYTE *)id, &bytes) == ERROR_SUCCESS && type == REG_SZ &&
        *id) {
        add_utf16(&utf8, id);
        identity = identity_of(buffer_text(&utf8));
        buffer_free(&utf8);
    }
    RegCloseKey(key);
    return identity;
}

/* From the boot counter of Windows 10 and later, in the page that the kernel shares with every process
 * (KUSER_SHARED_DATA). 0: unknown; boots are then detected by counters that fall. */
static uint64_t boot_identity(uint64_t machine)
{
    const uintptr_t shared_page = 0x7FFE0000, major_version = 0x26C, boot_count = 0x2C4;
    uint32_t major = *(const volatile uint32_t *)(shared_page + major_version), boot;
    char text[64];

    if (major < 10)
        return 0;
    boot = *(const volatile uint32_t *)(shared_page + boot_count);
    if (boot == 0)
        return 0;
    snprintf(text, sizeof text, "%016llx %lu", (unsigned long long)machine, (unsigned long)boot);
    return identity_of(text_of(text));
}

/* "Windows Server 10.0.20348" */
static void add_version(struct buffer *b)
{
    OSVERSIONINFOEXW version = windows_version();

    buffer_printf(b, "Windows %s%lu.%lu.%lu", version.wProductType > VER_NT_WORKSTATION ? "Server " : "",
                  version.dwMajorVersion, version.dwMinorVersion, version.dwBuildNumber);
}

static void describe(struct machine *machine)
{
    wchar_t host[256] = L"";
    DWORD length = sizeof host / sizeof *host;
    struct buffer name = {0}, os = {0};

    *machine = (struct machine){.page_size = os_page_size(), .identity = machine_identity()};
    if (GetComputerNameExW(ComputerNamePhysicalDnsHostname, host, &length)) {
        add_utf16(&name, host);
        machine_set(machine->host, sizeof machine->host, buffer_text(&name));
        buffer_free(&name);
    }
    machine_set(machine->source, sizeof machine->source, text_of(source_live_windows.name));
    add_version(&os);
    machine_set(machine->os, sizeof machine->os, buffer_text(&os));
    buffer_free(&os);
}

/* --- opening and closing --- */

static void live_close(void *state)
{
    struct live *live = state;

    if (!live)
        return;
    pooltable_free(&live->table);
    free(live);
}

static bool live_open(const struct source_options *options, void **state, struct machine *machine, struct error *err)
{
    struct live *live = memory_new(1, sizeof *live);
    struct snapshot first = {0};
    BOOL is_wow64 = FALSE;
    bool ok;

    live->query = (query_information)ntdll_function("NtQuerySystemInformation");
    live->now = options->now ? options->now : os_now;
    live->is_wow64 = sizeof(void *) == 4 && IsWow64Process(GetCurrentProcess(), &is_wow64) && is_wow64;
    snapshot_start(&first, 0, 0, POOLTABLE_COUNTERS);
    ok = live->query ? read_tags(live, &first, err)
                     : error_set(err, "this Windows has no NtQuerySystemInformation: use Windows 7 or later");
    snapshot_free(&first);
    if (!ok) {
        live_close(live);
        return false;
    }
    describe(machine);
    live->boot = boot_identity(machine->identity);
    *state = live;
    return true;
}

/* --- the self test --- */

/* Status, size, number of entries and query time of one class. */
static void examine_class(query_information query, ULONG class, struct buffer *out)
{
    ULONG capacity = 1 << 20, length = 0;
    uint32_t status = 0xC0000004, count;
    unsigned char *bytes = NULL;
    double started = 0;

    for (int tries = 0; tries < 8 && status == 0xC0000004; tries++) {
        free(bytes);
        bytes = memory_new(capacity, 1);
        started = os_wall_seconds();
        status = (uint32_t)query(class, bytes, capacity, &length);
        capacity = length > capacity ? length + 65536 : capacity * 2;
    }
    buffer_printf(out, "class %lu: status 0x%08lX", (unsigned long)class, (unsigned long)status);
    if (status == 0) {
        memcpy(&count, bytes, sizeof count);
        buffer_printf(out, ", %lu bytes", (unsigned long)length);
        if (class != CLASS_PERFORMANCE)
            buffer_printf(out, ", %lu entries", (unsigned long)count);
        buffer_printf(out, ", %.2f ms", (os_wall_seconds() - started) * 1e3);
    }
    buffer_add_char(out, '\n');
    free(bytes);
}

static void add_pools(struct buffer *out, const char *source, const int64_t *totals)
{
    buffer_printf(out, "%s: %lld bytes of paged pool, %lld of nonpaged (-1: unknown)\n", source,
                  (long long)totals[TOTAL_PAGED_POOL], (long long)totals[TOTAL_NONPAGED_POOL]);
}

/* Whether this process runs with administrator rights. */
static bool is_elevated(void)
{
    TOKEN_ELEVATION elevation = {0};
    HANDLE token;
    DWORD length;

    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
        return false;
    GetTokenInformation(token, TokenElevation, &elevation, sizeof elevation, &length);
    CloseHandle(token);
    return elevation.TokenIsElevated != 0;
}

static void live_examine(struct buffer *out)
{
    static const ULONG classes[] = {POOLTABLE_CLASS, POOLTABLE_CLASS_WIDE, CLASS_PERFORMANCE};
    struct live live = {.query = (query_information)ntdll_function("NtQuerySystemInformation")};
    struct snapshot s = {0};
    BOOL is_wow64 = FALSE;

    if (!live.query)
        return;
    IsWow64Process(GetCurrentProcess(), &is_wow64);
    add_version(out);
    buffer_printf(out, ", %d-bit program%s, %s administrator\n", (int)sizeof(void *) * 8,
                  is_wow64 ? " on 64-bit Windows" : "", is_elevated() ? "as" : "not as");
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        examine_class(live.query, classes[i], out);
    snapshot_start(&s, 0, 0, POOLTABLE_COUNTERS);
    read_pools(&live, s.totals);
    add_pools(out, "class 2", s.totals);
    snapshot_start(&s, 0, 0, POOLTABLE_COUNTERS);
    read_totals(&live, s.totals);
    add_pools(out, "K32GetPerformanceInfo", s.totals);
    snapshot_free(&s);
}

const struct source source_live_windows = {
    .name = "pooltags",
    .summary = "The pool tags of the Windows kernel",
    .open = live_open,
    .take = live_take,
    .close = live_close,
    .examine = live_examine,
};
