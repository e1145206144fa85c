#include "formats/capture/capture_record.h"

#include <string.h>

#include "base/checksum.h"

static const unsigned char magic[8] = {'P', 'M', 'C', 'A', 'P', '\r', '\n', 0x1A};

static void put(unsigned char *to, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        to[i] = (unsigned char)(value >> 8 * i);
}

static uint64_t get(const unsigned char *from, size_t bytes)
{
    uint64_t value = 0;

    for (size_t i = 0; i < bytes; i++)
        value |= (uint64_t)from[i] << 8 * i;
    return value;
}

void capture_add_header(struct buffer *out)
{
    unsigned char head[CAPTURE_HEADER_BYTES];

    memcpy(head, magic, sizeof magic);
    put(head + 8, CAPTURE_VERSION, 4);
    put(head + 12, checksum_crc32c(0, head, 12), 4);
    buffer_add(out, head, sizeof head);
}

enum capture_header_state capture_header_check(const void *bytes, size_t length)
{
    const unsigned char *head = bytes;

    if (length < CAPTURE_HEADER_BYTES || memcmp(head, magic, sizeof magic) != 0 ||
        get(head + 12, 4) != checksum_crc32c(0, head, 12))
        return CAPTURE_HEADER_NONE;
    return get(head + 8, 4) == CAPTURE_VERSION ? CAPTURE_HEADER_OK : CAPTURE_HEADER_NEWER;
}

/* Of all bytes of the record except the checksum. */
static uint32_t checksum_of(const unsigned char *head, const void *payload, size_t length)
{
    uint32_t check = checksum_crc32c(0, head, 4);

    check = checksum_crc32c(check, head + 8, 8);
    return checksum_crc32c(check, payload, length);
}

void record_add(struct buffer *out, enum record_kind kind, int64_t time_ms, const struct buffer *payload)
{
    unsigned char head[RECORD_HEADER_BYTES];

    put(head, payload->length, 4);
    put(head + 8, (uint64_t)time_ms, 6);
    put(head + 14, (uint64_t)kind, 2);
    put(head + 4, checksum_of(head, payload->bytes, payload->length), 4);
    buffer_add(out, head, sizeof head);
    buffer_add(out, payload->bytes, payload->length);
}

enum record_state record_read(const void *bytes, size_t length, struct record *out)
{
    const unsigned char *head = bytes;

    if (length < RECORD_HEADER_BYTES)
        return RECORD_CUT;
    out->length = (size_t)get(head, 4);
    if (out->length > RECORD_BYTES_MAX)
        return RECORD_BAD;
    if (length - RECORD_HEADER_BYTES < out->length)
        return RECORD_CUT;
    out->payload = head + RECORD_HEADER_BYTES;
    if (get(head + 4, 4) != checksum_of(head, out->payload, out->length))
        return RECORD_BAD;
    out->time_ms = (int64_t)(get(head + 8, 6) << 16) >> 16; // 48 bits with a sign
    out->kind = (unsigned)get(head + 14, 2);
    return RECORD_OK;
}

size_t record_find_keyframe(const void *bytes, size_t length)
{
    const unsigned char *p = bytes;
    struct record record;

    for (size_t i = RECORD_HEADER_BYTES; i + KEYFRAME_MARK_BYTES <= length; i++) {
        const unsigned char *mark = memchr(p + i, KEYFRAME_MARK[0] & 0xFF, length - KEYFRAME_MARK_BYTES + 1 - i);

        if (!mark)
            break;
        i = (size_t)(mark - p);
        if (memcmp(mark, KEYFRAME_MARK, KEYFRAME_MARK_BYTES) == 0 &&
            record_read(p + i - RECORD_HEADER_BYTES, length - i + RECORD_HEADER_BYTES, &record) != RECORD_BAD)
            return i - RECORD_HEADER_BYTES;
    }
    return length > RECORD_HEADER_BYTES + KEYFRAME_MARK_BYTES - 1
               ? length - (RECORD_HEADER_BYTES + KEYFRAME_MARK_BYTES - 1)
               : 0;
}
