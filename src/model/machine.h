/* machine.h - what is known of the machine a capture is of, and does not change from one snapshot to the next.
 *
 * All zero is a machine of which nothing is known.
 */
#ifndef MODEL_MACHINE_H
#define MODEL_MACHINE_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct machine {
    char host[256];    // its name; "": not known
    char os[128];      // "Linux 6.1.0-18-amd64"; "": not known
    char source[32];   // struct source's name: "slabinfo"
    int64_t page_size; // bytes; 0: not known
    uint64_t identity; // tells machines of one name apart, and does not tell which they are; 0: not known
};

/* Copies `t` into a field of `room` bytes, cut to fit: whole characters, '?' for what is no text. */
void machine_set(char *field, size_t room, struct text t);

#endif
