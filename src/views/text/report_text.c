#include "views/text/report_text.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "base/quantity.h"
#include "model/tag.h"
#include "report/report_times.h"
#include "views/text/fold.h"

#define BOLD "\033[1m"
#define RED "\033[31m"
#define PLAIN "\033[0m"

#define MATRIX_TAGS_MAX 60 // larger matrices: only on the page and in JSON
#define CELL_WIDTH 11      // minimum
#define CELLS 6
#define OWNER_MIN 8  // columns; a narrower rest of the line shows no owner
#define WIDTH_MIN 20 // narrower terminals: nothing is folded

struct report_text {
    struct buffer *out; // borrowed
    const struct report *report;
    struct report_text_options options;
    size_t name_width; // of the widest tag, in columns
    int cell_width;
};

static void coloured(const struct report_text *t, const char *colour, const char *text)
{
    if (t->options.colour)
        buffer_add_string(t->out, colour);
    buffer_add_string(t->out, text);
    if (t->options.colour)
        buffer_add_string(t->out, PLAIN);
}

static void add_name(const struct report_text *t, struct text name)
{
    size_t width = tag_shown_width(name);

    tag_add_shown(t->out, name);
    buffer_add_repeated(t->out, ' ', t->name_width > width ? t->name_width - width : 0);
}

static void write_lists(const struct report_text *t)
{
    const struct report *r = t->report;

    for (int order = 0; order < ORDERS; order++) {
        if (!r->list_wanted[order])
            continue;
        buffer_printf(t->out, "tags with %s: [", report_list_title((enum order)order));
        for (size_t i = 0; i < r->list_counts[order]; i++) {
            buffer_add_string(t->out, i ? ", " : "");
            tag_add_python(t->out, r->lists[order][i]);
        }
        buffer_add_string(t->out, "]\n");
    }
}

static void write_folded(const struct report_text *t, size_t column, const char *sentence)
{
    fold_add(t->out, text_of(sentence), "", column, t->options.width > WIDTH_MIN ? (size_t)t->options.width : 0);
}

static void write_capture(const struct report_text *t)
{
    const struct report *r = t->report;
    struct buffer b = {0};

    buffer_add_char(t->out, '\n');
    coloured(t, BOLD, r->title);
    report_add_extent(&b, r);
    buffer_add_string(&b, r->is_numbered ? ", " : " ");
    report_add_clock(&b, r);
    buffer_add_char(&b, '\0');
    buffer_add_char(t->out, ' ');
    write_folded(t, strlen(r->title) + 1, b.bytes);
    buffer_add_char(t->out, '\n');
    buffer_free(&b);
}

/* Number of value columns that fit. */
static int cells_that_fit(const struct report_text *t)
{
    int columns = t->options.width - (int)t->name_width - 1;

    if (t->options.width == 0 || columns >= CELLS * (t->cell_width + 1))
        return CELLS;
    return columns < t->cell_width + 1 ? 1 : columns / (t->cell_width + 1);
}

/* Value `cell` of a row, the most important first: a narrow terminal drops from the end. */
static void add_cell(struct buffer *b, const struct report *r, const struct report_row *row, int cell)
{
    struct quantity plain = {.is_bytes = r->is_bytes}, gain = {.is_bytes = r->is_bytes, .is_signed = true};

    switch (cell) {
    case 0:
        quantity_add(b, row->last, plain);
        break;
    case 1:
        quantity_add(b, row->growth, gain);
        break;
    case 2:
        quantity_add_percent(b, row->percent);
        break;
    case 3:
        quantity_add(b, row->peak, plain);
        break;
    case 4:
        quantity_add(b, row->mean, plain);
        break;
    default:
        quantity_add(b, row->first, plain);
        break;
    }
}

static const int shown_order[CELLS] = {5, 0, 1, 2, 3, 4};
static const char *const cell_titles[CELLS] = {"last", "growth", "% of first", "peak", "mean", "first"};

/* "driver: description", cut at the terminal width. */
static void add_owner(const struct report_text *t, const struct report_row *row, int fit)
{
    size_t used = t->name_width + (size_t)fit * ((size_t)t->cell_width + 1) + 2, capacity = SIZE_MAX, end = 0;
    struct buffer b = {0};

    if (!row->driver.length && !row->description.length)
        return;
    if (t->options.width)
        capacity = (size_t)t->options.width > used ? (size_t)t->options.width - used : 0;
    tag_add_shown(&b, row->driver);
    if (row->driver.length && row->description.length)
        buffer_add_string(&b, ": ");
    tag_add_shown(&b, row->description);
    for (size_t columns = 0; end < b.length && columns < capacity; columns++)
        text_code_point(buffer_text(&b), &end);
    if (capacity >= OWNER_MIN) {
        buffer_add_string(t->out, "  ");
        buffer_add(t->out, b.bytes, end);
    }
    buffer_free(&b);
}

static void write_row(const struct report_text *t, const struct report_row *row, int fit)
{
    add_name(t, row->name);
    for (int i = 0; i < CELLS; i++) {
        struct buffer cell = {0};

        if (shown_order[i] >= fit)
            continue;
        add_cell(&cell, t->report, row, shown_order[i]);
        buffer_add_repeated(t->out, ' ',
                            1 + (cell.length < (size_t)t->cell_width ? (size_t)t->cell_width - cell.length : 0));
        buffer_add_char(&cell, '\0');
        if (shown_order[i] == 1 && row->growth > 0)
            coloured(t, RED, cell.bytes);
        else
            buffer_add_string(t->out, cell.bytes);
        buffer_free(&cell);
    }
    add_owner(t, row, fit);
    buffer_add_char(t->out, '\n');
}

static void write_table(const struct report_text *t)
{
    int fit = cells_that_fit(t);
    struct buffer head = {0};

    buffer_add_string(&head, "tag");
    buffer_add_repeated(&head, ' ', t->name_width - 3);
    for (int i = 0; i < CELLS; i++)
        if (shown_order[i] < fit)
            buffer_printf(&head, " %*s", t->cell_width, cell_titles[shown_order[i]]);
    buffer_add_char(&head, '\0');
    coloured(t, BOLD, head.bytes);
    buffer_add_char(t->out, '\n');
    buffer_free(&head);
    for (size_t i = 0; i < t->report->row_count; i++)
        write_row(t, &t->report->rows[i], fit);
}

static void write_significant(const struct report_text *t)
{
    const struct report_matrix *m = &t->report->matrix;
    size_t found = 0;

    buffer_add_char(t->out, '\n');
    for (size_t i = 0; i < m->count; i++) {
        if (!report_is_significant(m, i))
            continue;
        if (found++ == 0) {
            coloured(t, BOLD, "Significant correlations with TOTAL, threshold = 0.9");
            buffer_add_char(t->out, '\n');
        }
        add_name(t, m->names[i]);
        buffer_printf(t->out, " %9.6f\n", m->r[m->total * m->count + i]);
    }
    if (!found)
        buffer_add_string(t->out, "No tag correlates with TOTAL above 0.9.\n");
}

static void write_matrix_part(const struct report_text *t, size_t first, size_t count, size_t width)
{
    const struct report_matrix *m = &t->report->matrix;

    buffer_add_repeated(t->out, ' ', t->name_width);
    for (size_t j = first; j < first + count; j++) {
        buffer_add_repeated(t->out, ' ', width - tag_shown_width(m->names[j]));
        tag_add_shown(t->out, m->names[j]);
    }
    buffer_add_char(t->out, '\n');
    for (size_t i = 0; i < m->count; i++) {
        add_name(t, m->names[i]);
        for (size_t j = first; j < first + count; j++) {
            double r = m->r[i * m->count + j];

            if (isnan(r))
                buffer_printf(t->out, "%*s", (int)width, "-");
            else
                buffer_printf(t->out, "%*.2f", (int)width, r);
        }
        buffer_add_char(t->out, '\n');
    }
}

static void write_matrix(const struct report_text *t)
{
    const struct report_matrix *m = &t->report->matrix;
    size_t width = t->name_width + 1 < 6 ? 6 : t->name_width + 1, at_once = m->count;

    if (m->count > MATRIX_TAGS_MAX) {
        buffer_printf(t->out, "\nThe matrix of %zu tags is too large for text: use the page or --format json.\n",
                      m->count);
        return;
    }
    if (t->options.width)
        at_once =
            (size_t)t->options.width > t->name_width + width ? ((size_t)t->options.width - t->name_width) / width : 1;
    for (size_t first = 0; first < m->count; first += at_once) {
        buffer_add_char(t->out, '\n');
        if (first == 0) {
            coloured(t, BOLD, "Correlation");
            buffer_add_char(t->out, '\n');
        }
        write_matrix_part(t, first, m->count - first < at_once ? m->count - first : at_once, width);
    }
}

static size_t widest_name(const struct report *r)
{
    size_t widest = 5; // TOTAL

    for (size_t i = 0; i < r->row_count; i++)
        if (tag_shown_width(r->rows[i].name) > widest)
            widest = tag_shown_width(r->rows[i].name);
    for (size_t i = 0; i < r->matrix.count; i++)
        if (tag_shown_width(r->matrix.names[i]) > widest)
            widest = tag_shown_width(r->matrix.names[i]);
    return widest;
}

static int widest_cell(const struct report *r)
{
    size_t widest = CELL_WIDTH;

    for (size_t i = 0; i < r->row_count; i++)
        for (int cell = 0; cell < CELLS; cell++) {
            struct buffer b = {0};

            add_cell(&b, r, &r->rows[i], cell);
            widest = b.length > widest ? b.length : widest;
            buffer_free(&b);
        }
    return (int)widest;
}

void report_text_write(struct buffer *out, const struct report *report, struct report_text_options options)
{
    struct report_text t = {.out = out,
                            .report = report,
                            .options = options,
                            .name_width = widest_name(report),
                            .cell_width = widest_cell(report)};

    write_lists(&t);
    write_capture(&t);
    write_table(&t);
    if (report->leak_count)
        buffer_add_char(out, '\n');
    for (size_t i = 0; i < report->leak_count; i++)
        write_folded(&t, 0, report->leaks[i]);
    if (report->note_count)
        buffer_add_char(out, '\n');
    for (size_t i = 0; i < report->note_count; i++)
        write_folded(&t, 0, report->notes[i]);
    if (report->matrix.count)
        write_significant(&t);
    if (report->matrix.count && report->matrix.is_shown)
        write_matrix(&t);
}
