/* machine.h - facts about the recorded machine that are the same in all snapshots.
 *
 * All zero: nothing is known.
 */
#ifndef MODEL_MACHINE_H
#define MODEL_MACHINE_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct machine {
    char host[256];    // host name; "": not known
    char os[128];      // "Linux 6.1.0-18-amd64"; "": not known
    char source[32];   // struct source's name: "slabinfo"
    int64_t page_size; // bytes; 0: not known
    uint64_t identity; // a hash that distinguishes machines of the same name; 0: not known
};

/* Copies `t` into a field of `capacity` bytes, truncated after a complete character; '?' for control and invalid
 * bytes. */
void machine_set(char *field, size_t capacity, struct text t);

#endif
