/* fuzz_slabinfo.c - any text as /proc/slabinfo, with pages of 4 KB and of 64 KB.
 *
 * Checks invariants: rows have names and both counters, none negative; each line is a row or a fault; a larger page
 * size changes only the total; lines that are parsed the fast way have the same values the other way.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/unicode.h"
#include "check.h"
#include "formats/slabinfo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t lines_of(struct text rest)
{
    struct text line;
    size_t count = 0;

    while (text_next_line(&rest, &line))
        count++;
    return count;
}

static void check_row(const struct snapshot *snapshot, size_t row)
{
    const struct pool_row *values = &snapshot->rows[row].values;
    struct text tag = snapshot_text_of(snapshot, snapshot->rows[row].tag);
    size_t good;

    CHECK(tag.length > 0 && text_trim(tag).length == tag.length);
    CHECK(unicode_utf8_check(tag.data, tag.length, &good) == UTF8_VALID);
    CHECK(values->known == SLABINFO_COUNTERS);
    CHECK(values->value[NONPAGED_LIVE] >= 0 && values->value[NONPAGED_BYTES] >= 0);
}

static bool read_text(struct text text, int64_t page_size, struct snapshot *snapshot)
{
    struct slabinfo_faults faults;
    struct error err = {0};
    size_t lines = lines_of(text);
    bool ok;

    snapshot_start(snapshot, 0, 0, SLABINFO_COUNTERS);
    ok = slabinfo_read(text, "slabinfo", page_size, snapshot, &faults, &err);
    CHECK(ok == (err.text[0] == '\0'));
    CHECK(ok == (snapshot->count > 0));
    CHECK(snapshot->count + faults.lines <= lines);
    CHECK((faults.lines > 0) == (faults.first > 0) && faults.first <= lines);
    CHECK((snapshot->totals[TOTAL_NONPAGED_POOL] >= 0) == (ok && faults.lines == 0));
    for (size_t i = 0; i < snapshot->count; i++)
        check_row(snapshot, i);
    return ok;
}

static void check_plain(struct text line)
{
    struct slab_cache plain, other;

    if (!slabinfo_parse_plain(line, 4096, &plain))
        return;
    CHECK(slabinfo_parse(line, 4096, &other));
    CHECK(text_equal(plain.name, other.name) && plain.live == other.live && plain.size == other.size);
    CHECK(plain.bytes == other.bytes && plain.held == other.held);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text rest = {(const char *)data, size}, line;
    struct text text = {(const char *)data, size};
    struct snapshot small = {0}, large = {0};
    bool whole;

    while (text_next_line(&rest, &line))
        check_plain(line);
    read_text(text, 4096, &small);
    read_text(text, 65536, &large);
    whole = small.totals[TOTAL_NONPAGED_POOL] >= 0 && large.totals[TOTAL_NONPAGED_POOL] >= 0;
    CHECK(!whole || large.totals[TOTAL_NONPAGED_POOL] == small.totals[TOTAL_NONPAGED_POOL] * 16);
    CHECK(large.count <= small.count && (!whole || large.count == small.count));
    snapshot_free(&small);
    snapshot_free(&large);
    return 0;
}
