#include "views/text/drivers_text.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "model/tag.h"
#include "owners/pool_functions.h"

#define DRIVERS_SHOWN 8
#define PLACES_SHOWN 4

/* --- one driver --- */

static void add_shown(struct buffer *out, const char *string)
{
    tag_add_shown(out, text_of(string)); // untrusted text from the file
}

static void add_about(struct buffer *out, const struct driver_file *file)
{
    const char *between = "  ";

    add_shown(out, file->name);
    if (*file->description) {
        buffer_add_string(out, between);
        add_shown(out, file->description);
        between = ", ";
    }
    if (*file->company) {
        buffer_add_string(out, between);
        add_shown(out, file->company);
        between = ", ";
    }
    if (*file->version) {
        buffer_add_string(out, between);
        add_shown(out, file->version);
        between = ", ";
    }
    buffer_printf(out, "%s%s", between, file->machine);
    if (file->linked) {
        struct calendar_day day = calendar_day_of(file->linked / 86400);

        buffer_printf(out, ", linked %04d-%02d-%02d", (int)day.year, day.month, day.day);
    }
    if (file->loaded != DRIVER_LOADED_UNKNOWN)
        buffer_add_string(out, file->loaded == DRIVER_IS_LOADED ? ", loaded" : ", not loaded");
    buffer_add_char(out, '\n');
}

static const char *evidence_words(enum evidence evidence)
{
    static const char *const words[EVIDENCES] = {
        [EVIDENCE_ARGUMENT] = "passed to a function of the driver or of WDF",
        [EVIDENCE_CODE] = "elsewhere in its code",
        [EVIDENCE_DATA] = "as a constant in its data",
    };

    return words[evidence];
}

/* One line for the run of sites with the evidence and function of site `index`; returns their number. */
static size_t add_sites(struct buffer *out, const struct driver_file *file, const struct driver_use *use, size_t index)
{
    const struct driver_site *first = &use->sites[index];
    size_t count = 0;

    while (index + count < use->site_count && use->sites[index + count].evidence == first->evidence &&
           use->sites[index + count].function == first->function)
        count++;
    if (first->function == POOL_FUNCTION_NONE)
        buffer_printf(out, "    %s", evidence_words((enum evidence)first->evidence));
    else
        buffer_printf(out, "    passed to %s", pool_functions[first->function].name);
    if (first->evidence == EVIDENCE_REFERENCE)
        buffer_add_string(out, ", which counts references and allocates no memory");
    buffer_printf(out, ", %zu place%s:", count, count == 1 ? "" : "s");
    for (size_t i = 0; i < count && i < PLACES_SHOWN; i++) {
        buffer_add_char(out, ' ');
        drivers_report_add_place(out, file, first[i].rva);
    }
    buffer_add_string(out, count > PLACES_SHOWN ? " ...\n" : "\n");
    return count;
}

static void add_use(struct buffer *out, const struct drivers_report *r, const struct driver_use *use)
{
    const struct driver_file *file = &r->index->files[use->file];

    buffer_add_string(out, "  ");
    add_about(out, file);
    for (size_t i = 0; i < use->site_count;)
        i += add_sites(out, file, use, i);
    if (!file->uses_pools)
        buffer_add_string(out, "    it calls no pool allocation function\n");
    buffer_add_string(out, "    ");
    add_shown(out, file->path);
    if (file->copies)
        buffer_printf(out, " and %zu more cop%s", file->copies, file->copies == 1 ? "y" : "ies");
    buffer_add_char(out, '\n');
}

/* --- one tag --- */

static void add_verdict(struct buffer *out, const struct drivers_report *r, const struct drivers_answer *a)
{
    const struct driver_use *first = a->uses.uses;

    if (!a->is_tag) {
        buffer_add_string(out, "not a pool tag: pool tags have four characters\n");
        return;
    }
    if (a->uses.count == 0) {
        if (r->index->file_count == 1)
            buffer_add_string(out, "not in the scanned driver\n");
        else
            buffer_printf(out, "in none of the %zu scanned drivers\n", r->index->file_count);
        return;
    }
    if (first->best == EVIDENCE_REFERENCE)
        buffer_add_string(out, "no driver allocates with this tag");
    else if (first->best >= EVIDENCE_CODE)
        buffer_add_string(out, "perhaps ");
    if (first->best != EVIDENCE_REFERENCE)
        add_shown(out, r->index->files[first->file].name);
    if (a->uses.names > 1)
        buffer_printf(out, "; %zu of %zu drivers contain this tag, most likely first", a->uses.names,
                      r->index->file_count);
    buffer_add_char(out, '\n');
}

static void add_known_as(struct buffer *out, const struct drivers_answer *a)
{
    tag_add_shown(out, a->known_driver);
    buffer_add_string(out, a->known_driver.length && a->known_description.length ? ": " : "");
    tag_add_shown(out, a->known_description);
}

static void add_bytes(struct buffer *out, uint32_t bytes)
{
    struct buffer tag = {0};

    tag_add_bytes(&tag, bytes);
    tag_add_python(out, buffer_text(&tag));
    buffer_free(&tag);
}

static void add_hints(struct buffer *out, const struct drivers_report *r, const struct drivers_answer *a)
{
    if (a->uses.count && a->uses.uses[0].best <= EVIDENCE_CODE && r->index->files[a->uses.uses[0].file].is_kernel)
        buffer_add_string(out,
                          "  The kernel allocates with this tag, often on behalf of a driver: look at the callers.\n");
    if (a->by_name != SIZE_MAX) {
        buffer_add_string(out, "  Perhaps ");
        add_shown(out, r->index->files[a->by_name].name);
        buffer_add_string(out, ": it uses WDF, which tags a driver's allocations with the first four letters of its "
                               "service name.\n");
    }
    if (a->is_backwards) {
        buffer_add_string(out, "  ");
        add_bytes(out, __builtin_bswap32(a->bytes));
        buffer_add_string(out, " is in a driver: source code writes tags in reverse order.\n");
    }
    for (size_t i = 0; i < a->near_count; i++) {
        buffer_add_string(out, i == 0 ? "  Did you mean " : ", ");
        add_bytes(out, a->near[i]);
        buffer_add_string(out, i + 1 == a->near_count ? "?\n" : "");
    }
}

static void add_answer(struct buffer *out, const struct drivers_report *r, const struct drivers_answer *a)
{
    tag_add_shown(out, a->tag);
    buffer_add_string(out, "  ");
    add_verdict(out, r, a);
    if (a->known_driver.length || a->known_description.length) {
        buffer_add_string(out, "  known as: ");
        add_known_as(out, a);
        buffer_add_char(out, '\n');
    }
    for (size_t i = 0; i < a->uses.count && i < DRIVERS_SHOWN; i++)
        add_use(out, r, &a->uses.uses[i]);
    if (a->uses.count > DRIVERS_SHOWN)
        buffer_printf(out, "  and %zu more files (use --format json for all)\n", a->uses.count - DRIVERS_SHOWN);
    add_hints(out, r, a);
}

/* --- table: one line per tag --- */

enum cell { CELL_TAG, CELL_DRIVER, CELL_HOW, CELL_KNOWN, CELLS };

static void make_driver_cells(const struct drivers_report *r, const struct drivers_answer *a,
                              struct buffer cells[CELLS])
{
    static const char *const how[EVIDENCES] = {[EVIDENCE_ARGUMENT] = "passed to a function",
                                               [EVIDENCE_CODE] = "perhaps: in its code",
                                               [EVIDENCE_DATA] = "perhaps: in its data"};
    const struct driver_use *first = a->uses.uses;

    if (a->uses.count == 0 || first->best == EVIDENCE_REFERENCE) {
        buffer_add_string(&cells[CELL_DRIVER], a->is_tag ? "in no driver" : "not a pool tag");
        if (a->by_name != SIZE_MAX) {
            buffer_add_string(&cells[CELL_HOW], "perhaps WDF for ");
            add_shown(&cells[CELL_HOW], r->index->files[a->by_name].name);
        }
        return;
    }
    add_shown(&cells[CELL_DRIVER], r->index->files[first->file].name);
    if (a->uses.names > 1)
        buffer_printf(&cells[CELL_DRIVER], " +%zu", a->uses.names - 1);
    if (first->sites[0].function == POOL_FUNCTION_NONE)
        buffer_add_string(&cells[CELL_HOW], how[first->best]);
    else
        buffer_add_string(&cells[CELL_HOW], pool_functions[first->sites[0].function].name);
}

static void make_cells(const struct drivers_report *r, const struct drivers_answer *a, struct buffer cells[CELLS])
{
    tag_add_shown(&cells[CELL_TAG], a->tag);
    make_driver_cells(r, a, cells);
    add_known_as(&cells[CELL_KNOWN], a);
}

/* One line, without trailing blanks; frees the cells. */
static void add_line(struct buffer *out, struct buffer cells[CELLS], const size_t widths[CELLS])
{
    for (int c = 0; c < CELLS; c++) {
        size_t width = tag_shown_width(buffer_text(&cells[c]));

        buffer_add_text(out, buffer_text(&cells[c]));
        buffer_add_repeated(out, ' ', c == CELL_KNOWN ? 0 : widths[c] - width + 2);
        buffer_free(&cells[c]);
    }
    while (out->length && out->bytes[out->length - 1] == ' ')
        out->length--;
    buffer_add_char(out, '\n');
}

static void add_table(struct buffer *out, const struct drivers_report *r)
{
    static const char *const titles[CELLS] = {"tag", "driver", "how", "known as"};
    struct buffer(*lines)[CELLS] = memory_new(r->count + 1, sizeof *lines); // the first is the heading
    size_t widths[CELLS] = {0};

    for (int c = 0; c < CELLS; c++)
        buffer_add_string(&lines[0][c], titles[c]);
    for (size_t i = 0; i < r->count; i++)
        make_cells(r, &r->answers[i], lines[i + 1]);
    for (size_t i = 0; i <= r->count; i++)
        for (int c = 0; c < CELLS; c++) {
            size_t width = tag_shown_width(buffer_text(&lines[i][c]));

            widths[c] = width > widths[c] ? width : widths[c];
        }
    for (size_t i = 0; i <= r->count; i++)
        add_line(out, lines[i], widths);
    free(lines);
}

/* --- below all tags --- */

static void add_extent(struct buffer *out, const struct drivers_report *r)
{
    size_t copies = 0;

    for (size_t i = 0; i < r->index->file_count; i++)
        copies += r->index->files[i].copies;
    buffer_printf(out, "%zu driver%s scanned", r->index->file_count, r->index->file_count == 1 ? "" : "s");
    if (copies)
        buffer_printf(out, ", %zu more cop%s of them", copies, copies == 1 ? "y" : "ies");
    if (r->index->passed_over)
        buffer_printf(out, ", %zu file%s skipped that %s not kernel-mode code", r->index->passed_over,
                      r->index->passed_over == 1 ? "" : "s", r->index->passed_over == 1 ? "is" : "are");
    if (!r->loaded_known)
        buffer_printf(out, ". Whether %s loaded is not known here", r->index->file_count == 1 ? "it is" : "they are");
    buffer_add_string(out, ".\n");
}

static void add_meaning(struct buffer *out, const struct drivers_report *r)
{
    bool any = false;

    for (size_t i = 0; i < r->count; i++)
        any |= r->answers[i].is_tag && r->answers[i].uses.count == 0;
    if (!any)
        return;
    buffer_add_string(out, "\nA tag found in no driver\n"
                           "  - belongs to a driver that is not among these files");
    buffer_add_string(out, r->has_kernel ? ",\n" : " (nor is a kernel: add one, such as ntoskrnl.exe),\n");
    buffer_add_string(
        out,
        "  - or is built at run time: WDF uses the first four letters of the service name, other drivers read it\n"
        "    from a setting or compute it,\n"
        "  - or is a general tag, such as Strg, with which one module allocates for others: look at the callers.\n");
}

void drivers_text_write(struct buffer *out, const struct drivers_report *r)
{
    if (r->of_capture)
        add_table(out, r);
    for (size_t i = 0; i < r->count && !r->of_capture; i++) {
        buffer_add_string(out, i ? "\n" : "");
        add_answer(out, r, &r->answers[i]);
    }
    add_meaning(out, r);
    buffer_add_char(out, '\n');
    add_extent(out, r);
}
