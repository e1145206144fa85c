/* stamp_words.h - the names of months and days of the week in the languages that dates are written in.
 *
 *     May     mai.     FÉVR     września     samedi
 *
 * Any case, with or without accents; a point after an abbreviation is not part of the word.
 */
#ifndef FORMATS_TEXT_STAMP_WORDS_H
#define FORMATS_TEXT_STAMP_WORDS_H

#include <stdbool.h>

#include "base/text.h"

struct stamp_word {
    int month;       // 1 to 12; 0: none
    int weekday;     // 0 is Sunday; -1: none
    bool is_english; // the same word in English
};

/* The bytes of the word at `pos`: letters of these languages; 0: none is there. */
size_t stamp_word_length(struct text text, size_t pos);

/* False: no such name. "mar" is both a month and a day. */
bool stamp_word_find(struct text word, struct stamp_word *out);

#endif
