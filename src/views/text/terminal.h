/* terminal.h - the report as text: the original's four lines, which scripts read, then a table and notes.
 *
 * Plain when colour is off; without a width nothing is shortened or folded.
 */
#ifndef VIEWS_TEXT_TERMINAL_H
#define VIEWS_TEXT_TERMINAL_H

#include "base/buffer.h"
#include "report/report.h"

struct terminal_options {
    int width; // columns; 0: not a terminal, as wide as it takes
    bool colour;
};

void terminal_write(struct buffer *out, const struct report *report, struct terminal_options options);

#endif
