/* fold.h - sentences folded at blanks to the width of a terminal. */
#ifndef VIEWS_TEXT_FOLD_H
#define VIEWS_TEXT_FOLD_H

#include "base/buffer.h"
#include "base/text.h"

/* Appends the sentence and a line end. `column`: columns in use on the current line already; 0: a new line, which
 * begins with the indent, as do all that follow. `width` 0: never fold. */
void fold_add(struct buffer *out, struct text sentence, const char *indent, size_t column, size_t width);

/* The width to fold at in a terminal of so many columns; 0: unlimited, or so narrow that folding would not help. */
size_t fold_width(int terminal);

#endif
