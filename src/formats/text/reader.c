#include "formats/text/reader.h"

#include <string.h>

#include "base/memory.h"
#include "base/require.h"

#define READ_BYTES ((size_t)1 << 20)

/* Appends to raw until it holds read_bytes more, or the input ends. */
static bool raw_fill(struct reader *r, struct error *err)
{
    size_t wanted = r->raw.length + (r->read_bytes ? r->read_bytes : READ_BYTES);

    ARRAY_RESERVE(r->raw.bytes, r->raw.capacity, wanted);
    while (r->raw.length < wanted && !r->input_ended) {
        size_t got;

        if (!bytes_read(&r->bytes, r->raw.bytes + r->raw.length, wanted - r->raw.length, &got, err))
            return false;
        r->raw.length += got;
        r->input_ended = got == 0;
    }
    return true;
}

/* Whether all of the input is UTF-8, by reading it once. A character truncated at its end is accepted. */
static enum utf8_state check_all(struct reader *r, struct error *err)
{
    for (;;) {
        size_t good, kept;
        enum utf8_state state = unicode_utf8_check(r->raw.bytes, r->raw.length, &good);

        if (state == UTF8_BROKEN || r->input_ended)
            return state;
        kept = r->raw.length - good;
        memmove(r->raw.bytes, r->raw.bytes + good, kept);
        r->raw.length = kept;
        if (!raw_fill(r, err))
            return UTF8_BROKEN; // the error returns when the text is read
    }
}

static bool read_again(struct reader *r, size_t bom, struct error *err)
{
    if (!bytes_rewind(&r->bytes, err))
        return false;
    r->input_ended = false;
    r->raw.length = 0;
    if (!raw_fill(r, err))
        return false;
    bom = bom < r->raw.length ? bom : r->raw.length;
    r->raw.length -= bom;
    memmove(r->raw.bytes, r->raw.bytes + bom, r->raw.length);
    return true;
}

/* Text without a BOM is UTF-8 only if all of it is, so the whole input is checked before its first row is read. */
static bool find_encoding(struct reader *r, struct error *err)
{
    size_t bom;
    bool is_all_read = r->input_ended;
    enum utf8_state state;

    r->encoding = unicode_guess(r->raw.bytes, r->raw.length, &bom);
    r->raw.length -= bom;
    memmove(r->raw.bytes, r->raw.bytes + bom, r->raw.length);
    r->is_unconverted = false;
    if (r->encoding != ENCODING_UTF8)
        return true;
    state = check_all(r, err);
    r->is_unconverted = state == UTF8_VALID;
    if (state == UTF8_BROKEN && bom == 0)
        r->encoding = ENCODING_WINDOWS_1252;
    return is_all_read || read_again(r, bom, err);
}

/* Moves the rest of the window to the front and appends what the input gives. */
static bool fill_unconverted(struct reader *r, struct error *err)
{
    size_t remaining = (size_t)(r->end - r->pos);

    memmove(r->raw.bytes, r->pos, remaining);
    r->raw.length = remaining;
    if (!raw_fill(r, err))
        return false;
    r->pos = r->raw.bytes;
    r->end = r->pos + r->raw.length;
    r->is_at_end = r->input_ended;
    return true;
}

static bool fill_converted(struct reader *r, struct error *err)
{
    size_t remaining = (size_t)(r->end - r->pos), used;

    if (remaining)
        memmove(r->text.bytes, r->pos, remaining);
    r->text.length = remaining;
    ARRAY_RESERVE(r->text.bytes, r->text.capacity, remaining + 1); // never NULL
    if (!r->raw.length && !raw_fill(r, err))
        return false;
    used = unicode_to_utf8(r->encoding, r->raw.bytes, r->raw.length, r->input_ended, &r->text);
    r->raw.length -= used;
    memmove(r->raw.bytes, r->raw.bytes + used, r->raw.length);
    if (!r->input_ended && !raw_fill(r, err))
        return false;
    r->pos = r->text.bytes;
    r->end = r->pos + r->text.length;
    r->is_at_end = r->input_ended && r->raw.length == 0;
    return true;
}

bool reader_fill(struct reader *reader, struct error *err)
{
    require(reader->pos <= reader->end);
    if (reader->on_progress)
        reader->on_progress(reader->context);
    return reader->is_unconverted ? fill_unconverted(reader, err) : fill_converted(reader, err);
}

static bool reader_start(struct reader *r, const char *path, struct error *err)
{
    r->path = path;
    r->raw.length = r->text.length = 0;
    r->pos = r->end = NULL;
    r->is_at_end = r->input_ended = false;
    if (!raw_fill(r, err) || !find_encoding(r, err))
        return false;
    if (!r->is_unconverted)
        return fill_converted(r, err);
    r->pos = r->raw.bytes;
    r->end = r->pos + r->raw.length;
    r->is_at_end = r->input_ended;
    return true;
}

bool reader_open(struct reader *reader, struct bytes_place place, struct error *err)
{
    if (bytes_open(&reader->bytes, place, err) && reader_start(reader, place.path, err))
        return true;
    bytes_close(&reader->bytes);
    return false;
}

bool reader_open_file(struct reader *reader, const char *path, struct error *err)
{
    return reader_open(reader, (struct bytes_place){.path = path}, err);
}

bool reader_open_memory(struct reader *reader, const char *name, const void *bytes, size_t length, struct error *err)
{
    bytes_open_memory(&reader->bytes, name, bytes, length);
    return reader_start(reader, name, err);
}

bool reader_rewind(struct reader *reader, struct error *err)
{
    return bytes_rewind(&reader->bytes, err) && reader_start(reader, reader->path, err);
}

void reader_close(struct reader *reader)
{
    bytes_close(&reader->bytes);
    reader->pos = reader->end = NULL;
}

void reader_free(struct reader *reader)
{
    buffer_free(&reader->raw);
    buffer_free(&reader->text);
    *reader = (struct reader){0};
}
