/* terminal.c - os/terminal.h for Linux. */
#include "os/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "os/linux/linux_internal.h"

/* open() returns the lowest free number, which is the closed stream's. The access mode is the wrong one on purpose:
 * using the stream then fails with EBADF, as if it were still closed. */
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
    size_t written;

    if (linux_write_all(STDOUT_FILENO, bytes, length, LINUX_CURRENT_OFFSET, &written) || errno == EPIPE)
        return true;
    return error_set(err, "cannot write to standard output: %s", linux_reason(errno));
}

void os_write_stderr(const void *bytes, size_t length)
{
    size_t written;

    linux_write_all(STDERR_FILENO, bytes, length, LINUX_CURRENT_OFFSET, &written);
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
