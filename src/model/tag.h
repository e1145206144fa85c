/* tag.h - a pool tag or a slab name, and how odd bytes in it are printed.
 *
 * A tag is text of any length, usually four characters; trailing blanks, NULs and quotes are part of it, and its case
 * counts.
 */
#ifndef MODEL_TAG_H
#define MODEL_TAG_H

#include "base/buffer.h"

/* The sum over all tags, as the original calls it. A tag of this name is summed, but never listed beside it. */
#define TAG_TOTAL "TOTAL"

#define TAG_CHARACTERS 4
#define TAG_ROOM (TAG_CHARACTERS * 4) // bytes that so many characters may take

/* A pool tag whose blanks were lost around `word`: it is filled up to four characters with blanks, in `room`. False when
 * the word is empty or longer. */
bool tag_fill(struct text word, char room[TAG_ROOM], struct text *out);

/* For people: control characters as their pictures (NUL is U+2400), what would turn or hide text as U+FFFD. */
void tag_add_shown(struct buffer *b, struct text tag);

/* Columns that the shown form takes in a terminal. */
size_t tag_shown_width(struct text tag);

/* As Python prints a string in a list, which scripts that read the original's output expect: 'Ntff', "'ap'". */
void tag_add_python(struct buffer *b, struct text tag);

/* Whether a user who typed `wanted` may have meant `tag`: the same but for case, blanks around it or one character. */
bool tag_is_near(struct text wanted, struct text tag);

/* A pool tag's four bytes, the first one lowest, as code and debuggers have it: shorter tags are filled up with blanks,
 * other characters are bytes of Windows-1252, and the bit by which Windows protects a tag is left out. Pictures of
 * control characters are taken for these. False: no pool tag, but a longer name or one of other characters. */
bool tag_bytes(struct text tag, uint32_t *out);

/* The other way round, as UTF-8. */
void tag_add_bytes(struct buffer *b, uint32_t bytes);

#endif
