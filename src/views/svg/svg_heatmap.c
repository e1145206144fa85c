/* svg_heatmap.c - r of every pair of tags as coloured cells: shapes up to 200 tags, an embedded PNG above. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "model/tag.h"
#include "views/svg/raster.h"
#include "views/svg/svg_figures.h"
#include "views/svg/svg_ink.h"

#define NAME_COLUMNS 24 // of a name; longer ones are cut in the middle
#define SIDE 720.0      // of the matrix, at most
#define CELL_MAX 40.0
#define NUMBERS_UP_TO 30 // tags
#define RASTER_ABOVE 200 // tags; more cells than viewers handle as shapes
#define RASTER_SIDE_MAX 1000u
#define HATCHED 255 // palette index of undefined cells

struct layout {
    const struct report_matrix *m;
    double left, top, cell, side;
};

static struct layout layout_of(const struct report_matrix *m)
{
    struct layout l = {.m = m};
    size_t widest = 4;

    for (size_t i = 0; i < m->count; i++)
        if (tag_shown_width(m->names[i]) > widest)
            widest = tag_shown_width(m->names[i]);
    widest = widest < NAME_COLUMNS ? widest : NAME_COLUMNS;
    l.left = 30 + 7.5 * (double)widest;
    l.top = 62 + 6.5 * (double)widest; // the names at the top are turned by 60 degrees
    l.cell = SIDE / (double)m->count;
    if (l.cell > CELL_MAX)
        l.cell = CELL_MAX;
    l.side = l.cell * (double)m->count;
    return l;
}

double svg_heatmap_height(const struct report *report)
{
    struct layout l = layout_of(&report->matrix);

    return l.top + (l.side > 180 ? l.side : 180) + 30;
}

/* Blue for -1, white for 0, red for 1; linear between five stops. */
static void colour_of(double r, unsigned char rgb[3])
{
    static const double stops[5][3] = {
        {33, 102, 172}, {146, 197, 222}, {247, 247, 247}, {244, 165, 130}, {178, 24, 43}};
    double pos = (r + 1) * 2, part;
    int stop = pos >= 4 ? 3 : (int)pos;

    part = pos - stop;
    for (int i = 0; i < 3; i++)
        rgb[i] = (unsigned char)lround(stops[stop][i] + (stops[stop + 1][i] - stops[stop][i]) * part);
}

static void add_cell(struct buffer *b, const struct layout *l, size_t i, size_t j)
{
    double r = l->m->r[i * l->m->count + j], x = l->left + l->cell * (double)j, y = l->top + l->cell * (double)i;
    unsigned char rgb[3];

    if (isnan(r)) {
        buffer_add_string(b, "<rect fill=\"url(#pv-hatch)\" x=\"");
    } else {
        colour_of(r, rgb);
        buffer_printf(b, "<rect fill=\"#%02x%02x%02x\" x=\"", rgb[0], rgb[1], rgb[2]);
    }
    ink_number(b, x);
    buffer_add_string(b, "\" y=\"");
    ink_number(b, y);
    buffer_printf(b, "\" width=\"%.2f\" height=\"%.2f\"/>\n", l->cell + 0.05, l->cell + 0.05);
    if (isnan(r) || l->m->count > NUMBERS_UP_TO)
        return;
    buffer_printf(b, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-size=\"%.1f\" fill=\"%s\">%.2f</text>\n",
                  x + l->cell / 2, y + l->cell / 2 + l->cell * 0.12, l->cell * 0.32 < 9 ? 9 : l->cell * 0.32,
                  fabs(r) > 0.7 ? "#ffffff" : "#16191f", fabs(r) < 0.005 ? 0.0 : r);
}

static void add_cells(struct buffer *b, const struct layout *l)
{
    for (size_t i = 0; i < l->m->count; i++)
        for (size_t j = 0; j < l->m->count; j++)
            add_cell(b, l, i, j);
}

/* The strongest r of the cells under a pixel: a mean would hide a single strong pair. */
static unsigned char strongest(const struct report_matrix *m, size_t pixel_y, size_t pixel_x, size_t side)
{
    size_t y0 = pixel_y * m->count / side, y1 = (pixel_y + 1) * m->count / side;
    size_t x0 = pixel_x * m->count / side, x1 = (pixel_x + 1) * m->count / side;
    double best = NAN;

    for (size_t y = y0; y < y1 || y == y0; y++)
        for (size_t x = x0; x < x1 || x == x0; x++) {
            double r = m->r[y * m->count + x];

            if (!isnan(r) && !(fabs(r) <= fabs(best)))
                best = r;
        }
    return isnan(best) ? HATCHED : (unsigned char)lround((best + 1) * 127);
}

static void add_raster(struct buffer *b, const struct layout *l)
{
    size_t side = l->m->count < RASTER_SIDE_MAX ? l->m->count : RASTER_SIDE_MAX;
    unsigned char *pixels = memory_new(side, side), palette[256][3];
    struct buffer png = {0};

    for (size_t y = 0; y < side; y++)
        for (size_t x = 0; x < side; x++)
            pixels[y * side + x] = strongest(l->m, y, x, side);
    for (int i = 0; i < HATCHED; i++)
        colour_of(i / 127.0 - 1, palette[i]);
    palette[HATCHED][0] = palette[HATCHED][1] = palette[HATCHED][2] = 205; // grey: pixels are too small for a hatch
    raster_add_png(&png, &(struct raster){(unsigned)side, (unsigned)side, pixels, (const unsigned char(*)[3])palette});
    buffer_printf(b,
                  "<image x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" preserveAspectRatio=\"none\" "
                  "style=\"image-rendering:pixelated\" href=\"data:image/png;base64,",
                  l->left, l->top, l->side, l->side);
    buffer_add_base64(b, (unsigned char *)png.bytes, png.length);
    buffer_add_string(b, "\"/>\n");
    buffer_free(&png);
    free(pixels);
}

static void add_labels(struct buffer *b, const struct layout *l)
{
    size_t every = (size_t)ceil(13 / l->cell);
    double size = l->cell > 18 ? 12 : 11;

    for (size_t i = 0; i < l->m->count; i += every) {
        double middle = l->cell * ((double)i + 0.5);

        ink_name(b,
                 (struct ink_label){
                     .x = l->left - 6, .y = l->top + middle + 4, .size = size, .anchor = INK_END, .is_mono = true},
                 l->m->names[i], NAME_COLUMNS);
        ink_name(b,
                 (struct ink_label){
                     .x = l->left + middle + 4, .y = l->top - 7, .size = size, .turned = -60, .is_mono = true},
                 l->m->names[i], NAME_COLUMNS);
    }
}

static void add_key(struct buffer *b, const struct layout *l)
{
    static const char *const labels[] = {"1", "0.5", "0", "-0.5", "-1"};
    double x = l->left + l->side + 40, height = 140;

    for (int i = 0; i < 70; i++) {
        unsigned char rgb[3];

        colour_of(1 - i / 34.5, rgb);
        buffer_printf(b, "<rect x=\"%.1f\" y=\"%.1f\" width=\"16\" height=\"2.1\" fill=\"#%02x%02x%02x\"/>\n", x,
                      l->top + 2.0 * i, rgb[0], rgb[1], rgb[2]);
    }
    for (int i = 0; i < 5; i++)
        ink_label(b, (struct ink_label){.x = x + 22, .y = l->top + height / 4 * i + 4, .size = 11, .is_dim = true},
                  text_of(labels[i]));
    buffer_printf(b, "<rect x=\"%.1f\" y=\"%.1f\" width=\"16\" height=\"16\" fill=\"%s\"/>\n", x, l->top + height + 16,
                  l->m->count > RASTER_ABOVE ? "#cdcdcd" : "url(#pv-hatch)");
    ink_label(b, (struct ink_label){.x = x + 22, .y = l->top + height + 28, .size = 11, .is_dim = true},
              text_of("undefined"));
}

void svg_heatmap(struct buffer *out, const struct report *report, double top)
{
    struct layout l = layout_of(&report->matrix);
    const char *title = l.m->of_all ? "Correlation between all tags" : "Correlation between the selected tags";

    ink_open_figure(out, top, svg_heatmap_height(report), title);
    buffer_add_string(out, "<defs><pattern id=\"pv-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
                           "<rect width=\"6\" height=\"6\" fill=\"#eceef1\"/><path d=\"M0 6L6 0\" stroke=\"#a9b0ba\"/>"
                           "</pattern></defs>\n");
    ink_label(out, (struct ink_label){.x = l.left, .y = 24, .size = 17, .is_bold = true}, text_of(title));
    if (l.m->count > RASTER_ABOVE)
        add_raster(out, &l);
    else
        add_cells(out, &l);
    add_labels(out, &l);
    add_key(out, &l);
    ink_close_figure(out);
}
