/* leaks_view.h - what leaks_find found, for people, tickets and programs. */
#ifndef REPORT_LEAKS_VIEW_H
#define REPORT_LEAKS_VIEW_H

#include "leaks/leak.h"
#include "owners/owner.h"

struct leaks_view {
    const char *capture; // what was read, as the user named it
    const struct store *store;
    const struct leaks *leaks;
    struct owner_sources owners; // whose tags are
    bool all;                    // show what is only worth watching, too
    int width;                   // of the terminal; 0: any
    bool colour;
};

#endif
