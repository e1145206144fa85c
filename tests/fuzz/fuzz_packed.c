/* fuzz_packed.c - any bytes as a packed file: every member is listed and read.
 *
 * Checks that a member gives no more bytes than allowed, and the same bytes whatever the size of reads.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "check.h"
#include "packed/bytes.h"
#include "packed/packed.h"
#include "packed/unpack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* *ok: to its end. */
static uint64_t read_member(const struct packed_member *member, size_t step, uint64_t *total, bool *ok)
{
    static char buffer[1 << 16];
    struct warnings warnings = {0};
    struct error err = {0};
    struct bytes b;
    size_t got = 1;
    uint64_t hash = 0;

    *total = 0;
    *ok = false;
    if (bytes_open(&b, (struct bytes_place){.path = member->name, .member = member, .warnings = &warnings}, &err)) {
        while (got && (*ok = bytes_read(&b, buffer, step, &got, &err))) {
            for (size_t i = 0; i < got; i++)
                hash = hash * 31 + (unsigned char)buffer[i];
            *total += got;
        }
        bytes_close(&b);
    } else {
        CHECK(err.text[0]);
    }
    warnings_free(&warnings);
    return hash;
}

static void check_member(const struct packed_member *member, size_t size)
{
    uint64_t total, total_again, hash, hash_again;
    bool ok, ok_again;

    CHECK(member->name && (member->fault || member->length <= size));
    hash = read_member(member, 1 << 16, &total, &ok);
    CHECK(total <= (member->length + 2) * UNPACK_TIMES_MAX + (1 << 16));
    if (!ok || total >= 1 << 16)
        return;
    hash_again = read_member(member, 7, &total_again, &ok_again);
    CHECK(ok_again && total_again == total && hash_again == hash);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[] = "/tmp/fuzz_packedXXXXXX";
    int file = mkstemp(path);
    struct packed_file *packed;

    CHECK(file >= 0 && write(file, data, size) == (ssize_t)size);
    close(file);
    packed = packed_open(path);
    if (packed) {
        CHECK(packed->count > 0);
        for (size_t i = 0; i < packed->count && i < 64; i++)
            check_member(&packed->members[i], size);
        packed_free(packed);
    }
    unlink(path);
    return 0;
}
