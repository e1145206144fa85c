/* time_basis.h - where the time of a snapshot comes from, the most reliable first. */
#ifndef MODEL_TIME_BASIS_H
#define MODEL_TIME_BASIS_H

#include <stdint.h>

enum time_basis {
    TIME_UTC,
    TIME_LOCAL,   // local time of the recorded machine: the source has no UTC
    TIME_OF_FILE, // no time in the content: the file's modification time, UTC
    TIME_UNKNOWN, // no time at all; snapshots keep the order in which they are read
};

/* The local time is not known. */
#define LOCAL_TIME_UNKNOWN INT64_MIN

#endif
