#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/varint.h"
#include "helper.h"
#include "views/page/pack.h"

enum { MOST = 1000 };

/* --- decoding, as specified in web/FORMAT.md --- */

static bool read_values(struct varint_reader *r, size_t count, int64_t *least, int64_t *greatest)
{
    uint64_t step = varint_read(r), k = 0;
    int64_t offset = varint_read_signed(r);

    for (size_t i = 0; i < count; i++) {
        uint64_t number = varint_read(r);

        least[i] = PACK_GAP;
        if (number == 0)
            continue;
        number--;
        k += number & 1 ? ~(number >> 1) : number >> 1;
        least[i] = (int64_t)((uint64_t)offset + k * step);
    }
    for (size_t i = 0; greatest && i < count; i++)
        greatest[i] = least[i] == PACK_GAP ? PACK_GAP : (int64_t)((uint64_t)least[i] + varint_read(r) * step);
    return !r->failed && r->at == r->end;
}

static void fill(int64_t *values, size_t count, int64_t value)
{
    for (size_t i = 0; values && i < count; i++)
        values[i] = value;
}

static bool read_series(struct text bytes, const struct pack_series *like, size_t count, int64_t *least,
                        int64_t *greatest)
{
    struct varint_reader r = {.at = (const unsigned char *)bytes.data + 1,
                              .end = (const unsigned char *)bytes.data + bytes.length};
    int64_t value;

    switch (bytes.data[0]) {
    case 0:
        fill(least, count, PACK_GAP);
        fill(greatest, count, PACK_GAP);
        return bytes.length == 1;
    case 1:
        value = varint_read_signed(&r);
        fill(least, count, value);
        fill(greatest, count, value);
        return !r.failed && r.at == r.end;
    case 2:
        memcpy(least, like->least, count * sizeof *least);
        if (greatest)
            memcpy(greatest, like->greatest, count * sizeof *greatest);
        return bytes.length == 1;
    default:
        return bytes.data[0] == 3 && read_values(&r, count, least, greatest);
    }
}

/* The encoded bytes of one series without the length prefix; borrowed from `b`. */
static struct text packed(struct buffer *b, struct pack_series s, const struct pack_series *like)
{
    struct pack_parts parts = {0};
    struct varint_reader r;
    struct text bytes;

    pack_add_series(&parts, s, like);
    pack_end_parts(&parts, b);
    r = (struct varint_reader){.at = (const unsigned char *)b->bytes,
                               .end = (const unsigned char *)b->bytes + b->length};
    bytes = varint_read_bytes(&r, varint_read(&r));
    assert_false(r.failed);
    assert_true(r.at == r.end);
    return bytes;
}

static void check_round_trip(struct pack_series s, const struct pack_series *like)
{
    struct buffer b = {0};
    int64_t *least = malloc(s.count * sizeof *least), *greatest = malloc(s.count * sizeof *greatest);

    assert_true(read_series(packed(&b, s, like), like, s.count, least, s.greatest ? greatest : NULL));
    assert_memory_equal(least, s.least, s.count * sizeof *least);
    if (s.greatest)
        assert_memory_equal(greatest, s.greatest, s.count * sizeof *greatest);
    buffer_free(&b);
    free(least);
    free(greatest);
}

/* --- vectors shared with the page --- */

static size_t numbers_of(char *field, int64_t *out)
{
    size_t count = 0;

    for (char *word = strtok(field, " "); word; word = strtok(NULL, " "))
        out[count++] = strcmp(word, ".") ? strtoll(word, NULL, 10) : PACK_GAP;
    return count;
}

TEST(hand_made_vectors_are_encoded)
{
    FILE *file = fopen("../web/test/vectors.txt", "r");
    char line[300];
    size_t lines = 0;

    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        char *field[4] = {line}, hex[300] = "";
        int64_t least[20], greatest[20];
        struct buffer b = {0};
        struct text bytes;
        size_t count;

        if (line[0] == '#')
            continue;
        line[strcspn(line, "\n")] = '\0';
        for (int i = 1; i < 4; i++) {
            field[i] = strchr(field[i - 1], ';');
            *field[i]++ = '\0';
        }
        count = numbers_of(field[1], least);
        bytes = packed(&b, (struct pack_series){least, numbers_of(field[2], greatest) ? greatest : NULL, count}, NULL);
        for (size_t i = 0; i < bytes.length; i++)
            sprintf(hex + 3 * i, " %02x", (unsigned char)bytes.data[i]);
        assert_string_equal(hex, field[3]);
        buffer_free(&b);
        lines++;
    }
    fclose(file);
    assert_int_equal(lines, 10);
}

/* --- other properties --- */

TEST(a_series_equal_to_another_takes_one_byte)
{
    static const int64_t least[] = {4, 8, PACK_GAP}, greatest[] = {4, 12, PACK_GAP}, other[] = {4, 16, PACK_GAP};
    struct pack_series s = {least, greatest, 3}, like = {least, greatest, 3}, unlike = {least, other, 3};
    struct buffer b = {0};

    packed(&b, s, &like);
    assert_int_equal(b.length, 2);
    assert_memory_equal(b.bytes, "\1\2", 2);
    check_round_trip(s, &like);
    check_round_trip(s, &unlike);
    buffer_free(&b);
}

TEST(any_series_round_trips)
{
    static int64_t least[MOST], greatest[MOST];
    uint64_t random = 7;

    for (int turn = 0; turn < 300; turn++) {
        size_t count = 1 + (size_t)turn * 3;
        int64_t step = turn % 3 ? turn * 48 + 1 : INT64_C(1) << 40;

        for (size_t i = 0; i < count; i++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            least[i] = random >> 60 == 0 ? PACK_GAP : ((int64_t)(random >> 44) - (1 << 19)) * step;
            greatest[i] = least[i] == PACK_GAP ? PACK_GAP : least[i] + (int64_t)(random >> 33 & 15) * step;
        }
        check_round_trip((struct pack_series){least, NULL, count}, NULL);
        check_round_trip((struct pack_series){least, greatest, count}, NULL);
    }
}

TEST(a_block_is_raw_deflate_in_base64)
{
    static const char wanted[] = "NtfsNtfsNtfsNtfsNtfs";
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    struct buffer b = {0};
    unsigned char packed[100], out[100];
    size_t length = 0;
    uint32_t bits = 0;
    z_stream z = {.next_in = packed, .next_out = out, .avail_out = sizeof out};

    pack_add_deflated(&b, wanted, strlen(wanted));
    for (size_t i = 0, have = 0; i < b.length && b.bytes[i] != '='; i++) {
        bits = bits << 6 | (uint32_t)(strchr(digits, b.bytes[i]) - digits);
        have += 6;
        if (have >= 8) {
            have -= 8;
            packed[length++] = (unsigned char)(bits >> have);
        }
    }
    z.avail_in = (uInt)length;
    assert_int_equal(inflateInit2(&z, -15), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.total_out, strlen(wanted));
    assert_memory_equal(out, wanted, strlen(wanted));
    inflateEnd(&z);
    buffer_free(&b);
}

TEST(lengths_come_first)
{
    static const int64_t five[] = {5, 5}, gap[] = {PACK_GAP, PACK_GAP};
    struct pack_parts parts = {0};
    struct buffer b = {0};

    pack_add_series(&parts, (struct pack_series){five, NULL, 2}, NULL);
    pack_add_series(&parts, (struct pack_series){gap, NULL, 2}, NULL);
    pack_end_parts(&parts, &b);
    assert_int_equal(b.length, 5);
    assert_memory_equal(b.bytes, "\2\1\1\12\0", 5);
    buffer_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hand_made_vectors_are_encoded),    cmocka_unit_test(a_series_equal_to_another_takes_one_byte),
        cmocka_unit_test(any_series_round_trips),           cmocka_unit_test(lengths_come_first),
        cmocka_unit_test(a_block_is_raw_deflate_in_base64),
    };

    return RUN(tests);
}
