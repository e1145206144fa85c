/* leaks_view.h - what leaks_find found, and how to show it: input of the leaks views. */
#ifndef REPORT_LEAKS_VIEW_H
#define REPORT_LEAKS_VIEW_H

#include "leaks/leak.h"
#include "owners/owner.h"

struct leaks_view {
    const char *capture;         // path of the capture as the user gave it; borrowed
    const struct store *store;   // borrowed
    const struct leaks *leaks;   // borrowed
    struct owner_sources owners; // of tags
    bool all;                    // show LEAK_WATCH as well
    int width;                   // of the terminal, columns; 0: unlimited
    bool colour;
};

#endif
