/* reclaim.h - whether the system takes the memory of a tag back when memory is short. */
#ifndef MODEL_RECLAIM_H
#define MODEL_RECLAIM_H

/* As the system accounts it. The numbers are those of the capture file: never reused. */
enum reclaim {
    RECLAIM_UNKNOWN,
    RECLAIM_NO,
    RECLAIM_YES, // also caches that are merely grouped with such ones: leaks/leak_caches.h knows exceptions
};

#endif
