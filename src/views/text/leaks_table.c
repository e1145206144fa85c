#include "views/text/leaks_table.h"

#include <math.h>
#include <string.h>

#include "base/quantity.h"
#include "model/tag.h"
#include "report/leaks_times.h"
#include "report/leaks_units.h"
#include "report/leaks_words.h"
#include "views/text/fold.h"

#define INDENT "      " // of what belongs to the row above
#define BETWEEN 2       // columns
#define NAME_MIN 4
#define VERDICT 8 // "PROBABLE"

enum table_column { RATE_BYTES, RATE_BLOCKS, FREED, PER_BLOCK, SINCE, TABLE_COLUMNS };

struct layout {
    size_t name, cells[TABLE_COLUMNS]; // columns of the terminal; 0: left out
};

static bool is_shown(const struct leaks_view *view, const struct leak_finding *f)
{
    return leak_is_flagged(f) || (view->all && f->verdict == LEAK_WATCH);
}

static void add_heading(struct buffer *b, const struct leaks_view *view, enum table_column column)
{
    static const char *const names[TABLE_COLUMNS] = {[FREED] = "freed", [PER_BLOCK] = "B/block", [SINCE] = "since"};

    if (column == RATE_BYTES || column == RATE_BLOCKS)
        leaks_add_rate_heading(b, view->leaks, column == RATE_BYTES ? "bytes" : "blocks");
    else
        buffer_add_string(b, names[column]);
    if (column == SINCE)
        leaks_add_clock(b, view->leaks);
}

/* False: nothing is known, and what is added says so. */
static bool add_cell(struct buffer *b, const struct leaks_view *view, const struct leak_finding *f,
                     enum table_column column)
{
    enum leak_quantity quantity = column == RATE_BYTES ? LEAK_BYTES : LEAK_COUNTS;
    size_t begin = b->length;

    switch (column) {
    case RATE_BYTES:
    case RATE_BLOCKS:
        leaks_add_amount(b, f->rate[quantity].mean / leaks_unit_of(leaks_seen_seconds(view->leaks)).per_day, quantity,
                         true);
        break;
    case FREED:
        leaks_add_freed(b, &f->gain);
        break;
    case PER_BLOCK:
        leaks_add_per_block(b, &f->gain);
        break;
    default:
        if (f->has_since && leak_is_flagged(f))
            leaks_add_minute(b, f->since_us);
        return b->length > begin;
    }
    return b->length != begin + 1 || b->bytes[begin] != '-';
}

/* The width of a column; 0 where no row knows anything. */
static size_t width_of(const struct leaks_view *view, enum table_column column)
{
    struct buffer cell = {0};
    bool is_known = false;
    size_t width;

    add_heading(&cell, view, column);
    width = cell.length;
    for (size_t i = 0; i < view->leaks->count; i++) {
        cell.length = 0;
        if (!is_shown(view, &view->leaks->findings[i]))
            continue;
        is_known |= add_cell(&cell, view, &view->leaks->findings[i], column);
        width = cell.length > width ? cell.length : width;
    }
    buffer_free(&cell);
    return is_known ? width : 0;
}

static struct layout layout_of(const struct leaks_view *view)
{
    struct layout layout = {.name = NAME_MIN};
    size_t cells = BETWEEN + VERDICT;

    for (int column = 0; column < TABLE_COLUMNS; column++) {
        layout.cells[column] = width_of(view, (enum table_column)column);
        cells += layout.cells[column] ? layout.cells[column] + BETWEEN : 0;
    }
    for (size_t i = 0; i < view->leaks->count; i++) {
        size_t width = tag_shown_width(store_tag_name(view->store, view->leaks->findings[i].tag));

        if (is_shown(view, &view->leaks->findings[i]) && width > layout.name &&
            (!view->width || width + cells <= (size_t)view->width))
            layout.name = width;
    }
    return layout;
}

static void add_folded(struct buffer *out, const struct leaks_view *view, const char *indent, struct text sentence)
{
    fold_add(out, sentence, indent, 0, fold_width(view->width));
}

/* Ends the row: the owner beside it where the terminal is wide enough, else below. */
static void add_owner(struct buffer *out, const struct leaks_view *view, size_t tag, size_t column, size_t end)
{
    struct buffer owner = {0};

    leaks_add_owner(&owner, view, tag);
    if (owner.length && (!view->width || end + BETWEEN + owner.length <= (size_t)view->width)) {
        buffer_add_repeated(out, ' ', end + BETWEEN - column);
        buffer_add_text(out, buffer_text(&owner));
        owner.length = 0;
    }
    buffer_add_char(out, '\n');
    if (owner.length)
        add_folded(out, view, INDENT, buffer_text(&owner));
    buffer_free(&owner);
}

static void write_name(struct buffer *out, struct text name, size_t columns)
{
    size_t width = tag_shown_width(name);

    tag_add_shown(out, name);
    if (width > columns) {
        buffer_add_char(out, '\n');
        width = 0;
    }
    buffer_add_repeated(out, ' ', columns - width);
}

static void write_row(struct buffer *out, const struct leaks_view *view, const struct layout *layout,
                      const struct leak_finding *f)
{
    size_t column = layout->name + BETWEEN + strlen(leaks_verdict_word(f->verdict)); // written so far
    size_t end = layout->name + BETWEEN + VERDICT;
    struct buffer cell = {0};

    write_name(out, store_tag_name(view->store, f->tag), layout->name);
    buffer_printf(out, "%*s%s", BETWEEN, "", leaks_verdict_word(f->verdict));
    for (int c = 0; c < TABLE_COLUMNS; c++) {
        if (!layout->cells[c])
            continue;
        cell.length = 0;
        end += BETWEEN + layout->cells[c];
        add_cell(&cell, view, f, (enum table_column)c);
        if (!cell.length)
            continue;
        // times are aligned to the left
        buffer_add_repeated(out, ' ', end - column - (c == SINCE ? layout->cells[c] : cell.length));
        buffer_add_text(out, buffer_text(&cell));
        column = c == SINCE ? end - layout->cells[c] + cell.length : end;
    }
    add_owner(out, view, f->tag, column, end);
    cell.length = 0;
    leaks_add_why(&cell, view, f);
    add_folded(out, view, INDENT, buffer_text(&cell));
    buffer_free(&cell);
}

static void write_headings(struct buffer *out, const struct leaks_view *view, const struct layout *layout)
{
    struct buffer heading = {0};

    buffer_printf(out, "\n%-*s%*s%-*s", (int)layout->name, "tag", BETWEEN, "", VERDICT, "verdict");
    for (int c = 0; c < TABLE_COLUMNS; c++) {
        if (!layout->cells[c])
            continue;
        heading.length = 0;
        add_heading(&heading, view, (enum table_column)c);
        buffer_add_repeated(out, ' ', BETWEEN + (c == SINCE ? 0 : layout->cells[c] - heading.length));
        buffer_add_text(out, buffer_text(&heading));
    }
    buffer_add_char(out, '\n');
    buffer_free(&heading);
}

/* What the words of the table mean. */
static void write_legend(struct buffer *out, const struct leaks_view *view, const struct layout *layout)
{
    struct buffer b = {0};

    if (view->leaks->wanted[LEAK_COUNTS])
        buffer_add_string(&b, view->leaks->knows_calls ? "blocks: allocated and not freed yet (poolmon's Diff). "
                                                       : "blocks: objects in use. ");
    if (layout->cells[FREED])
        buffer_add_string(&b, "freed: frees in percent of allocs. ");
    if (layout->cells[PER_BLOCK])
        buffer_add_string(&b, "B/block: bytes of each block gained. ");
    buffer_add_string(&b, "In parentheses: the change in percent, and the range of the rate (95 % confidence).");
    buffer_add_char(out, '\n');
    add_folded(out, view, "", buffer_text(&b));
    buffer_free(&b);
}

void leaks_table_write(struct buffer *out, const struct leaks_view *view)
{
    struct layout layout = layout_of(view);
    size_t rows = 0;

    for (size_t i = 0; i < view->leaks->count; i++) {
        if (!is_shown(view, &view->leaks->findings[i]))
            continue;
        if (rows++ == 0)
            write_headings(out, view, &layout);
        write_row(out, view, &layout, &view->leaks->findings[i]);
    }
    if (rows)
        write_legend(out, view, &layout);
}
