#include "commands/collect/collect_service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "os/path.h"
#include "os/process.h"
#include "os/service.h"
#include "os/terminal.h"

static const struct os_service service = {
    .name = "poolmonviz",
    .description = "Records which pool tags hold the kernel's memory (poolmonviz collect)",
};

#define MOST_TAGS 16
#define LOCAL_SERVICE "*S-1-5-19" // SID of LocalService; the name is translated
#define LONGEST_TASK 261          // characters of a command; the limit of schtasks /TR
#define LOG_ENDING ".log"         // appended to the output path: the service has write access there

/* The arguments of the service: the options given, with full paths, and defaults for recording for years. */
struct arguments {
    char *items[16 + MOST_TAGS];
    size_t count;
    struct option_list tags;
    char *output, *proc, *directory; // owned
};

static void add(struct arguments *a, const char *one, const char *two)
{
    a->items[a->count++] = (char *)one;
    if (two)
        a->items[a->count++] = (char *)two;
}

static char *path_in(const char *directory, const char *name, const char *ending)
{
    struct buffer b = {0};

    os_append_directory(&b, directory);
    buffer_add_string(&b, name);
    buffer_add_string(&b, ending);
    return buffer_take(&b);
}

static bool find_paths(struct arguments *a, const struct collect_options *o, struct error *err)
{
    char *host;

    if (!os_service_directory(&a->directory, err) || (o->proc && !os_service_path(o->proc, &a->proc, err)))
        return false;
    if (o->output)
        return os_service_path(o->output, &a->output, err);
    host = os_environment("COMPUTERNAME");
    a->output = path_in(a->directory, host ? host : "capture", o->csv ? "" : ".pmcap");
    free(host);
    return true;
}

static bool make_arguments(struct arguments *a, const struct collect_options *o, bool as_service, struct error *err)
{
    if (!find_paths(a, o, err))
        return false;
    add(a, "collect", as_service ? "--as-service" : NULL);
    add(a, "-o", a->output);
    add(a, o->csv ? "--csv" : "--append", NULL);
    if (o->csv)
        add(a, "--encoding", o->encoding ? "utf8" : "utf16");
    add(a, "--interval", o->interval ? o->interval : "60s");
    add(a, "--duration", o->duration ? o->duration : "0");
    if (a->proc)
        add(a, "--proc", a->proc);
    for (size_t i = 0; i < o->tags.count; i++)
        add(a, i ? o->tags.items[i] : "--tags", i ? NULL : o->tags.items[i]);
    return true;
}

static void arguments_free(struct arguments *a)
{
    free(a->output);
    free(a->proc);
    free(a->directory);
}

static bool print(struct buffer *b, struct error *err)
{
    bool ok = os_write_stdout(b->bytes, b->length, err);

    buffer_free(b);
    return ok;
}

static bool install(const struct collect_options *o, struct error *err)
{
    struct arguments a = {0};
    struct buffer command = {0}, said = {0};
    bool ok = make_arguments(&a, o, true, err) && os_service_command(a.items, a.count, &command, err) &&
              os_service_make_directory(a.directory, err) && os_service_install(&service, command.bytes, err);

    if (ok) {
        buffer_printf(&said,
                      "The service %s is installed and running. It runs as LocalService, starts with Windows, and "
                      "restarts a minute after a failure.\n"
                      "    writes to  %s\n"
                      "    log        %s" LOG_ENDING "\n"
                      "    command    %s\n"
                      "Do not move the program. 'poolmonviz collect --service-status' shows the service's state, "
                      "'poolmonviz collect --remove-service' removes it.\n",
                      service.name, a.output, a.output, command.bytes);
        if (o->output)
            buffer_add_string(&said, "LocalService needs write access there: icacls DIRECTORY /grant " LOCAL_SERVICE
                                     ":(OI)(CI)M grants it.\n");
        ok = print(&said, err);
    }
    buffer_free(&command);
    arguments_free(&a);
    return ok;
}

/* Creates the output directory with the same access as --install-service does. An existing one is left unchanged. */
static void add_directory_line(struct buffer *said, const char *directory)
{
    buffer_printf(
        said,
        "mkdir \"%s\" && icacls \"%s\" /inheritance:r /grant *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F " LOCAL_SERVICE
        ":(OI)(CI)M *S-1-5-32-545:(OI)(CI)RX\n",
        directory, directory);
}

/* Lines for cmd.exe. The command is one argument of schtasks: quotes in it are escaped with a backslash, and
 * backslashes before a quote are doubled. */
static bool print_task(const struct collect_options *o, struct error *err)
{
    struct arguments a = {0};
    struct buffer command = {0}, said = {0};
    size_t backslashes = 0;
    bool ok = make_arguments(&a, o, false, err) && os_service_command(a.items, a.count, &command, err);
    size_t length = ok ? text_characters(text_of(command.bytes)) : 0;

    if (length > LONGEST_TASK)
        ok = error_set(
            err,
            "the command has %zu characters, but schtasks takes at most %d: use shorter paths and fewer tags, "
            "or --install-service",
            length, LONGEST_TASK);
    if (ok) {
        if (!o->output)
            add_directory_line(&said, a.directory);
        buffer_printf(&said, "schtasks /Create /TN %s /SC ONSTART /RU \"NT AUTHORITY\\LocalService\" /TR \"",
                      service.name);
        for (const char *p = command.bytes; *p; p++) {
            if (*p == '"')
                buffer_add_repeated(&said, '\\', backslashes + 1);
            backslashes = *p == '\\' ? backslashes + 1 : 0;
            buffer_add_char(&said, *p);
        }
        buffer_add_string(&said, "\"\n");
        ok = print(&said, err);
    }
    buffer_free(&command);
    arguments_free(&a);
    return ok;
}

bool collect_service_check(const struct collect_options *o, struct error *err)
{
    bool is_service = o->install_service || o->remove_service || o->service_status || o->print_task;

    if (o->selftest + o->install_service + o->remove_service + o->service_status + o->print_task > 1)
        return error_set(err, "--selftest, --install-service, --remove-service, --service-status and --print-task "
                              "cannot be combined: use one of them");
    if (is_service && o->count > 0)
        return error_set(err, "argument --count: not for a service: use --duration, or leave both out");
    if (is_service && o->replay)
        return error_set(err, "argument --replay: not for a service");
    if (is_service && o->tags.count > MOST_TAGS)
        return error_set(err, "argument -tags: a service takes at most %d: use wildcards, or record all tags",
                         MOST_TAGS);
    return true;
}

bool collect_service(const struct collect_options *o, struct error *err)
{
    struct buffer said = {0};

    if (o->install_service)
        return install(o, err);
    if (o->print_task)
        return print_task(o, err);
    if (o->service_status)
        return os_service_status(&service, &said, err) && print(&said, err);
    if (!os_service_remove(&service, err))
        return false;
    buffer_add_string(&said, "The service poolmonviz is removed. What it recorded is kept.\n");
    return print(&said, err);
}

bool collect_service_run(const struct collect_options *o, int (*work)(void *context), void *context, struct error *err)
{
    struct buffer log = {0};
    bool ok;

    buffer_printf(&log, "%s" LOG_ENDING, o->output ? o->output : service.name);
    buffer_add_char(&log, '\0');
    ok = os_service_run(&service, log.bytes, work, context, err);
    buffer_free(&log);
    return ok;
}
