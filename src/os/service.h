/* service.h - a program that the system starts by itself, and starts again when it failed. Windows only: elsewhere each of
 * these fails with a sentence that says what to use.
 */
#ifndef OS_SERVICE_H
#define OS_SERVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"

struct os_service {
    const char *name; // "poolmonviz"
    const char *description;
};

/* The folder that services of this program write to; owned by the caller. */
bool os_service_directory(char **folder, struct error *err);

/* Makes it, for the service and administrators to write in and all to read. */
bool os_service_make_directory(const char *folder, struct error *err);

/* The command line that runs this program with these arguments, with quotes where they are needed. Paths in it must be
 * whole: see os_service_path. */
bool os_service_command(char *const *arguments, size_t count, struct buffer *out, struct error *err);

/* The path as it is called from any folder; owned by the caller. */
bool os_service_path(const char *path, char **full, struct error *err);

/* Registers a service with this command line (terminated) and starts it. */
bool os_service_install(const struct os_service *service, const char *command, struct error *err);

/* Stops it, waits for that, and removes it. */
bool os_service_remove(const struct os_service *service, struct error *err);

/* A line or two for people; an error when it is not installed. */
bool os_service_status(const struct os_service *service, struct buffer *out, struct error *err);

/* Runs `work` as the service that the system has just started: its stop is os_wait's stop, what it prints goes behind the
 * file `log`, and what it returns, 0 for success, is told to the system. Ends the program then. Returns false when the
 * system did not start it. */
bool os_service_run(const struct os_service *service, const char *log, int (*work)(void *context), void *context,
                    struct error *err);

#endif
