/* fuzz_packed.c - any bytes as a .zip, a .gz or neither.
 *
 * Checks that members lie within the file, that names stay inside the archive, that no member unpacks to more than is
 * allowed, and that its content does not depend on the size of reads.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/hash.h"
#include "check.h"
#include "packed/bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ENOUGH ((uint64_t)8 << 20) // bytes of a member to read

struct seen {
    bool ok, is_faulty;
    uint64_t hash, length;
    size_t warnings;
};

static struct seen read_member(const struct packed_member *m, size_t step)
{
    static char piece[65536];
    struct warnings warnings = {0};
    struct seen seen = {.hash = HASH_START};
    struct error err = {0};
    struct bytes bytes;
    size_t got = 1;

    seen.ok = bytes_open(&bytes, (struct bytes_place){.path = m->name, .member = m, .warnings = &warnings}, &err);
    while (seen.ok && got && seen.length < ENOUGH) {
        seen.ok = bytes_read(&bytes, piece, step, &got, &err);
        if (!seen.ok)
            break;
        for (size_t i = 0; i < got; i++) // byte by byte: the same for every step
            seen.hash = (seen.hash ^ (unsigned char)piece[i]) * UINT64_C(1099511628211);
        seen.length += got;
    }
    CHECK(seen.ok == (err.text[0] == '\0'));
    seen.is_faulty = bytes.is_faulty;
    bytes_close(&bytes);
    seen.warnings = warnings.seen[WARNING_FILE];
    CHECK(!seen.is_faulty || seen.warnings > 0);
    warnings_free(&warnings);
    return seen;
}

static void check_member(const struct packed_member *m, size_t size)
{
    struct seen whole = read_member(m, 65536), pieces;

    CHECK(strncmp(m->name, "fuzz", 4) == 0 && !strstr(m->name, "/../"));
    if (m->fault) {
        CHECK(!whole.ok);
        return;
    }
    CHECK(m->length <= size && (!m->is_zip || m->offset <= size - m->length));
    CHECK(whole.length <= m->length * 1000);
    pieces = read_member(m, whole.length < 65536 ? 7 : 4093);
    if (whole.length < ENOUGH && pieces.length < ENOUGH && whole.ok) {
        CHECK(pieces.ok && whole.length == pieces.length && whole.hash == pieces.hash);
        CHECK(whole.warnings == pieces.warnings);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int handle = memfd_create("fuzz", MFD_CLOEXEC);
    struct packed_file *file;

    CHECK(handle >= 0 && write(handle, data, size) == (ssize_t)size);
    file = packed_open_handle("fuzz", (struct os_file){handle});
    CHECK(file->count > 0);
    for (size_t i = 0; i < file->count && i < 16; i++)
        check_member(&file->members[i], size);
    packed_free(file);
    return 0;
}
