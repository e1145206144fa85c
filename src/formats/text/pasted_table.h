/* pasted_table.h - rows of Markdown tables as the rows of columns that they were made from. */
#ifndef FORMATS_TEXT_PASTED_TABLE_H
#define FORMATS_TEXT_PASTED_TABLE_H

#include "base/buffer.h"

/* Whether the line, without quotation marks, is a row of a table: it begins with a bar and has two more, or has three
 * bars between blanks. */
bool pasted_is_row(struct text line);

/* Writes the cells with blanks between them; text that follows numbers is preceded by a TAB, as in the debugger's
 * output. The first cell begins after one blank and is padded to four characters, as a pool tag. Nothing is written for
 * the rule below a heading. */
void pasted_add_row(struct buffer *out, struct text line);

#endif
