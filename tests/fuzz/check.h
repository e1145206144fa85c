/* check.h - CHECK for fuzz targets: prints the place and the broken condition, then aborts. */
#ifndef FUZZ_CHECK_H
#define FUZZ_CHECK_H

#include <stdio.h>
#include <stdlib.h>

#define CHECK(promise)                                                                                                 \
    do {                                                                                                               \
        if (!(promise)) {                                                                                              \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #promise);                               \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

#endif
