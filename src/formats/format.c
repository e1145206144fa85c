#include "formats/format.h"

#include <stdlib.h>

#include "base/memory.h"
#include "formats/capture.h"

/* The first that knows a file reads it. */
static const struct format *const formats[] = {
    &format_capture,          // format_own
    &format_csv,              // format_own
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
        snapshot_store(snapshot, target->store);
    else
        target->has_stopped = !target->take(target->context, snapshot, err);
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

/* Of a capture whose first bytes are damaged the name still tells. */
static const struct format *bytes_format(const char *path)
{
    char bytes[FORMAT_BYTES];
    size_t length = read_first(path, bytes, sizeof bytes);

    if (text_ends_with(text_of(path), text_of(CAPTURE_ENDING)))
        return &format_capture;
    return format_of((struct text){bytes, length}, true);
}

/* Without content, or under the name of a CSV file, the reader of these has the best sentence to say. */
static bool is_meant_as_csv(const char *path, struct text head)
{
    struct text name = text_of(path), ending = {name.at + name.length - 4, 4};

    return head.length == 0 || (name.length >= 4 && text_equal_nocase(ending, text_of(".csv")));
}

static enum format_result read_text(struct format_input *input, struct format_target *target, struct error *err)
{
    struct text head = {input->reader->at, (size_t)(input->reader->end - input->reader->at)};
    const struct format *format = format_of(head, false);

    if (!format && !is_meant_as_csv(input->path, head)) {
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

#define KNOWN_BY ((size_t)1 << 20)

bool format_knows(const char *path)
{
    char *bytes = memory_new(KNOWN_BY, 1);
    size_t length = read_first(path, bytes, KNOWN_BY);
    struct text head = {bytes, length < FORMAT_BYTES ? length : FORMAT_BYTES};
    struct reader reader = {0};
    struct error ignored;
    bool knows = format_of(head, true);

    if (!knows && reader_open_memory(&reader, path, bytes, length, &ignored)) {
        knows = format_of((struct text){reader.at, (size_t)(reader.end - reader.at)}, false);
        reader_close(&reader);
    }
    reader_free(&reader);
    free(bytes);
    return knows;
}
