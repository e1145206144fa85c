/* live_windows.c - this machine's pool tags: what the Windows kernel answers, and what it says of the whole beside it.
 *
 * Class 22 needs no privilege, so none is asked for. Which classes there are and how they are laid out is told by
 * formats/pooltable.h.
 */
#include "sources/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "os/process.h"
#include "os/windows/windows_internal.h"
#include "sources/pooltable.h"
// psapi.h needs windows.h before it
#include <psapi.h>

#define CLASS_PERFORMANCE 2

/* An entry of the table as C lays it out, to hold pooltable's offsets against this compiler's. */
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
_Static_assert(sizeof(struct entry) == 40 && offsetof(struct table, first) == 8, "as formats/pooltable.h says");
_Static_assert(offsetof(struct entry, paged_bytes) == 16 && offsetof(struct entry, nonpaged_bytes) == 32, "and here");
#else
_Static_assert(sizeof(struct entry) == 28 && offsetof(struct table, first) == 4, "as formats/pooltable.h says");
_Static_assert(offsetof(struct entry, paged_bytes) == 12 && offsetof(struct entry, nonpaged_bytes) == 24, "and here");
#endif

typedef LONG(NTAPI *query_information)(ULONG class, void *buffer, ULONG room, ULONG *needed);
typedef LONG(NTAPI *get_version)(OSVERSIONINFOEXW *version);

struct live {
    query_information query;
    struct pooltable table;
    struct os_moment (*now)(void);
    uint64_t boot;
    bool is_guest; // a 32-bit program on a 64-bit Windows
    bool guest_told;
};

/* NULL: this Windows has none of that name. */
static void (*ntdll_function(const char *name))(void)
{
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");

    return ntdll ? (void (*)(void))GetProcAddress(ntdll, name) : NULL;
}

/* --- the whole: totals --- */

static int64_t bytes_of(uint64_t pages, uint64_t page_size)
{
    int64_t bytes;

    return __builtin_mul_overflow(pages, page_size, &bytes) ? TOTAL_UNKNOWN : bytes;
}

/* No pool is empty: a zero, as some sandboxes say it, is a number that nobody knew. */
static int64_t pool_bytes_of(uint64_t pages, uint64_t page_size)
{
    return pages ? bytes_of(pages, page_size) : TOTAL_UNKNOWN;
}

/* The undocumented answer that is behind the documented one; its pools only, as pages of 32 bits. */
static void read_pools(const struct live *live, int64_t *totals)
{
    struct {
        uint32_t before[28];
        uint32_t paged_pages, nonpaged_pages;
        uint32_t behind[130]; // longer in later versions
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

static uint32_t ask(void *context, uint32_t class, void *buffer, uint32_t room, uint32_t *needed)
{
    const struct live *live = context;
    ULONG length = 0;
    uint32_t status = (uint32_t)live->query(class, buffer, room, &length);

    *needed = length;
    return status;
}

static bool read_tags(struct live *live, struct snapshot *out, struct error *err)
{
    struct pooltable_kernel kernel = {ask, live, sizeof(void *) == 8};

    if (pooltable_query(&live->table, &kernel, out, err))
        return true;
    out->count = 0;
    return false;
}

static void tell_guest(struct live *live, struct warnings *warnings)
{
    if (!live->is_guest || live->guest_told)
        return;
    live->guest_told = true;
    warnings_add(warnings, WARNING_OPTION,
                 "this is the poolmonviz for 32-bit Windows, and this Windows has 64 bits: amounts above 4 GB may be "
                 "wrong; use the poolmonviz for x64");
}

static bool live_take(void *state, struct snapshot *out, struct warnings *warnings, struct error *err)
{
    struct live *live = state;
    struct os_moment now = live->now();

    snapshot_start(out, now.utc_us, now.local_us, POOLTABLE_COUNTERS);
    tell_guest(live, warnings);
    if (!read_tags(live, out, err))
        return false;
    out->uptime_ms = now.uptime_ms;
    out->boot = live->boot;
    read_totals(live, out->totals);
    return true;
}

/* --- what machine it is --- */

static OSVERSIONINFOEXW windows_version(void)
{
    get_version get = (get_version)ntdll_function("RtlGetVersion");
    OSVERSIONINFOEXW version = {.dwOSVersionInfoSize = sizeof version};

    if (get)
        get(&version);
    return version;
}

static uint64_t identity_of(const char *id)
{
    uint64_t hash = hash_of(hash_of(HASH_START, text_of("poolmonviz ")), text_of(id));

    return hash ? hash : 1;
}

/* Windows makes it at its installation. 0: not known. */
static uint64_t machine_identity(void)
{
    wchar_t id[128] = L"";
    DWORD bytes = sizeof id - sizeof *id, type = REG_NONE;
    HKEY key;
    uint64_t identity = 0;
    char *utf8;

    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"SOFTWARE\\Microsoft\\Cryptography", 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY,
                      &key) != ERROR_SUCCESS)
        return 0;
    if (RegQueryValueExW(key, L"MachineGuid", NULL, &type, (BYTE *)id, &bytes) == ERROR_SUCCESS && type == REG_SZ &&
        *id) {
        utf8 = windows_utf8(id);
        identity = identity_of(utf8);
        free(utf8);
    }
    RegCloseKey(key);
    return identity;
}

/* Counted by Windows 10 and later, in the page that it shows to every process. 0: not known, and the counters tell. */
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
    return identity_of(text);
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
    DWORD room = sizeof host / sizeof *host;
    struct buffer os = {0};
    char *name;

    *machine = (struct machine){.page_size = os_page_size(), .identity = machine_identity()};
    if (GetComputerNameExW(ComputerNamePhysicalDnsHostname, host, &room)) {
        name = windows_utf8(host);
        machine_set(machine->host, sizeof machine->host, text_of(name));
        free(name);
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
    BOOL is_guest = FALSE;
    bool ok;

    live->query = (query_information)ntdll_function("NtQuerySystemInformation");
    live->now = options->now ? options->now : os_now;
    live->is_guest = sizeof(void *) == 4 && IsWow64Process(GetCurrentProcess(), &is_guest) && is_guest;
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

/* --- what a test of this system tells --- */

/* Status, size, what it claims to hold, and the time it took, of one class. */
static void examine_class(query_information query, ULONG class, struct buffer *out)
{
    ULONG room = 1 << 20, length = 0;
    uint32_t status = 0xC0000004, count;
    unsigned char *bytes = NULL;
    double started = 0;

    for (int tries = 0; tries < 8 && status == 0xC0000004; tries++) {
        free(bytes);
        bytes = memory_new(room, 1);
        started = os_wall_seconds();
        status = (uint32_t)query(class, bytes, room, &length);
        room = length > room ? length + 65536 : room * 2;
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
    buffer_printf(out, "%s: %lld bytes of paged pool, %lld of nonpaged (-1: not known)\n", source,
                  (long long)totals[TOTAL_PAGED_POOL], (long long)totals[TOTAL_NONPAGED_POOL]);
}

/* Whether this process has an administrator's rights now. */
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
    BOOL is_guest = FALSE;

    if (!live.query)
        return;
    IsWow64Process(GetCurrentProcess(), &is_guest);
    add_version(out);
    buffer_printf(out, ", program of %d bits%s, %s administrator\n", (int)sizeof(void *) * 8,
                  is_guest ? " on a Windows of 64" : "", is_elevated() ? "as" : "not as");
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
