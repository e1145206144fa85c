#include "formats/format.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "os/os.h"
#include "store/store_snapshot.h"

#define FIRST_BYTES ((size_t)1 << 20) // that tell whether a file is text

/* The first that knows a file reads it. */
static const struct format *const formats[] = {
    &format_capture,          // capture/capture_format
    &format_csv,              // csv/csv_format
    &format_slabinfo,         // slabinfo_file
    &format_pooltagviewer,    //
    &format_poolmonx_archive, // poolmonx_list
    &format_poolmonx_list,    //
    &format_poolmonx_export,  //
    &format_memsnap,          //
    &format_poolused,         //
    &format_poolmon,          // last: it knows rows without headings
    NULL,
};

bool format_give(struct format_target *target, struct snapshot *snapshot, struct error *err)
{
    if (target->store)
        store_add_snapshot(target->store, snapshot);
    else
        target->has_stopped = !target->on_snapshot(target->context, snapshot, err);
    return !target->has_stopped;
}

static const struct format *format_of(struct text head, bool of_bytes)
{
    for (const struct format *const *f = formats; *f; f++)
        if ((*f)->of_bytes == of_bytes && (*f)->detect(head))
            return *f;
    return NULL;
}

/* The first bytes as they stand; only of files, as reading takes them away from a pipe. */
static size_t read_first(const char *path, char *bytes, size_t room)
{
    struct os_file file;
    struct error ignored;
    size_t got = 0, length = 0;

    if (os_kind(path) != OS_FILE || !os_open(&file, path, &ignored))
        return 0;
    while (length < room && os_read(&file, path, bytes + length, room - length, &got, &ignored) && got)
        length += got;
    os_close(&file);
    return length;
}

/* The name counts first: it still tells when the first bytes are damaged. */
static const struct format *bytes_format(const char *path)
{
    char bytes[FORMAT_BYTES];
    size_t length = read_first(path, bytes, sizeof bytes);

    for (const struct format *const *f = formats; *f; f++)
        if ((*f)->ending && text_ends_with(text_of(path), text_of((*f)->ending)))
            return *f;
    return format_of((struct text){bytes, length}, true);
}

/* Without content, or under the name of a CSV file, the reader of these has the best sentence to say, and says it at once:
 * nothing is looked for behind the first window. */
static bool is_meant_as_csv(const char *path, struct text head)
{
    return head.length == 0 || text_ends_with_nocase(text_of(path), text_of(".csv"));
}

static struct text window_of(const struct reader *r)
{
    return (struct text){r->pos, (size_t)(r->end - r->pos)};
}

/* Moves the window on, from the beginning of its last line. False at the end of the file, and of what is text. */
static bool next_window(struct reader *r)
{
    struct text window = window_of(r);
    struct error later; // it comes up again when the lines are read
    const char *line = r->end;

    if (r->is_at_end || window.length == 0 || memchr(window.data, 0, window.length))
        return false;
    while (line > r->pos && line[-1] != '\n' && line[-1] != '\r')
        line--;
    r->pos = line > r->pos ? line : r->end;
    return reader_fill(r, &later);
}

static const struct format *format_among(struct text window)
{
    for (const struct format *const *f = formats; *f; f++)
        if ((*f)->in_text && (*f)->detect(window))
            return *f;
    return NULL;
}

/* The format that knows the text by what its first window does not show: a debugger's log holds much before the output that
 * is looked for. The reader moves on. */
static const struct format *format_behind(struct reader *r)
{
    const struct format *format = NULL;

    while (!format && next_window(r))
        format = format_among(window_of(r));
    return format;
}

/* One format reads a file; of what it holds for another is said that it is passed over. */
static void warn_of_others(const struct format_input *input, const struct format *format)
{
    for (const struct format *const *f = formats; *f && format->in_text; f++)
        if (*f != format && (*f)->in_text && (*f)->detect(window_of(input->reader)))
            warnings_add(input->warnings, WARNING_FILE,
                         "%s: is read as %s; what else is in it, of the kind \"%s\", is passed over: put that into a "
                         "file of its own",
                         input->path, format->name, (*f)->name);
}

/* Leaves the reader at the beginning. */
static const struct format *text_format(const struct format_input *input, bool is_csv)
{
    struct reader *r = input->reader;
    const struct format *format = format_of(window_of(r), false);
    struct error none;

    if (!format && !is_csv && !r->is_at_end && os_kind(input->path) == OS_FILE) {
        format = format_behind(r);
        if (!reader_rewind(r, &none))
            return NULL;
    }
    if (format)
        warn_of_others(input, format);
    return format;
}

static enum format_result read_text(struct format_input *input, struct format_target *target, struct error *err)
{
    struct reader *r = input->reader;
    bool is_csv = is_meant_as_csv(input->path, window_of(r));
    const struct format *format = text_format(input, is_csv);

    if (!format && !is_csv) {
        error_set(err,
                  "%s: is nothing that can be read: docs/formats.md lists the kinds of files; a screen that was copied "
                  "needs its row of headings",
                  input->path);
        return FORMAT_UNKNOWN;
    }
    if ((format ? format : &format_csv)->read(input, target, err))
        return FORMAT_READ;
    return format ? FORMAT_FAILED : FORMAT_UNKNOWN;
}

enum format_result format_read(struct format_input *input, struct reader *reader, struct format_target *target,
                               struct error *err)
{
    const struct format *format = bytes_format(input->path);
    enum format_result result;

    target->path = input->path;
    if (format) {
        if (target->store)
            store_source(target->store, input->path);
        return format->read(input, target, err) ? FORMAT_READ : FORMAT_FAILED;
    }
    if (!reader_open_file(reader, input->path, err))
        return FORMAT_FAILED;
    if (target->store)
        store_source(target->store, input->path);
    input->reader = reader;
    result = read_text(input, target, err);
    reader_close(reader);
    return result;
}

static bool text_is_known(const char *path)
{
    struct reader reader = {0};
    struct error ignored;
    bool knows;

    if (!reader_open_file(&reader, path, &ignored))
        return false;
    knows =
        format_of(window_of(&reader), false) || (!is_meant_as_csv(path, window_of(&reader)) && format_behind(&reader));
    reader_close(&reader);
    reader_free(&reader);
    return knows;
}

/* As 8-bit text. */
static bool bytes_are_known(const char *path, struct text bytes)
{
    struct reader reader = {0};
    struct error ignored;
    bool knows =
        reader_open_memory(&reader, path, bytes.data, bytes.length, &ignored) && format_of(window_of(&reader), false);

    reader_close(&reader);
    reader_free(&reader);
    return knows;
}

/* With a zero in 8 bits: a binary file, or a log that a crash left zeros in. */
static bool is_no_plain_text(struct text bytes)
{
    size_t bom;

    return memchr(bytes.data, 0, bytes.length) && unicode_guess(bytes.data, bytes.length, &bom) == ENCODING_UTF8;
}

bool format_knows(const char *path)
{
    char *room = memory_new(FIRST_BYTES, 1);
    struct text bytes = {room, read_first(path, room, FIRST_BYTES)};
    struct text head = {room, bytes.length < FORMAT_BYTES ? bytes.length : FORMAT_BYTES};
    bool knows = bytes.length && format_of(head, true);

    if (bytes.length && !knows)
        knows = is_no_plain_text(bytes) ? bytes_are_known(path, bytes) : text_is_known(path);
    free(room);
    return knows;
}
