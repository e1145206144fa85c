/* report_text.h - the report as text: the four lines of the original, which scripts parse, then a table and notes.
 *
 * Without a width nothing is shortened or folded.
 */
#ifndef VIEWS_TEXT_REPORT_TEXT_H
#define VIEWS_TEXT_REPORT_TEXT_H

#include "base/buffer.h"
#include "report/report.h"

struct report_text_options {
    int width; // columns; 0: not a terminal, unlimited
    bool colour;
};

void report_text_write(struct buffer *out, const struct report *report, struct report_text_options options);

#endif
