/* zip_name.h - the name of a member of a zip archive, for messages.
 *
 * Names are in UTF-8 where the archive says so or where they are valid as such, otherwise in code page 437, as PKZIP
 * wrote them. Backslashes become slashes, control characters '?'. "..", "." and empty parts are dropped, so that no
 * name leads out of the archive, even if it were taken for a path.
 */
#ifndef PACKED_ZIP_NAME_H
#define PACKED_ZIP_NAME_H

#include "base/buffer.h"

/* Appends '/' and the name. */
void zip_name_add(struct buffer *b, struct text name, bool is_utf8);

/* Names of directories end with a slash. */
bool zip_name_is_directory(struct text name);

/* A name that begins with a point, and what macOS adds for itself: not listed, as in directories. */
bool zip_name_is_hidden(struct text name);

#endif
