/* raster.h - small images of indexed colours, as PNG. */
#ifndef VIEWS_SVG_RASTER_H
#define VIEWS_SVG_RASTER_H

#include "base/buffer.h"

struct raster {
    unsigned width, height;
    const unsigned char *pixels;       // borrowed; width x height indices
    const unsigned char (*palette)[3]; // borrowed; 256 colours, red green blue
};

void raster_add_png(struct buffer *out, const struct raster *raster);

#endif
