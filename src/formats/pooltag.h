/* pooltag.h - reads files such as pooltag.txt into the names of tags. Their grammar: owners/tagnames. */
#ifndef FORMATS_POOLTAG_H
#define FORMATS_POOLTAG_H

#include "base/error.h"
#include "owners/tagnames.h"

/* Adds the names in the file, in any encoding. False: it cannot be read, or names no tag. */
bool pooltag_load(const char *path, struct tagnames *names, struct error *err);

/* All files of `-tagfile`; earlier ones have priority. Without any, a pooltag.txt next to the program or of Microsoft's
 * debugging tools. `families` gets the embedded table and is attached to `names`. */
bool pooltag_load_all(char *const *paths, size_t count, struct tagnames *names, struct tagnames *families,
                      struct error *err);

#endif
