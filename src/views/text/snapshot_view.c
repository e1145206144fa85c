#include "views/text/snapshot_view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/quantity.h"
#include "model/tag.h"
#include "views/markup.h"

/* The cell as plain text; `shown`: control characters as visible symbols. */
static void add_cell(struct buffer *b, const struct snapshot_view *v, size_t row, enum column column, bool shown)
{
    struct buffer scratch = {0};
    struct cell cell = column_cell(v->snapshot, row, column, v->names, &scratch);

    if (column_is_number(column) && cell.is_known)
        amount_add(b, cell.number);
    else if (!column_is_number(column) && shown)
        tag_add_shown(b, cell.text);
    else if (!column_is_number(column))
        buffer_add_text(b, cell.text);
    buffer_free(&scratch);
}

/* --- table --- */

static size_t *widths_of(const struct snapshot_view *v)
{
    size_t *widths = memory_new(v->column_count, sizeof *widths);

    for (size_t c = 0; c < v->column_count; c++) {
        widths[c] = text_of(column_name(v->columns[c])).length;
        for (size_t i = 0; i < v->row_count; i++) {
            struct buffer b = {0};
            size_t width;

            add_cell(&b, v, v->rows[i], v->columns[c], true);
            width = tag_shown_width(buffer_text(&b));
            widths[c] = width > widths[c] ? width : widths[c];
            buffer_free(&b);
        }
    }
    return widths;
}

static void add_padded(struct buffer *out, struct text text, size_t width, bool right)
{
    size_t own = tag_shown_width(text), pad = width > own ? width - own : 0;

    buffer_add_repeated(out, ' ', right ? pad : 0);
    buffer_add_text(out, text);
    buffer_add_repeated(out, ' ', right ? 0 : pad);
}

/* Cuts the line at the terminal width and strips trailing blanks. */
static void end_line(struct buffer *out, size_t start, int width)
{
    struct text line = {out->bytes + start, out->length - start};
    size_t end = 0;

    if (width > 0)
        for (int column = 0; end < line.length && column < width; column++)
            text_code_point(line, &end);
    else
        end = line.length;
    while (end > 0 && line.data[end - 1] == ' ')
        end--;
    out->length = start + end;
    buffer_add_char(out, '\n');
}

/* The width up to the last numeric column. Numbers must not be cut: a part of a number is another number. */
static size_t width_of_numbers(const struct snapshot_view *v, const size_t *widths)
{
    size_t width = 0, numbers = 0;

    for (size_t c = 0; c < v->column_count; c++) {
        width += widths[c] + (width ? 2 : 0);
        numbers = column_is_number(v->columns[c]) ? width : numbers;
    }
    return numbers;
}

/* The order in which columns are dropped on a narrow terminal: times, which are the same in all rows, then calls, then
 * other numbers from the left, as sums come last. Other columns stay and are cut; the sort column stays as well. */
enum worth { WORTH_TIME, WORTH_CALLS, WORTH_NUMBER, WORTH_STAYS };

static enum worth worth_of(const struct snapshot_view *v, enum column column)
{
    if (column == v->sorted)
        return WORTH_STAYS;
    switch (column_kind(column)) {
    case COLUMN_IS_TIME:
        return WORTH_TIME;
    case COLUMN_IS_CALLS:
        return WORTH_CALLS;
    case COLUMN_IS_BLOCKS:
    case COLUMN_IS_BYTES:
        return WORTH_NUMBER;
    default:
        return WORTH_STAYS;
    }
}

/* Removes columns from the view and from `widths` until all numbers fit; `columns` is the writable array of the
 * view. */
static void drop_columns(struct snapshot_view *v, enum column *columns, size_t *widths, struct buffer *dropped)
{
    for (enum worth worth = WORTH_TIME; v->width > 0 && worth < WORTH_STAYS; worth++) {
        for (size_t c = 0; c < v->column_count && width_of_numbers(v, widths) > (size_t)v->width;) {
            if (worth_of(v, columns[c]) != worth) {
                c++;
                continue;
            }
            buffer_printf(dropped, "%s%s", dropped->length ? ", " : "", column_name(columns[c]));
            v->column_count--;
            memmove(columns + c, columns + c + 1, (v->column_count - c) * sizeof *columns);
            memmove(widths + c, widths + c + 1, (v->column_count - c) * sizeof *widths);
        }
    }
}

static void add_row(struct buffer *out, const struct snapshot_view *v, const size_t *widths, size_t row)
{
    size_t start = out->length;

    for (size_t c = 0; c < v->column_count; c++) {
        struct buffer b = {0};

        buffer_add_string(out, c ? "  " : "");
        add_cell(&b, v, row, v->columns[c], true);
        add_padded(out, buffer_text(&b), widths[c], column_is_number(v->columns[c]));
        buffer_free(&b);
    }
    end_line(out, start, v->width);
}

void snapshot_table_write(struct buffer *out, const struct snapshot_view *all)
{
    size_t *widths = widths_of(all), start = out->length;
    enum column *columns = memory_new(all->column_count, sizeof *columns);
    struct buffer dropped = {0};
    struct snapshot_view v = *all;

    memcpy(columns, all->columns, all->column_count * sizeof *columns);
    v.columns = columns;
    drop_columns(&v, columns, widths, &dropped);
    for (size_t c = 0; c < v.column_count; c++) {
        buffer_add_string(out, c ? "  " : "");
        add_padded(out, text_of(column_name(v.columns[c])), widths[c], column_is_number(v.columns[c]));
    }
    end_line(out, start, v.width);
    for (size_t i = 0; i < v.row_count; i++)
        add_row(out, &v, widths, v.rows[i]);
    if (dropped.length) {
        buffer_add_string(out, "(columns that do not fit: ");
        buffer_add_text(out, buffer_text(&dropped));
        buffer_add_string(out, "; widen the terminal, or choose columns with -values)\n");
    }
    buffer_free(&dropped);
    free(columns);
    free(widths);
}

/* --- csv --- */

void snapshot_csv_write(struct buffer *out, const struct snapshot_view *v)
{
    for (size_t c = 0; c < v->column_count && v->with_heading; c++) {
        buffer_add_string(out, c ? "," : "");
        buffer_add_quoted(out, text_of(column_name(v->columns[c])));
    }
    buffer_add_string(out, v->with_heading ? "\n" : "");
    for (size_t i = 0; i < v->row_count; i++) {
        for (size_t c = 0; c < v->column_count; c++) {
            struct buffer b = {0};

            buffer_add_string(out, c ? "," : "");
            add_cell(&b, v, v->rows[i], v->columns[c], false);
            buffer_add_quoted(out, buffer_text(&b));
            buffer_free(&b);
        }
        buffer_add_char(out, '\n');
    }
}

/* --- json --- */

static void add_json_cell(struct json *json, const struct snapshot_view *v, size_t row, enum column column)
{
    struct buffer b = {0};

    json_name(json, column_name(column));
    add_cell(&b, v, row, column, false);
    if (!column_is_number(column))
        json_text(json, buffer_text(&b));
    else if (b.length)
        json_number_text(json, buffer_text(&b));
    else
        json_double(json, NAN);
    buffer_free(&b);
}

void snapshot_json_write(struct buffer *out, const struct snapshot_view *v)
{
    struct json json = {.out = out};

    json_open(&json, '[');
    for (size_t i = 0; i < v->row_count; i++) {
        json_open(&json, '{');
        for (size_t c = 0; c < v->column_count; c++)
            add_json_cell(&json, v, v->rows[i], v->columns[c]);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    buffer_add_char(out, '\n');
}

/* --- page --- */

static const char page_head[] =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
    "script-src 'nonce-sort'\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
    "<title>poolmonviz: snapshot</title>\n<style>:root{color-scheme:light dark}"
    "body{font:13px/1.4 " FONT_SANS ";margin:16px}table{border-collapse:collapse}"
    "th{position:sticky;top:0;background:Canvas;text-align:left;padding:0;border-bottom:1px solid GrayText}"
    "th button{font:inherit;font-weight:600;border:0;background:none;color:inherit;padding:6px 10px;cursor:pointer}"
    "th[aria-sort=ascending] button::after{content:' \\2191'}th[aria-sort=descending] button::after{content:' \\2193'}"
    "td{padding:3px 10px;white-space:pre}td.n{text-align:right;font-variant-numeric:tabular-nums}"
    "tr:nth-child(even) td{background:color-mix(in srgb,GrayText 8%,Canvas)}code{font-family:" FONT_MONO
    "}</style></head><body>\n";

static const char page_script[] =
    "<script nonce=\"sort\">\n"
    "const body = document.querySelector('tbody'), heads = [...document.querySelectorAll('th')];\n"
    "heads.forEach((head, at) => head.firstChild.addEventListener('click', () => {\n"
    "  const down = head.getAttribute('aria-sort') !== 'descending', rows = [...body.rows];\n"
    "  const key = row => row.cells[at].textContent, number = row => key(row) === '' ? -Infinity : Number(key(row));\n"
    "  const numeric = rows.length > 0 && rows[0].cells[at].className === 'n';\n"
    "  rows.sort((a, b) => (numeric ? number(a) - number(b) : key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) "
    "* (down ? -1 : 1));\n"
    "  heads.forEach(other => other.removeAttribute('aria-sort'));\n"
    "  head.setAttribute('aria-sort', down ? 'descending' : 'ascending');\n"
    "  body.append(...rows);\n"
    "}));\n</script>\n";

void snapshot_page_write(struct buffer *out, const struct snapshot_view *v)
{
    buffer_add_string(out, page_head);
    buffer_add_string(out, "<table><thead><tr>");
    for (size_t c = 0; c < v->column_count; c++)
        buffer_printf(out, "<th><button>%s</button></th>", column_name(v->columns[c]));
    buffer_add_string(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < v->row_count; i++) {
        buffer_add_string(out, "<tr>");
        for (size_t c = 0; c < v->column_count; c++) {
            struct buffer b = {0};

            add_cell(&b, v, v->rows[i], v->columns[c], false);
            buffer_add_string(out, column_is_number(v->columns[c]) ? "<td class=\"n\">"
                                   : v->columns[c] == COLUMN_TAG   ? "<td><code>"
                                                                   : "<td>");
            markup_add_escaped(out, buffer_text(&b));
            buffer_add_string(out, v->columns[c] == COLUMN_TAG ? "</code></td>" : "</td>");
            buffer_free(&b);
        }
        buffer_add_string(out, "</tr>\n");
    }
    buffer_add_string(out, "</tbody></table>\n");
    buffer_add_string(out, page_script);
    buffer_add_string(out, "</body></html>\n");
}
