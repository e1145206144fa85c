/* nearest.h - what a file of unknown format resembles, and what is missing in it.
 *
 *     log.txt: unknown format: line 7 looks like poolmon's columns, but no line has a tag, Nonp or Paged, ...
 */
#ifndef FORMATS_NEAREST_H
#define FORMATS_NEAREST_H

#include "base/error.h"
#include "base/text.h"

/* Sets the error for a file that no format detects; `head` is its beginning, as text. Returns false. */
bool nearest_error(const char *path, struct text head, struct error *err);

#endif
