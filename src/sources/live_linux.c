/* live_linux.c - the slab caches of this machine from /proc/slabinfo, totals from other files of /proc, and from /sys
 * which caches are reclaimable. */
#include "sources/source.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"
#include "formats/slabinfo.h"
#include "os/files.h"
#include "os/process.h"
#include "sources/slab_reclaim.h"

#define LONGEST_FILE ((size_t)16 << 20)

enum proc_file { SLABINFO, MEMINFO, FILE_NR, LOADAVG, BOOT_ID, HOSTNAME, OSTYPE, OSRELEASE, PROC_FILES };

static const char *const below_proc[PROC_FILES] = {
    [SLABINFO] = "slabinfo",
    [MEMINFO] = "meminfo",
    [FILE_NR] = "sys/fs/file-nr",
    [LOADAVG] = "loadavg",
    [BOOT_ID] = "sys/kernel/random/boot_id",
    [HOSTNAME] = "sys/kernel/hostname",
    [OSTYPE] = "sys/kernel/ostype",
    [OSRELEASE] = "sys/kernel/osrelease",
};

struct live {
    char *paths[PROC_FILES]; // owned
    struct buffer text;      // the file being read; reused for every file
    struct slab_reclaim reclaim;
    int64_t page_size;
    struct os_moment (*now)(void);
    bool faults_reported;
};

/* --- the kernel's small files --- */

static char *path_in(const char *directory, const char *name)
{
    struct buffer b = {0};

    buffer_printf(&b, "%s/%s", directory, name);
    return buffer_take(&b);
}

/* The first line of the file, trimmed; empty when it cannot be read. Borrowed until the next read. */
static struct text first_line(struct live *live, const char *path)
{
    struct text rest, line = {"", 0};

    os_read_small(path, LONGEST_FILE, &live->text, NULL);
    rest = buffer_text(&live->text);
    text_next_line(&rest, &line);
    return text_trim(line);
}

/* Salted, so that it does not equal another program's hash of the same id. 0 only for an empty or missing file. */
static uint64_t identity_in(struct live *live, const char *path)
{
    struct text id = first_line(live, path);
    uint64_t hash = hash_of(hash_of(HASH_START, text_of("poolmonviz ")), id);

    return id.length == 0 ? 0 : hash ? hash : 1;
}

/* --- totals --- */

static int64_t non_negative(struct text number)
{
    int64_t value;

    return text_to_int64(number, &value) && value >= 0 ? value : TOTAL_UNKNOWN;
}

/* "24684092 kB" */
static int64_t parse_kilobytes(struct text amount_and_unit)
{
    int64_t value = non_negative(text_next_word(&amount_and_unit)), bytes;
    struct text unit = text_next_word(&amount_and_unit);

    if (value < 0 || !text_equal(unit, text_of("kB")) || __builtin_mul_overflow(value, 1024, &bytes))
        return TOTAL_UNKNOWN;
    return bytes;
}

static void read_meminfo(struct live *live, int64_t *totals)
{
    static const struct {
        const char *name;
        enum total total;
    } wanted[] = {{"MemTotal:", TOTAL_RAM},
                  {"MemAvailable:", TOTAL_AVAILABLE},
                  {"CommitLimit:", TOTAL_COMMIT_LIMIT},
                  {"Committed_AS:", TOTAL_COMMIT}};
    struct text rest, line;

    os_read_small(live->paths[MEMINFO], LONGEST_FILE, &live->text, NULL);
    rest = buffer_text(&live->text);
    while (text_next_line(&rest, &line)) {
        struct text name = text_next_word(&line);

        for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
            if (text_equal(name, text_of(wanted[i].name)))
                totals[wanted[i].total] = parse_kilobytes(line);
    }
}

/* "435 0 2466177": allocated file handles, unused ones among them, the limit. */
static int64_t read_handles(struct live *live)
{
    struct text line = first_line(live, live->paths[FILE_NR]);
    int64_t allocated = non_negative(text_next_word(&line)), unused = non_negative(text_next_word(&line));

    return allocated >= 0 && unused >= 0 && unused <= allocated ? allocated - unused : TOTAL_UNKNOWN;
}

/* "0.20 0.18 0.12 1/80 11206": 1 of 80 threads is running. */
static int64_t read_threads(struct live *live)
{
    struct text line = first_line(live, live->paths[LOADAVG]), counts = {"", 0};
    size_t slash;

    for (int i = 0; i < 4; i++)
        counts = text_next_word(&line);
    slash = text_find(counts, text_of("/"));
    if (slash == TEXT_NOWHERE)
        return TOTAL_UNKNOWN;
    return non_negative((struct text){counts.data + slash + 1, counts.length - slash - 1});
}

/* TOTAL_PROCESSES stays unknown: counting them means listing all of /proc, and a container shows only its own. */
static void read_totals(struct live *live, int64_t *totals)
{
    read_meminfo(live, totals);
    totals[TOTAL_HANDLES] = read_handles(live);
    totals[TOTAL_THREADS] = read_threads(live);
}

/* --- the tags --- */

static bool read_slabinfo(struct live *live, struct error *err)
{
    const char *path = live->paths[SLABINFO];

    if (os_path_kind(path) == OS_MISSING)
        return error_set(err,
                         "'%s' does not exist: use a Linux kernel with slabinfo (CONFIG_SLUB_DEBUG), outside of a "
                         "container that hides it",
                         path);
    if (!os_can_read(path))
        return error_set(err, "cannot read %s: permission denied; run as root, for example with sudo", path);
    return os_read_small(path, LONGEST_FILE, &live->text, err);
}

static void report_faults(struct live *live, const struct slabinfo_faults *faults, struct warnings *warnings)
{
    if (faults->lines == 0 || live->faults_reported)
        return;
    live->faults_reported = true;
    warnings_add(
        warnings, WARNING_ROW,
        "%s:%zu: invalid line of a slab cache: this and later ones like it are skipped, and the pool total is unknown",
        live->paths[SLABINFO], faults->first);
}

static bool live_take(void *state, struct snapshot *out, struct warnings *warnings, struct error *err)
{
    struct live *live = state;
    struct os_moment now = live->now();
    struct slabinfo_faults faults;

    snapshot_start(out, now.utc_us, now.local_us, SLABINFO_COUNTERS);
    if (!read_slabinfo(live, err))
        return false;
    if (!slabinfo_read(buffer_text(&live->text), live->paths[SLABINFO], live->page_size, out, &faults, err)) {
        out->count = 0;
        return false;
    }
    report_faults(live, &faults, warnings);
    slab_reclaim_set(&live->reclaim, out);
    out->uptime_ms = now.uptime_ms;
    out->boot = identity_in(live, live->paths[BOOT_ID]);
    read_totals(live, out->totals);
    return true;
}

/* --- opening and closing --- */

static void live_close(void *state)
{
    struct live *live = state;

    if (!live)
        return;
    for (int i = 0; i < PROC_FILES; i++)
        free(live->paths[i]);
    buffer_free(&live->text);
    slab_reclaim_free(&live->reclaim);
    free(live);
}

/* For a copy of another machine's /proc, the id in the copy, not that of this machine. */
static uint64_t machine_identity(struct live *live, const char *proc)
{
    char *copied_id = proc ? path_in(proc, "machine-id") : NULL;
    uint64_t identity = identity_in(live, proc ? copied_id : "/etc/machine-id");

    free(copied_id);
    if (identity == 0 && !proc)
        identity = identity_in(live, "/var/lib/dbus/machine-id");
    return identity;
}

static void describe(struct live *live, const char *proc, struct machine *machine)
{
    struct buffer os = {0};

    *machine = (struct machine){.page_size = live->page_size, .identity = machine_identity(live, proc)};
    machine_set(machine->host, sizeof machine->host, first_line(live, live->paths[HOSTNAME]));
    machine_set(machine->source, sizeof machine->source, text_of(source_live_linux.name));
    buffer_add_text(&os, first_line(live, live->paths[OSTYPE]));
    buffer_add_char(&os, ' ');
    buffer_add_text(&os, first_line(live, live->paths[OSRELEASE]));
    machine_set(machine->os, sizeof machine->os, text_trim(buffer_text(&os)));
    buffer_free(&os);
}

static bool live_open(const struct source_options *options, void **state, struct machine *machine, struct error *err)
{
    struct live *live = memory_new(1, sizeof *live);
    const char *proc = options->proc ? options->proc : "/proc";

    for (int i = 0; i < PROC_FILES; i++)
        live->paths[i] = path_in(proc, below_proc[i]);
    live->reclaim.directory =
        path_in(options->proc ? options->proc : "", options->proc ? "../sys/kernel/slab" : "sys/kernel/slab");
    live->page_size = options->page_size ? options->page_size : os_page_size();
    live->now = options->now ? options->now : os_now;
    if (!read_slabinfo(live, err)) {
        live_close(live);
        return false;
    }
    describe(live, options->proc, machine);
    *state = live;
    return true;
}

const struct source source_live_linux = {
    .name = "slabinfo",
    .summary = "The slab caches of the Linux kernel, from /proc/slabinfo",
    .open = live_open,
    .take = live_take,
    .close = live_close,
};
