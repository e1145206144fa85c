/* likeness.h - the name that somebody meant who wrote another one: "did you mean visualize?".
 *
 * Letters left out, added, replaced or swapped with the next one count one each (optimal string alignment); capitals
 * count nothing. A third of the letters may be wrong, and one of two or three.
 */
#ifndef BASE_LIKENESS_H
#define BASE_LIKENESS_H

#include <stddef.h>

/* How many letters of `a` to change for `b`. Longer words than LIKENESS_LONGEST are unlike all others. */
#define LIKENESS_LONGEST 63
size_t likeness_distance(const char *a, const char *b);

/* The name of the list, which ends with NULL, that is most like the word: the first of several. NULL: none is like it.
 * Borrowed from the list. */
const char *likeness_nearest(const char *word, const char *const *names);

#endif
