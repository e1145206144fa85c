/* drivers.c - os/drivers.h for Linux, which loads no Windows drivers. */
#include "os/drivers.h"

bool os_loaded_drivers(char ***paths, size_t *count)
{
    (void)paths;
    (void)count;
    return false; // drivers copied from a Windows machine may have been loaded there: unknown
}

void os_driver_paths(char ***paths, size_t *count)
{
    *paths = NULL;
    *count = 0;
}
