/* tag.h - a pool tag or the name of a slab cache: how it is shown, compared, and converted to its four bytes.
 *
 * A tag is text of any length, usually four characters, case-sensitive; trailing blanks, NULs and quotes are part of
 * it.
 */
#ifndef MODEL_TAG_H
#define MODEL_TAG_H

#include "base/buffer.h"

/* The original's name for the sum over all tags. A tag with this name is part of the sum, but is not listed itself. */
#define TAG_TOTAL "TOTAL"

#define TAG_CHARACTERS 4
#define TAG_CAPACITY (TAG_CHARACTERS * 4) // bytes of so many characters in UTF-8

/* Restores a pool tag whose trailing blanks were lost: pads it to four characters, in `scratch`. False when the word is
 * empty or longer. */
bool tag_fill(struct text word, char scratch[TAG_CAPACITY], struct text *out);

/* Appends the tag as shown to people: control characters as their symbols (NUL is U+2400), characters that reverse or
 * hide text as U+FFFD. */
void tag_add_shown(struct buffer *b, struct text tag);

/* Width of that form in columns of a terminal. */
size_t tag_shown_width(struct text tag);

/* Appends the tag as Python prints a string in a list, which scripts that parse the original's output expect: 'Ntff',
 * "'ap'". */
void tag_add_python(struct buffer *b, struct text tag);

/* Whether a user who typed `wanted` may have meant `tag`: equal except for case, blanks around it, or one character. */
bool tag_is_near(struct text wanted, struct text tag);

/* The tag's four bytes as a little-endian number, as code and debuggers show it: shorter tags are padded with blanks,
 * characters are encoded in Windows-1252, symbols of control characters as these, and the protected-pool bit of Windows
 * is cleared. False: not a pool tag, because it is longer or has other characters. */
bool tag_bytes(struct text tag, uint32_t *out);

/* Appends the tag with these four bytes, as UTF-8. */
void tag_add_bytes(struct buffer *b, uint32_t bytes);

#endif
