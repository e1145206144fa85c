#include "os/service.h"

static bool no_services(struct error *err)
{
    return error_set(err, "services of this kind are Windows'; on Linux have systemd start 'poolmonviz collect -o FILE "
                          "--append --duration 0'");
}

bool os_service_directory(char **folder, struct error *err)
{
    (void)folder;
    return no_services(err);
}

bool os_service_make_directory(const char *folder, struct error *err)
{
    (void)folder;
    return no_services(err);
}

bool os_service_command(char *const *arguments, size_t count, struct buffer *out, struct error *err)
{
    (void)arguments;
    (void)count;
    (void)out;
    return no_services(err);
}

bool os_service_path(const char *path, char **full, struct error *err)
{
    (void)path;
    (void)full;
    return no_services(err);
}

bool os_service_install(const struct os_service *service, const char *command, struct error *err)
{
    (void)service;
    (void)command;
    return no_services(err);
}

bool os_service_remove(const struct os_service *service, struct error *err)
{
    (void)service;
    return no_services(err);
}

bool os_service_status(const struct os_service *service, struct buffer *out, struct error *err)
{
    (void)service;
    (void)out;
    return no_services(err);
}

bool os_service_run(const struct os_service *service, const char *log, int (*work)(void *context), void *context,
                    struct error *err)
{
    (void)service;
    (void)log;
    (void)work;
    (void)context;
    return no_services(err);
}
