/* leak_design.h - what the end of a boot's series is explained by: level, straight line, time of day, day of the week.
 *
 * Growth is looked for in windows that begin at different blocks and all reach to the end of the boot: a leak may have
 * begun in the middle. All that depends on the times alone is computed here, once for all tags.
 */
#ifndef LEAKS_LEAK_DESIGN_H
#define LEAKS_LEAK_DESIGN_H

#include "leaks/leak_blocks.h"

#define DESIGN_COLUMNS 10 // level, line, and at most eight of cycles
#define DESIGN_ALL (DESIGN_COLUMNS + 2)
#define LEAK_WINDOWS 6

struct leak_shapes;
struct leak_curves;

struct leak_design {
    size_t from, start;                              // blocks: where the tags begin, and where the stretch does
    size_t n;                                        // blocks in it
    double span;                                     // seconds
    size_t p;                                        // columns: 1, u, cycles
    double *columns;                                 // owned; u runs from 0 to 1
    double *orthonormal;                             // owned; a basis of the same columns, in the order 1, cycles, u
    double same[DESIGN_COLUMNS * DESIGN_COLUMNS];    // x_t x_t'          over t >= 1
    double crossed[DESIGN_COLUMNS * DESIGN_COLUMNS]; // x_t x_(t-1)' + its transpose
    double before[DESIGN_COLUMNS * DESIGN_COLUMNS];  // x_(t-1) x_(t-1)'
    double at_one[DESIGN_COLUMNS * DESIGN_COLUMNS];  // of differences, for an AR coefficient of 1
    struct leak_shapes *shapes;                      // owned; made when first needed
    struct leak_curves *curves;                      // owned; made when first needed
};

/* The blocks at which windows begin, for tags that begin at block `from`; returns how many. */
size_t leak_window_starts(size_t from, size_t blocks, size_t starts[LEAK_WINDOWS]);

void leak_design_make(struct leak_design *stretch, const struct leak_boot *boot, size_t from, size_t start);
void leak_design_free(struct leak_design *stretch);

/* Columns of the cycles over `n` blocks from `start` on: at most 8, owned by the caller. */
double *leak_cycles(const struct leak_boot *boot, size_t start, size_t n, size_t *count);

#endif
