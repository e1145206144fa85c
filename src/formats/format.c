#include "formats/format.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "os/files.h"
#include "store/store_snapshot.h"

#define HEAD_BYTES ((size_t)1 << 20) // read to tell text from binary

/* In order of priority: the first that detects a file reads it. */
static const struct format *const formats[] = {
    &format_capture,
    &format_csv,
    &format_slabinfo,
    &format_pooltagviewer,
    &format_poolmonx_archive,
    &format_poolmonx_list,
    &format_poolmonx_export,
    &format_memsnap,
    &format_poolused,
    &format_poolmon, // last: it also detects rows without headings
    NULL,
};

static void extend(struct format_extent *e, int64_t time_us, const char *path)
{
    if (e->count == 0 || time_us < e->first_us) {
        e->first_us = time_us;
        e->first_path = path;
    }
    if (e->count == 0 || time_us > e->last_us) {
        e->last_us = time_us;
        e->last_path = path;
    }
    e->count++;
}

bool format_give(struct format_target *target, struct snapshot *snapshot, struct error *err)
{
    assert(target->store || target->on_snapshot);
    if (!target->store && snapshot->basis != TIME_UNKNOWN)
        extend(&target->extent, snapshot->utc_us, target->path);
    if (target->store)
        store_add_snapshot(target->store, snapshot);
    else
        target->has_stopped = !target->on_snapshot(target->context, snapshot, err);
    return !target->has_stopped;
}

static const struct format *detect(struct text head, bool of_bytes)
{
    for (const struct format *const *f = formats; *f; f++)
        if ((*f)->of_bytes == of_bytes && (*f)->detect(head))
            return *f;
    return NULL;
}

/* Reads the first bytes. Only of regular files: a pipe cannot give them again. */
static size_t read_first(const char *path, char *bytes, size_t buffer)
{
    struct os_file file;
    size_t got = 0, length = 0;

    if (os_path_kind(path) != OS_FILE || !os_open(&file, path, NULL))
        return 0;
    while (length < buffer && os_read(&file, path, bytes + length, buffer - length, &got, NULL) && got)
        length += got;
    os_close(&file);
    return length;
}

/* The name has priority: it is right even if the first bytes are damaged. */
static const struct format *bytes_format(const char *path)
{
    char bytes[FORMAT_BYTES];
    size_t length = read_first(path, bytes, sizeof bytes);

    for (const struct format *const *f = formats; *f; f++)
        if ((*f)->ending && text_ends_with(text_of(path), text_of((*f)->ending)))
            return *f;
    return detect((struct text){bytes, length}, true);
}

/* An empty file, or one named .csv, is read as CSV: the messages of that reader are the most helpful. Nothing after its
 * first window is searched. */
static bool is_presumed_csv(const char *path, struct text head)
{
    return head.length == 0 || text_ends_with_nocase(text_of(path), text_of(".csv"));
}

static struct text window_of(const struct reader *r)
{
    return (struct text){r->pos, (size_t)(r->end - r->pos)};
}

/* Moves the window forward, to the beginning of its last line. False: the end of the file, or of the text in it. */
static bool next_window(struct reader *r)
{
    struct text window = window_of(r);
    const char *line = r->end;

    if (r->is_at_end || window.length == 0 || memchr(window.data, 0, window.length))
        return false;
    while (line > r->pos && line[-1] != '\n' && line[-1] != '\r')
        line--;
    r->pos = line > r->pos ? line : r->end;
    return reader_fill(r, NULL);
}

static const struct format *detect_in_text(struct text window)
{
    for (const struct format *const *f = formats; *f; f++)
        if ((*f)->in_text && (*f)->detect(window))
            return *f;
    return NULL;
}

/* Searches the rest of the file: a debugger log holds much before the output that is looked for. Moves the reader. */
static const struct format *detect_later(struct reader *r)
{
    const struct format *format = NULL;

    while (!format && next_window(r))
        format = detect_in_text(window_of(r));
    return format;
}

/* One format reads a file; content in another format is ignored with a warning. */
static void warn_other_formats(const struct format_input *input, const struct format *format)
{
    for (const struct format *const *f = formats; *f && format->in_text; f++)
        if (*f != format && (*f)->in_text && (*f)->detect(window_of(input->reader)))
            warnings_add(input->warnings, WARNING_FILE,
                         "%s: read as %s; content in the format \"%s\" is ignored: save it as a separate file",
                         input->path, format->name, (*f)->name);
}

/* Detects the format of a text. The reader is at its beginning again afterwards. */
static const struct format *text_format(const struct format_input *input, bool is_csv)
{
    struct reader *r = input->reader;
    const struct format *format = detect(window_of(r), false);

    if (!format && !is_csv && !r->is_at_end && os_path_kind(input->path) == OS_FILE) {
        format = detect_later(r);
        if (!reader_rewind(r, NULL))
            return NULL;
    }
    if (format)
        warn_other_formats(input, format);
    return format;
}

static enum format_result read_text(struct format_input *input, struct format_target *target, struct error *err)
{
    struct reader *r = input->reader;
    bool is_csv = is_presumed_csv(input->path, window_of(r));
    const struct format *format = text_format(input, is_csv);

    if (!format && !is_csv) {
        error_set(err,
                  "%s: unknown format: docs/formats.md lists the supported ones; a copied screen needs its heading row",
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

static bool text_is_detected(const char *path)
{
    struct reader reader = {0};
    bool knows;

    if (!reader_open_file(&reader, path, NULL))
        return false;
    knows = detect(window_of(&reader), false) || (!is_presumed_csv(path, window_of(&reader)) && detect_later(&reader));
    reader_close(&reader);
    reader_free(&reader);
    return knows;
}

/* Detects 8-bit text in a file with zeros. */
static bool bytes_are_detected(const char *path, struct text bytes)
{
    struct reader reader = {0};
    bool knows = reader_open_memory(&reader, path, bytes.data, bytes.length, NULL) && detect(window_of(&reader), false);

    reader_close(&reader);
    reader_free(&reader);
    return knows;
}

/* A zero byte in 8-bit text: a binary file, or a log in which a crash left zeros. */
static bool is_binary(struct text bytes)
{
    size_t bom;

    return memchr(bytes.data, 0, bytes.length) && unicode_guess(bytes.data, bytes.length, &bom) == ENCODING_UTF8;
}

bool format_knows(const char *path)
{
    char *buffer = memory_new(HEAD_BYTES, 1);
    struct text bytes = {buffer, read_first(path, buffer, HEAD_BYTES)};
    struct text head = {buffer, bytes.length < FORMAT_BYTES ? bytes.length : FORMAT_BYTES};
    bool knows = bytes.length && detect(head, true);

    if (bytes.length && !knows)
        knows = is_binary(bytes) ? bytes_are_detected(path, bytes) : text_is_detected(path);
    free(buffer);
    return knows;
}
