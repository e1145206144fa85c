#include "views/html.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "views/quantity.h"
#include "views/svg_figures.h"
#include "views/svg_ink.h"

/* Light and dark; the pictures' classes are those of svg_ink.h. */
static const char style[] =
    ":root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--line:#e1e5ea;--text:#16191f;--dim:#5f6875;--up:#b2182b;"
    "--link:#0d49ac}\n"
    "@media(prefers-color-scheme:dark){:root{--ground:#14161a;--card:#1c1f25;--line:#30353d;--text:#e8eaee;--dim:#9aa3b0;"
    "--up:#f2938c;--link:#8ab4f8}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--ground);color:var(--text);font:14px/1.5 " INK_SANS "}\n"
    "header{display:flex;flex-wrap:wrap;gap:4px 20px;align-items:baseline;padding:14px 24px;background:var(--card);"
    "border-bottom:1px solid var(--line)}\n"
    "h1{font-size:18px;margin:0}h2{font-size:15px;margin:0 0 8px}\n"
    "main{max-width:1150px;margin:0 auto;padding:16px 12px}\n"
    "section{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:14px 18px;margin-bottom:14px;"
    "overflow-x:auto}\n"
    ".dim{color:var(--dim)}.up{color:var(--up)}\n"
    ".lists{display:grid;grid-template-columns:repeat(auto-fit,minmax(210px,1fr));gap:14px 24px}\n"
    ".lists h2{color:var(--dim);font-size:12px;text-transform:uppercase;letter-spacing:.04em;margin:0}\n"
    ".lists ol{margin:6px 0 0;padding-left:26px;max-height:20em;overflow-y:auto;overflow-wrap:anywhere}\n"
    "code{font-family:" INK_MONO ";white-space:pre-wrap;font-weight:600}\n"
    "table{border-collapse:collapse;width:100%}\n"
    "th,td{padding:5px 10px;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}\n"
    "th{color:var(--dim);font-weight:500}th:first-child,td:first-child,.l{text-align:left}\n"
    "td.l{white-space:normal;min-width:9em}td{font-variant-numeric:tabular-nums}tr:last-child td{border-bottom:0}\n"
    "ul{margin:0;padding-left:18px}svg{display:block;max-width:100%;height:auto}\n"
    "@media(max-width:800px){svg.pv{min-width:760px;max-width:none}}\n"
    "footer{color:var(--dim);padding:4px 24px 24px;text-align:center}\n"
    "@media(prefers-color-scheme:dark){"
    ".pv-text{fill:#e8eaee}.pv-dim{fill:#9aa3b0}.pv-grid{stroke:#2a2f37}.pv-axis{stroke:#6f7782}.pv-boot{stroke:#9aa3b0}"
    ".pv-9{stroke:#aab2bd}.pv-f9{fill:#aab2bd}.pv--1{stroke:#6f7782}.pv-f-1{fill:#6f7782}";

static void add_style(struct buffer *b)
{
    buffer_add_string(b, style);
    for (size_t i = 0; i < INK_COLOURS; i++)
        buffer_printf(b, ".pv-%zu{stroke:%s}.pv-f%zu{fill:%s}", i, ink_of(i).dark, i, ink_of(i).dark);
    buffer_add_string(b, "}\n@media print{body{background:#fff}section{break-inside:avoid;border:0}}\n");
}

static void add_code(struct buffer *b, struct text name)
{
    buffer_add_string(b, "<code>");
    ink_add_escaped(b, name);
    buffer_add_string(b, "</code>");
}

static void add_time(struct buffer *b, int64_t time_us)
{
    calendar_add(b, time_us, ' ');
}

static void add_header(struct buffer *b, const struct report *r)
{
    buffer_add_string(b, "<header><h1>");
    ink_add_escaped(b, text_of(r->title));
    buffer_add_string(b, "</h1><span><b>");
    add_time(b, r->shown[0]);
    if (r->moments > 1) {
        buffer_add_string(b, "</b> to <b>");
        add_time(b, r->shown[r->moments - 1]);
    }
    buffer_printf(b, "</b> %s", r->is_local ? "local time" : "UTC");
    if (r->moments > 1) {
        buffer_add_string(b, " <span class=\"dim\">(");
        calendar_add_span(b, r->utc[r->moments - 1] - r->utc[0]);
        buffer_add_string(b, ")</span>");
    }
    buffer_printf(b, "</span><span><b>%zu</b> snapshot%s</span><span><b>%zu</b> tag%s</span>", r->moments,
                  r->moments == 1 ? "" : "s", r->tags, r->tags == 1 ? "" : "s");
    if (r->boots_known)
        buffer_printf(b, "<span><b>%zu</b> reboot%s</span>", r->boot_count, r->boot_count == 1 ? "" : "s");
    buffer_add_string(b, "</header>\n<main>\n");
}

static double list_value(const struct report_row *row, enum order order)
{
    return order == ORDER_PCT    ? row->pct
           : order == ORDER_ABS  ? row->growth
           : order == ORDER_PEAK ? row->peak
                                 : row->mean;
}

static void add_list_entry(struct buffer *b, const struct report *r, enum order order, struct text name)
{
    size_t at = report_row_named(r, name);
    struct quantity how = {.is_bytes = r->is_bytes, .is_signed = order == ORDER_ABS};

    buffer_add_string(b, "<li>");
    add_code(b, name);
    buffer_add_string(b, " <span class=\"dim\">");
    if (at != SIZE_MAX && order == ORDER_PCT)
        quantity_add_percent(b, list_value(&r->rows[at], order));
    else if (at != SIZE_MAX)
        quantity_add(b, list_value(&r->rows[at], order), how);
    buffer_add_string(b, "</span></li>");
}

static void add_lists(struct buffer *b, const struct report *r)
{
    static const char *const titles[ORDERS] = {"Biggest increase (% of the last value)", "Biggest increase",
                                               "Highest peak", "Highest mean"};

    buffer_add_string(b, "<section class=\"lists\">\n");
    for (int order = 0; order < ORDERS; order++) {
        if (!r->list_wanted[order])
            continue;
        buffer_printf(b, "<div><h2>%s</h2><ol>", titles[order]);
        for (size_t i = 0; i < r->list_counts[order]; i++)
            add_list_entry(b, r, (enum order)order, r->lists[order][i]);
        buffer_add_string(b, "</ol></div>\n");
    }
    buffer_add_string(b, "</section>\n");
}

static void add_cell(struct buffer *b, double value, struct quantity how)
{
    buffer_add_string(b, how.is_signed && value > 0 ? "<td class=\"up\">" : "<td>");
    quantity_add(b, value, how);
    buffer_add_string(b, "</td>");
}

static void add_left_cell(struct buffer *b, struct text text)
{
    buffer_add_string(b, "<td class=\"l\">");
    ink_add_escaped(b, text);
    buffer_add_string(b, "</td>");
}

static void add_table(struct buffer *b, const struct report *r)
{
    struct quantity plain = {.is_bytes = r->is_bytes}, gain = {.is_bytes = r->is_bytes, .is_signed = true};

    buffer_add_string(b, "<section><h2>The selected tags</h2><table><thead><tr><th>Tag</th><th>First</th><th>Last</th>"
                         "<th>Growth</th><th>% of first</th><th>Peak</th><th>Mean</th><th>Snapshots</th>");
    buffer_add_string(b, report_has_owners(r) ? "<th class=\"l\">Driver</th><th class=\"l\">Description</th>" : "");
    buffer_add_string(b, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < r->row_count; i++) {
        const struct report_row *row = &r->rows[i];

        buffer_add_string(b, "<tr><td>");
        add_code(b, row->name);
        buffer_add_string(b, "</td>");
        add_cell(b, row->first, plain);
        add_cell(b, row->last, plain);
        add_cell(b, row->growth, gain);
        buffer_add_string(b, row->percent > 0 ? "<td class=\"up\">" : "<td>");
        quantity_add_percent(b, row->percent);
        buffer_add_string(b, "</td>");
        add_cell(b, row->peak, plain);
        add_cell(b, row->mean, plain);
        buffer_printf(b, "<td>%zu</td>", row->seen);
        if (report_has_owners(r)) {
            add_left_cell(b, row->driver);
            add_left_cell(b, row->description);
        }
        buffer_add_string(b, "</tr>\n");
    }
    buffer_add_string(b, "</tbody></table></section>\n");
}

static void add_sentences(struct buffer *b, const char *title, char *const *lines, size_t count)
{
    if (!count)
        return;
    buffer_printf(b, "<section><h2>%s</h2><ul>", title);
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(b, "<li>");
        ink_add_escaped(b, text_of(lines[i]));
        buffer_add_string(b, "</li>");
    }
    buffer_add_string(b, "</ul></section>\n");
}

static void add_pictures(struct buffer *b, const struct report *r)
{
    buffer_add_string(b, "<section>");
    svg_lines(b, r, 0);
    buffer_add_string(b, "</section>\n");
    add_table(b, r);
    if (!r->matrix.count)
        return;
    buffer_add_string(b, "<section>");
    svg_bars(b, r, 0);
    buffer_add_string(b, "</section>\n<section>");
    svg_heatmap(b, r, 0);
    buffer_add_string(b, "</section>\n");
}

void html_write(struct buffer *out, const struct report *report)
{
    buffer_add_string(out,
                      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
                      "style-src 'unsafe-inline'\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>poolmonviz: ");
    ink_add_escaped(out, text_of(report->title));
    buffer_add_string(out, "</title>\n<style>\n");
    add_style(out);
    buffer_add_string(out, "</style></head><body>\n");
    add_header(out, report);
    add_sentences(out, "To be noted", report->notes, report->note_count);
    add_lists(out, report);
    add_pictures(out, report);
    add_sentences(out, "Faults of the input", report->warnings, report->warning_count);
    buffer_add_string(
        out, "</main><footer>MB are 1024 &times; 1024 bytes. Growth is from the first snapshot that has the tag to "
             "the last.</footer></body></html>\n");
}
