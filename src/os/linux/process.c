#include "os/process.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/memory.h"

extern char **environ;

long os_process_id(void)
{
    return (long)getpid();
}

int64_t os_page_size(void)
{
    return sysconf(_SC_PAGESIZE);
}

char *os_environment(const char *name)
{
    const char *value = getenv(name);

    return value && *value ? memory_copy(value, strlen(value)) : NULL;
}

char *os_beside_program(const char *name)
{
    (void)name;
    return NULL;
}

void os_lower_priority(void)
{
    setpriority(PRIO_PROCESS, 0, 10); // failing is no fault
}

void os_open_in_browser(const char *path)
{
    const char *x11 = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");
    char *arguments[] = {"xdg-open", (char *)path, NULL};
    posix_spawn_file_actions_t quiet;
    pid_t child;

    if (!(x11 && *x11) && !(wayland && *wayland))
        return;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnp(&child, "xdg-open", &quiet, NULL, arguments, environ); // its failing is no fault of ours
    posix_spawn_file_actions_destroy(&quiet);
}
