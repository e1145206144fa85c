/* tagfamilies.h - data/tagfamilies.txt, built in: what tags everybody meets are, in our own words. See tagnames.h. */
#ifndef OWNERS_TAGFAMILIES_H
#define OWNERS_TAGFAMILIES_H

#include <stddef.h>

extern const char tagfamilies[]; // not terminated
extern const size_t tagfamilies_length;

#endif
