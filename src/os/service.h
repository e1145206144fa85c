/* service.h - a Windows service: started at boot, restarted after a failure. On Linux each function fails with an error
 * that suggests systemd.
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

/* The directory that our services write to; owned by the caller. */
bool os_service_directory(char **directory, struct error *err);

/* Creates it: the service and administrators may write, all users may read. */
bool os_service_make_directory(const char *directory, struct error *err);

/* The command line that runs this program with these arguments, quoted where needed. The service starts in another
 * directory, so paths must be absolute: see os_service_path. */
bool os_service_command(char *const *arguments, size_t count, struct buffer *out, struct error *err);

/* The absolute path; owned by the caller. */
bool os_service_path(const char *path, char **full, struct error *err);

/* Registers a service with this command line (terminated) and starts it. */
bool os_service_install(const struct os_service *service, const char *command, struct error *err);

/* Stops it, waits for that, and removes it. */
bool os_service_remove(const struct os_service *service, struct error *err);

/* Appends a line or two for the user; an error when it is not installed. */
bool os_service_status(const struct os_service *service, struct buffer *out, struct error *err);

/* Runs `work` as the service that Windows has just started, then ends the program. A stop request makes os_wait return
 * true; output goes to the file `log`; the result of `work` (0: success) is reported to Windows. Returns false when
 * Windows did not start this process as a service. */
bool os_service_run(const struct os_service *service, const char *log, int (*work)(void *context), void *context,
                    struct error *err);

#endif
