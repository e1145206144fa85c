#include "packed/bytes.h"

#include <string.h>

#include "base/memory.h"
#include "packed/unpack.h"

#define READ_STEP ((size_t)1 << 16)

bool bytes_open(struct bytes *b, struct bytes_place place, struct error *err)
{
    *b = (struct bytes){.place = place};
    if (!place.member)
        return os_open(&b->file, place.path, err);
    b->unpack = unpack_open(place.member, place.allows_large, err);
    return b->unpack != NULL;
}

bool bytes_open_file(struct bytes *b, const char *path, struct error *err)
{
    return bytes_open(b, (struct bytes_place){.path = path}, err);
}

void bytes_open_memory(struct bytes *b, const char *name, const void *bytes, size_t length)
{
    *b = (struct bytes){.place.path = name, .memory = length ? bytes : "", .memory_length = length};
}

void bytes_close(struct bytes *b)
{
    if (b->place.member)
        unpack_close(b->unpack);
    else if (b->place.path && !b->memory)
        os_close(&b->file);
    *b = (struct bytes){0};
}

static bool read_memory(struct bytes *b, void *to, size_t capacity, size_t *got)
{
    size_t remaining = b->memory_length - b->memory_pos;

    *got = remaining < capacity ? remaining : capacity;
    if (*got)
        memcpy(to, b->memory + b->memory_pos, *got);
    b->memory_pos += *got;
    return true;
}

static bool read_packed(struct bytes *b, void *to, size_t capacity, size_t *got, struct error *err)
{
    if (b->refusal.text[0])
        return error_set(err, "%s", b->refusal.text);
    if (!unpack_read(b->unpack, to, capacity, got, &b->refusal))
        return error_set(err, "%s", b->refusal.text);
    if (*got == 0 && capacity && !b->is_faulty)
        b->is_faulty = !unpack_check(b->unpack, b->place.warnings); // told once, however often it is read
    return true;
}

bool bytes_read(struct bytes *b, void *to, size_t capacity, size_t *got, struct error *err)
{
    if (b->memory)
        return read_memory(b, to, capacity, got);
    return b->unpack ? read_packed(b, to, capacity, got, err)
                     : os_read(&b->file, b->place.path, to, capacity, got, err);
}

bool bytes_rewind(struct bytes *b, struct error *err)
{
    const char *path = b->place.path;

    b->memory_pos = 0;
    if (!b->memory && !b->place.member)
        return os_rewind(&b->file) ||
               error_set(err, "%s: too long to be read from a pipe: save it as a file and use that", path);
    if (b->memory || b->refusal.text[0]) // the next read says it
        return true;
    unpack_close(b->unpack);
    b->unpack = unpack_open(b->place.member, b->place.allows_large, err);
    return b->unpack != NULL;
}

bool bytes_read_all(struct bytes_place place, size_t most, struct buffer *to, struct error *err)
{
    struct bytes b;
    size_t got = 1;
    bool ok;

    if (!bytes_open(&b, place, err))
        return false;
    for (ok = true; ok && got;) {
        ARRAY_RESERVE(to->bytes, to->capacity, to->length + READ_STEP);
        ok = bytes_read(&b, to->bytes + to->length, READ_STEP, &got, err);
        to->length += ok ? got : 0;
        if (ok && to->length > most)
            ok = error_set(err, "'%s' is longer than %zu bytes: use another file", place.path, most);
    }
    bytes_close(&b);
    return ok;
}
