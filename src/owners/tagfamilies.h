/* tagfamilies.h - data/tagfamilies.txt, embedded in the program: a short table of common tags. Format: tagnames.h. */
#ifndef OWNERS_TAGFAMILIES_H
#define OWNERS_TAGFAMILIES_H

#include <stddef.h>

extern const char tagfamilies[]; // not terminated
extern const size_t tagfamilies_length;

#endif
