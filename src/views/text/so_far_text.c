#include "views/text/so_far_text.h"

#include "model/tag.h"
#include "report/leaks_so_far.h"
#include "report/leaks_words.h"
#include "views/text/fold.h"

#define BETWEEN 2       // columns
#define NAME_MIN 4      // columns of a tag; longer names than fit have a line of their own
#define INDENT "      " // of what belongs to the row above

struct layout {
    size_t rows;
    size_t name;                  // columns
    size_t cells[SO_FAR_COLUMNS]; // 0: nothing is known, and the column is left out
};

static void measure_cell(struct buffer *cell, size_t *width)
{
    *width = cell->length > *width ? cell->length : *width;
    cell->length = 0;
}

static bool is_dash(const struct buffer *cell)
{
    return cell->length == 1 && cell->bytes[0] == '-';
}

static struct layout measure(const struct leaks_view *view)
{
    struct layout layout = {.rows = leaks_so_far_rows(view), .name = NAME_MIN};
    size_t cells = 0;
    struct buffer cell = {0};

    for (int column = 0; column < SO_FAR_COLUMNS; column++) {
        bool is_known = column == SO_FAR_FIRST; // a dash there means 0

        leaks_add_so_far_heading(&cell, view->leaks, (enum so_far_column)column);
        measure_cell(&cell, &layout.cells[column]);
        for (size_t i = 0; i < layout.rows; i++) {
            leaks_add_so_far_cell(&cell, view->leaks, &view->leaks->findings[i], (enum so_far_column)column);
            is_known |= !is_dash(&cell);
            measure_cell(&cell, &layout.cells[column]);
        }
        layout.cells[column] = is_known ? layout.cells[column] : 0;
        cells += is_known ? layout.cells[column] + BETWEEN : 0;
    }
    for (size_t i = 0; i < layout.rows; i++) {
        size_t width = tag_shown_width(store_tag_name(view->store, view->leaks->findings[i].tag));
        bool fits = !view->width || width + cells <= (size_t)view->width;

        layout.name = fits && width > layout.name ? width : layout.name;
    }
    buffer_free(&cell);
    return layout;
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
    struct buffer cell = {0};

    write_name(out, store_tag_name(view->store, f->tag), layout->name);
    for (int column = 0; column < SO_FAR_COLUMNS; column++) {
        if (!layout->cells[column])
            continue;
        leaks_add_so_far_cell(&cell, view->leaks, f, (enum so_far_column)column);
        buffer_add_repeated(out, ' ', layout->cells[column] + BETWEEN - cell.length);
        buffer_add_text(out, buffer_text(&cell));
        cell.length = 0;
    }
    buffer_add_char(out, '\n');
    leaks_add_owner(&cell, view, f->tag);
    if (cell.length)
        fold_add(out, buffer_text(&cell), INDENT, 0, fold_width(view->width));
    buffer_free(&cell);
}

static void write_table(struct buffer *out, const struct leaks_view *view, const struct layout *layout)
{
    struct buffer heading = {0};

    if (layout->rows == 0)
        return;
    buffer_printf(out, "\n%-*s", (int)layout->name, "tag");
    for (int column = 0; column < SO_FAR_COLUMNS; column++) {
        if (!layout->cells[column])
            continue;
        leaks_add_so_far_heading(&heading, view->leaks, (enum so_far_column)column);
        buffer_add_repeated(out, ' ', layout->cells[column] + BETWEEN - heading.length);
        buffer_add_text(out, buffer_text(&heading));
        heading.length = 0;
    }
    buffer_free(&heading);
    buffer_add_char(out, '\n');
    for (size_t i = 0; i < layout->rows; i++)
        write_row(out, view, layout, &view->leaks->findings[i]);
}

void so_far_text_write(struct buffer *out, const struct leaks_view *view)
{
    size_t width = fold_width(view->width);
    struct layout layout = measure(view);
    struct buffer line = {0};

    leaks_add_seen(&line, view->leaks);
    fold_add(out, buffer_text(&line), "", 0, width);
    write_table(out, view, &layout);
    line.length = 0;
    leaks_add_moved(&line, view, layout.rows);
    if (line.length) {
        buffer_add_char(out, '\n');
        fold_add(out, buffer_text(&line), "", 0, width);
    }
    buffer_free(&line);
}
