#include "sources/source.h"

#include <string.h>

/* The first is the live one. On Windows, source_live_linux reads copies of /proc. */
static const struct source *const sources[] = {
#ifdef _WIN32
    &source_live_windows,
#endif
    &source_live_linux,
    &source_replay,
};

const struct source *source_live(void)
{
    return sources[0];
}

const struct source *source_find(const char *name)
{
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if (strcmp(sources[i]->name, name) == 0)
            return sources[i];
    return NULL;
}
