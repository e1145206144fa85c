/* drivers.h - where the files of this system's Windows drivers are. Linux has none. */
#ifndef OS_DRIVERS_H
#define OS_DRIVERS_H

#include <stdbool.h>
#include <stddef.h>

/* Absolute paths of the loaded drivers and the kernel, in load order, those without a file left out. False, and nothing
 * set, when the system cannot tell. The caller frees them with os_names_free. */
bool os_loaded_drivers(char ***paths, size_t *count);

/* Existing files and directories that hold drivers, the likeliest first. The caller frees them with os_names_free. */
void os_driver_paths(char ***paths, size_t *count);

#endif
