#include "packed/zip_entry.h"

#include <string.h>

#include "base/calendar.h"

#define ENTRY_BYTES 46
#define FLAG_ENCRYPTED 1u
#define FLAG_UTF8 0x800u
#define EXTRA_ZIP64 1u
#define EXTRA_TIME 0x5455u // Info-ZIP: times in UTC
#define TIME_HAS_WRITTEN 1

unsigned zip_u16(const void *from)
{
    const unsigned char *p = from;

    return (unsigned)p[0] | (unsigned)p[1] << 8;
}

uint32_t zip_u32(const void *from)
{
    return zip_u16(from) | (uint32_t)zip_u16((const char *)from + 2) << 16;
}

uint64_t zip_u64(const void *from)
{
    return zip_u32(from) | (uint64_t)zip_u32((const char *)from + 4) << 32;
}

/* Local time in units of two seconds, as MS-DOS stores it. */
static void set_dos_time(struct zip_entry *e, unsigned time, unsigned date)
{
    struct calendar_day day = {1980 + (date >> 9), (int)(date >> 5 & 15), (int)(date & 31)};
    int64_t seconds = (time >> 11) * 3600 + (time >> 5 & 63) * 60 + (time & 31) * 2;

    if (day.month < 1 || day.month > 12 || day.day < 1 || seconds >= 24 * 3600)
        return;
    e->has = PACKED_TIME_LOCAL;
    e->time_us = calendar_days(day) * DAY_US + seconds * SECOND_US;
}

/* Numbers that do not fit 32 bits are in an extra field, in this order. */
static void read_zip64(struct zip_entry *e, struct text field)
{
    uint64_t *numbers[] = {&e->size, &e->length, &e->offset};

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (*numbers[i] == UINT32_MAX && field.length >= 8) {
            *numbers[i] = zip_u64(field.data);
            field = text_skip(field, 8);
        }
}

static void read_extra(struct zip_entry *e, struct text extra)
{
    while (extra.length >= 4) {
        unsigned kind = zip_u16(extra.data);
        struct text field = {extra.data + 4, zip_u16(extra.data + 2)};

        if (field.length > extra.length - 4)
            return;
        if (kind == EXTRA_ZIP64)
            read_zip64(e, field);
        if (kind == EXTRA_TIME && field.length >= 5 && field.data[0] & TIME_HAS_WRITTEN) {
            e->has = PACKED_TIME_UTC;
            e->time_us = (int32_t)zip_u32(field.data + 1) * SECOND_US;
        }
        extra = text_skip(extra, 4 + field.length);
    }
}

bool zip_entry_next(struct text *rest, struct zip_entry *out)
{
    const char *p = rest->data;
    size_t name, extra, comment;
    unsigned flags;

    if (rest->length < ENTRY_BYTES || memcmp(p, "PK\1\2", 4) != 0)
        return false;
    name = zip_u16(p + 28);
    extra = zip_u16(p + 30);
    comment = zip_u16(p + 32);
    if (rest->length - ENTRY_BYTES < name + extra + comment)
        return false;
    flags = zip_u16(p + 8);
    *out = (struct zip_entry){.name = {p + ENTRY_BYTES, name},
                              .is_utf8 = flags & FLAG_UTF8,
                              .is_encrypted = flags & FLAG_ENCRYPTED,
                              .method = zip_u16(p + 10),
                              .check = zip_u32(p + 16),
                              .length = zip_u32(p + 20),
                              .size = zip_u32(p + 24),
                              .offset = zip_u32(p + 42)};
    set_dos_time(out, zip_u16(p + 12), zip_u16(p + 14));
    read_extra(out, (struct text){p + ENTRY_BYTES + name, extra});
    *rest = text_skip(*rest, ENTRY_BYTES + name + extra + comment);
    return true;
}
