#include "os/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "os/linux/linux_internal.h"

/* The lowest number that is free is the next that is opened. Open the wrong way round, a stream refuses as a closed one. */
void os_guard_streams(void)
{
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
        if (fcntl(stream, F_GETFD) < 0)
            open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

void os_survive_write_errors(void)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

bool os_write_stdout(const void *bytes, size_t length, struct error *err)
{
    if (linux_write_all(STDOUT_FILENO, bytes, length) || errno == EPIPE)
        return true; // whoever reads has had enough
    return error_set(err, "standard output cannot be written: %s", linux_reason(errno));
}

void os_write_stderr(const void *bytes, size_t length)
{
    linux_write_all(STDERR_FILENO, bytes, length);
}

static int width_of(int stream)
{
    struct winsize size;

    if (!isatty(stream))
        return 0;
    if (ioctl(stream, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 80;
    return size.ws_col;
}

static bool is_dumb(void)
{
    const char *term = getenv("TERM");

    return term && strcmp(term, "dumb") == 0;
}

int os_terminal_width(void)
{
    return width_of(STDOUT_FILENO);
}

int os_stderr_width(void)
{
    return is_dumb() ? 0 : width_of(STDERR_FILENO);
}

bool os_terminal_colour(void)
{
    const char *no = getenv("NO_COLOR");

    return isatty(STDOUT_FILENO) && !(no && *no) && !is_dumb();
}
