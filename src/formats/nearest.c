#include "formats/nearest.h"

#include <string.h>

#include "formats/text/number.h"
#include "formats/text/pasted.h"

/* --- lines of text --- */

static bool has(struct text line, const char *part)
{
    return text_find(line, text_of(part)) != TEXT_NOWHERE;
}

static bool has_word(struct text line, const char *wanted)
{
    struct text word;

    while ((word = text_next_word(&line)).length)
        if (text_equal_nocase(word, text_of(wanted)))
            return true;
    return false;
}

static size_t numbers_in(struct text line)
{
    struct text word;
    size_t count = 0;
    int64_t number;

    while ((word = text_next_word(&line)).length)
        count += number_parse_integer(&word, &number) && word.length == 0;
    return count;
}

static bool is_slabinfo(struct text line)
{
    return has(line, "slabinfo - version") || has(line, "<active_objs>") || has(line, ": tunables") ||
           has(line, ": slabdata");
}

static bool is_slabtop(struct text line)
{
    return has(line, "OBJ/SLAB") || has(line, "CACHE SIZE") || has(line, "Active / Total ");
}

static bool is_poolused(struct text line)
{
    return has(line, "!poolused") || has(line, "UNKNOWN pooltag") || has(line, ", Binary: ") ||
           (has_word(line, "Tag") && has_word(line, "Used"));
}

static bool is_poolmon(struct text line)
{
    bool has_pool = has_word(line, "Nonp") || has_word(line, "Paged") || has_word(line, "NonPaged");

    return (has_pool && numbers_in(line)) || (has_word(line, "Tag") && has_word(line, "Type")) ||
           (has_word(line, "Allocs") && has_word(line, "Frees"));
}

static bool is_collector(struct text line)
{
    return has(line, "PagedUsedBytes") || has(line, "PagedAllocs") || has(line, "PagedDiff");
}

static bool is_memsnap(struct text line)
{
    return has(line, "LogType=memsnap") || has(line, "Proc.Name");
}

static bool is_meminfo(struct text line)
{
    return (text_starts_with(line, "MemTotal:") || text_starts_with(line, "Slab:")) && has(line, "kB");
}

/* "Proc - nt!ps - Process objects" */
static bool is_tag_file(struct text line)
{
    size_t dash = text_find(line, text_of(" - "));

    return dash != TEXT_NOWHERE && dash > 0 && dash <= 6 && has(text_skip(line, dash + 3), " - ");
}

struct kind {
    bool (*resembles)(struct text line);
    const char *what;    // after "looks like"
    const char *missing; // after "but", with a remedy
};

static const struct kind kinds[] = {
    {is_slabinfo, "/proc/slabinfo",
     "no line has a name, five numbers, \": tunables\" and \": slabdata\" with their numbers: use whole lines, as "
     "\"sudo cat /proc/slabinfo\" prints them"},
    {is_slabtop, "slabtop",
     "no line has its eight columns OBJS ACTIVE USE OBJ SIZE SLABS OBJ/SLAB CACHE SIZE NAME: use whole lines, as "
     "\"slabtop -o\" prints them"},
    {is_collector, "the collector's columns",
     "no line has a heading with Tag and a column such as PagedUsedBytes, and rows below it: keep the heading, and "
     "one row a line"},
    {is_poolused, "!poolused",
     "no line has its heading \"Tag Allocs Used Allocs Used\", or a tag, four or eight numbers and what the tag is: "
     "use whole lines, with the heading above them"},
    {is_poolmon, "poolmon's columns",
     "no line has a tag, Nonp or Paged, and then allocs, frees, diff, bytes and bytes per alloc, as in "
     "\" Abcd Nonp 120 20 100 4096 40\": use whole lines, as poolmon /n prints them"},
    {is_memsnap, "memsnap",
     "no line has its heading \"Process ID Proc.Name ... PagedPool NonPgdPl\": use the whole log"},
    {is_meminfo, "/proc/meminfo", "it tells sums, not tags: record /proc/slabinfo (collect does)"},
    {is_tag_file, "a list of tags such as pooltag.txt", "it has no numbers: give it to -tagfile, beside a capture"},
};

/* --- bytes --- */

struct signature {
    const char *bytes;
    size_t length;
    const char *what; // a sentence with its remedy
};

static const struct signature signatures[] = {
    {"PAGEDU", 6, "a crash dump of Windows: open it in the debugger, and use the output of !poolused 2"},
    {"PAGEDUMP", 8, "a crash dump of Windows: open it in the debugger, and use the output of !poolused 2"},
    {"MDMP", 4, "a minidump, which has no pool: use the output of poolmon, or collect on the machine"},
    {"SQLite format 3", 15, "a SQLite database: export its rows as CSV"},
    {"%PDF", 4, "a PDF: copy its text into a file"},
    {"\x89PNG", 4, "a picture: only text can be read"},
    {"\xFF\xD8\xFF", 3, "a picture: only text can be read"},
};

static const char *find_signature(struct text head)
{
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        if (head.length >= signatures[i].length && memcmp(head.data, signatures[i].bytes, signatures[i].length) == 0)
            return signatures[i].what;
    return NULL;
}

/* The first line, from 1, that resembles the kind; 0: none. */
static size_t find_line(struct text head, const struct kind *kind)
{
    struct pasted pasted = {0};
    struct text line;
    size_t number = 0, found = 0;

    while (!found && text_next_line(&head, &line)) {
        number++;
        if (kind->resembles(pasted_line(line, &pasted)))
            found = number;
    }
    pasted_free(&pasted);
    return found;
}

bool nearest_error(const char *path, struct text head, struct error *err)
{
    const char *what = find_signature(head);

    if (what)
        return error_set(err, "%s: %s", path, what);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t line = find_line(head, &kinds[i]);

        if (line)
            return error_set(err, "%s:%zu: unknown format: looks like %s, but %s", path, line, kinds[i].what,
                             kinds[i].missing);
    }
    return error_set(err,
                     "%s: unknown format: no line resembles output of poolmon, !poolused, slabinfo, slabtop or a "
                     "collector: docs/formats.md lists the supported formats",
                     path);
}
