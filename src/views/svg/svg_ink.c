#include "views/svg/svg_ink.h"

#include <math.h>

#include "model/tag.h"
#include "views/markup.h"

/* Distinguishable with normal, protan, deutan and tritan vision; the second of the two dark reds starts dashed. */
static const char *const light[INK_COLOURS] = {"#840e02", "#4f97e6", "#4a2760", "#839119",
                                               "#d46f6c", "#0d49ac", "#ad719a", "#672435"};
static const char *const dark[INK_COLOURS] = {"#c55463", "#0bfae1", "#c8abff", "#9e5893",
                                              "#eac34e", "#416bd4", "#aeeda1", "#6b7700"};
static const char *const dashes[INK_DASHES] = {"", "6 3", "2 2"};

void ink_open_figure(struct buffer *b, double top, double height, const char *summary)
{
    buffer_printf(
        b,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pv\" x=\"0\" y=\"%.0f\" width=\"%.0f\" height=\"%.0f\" "
        "viewBox=\"0 0 %.0f %.0f\" font-family=\"" FONT_SANS "\" role=\"img\" aria-label=\"",
        top, FIGURE_WIDTH, height, FIGURE_WIDTH, height);
    markup_add_escaped(b, text_of(summary));
    buffer_add_string(b, "\">\n");
}

void ink_close_figure(struct buffer *b)
{
    buffer_add_string(b, "</svg>\n");
}

struct ink ink_of(size_t series)
{
    size_t colour = series % INK_COLOURS, dash = series / INK_COLOURS;

    if (dash >= INK_DASHES)
        return (struct ink){"#9aa1ab", "#6f7782", "", -1};
    if (colour == INK_COLOURS - 1)
        dash = (dash + 1) % INK_DASHES;
    return (struct ink){light[colour], dark[colour], dashes[dash], (int)colour};
}

void ink_number(struct buffer *b, double value)
{
    double rounded = round(value * 100) / 100;

    if (rounded == 0)
        rounded = 0; // no minus zero
    buffer_printf(b, "%.*f", rounded == floor(rounded) ? 0 : rounded * 10 == floor(rounded * 10) ? 1 : 2, rounded);
}

static void attribute(struct buffer *b, const char *name, double value)
{
    buffer_printf(b, " %s=\"", name);
    ink_number(b, value);
    buffer_add_char(b, '"');
}

void ink_label(struct buffer *b, struct ink_label l, struct text text)
{
    static const char *const anchors[] = {"start", "middle", "end"};

    buffer_add_string(b, "<text");
    attribute(b, "x", l.x);
    attribute(b, "y", l.y);
    attribute(b, "font-size", l.size);
    buffer_printf(b, " class=\"%s\" fill=\"%s\"", l.is_dim ? "pv-dim" : "pv-text", l.is_dim ? "#5f6875" : "#16191f");
    if (l.anchor != INK_START)
        buffer_printf(b, " text-anchor=\"%s\"", anchors[l.anchor]);
    if (l.is_bold)
        buffer_add_string(b, " font-weight=\"600\"");
    if (l.is_mono)
        buffer_add_string(b, " font-family=\"" FONT_MONO "\" xml:space=\"preserve\"");
    if (l.turned != 0) {
        buffer_add_string(b, " transform=\"rotate(");
        ink_number(b, l.turned);
        buffer_add_char(b, ' ');
        ink_number(b, l.x);
        buffer_add_char(b, ' ');
        ink_number(b, l.y);
        buffer_add_string(b, ")\"");
    }
    buffer_add_char(b, '>');
    markup_add_escaped(b, text);
    buffer_add_string(b, "</text>\n");
}

/* The byte offset after that many columns of the text. */
static size_t offset_after(struct text t, size_t columns)
{
    size_t pos = 0;

    while (pos < t.length && tag_shown_width((struct text){t.data, pos}) < columns)
        text_code_point(t, &pos);
    return pos;
}

void ink_name(struct buffer *b, struct ink_label label, struct text name, size_t columns)
{
    size_t width = tag_shown_width(name), head, tail;
    struct buffer cut = {0};

    if (width <= columns) {
        ink_label(b, label, name);
        return;
    }
    head = offset_after(name, columns / 2);
    tail = offset_after(name, width - (columns - columns / 2 - 1)); // many names differ only at the end
    buffer_add(&cut, name.data, head);
    buffer_add_utf8(&cut, 0x2026);
    buffer_add(&cut, name.data + tail, name.length - tail);
    buffer_add_string(b, "<g><title>");
    markup_add_escaped(b, name);
    buffer_add_string(b, "</title>");
    ink_label(b, label, buffer_text(&cut));
    buffer_add_string(b, "</g>");
    buffer_free(&cut);
}

void ink_hairline(struct buffer *b, const char *kind, double x1, double y1, double x2, double y2)
{
    buffer_printf(b, "<path class=\"pv-%s\" stroke=\"%s\" fill=\"none\" d=\"M", kind,
                  kind[0] == 'g' ? "#e4e7ec" : "#8b939e");
    ink_number(b, x1);
    buffer_add_char(b, ' ');
    ink_number(b, y1);
    buffer_add_char(b, 'L');
    ink_number(b, x2);
    buffer_add_char(b, ' ');
    ink_number(b, y2);
    buffer_add_string(b, "\"/>\n");
}
