/* make_capture.c - writes the directory the PowerShell collector would have written on a machine that never was.
 *
 * One file per snapshot, every field quoted, CRLF:
 *
 *     2025.09.15_20.00.11_1757966411.48217.pool.csv
 *     "DateTime","DateTimeUTC","Tag","PagedAllocs", ... ,"TotalUsedBytes"
 *     "2025-09-15T20:00:11","2025-09-15T18:00:11","MmSt","64713", ... ,"219627520"
 *
 *     --encoding utf16   PowerShell 5.1: UTF-16LE with BOM, the local epoch with decimals in the name,
 *                        tag bytes >= 0x80 read as Windows-1252
 *     --encoding utf8    PowerShell 7: UTF-8 without BOM, an integer UTC epoch, such bytes as U+FFFD
 *     --one-file         its -loop: one file, one heading, all snapshots
 *
 * Always: counters are shown modulo 2^32, and Diff is their plain difference, negative while only allocs
 * has wrapped. The same options give the same bytes. --sample is a preset; options after it change it.
 *
 * Benchmarks rely on these figures (3000 tags, seed 1). After a change metric them again: what they are
 * made of is printed at the end.
 *
 *     rows unchanged but for their time     83 % at --interval 60, 62 % at --interval 900
 *     bytes per row, as UTF-8               107, so that 2880 snapshots are 911 MB, or 1.8 GB as UTF-16
 */
#include "make_capture_machine.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum {
    ROW_MAX = 256, // a tag of four U+FFFD, nine numbers of 20 digits
    STAMPS_MAX = 64,
    NAME_MAX_BYTES = 160,
    TAGS_MAX = 20000,
    SNAPSHOTS_MAX = 1000000,
    EAST_OF_UTC_S = 2 * 3600
};

static const char usage[] =
    "usage: make_capture [--sample] [--tags N] [--snapshots N] [--interval SECONDS] [--seed N]\n"
    "                    [--encoding utf16|utf8] [--reboot-at K] [--leak TAG:BYTES_PER_HOUR]...\n"
    "                    [--one-file] DIR\n";

static const char heading[] =
    "\"DateTime\",\"DateTimeUTC\",\"Tag\",\"PagedAllocs\",\"PagedFrees\",\"PagedDiff\",\"PagedUsedBytes\","
    "\"NonPagedAllocs\",\"NonPagedFrees\",\"NonPagedDiff\",\"NonPagedUsedBytes\",\"TotalUsedBytes\"\r\n";

struct options {
    struct machine_options machine;
    bool utf8;
    bool one_file;
    const char *directory;
};

/* A row from its tag on; it stays as it is while its tag does nothing. */
struct row {
    char text[ROW_MAX];
    size_t length;
};

struct collector {
    const struct options *options;
    struct row *rows;    // owned, one per tag
    char *text;          // owned: a whole snapshot as UTF-8
    unsigned char *wide; // owned: the same as UTF-16
    FILE *only_file;     // owned, with --one-file
    unsigned long long rows_written;
    unsigned long long rows_unchanged;
    unsigned long long bytes_written;
};

_Noreturn static void fail(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

_Noreturn static void fail(int status, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fputs("make_capture: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    if (status == 2)
        fputs(usage, stderr);
    exit(status);
}

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count, size);

    if (memory == NULL)
        fail(1, "out of memory");
    return memory;
}

static char *put_character(char *out, unsigned code) // as UTF-8, below U+10000
{
    if (code < 0x80) {
        *out++ = (char)code;
    } else if (code < 0x800) {
        *out++ = (char)(0xC0 | (code >> 6));
        *out++ = (char)(0x80 | (code & 0x3F));
    } else {
        *out++ = (char)(0xE0 | (code >> 12));
        *out++ = (char)(0x80 | ((code >> 6) & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    }
    return out;
}

static unsigned windows_1252(unsigned char byte)
{
    static const unsigned short high[32] = {
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
    };

    return byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte;
}

static char *put_tag(char *out, const unsigned char *name, bool utf8)
{
    for (size_t i = 0; i < TAG_BYTES; i++) {
        if (name[i] == '"')
            *out++ = '"';
        out = put_character(out, utf8 && name[i] >= 0x80 ? 0xFFFD : windows_1252(name[i]));
    }
    *out++ = '"';
    return out;
}

static char *put_number(char *out, int64_t value)
{
    char digits[20];
    size_t count = 0;

    *out++ = ',';
    *out++ = '"';
    if (value < 0)
        *out++ = '-';
    for (uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value; count == 0 || rest; rest /= 10)
        digits[count++] = (char)('0' + rest % 10);
    while (count)
        *out++ = digits[--count];
    *out++ = '"';
    return out;
}

static void row_format(struct row *row, const struct tag *tag, bool utf8)
{
    char *out = put_tag(row->text, tag->name, utf8);
    int64_t total = 0;

    for (size_t i = 0; i < POOLS_OF_A_TAG; i++) {
        int64_t allocs = (uint32_t)tag->pools[i].allocs, frees = (uint32_t)tag->pools[i].frees;
        int64_t used = tag_used_bytes(tag, (enum pool)i);
        out = put_number(out, allocs);
        out = put_number(out, frees);
        out = put_number(out, allocs - frees);
        out = put_number(out, used);
        total += used;
    }
    out = put_number(out, total);
    *out++ = '\r';
    *out++ = '\n';
    row->length = (size_t)(out - row->text);
}

static void format_time(char *out, size_t size, const char *format, int64_t seconds)
{
    time_t time = (time_t)seconds;
    struct tm parts;

    gmtime_r(&time, &parts); // the shift to local time is already in `seconds`: TZ must not matter
    if (strftime(out, size, format, &parts) == 0)
        fail(1, "the time %lld does not fit its field", (long long)seconds);
}

static char *put_bytes(char *out, const char *bytes, size_t length)
{
    memcpy(out, bytes, length);
    return out + length;
}

static char *put_rows(struct collector *collector, char *out, const struct synthetic *machine)
{
    char stamps[STAMPS_MAX], *end = stamps;
    int64_t local_s = machine->local_ticks / TICKS_PER_S;

    format_time(end, STAMPS_MAX, "\"%Y-%m-%dT%H:%M:%S\",", local_s);
    end += strlen(end);
    format_time(end, (size_t)(stamps + STAMPS_MAX - end), "\"%Y-%m-%dT%H:%M:%S\",\"", local_s - EAST_OF_UTC_S);
    end += strlen(end);
    for (size_t i = 0; i < machine->options.tags; i++) {
        const struct tag *tag = &machine->tags[i];
        if (tag->changed)
            row_format(&collector->rows[i], tag, collector->options->utf8);
        if (!tag->present)
            continue;
        out = put_bytes(out, stamps, (size_t)(end - stamps));
        out = put_bytes(out, collector->rows[i].text, collector->rows[i].length);
        collector->rows_written++;
        collector->rows_unchanged += !tag->changed;
    }
    return out;
}

static size_t widen(unsigned char *out, const char *text, size_t length) // our own UTF-8, so it is valid
{
    unsigned char *start = out;

    for (size_t i = 0; i < length; i++) {
        unsigned code = (unsigned char)text[i];
        if (code >= 0xE0) {
            code = (code & 0x0F) << 12 | ((unsigned)text[i + 1] & 0x3F) << 6 | ((unsigned)text[i + 2] & 0x3F);
            i += 2;
        } else if (code >= 0x80) {
            code = (code & 0x1F) << 6 | ((unsigned)text[i + 1] & 0x3F);
            i += 1;
        }
        *out++ = (unsigned char)code;
        *out++ = (unsigned char)(code >> 8);
    }
    return (size_t)(out - start);
}

static void file_name(char *out, size_t size, int64_t local_ticks, bool utf8)
{
    int64_t seconds = local_ticks / TICKS_PER_S, fraction = local_ticks % TICKS_PER_S;
    char stamp[STAMPS_MAX], decimals[16] = "";

    format_time(stamp, sizeof stamp, "%Y.%m.%d_%H.%M.%S", seconds);
    if (utf8)
        seconds -= EAST_OF_UTC_S;
    else if (fraction)
        snprintf(decimals, sizeof decimals, ".%05d", (int)fraction);
    for (size_t n = strlen(decimals); n && decimals[n - 1] == '0'; n--)
        decimals[n - 1] = '\0';
    snprintf(out, size, "%s_%lld%s.pool.csv", stamp, (long long)seconds, decimals);
}

static FILE *open_file(const struct collector *collector, const struct synthetic *machine, char **path)
{
    char name[NAME_MAX_BYTES];
    const char *directory = collector->options->directory;
    size_t size = strlen(directory) + sizeof name + 1;

    file_name(name, sizeof name, machine->local_ticks, collector->options->utf8);
    *path = allocate(size, 1);
    snprintf(*path, size, "%s/%s", directory, name);
    FILE *file = fopen(*path, "wb");
    if (file == NULL)
        fail(1, "%s: cannot be written: %s", *path, strerror(errno));
    setvbuf(file, NULL, _IONBF, 0); // it gets everything in one piece
    return file;
}

static void write_snapshot(struct collector *collector, const struct synthetic *machine)
{
    bool first = machine->snapshot == 0, opens = first || !collector->options->one_file,
         utf8 = collector->options->utf8;
    bool closes = !collector->options->one_file || machine->snapshot + 1 == machine->options.snapshots;
    char *end = collector->text, *path = NULL;
    const void *bytes = collector->text;

    if (opens && !utf8)
        end = put_character(end, 0xFEFF);
    if (opens)
        end = put_bytes(end, heading, sizeof heading - 1);
    end = put_rows(collector, end, machine);
    size_t length = (size_t)(end - collector->text);
    if (!utf8) {
        length = widen(collector->wide, collector->text, length);
        bytes = collector->wide;
    }
    if (opens)
        collector->only_file = open_file(collector, machine, &path);
    bool written = fwrite(bytes, 1, length, collector->only_file) == length;
    if ((closes && fclose(collector->only_file) != 0) || !written)
        fail(1, "%s: not written to the end: %s", path ? path : collector->options->directory, strerror(errno));
    collector->bytes_written += length;
    free(path);
}

static void collect(struct collector *collector)
{
    const struct machine_options *options = &collector->options->machine;
    size_t text_max = sizeof heading + 4 + options->tags * (STAMPS_MAX + ROW_MAX);
    struct synthetic machine;

    collector->rows = allocate(options->tags, sizeof *collector->rows);
    collector->text = allocate(text_max, 1);
    collector->wide = allocate(collector->options->utf8 ? 1 : text_max, 2);
    machine_start(&machine, options);
    write_snapshot(collector, &machine);
    while (machine.snapshot + 1 < options->snapshots) {
        machine_step(&machine);
        write_snapshot(collector, &machine);
    }
    machine_free(&machine);
    free(collector->wide);
    free(collector->text);
    free(collector->rows);
}

static bool is_capture_file(const char *name)
{
    static const char ending[] = "pool.csv";
    size_t length = strlen(name), wanted = sizeof ending - 1;

    return length >= wanted && strcmp(name + length - wanted, ending) == 0;
}

// A mixture of two captures would look like one and be nonsense.
static void prepare_directory(const char *path)
{
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        fail(1, "cannot create %s: %s", path, strerror(errno));
    DIR *directory = opendir(path);
    if (directory == NULL)
        fail(1, "cannot read %s: %s", path, strerror(errno));
    for (const struct dirent *entry; (entry = readdir(directory)) != NULL;)
        if (is_capture_file(entry->d_name))
            fail(1, "%s: already holds %s; use a new or empty directory", path, entry->d_name);
    closedir(directory);
}

/* Two days of a file server, four times an hour, with a driver that leaks and a reboot that hides it. */
static void use_sample(struct options *options)
{
    options->machine = (struct machine_options){
        .tags = 370,
        .snapshots = 193,
        .reboot_at = 120,
        .interval_s = 900,
        .uptime_hours = 2.5,
        .seed = 11,
        .leaks = {{"Vgd1", 1.8e6}},
        .leak_count = 1,
    };
    options->utf8 = false;
}

static double number_option(const char *name, const char *text, double least, double most, bool whole)
{
    char *end;
    double value = text ? strtod(text, &end) : 0;

    if (text == NULL || end == text || *end != '\0' || !(value >= least && value <= most))
        fail(2, "%s needs a number from %.0f to %.0f", name, least, most);
    if (whole && value != (double)(uint64_t)value)
        fail(2, "%s needs a whole number", name);
    return value;
}

static void leak_option(struct machine_options *machine, const char *text)
{
    const char *colon = text ? strrchr(text, ':') : NULL;
    size_t length = colon ? (size_t)(colon - text) : 0;

    if (length == 0 || length > TAG_BYTES)
        fail(2, "--leak needs TAG:BYTES_PER_HOUR with a tag of up to %d characters", TAG_BYTES);
    if (machine->leak_count == LEAKS_MAX)
        fail(2, "--leak can be given %d times at most", LEAKS_MAX);
    struct leak *leak = &machine->leaks[machine->leak_count++];
    *leak = (struct leak){.name = "    ", .bytes_per_hour = number_option("--leak", colon + 1, 0, 1e12, false)};
    memcpy(leak->name, text, length);
}

static void encoding_option(struct options *options, const char *text)
{
    if (text == NULL || (strcmp(text, "utf8") != 0 && strcmp(text, "utf16") != 0))
        fail(2, "--encoding needs utf16 or utf8");
    options->utf8 = strcmp(text, "utf8") == 0;
}

static bool flag(struct options *options, const char *name)
{
    if (strcmp(name, "--sample") == 0)
        use_sample(options);
    else if (strcmp(name, "--one-file") == 0)
        options->one_file = true;
    else
        return false;
    return true;
}

// `value` is NULL when nothing follows.
static void option_with_value(struct options *options, const char *name, const char *value)
{
    struct machine_options *machine = &options->machine;

    if (strcmp(name, "--tags") == 0)
        machine->tags = (size_t)number_option(name, value, 1, TAGS_MAX, true);
    else if (strcmp(name, "--snapshots") == 0)
        machine->snapshots = (size_t)number_option(name, value, 1, SNAPSHOTS_MAX, true);
    else if (strcmp(name, "--interval") == 0)
        machine->interval_s = number_option(name, value, 1, 1e6, false);
    else if (strcmp(name, "--seed") == 0)
        machine->seed = (uint64_t)number_option(name, value, 0, 1e15, true);
    else if (strcmp(name, "--reboot-at") == 0)
        machine->reboot_at = (size_t)number_option(name, value, 0, SNAPSHOTS_MAX, true);
    else if (strcmp(name, "--leak") == 0)
        leak_option(machine, value);
    else if (strcmp(name, "--encoding") == 0)
        encoding_option(options, value);
    else
        fail(2, "%s is not an option", name);
}

static void parse(struct options *options, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (flag(options, argv[i]))
            continue;
        if (argv[i][0] == '-') {
            option_with_value(options, argv[i], argv[i + 1]); // argv ends with NULL
            i++;
        } else if (options->directory == NULL)
            options->directory = argv[i];
        else
            fail(2, "one directory at a time, please: %s and %s", options->directory, argv[i]);
    }
    if (options->directory == NULL)
        fail(2, "a directory to write to is missing");
    if (options->machine.leak_count > options->machine.tags)
        fail(2, "there are more leaks than tags");
}

int main(int argc, char **argv)
{
    struct options options = {
        .machine = {.tags = 3000, .snapshots = 240, .interval_s = 60, .uptime_hours = 200, .seed = 1},
    };
    struct collector collector = {.options = &options};

    parse(&options, argc, argv);
    prepare_directory(options.directory);
    collect(&collector);
    printf("snapshots %zu rows %llu unchanged %llu bytes %llu\n", options.machine.snapshots, collector.rows_written,
           collector.rows_unchanged, collector.bytes_written);
    return 0;
}
