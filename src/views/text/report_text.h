/* report_text.h - the report as text: the original's four lines, which scripts read, then a table and notes.
 *
 * Plain when colour is off; without a width nothing is shortened or folded.
 */
#ifndef VIEWS_TEXT_REPORT_TEXT_H
#define VIEWS_TEXT_REPORT_TEXT_H

#include "base/buffer.h"
#include "report/report.h"

struct report_text_options {
    int width; // columns; 0: not a terminal, as wide as it takes
    bool colour;
};

void report_text_write(struct buffer *out, const struct report *report, struct report_text_options options);

#endif
