/* pooltag.h - files such as pooltag.txt into the names of tags. What stands in them: model/tagnames. */
#ifndef FORMATS_POOLTAG_H
#define FORMATS_POOLTAG_H

#include "base/error.h"
#include "owners/tagnames.h"

/* Adds what the file says, in any encoding. False when it cannot be read, or names no tag. */
bool pooltag_load(const char *path, struct tagnames *names, struct error *err);

/* All files of `-tagfile`, the first before the second. `families` gets our own table and is tied to `names`. */
bool pooltag_load_all(char *const *paths, size_t count, struct tagnames *names, struct tagnames *families,
                      struct error *err);

#endif
