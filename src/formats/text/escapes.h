/* escapes.h - lines without the control sequences of terminals: colours of grep, screens recorded by script.
 *
 *     ESC [01;31m ESC [K kmalloc-64 ESC [m ESC [K   34886      ->   kmalloc-64   34886
 *     10255 ESC [44G 32                                        ->   10255 32
 *     filp ESC [20;3H 9280  8855                               ->   filp, a line end (LF), 9280  8855
 *
 * A screen that is updated is drawn only where it changed: what comes after its first drawing is pieces of lines.
 */
#ifndef FORMATS_TEXT_ESCAPES_H
#define FORMATS_TEXT_ESCAPES_H

#include "base/buffer.h"

/* Whether the line has such a sequence. */
bool escapes_exist(struct text line);

/* The line without them, borrowed from `out` until that changes. Moves within a line become a blank, moves to another
 * line an LF, except at the beginning. `line` must not be in `out`. */
struct text escapes_remove(struct text line, struct buffer *out);

#endif
