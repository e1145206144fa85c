#include "os/drivers.h"

#include <stddef.h>

bool os_loaded_drivers(char ***paths, size_t *count)
{
    (void)paths;
    (void)count;
    return false; // Linux loads no Windows drivers: of copied files it cannot be said
}

void os_driver_paths(char ***paths, size_t *count)
{
    *paths = NULL;
    *count = 0;
}
