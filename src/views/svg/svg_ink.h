/* svg_ink.h - the pen: figures, labels, colours, hairlines.
 *
 * Colours are attributes, so that any viewer shows them, and classes, so that a page can replace them in dark mode:
 * pv-text, pv-dim, pv-grid, pv-axis, pv-ground, and pv-0 to pv-7 for the series.
 */
#ifndef VIEWS_SVG_SVG_INK_H
#define VIEWS_SVG_SVG_INK_H

#include "base/buffer.h"

#define FIGURE_WIDTH 1100.0

#define INK_COLOURS 8
#define INK_DASHES 3

/* Colour and dash of a series; grey when all combinations are used up. */
struct ink {
    const char *light, *dark; // colours
    const char *dash;         // of stroke-dasharray; "" is solid
    int number;               // 0 to 7, or -1 for grey
};

/* Opens and closes the <svg> element of one figure at offset `top`; `summary` is its text for screen readers. */
void ink_open_figure(struct buffer *b, double top, double height, const char *summary);
void ink_close_figure(struct buffer *b);

struct ink ink_of(size_t series);

enum ink_anchor { INK_START, INK_MIDDLE, INK_END };

struct ink_label {
    double x, y, size;
    enum ink_anchor anchor;
    double turned; // degrees
    bool is_bold, is_dim, is_mono;
};

void ink_label(struct buffer *b, struct ink_label label, struct text text);

/* A tag in at most `columns` columns: a longer name is cut in the middle and complete in the tooltip. */
void ink_name(struct buffer *b, struct ink_label label, struct text name, size_t columns);

/* A horizontal or vertical hairline; `kind` is grid or axis. */
void ink_hairline(struct buffer *b, const char *kind, double x1, double y1, double x2, double y2);

/* Coordinates with at most two decimals. */
void ink_number(struct buffer *b, double value);

#endif
