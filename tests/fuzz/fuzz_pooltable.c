/* fuzz_pooltable.c - any bytes as the Windows pool tag table, and any sequence of kernel answers.
 *
 *     first byte: bit 0: 64 bit; bit 1: class 255; bit 2: kernel answers follow instead of a table
 *     an answer: 1 byte that selects the status, 2 bytes for the length to report; the table is the complete input
 *
 * Checks that a table gives exactly its rows or none, and that a kernel that never succeeds is not queried forever.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/unicode.h"
#include "check.h"
#include "sources/pooltable.h"

#define CALLS_MAX 20 // two classes, ten tries each

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_rows(const struct snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->count; i++) {
        const struct pool_row *row = &snapshot->rows[i].values;
        struct text tag = snapshot_text_of(snapshot, snapshot->rows[i].tag);
        size_t good, characters = 0;

        CHECK(unicode_utf8_check(tag.data, tag.length, &good) == UTF8_VALID);
        for (size_t at = 0; at < tag.length; characters++)
            text_code_point(tag, &at);
        CHECK(characters == 4);
        CHECK((row->known & ~(unsigned)POOLTABLE_COUNTERS) == 0);
        for (int c = 0; c < COUNTERS; c++)
            CHECK(!(row->known & COUNTER_BIT(c)) || row->value[c] >= 0);
    }
}

static void check_table(const uint8_t *data, size_t size, struct pooltable_form form)
{
    static const size_t first[] = {4, 8}, entry[] = {28, 28, 40, 56};
    size_t at = first[form.is_64_bit], bytes = entry[form.is_64_bit * 2 + (form.class == POOLTABLE_CLASS_WIDE)];
    unsigned char *exact = memory_new(size, 1); // an exact-size block, so that a sanitizer sees reads past its end
    struct snapshot snapshot = {0};
    struct buffer scratch = {0};
    struct error err = {0};
    bool ok;

    if (size)
        memcpy(exact, data, size);
    snapshot_start(&snapshot, 0, 0, POOLTABLE_COUNTERS);
    ok = pooltable_read(exact, size, form, &scratch, &snapshot, &err);
    CHECK(ok == (err.text[0] == '\0'));
    CHECK(ok || snapshot.count == 0);
    CHECK(!ok || snapshot.count == 0 || at + snapshot.count * bytes <= size);
    CHECK(!ok || form.class != POOLTABLE_CLASS_WIDE || at + snapshot.count * bytes == size);
    check_rows(&snapshot);
    buffer_free(&scratch);
    snapshot_free(&snapshot);
    free(exact);
}

struct answers {
    const uint8_t *at, *end; // the script
    const uint8_t *data;
    size_t size;
    size_t calls;
};

static uint32_t answer(void *context, uint32_t class, void *buffer, uint32_t room, uint32_t *needed)
{
    static const uint32_t statuses[] = {0,          0,          0,          0xC0000004, 0xC0000004,
                                        0xC0000003, 0xC0000022, 0xC0000002, 0xC0000023, 0x40000000};
    struct answers *answers = context;
    uint8_t what = answers->size ? 6 : 3; // after the last answer: denied; without any: always "too small"
    size_t fill = answers->size < room ? answers->size : room;

    CHECK(class == POOLTABLE_CLASS || class == POOLTABLE_CLASS_WIDE);
    CHECK(room >= POOLTABLE_CAPACITY_FIRST && room <= POOLTABLE_CAPACITY_MAX);
    answers->calls++;
    memcpy(buffer, answers->data, fill);
    *needed = (uint32_t)fill;
    if (answers->end - answers->at >= 3) {
        what = answers->at[0];
        *needed = what & 0x40 ? (uint32_t)answers->at[1] << (answers->at[2] & 15) : *needed;
        answers->at += 3;
    }
    return statuses[what % (sizeof statuses / sizeof *statuses)];
}

static void check_protocol(const uint8_t *data, size_t size, bool is_64_bit)
{
    struct answers answers = {data, data + size, data, size, 0};
    struct pooltable_kernel kernel = {answer, &answers, is_64_bit};
    struct pooltable table = {0};
    struct snapshot snapshot = {0};
    uint32_t class = 0;

    for (int turn = 0; turn < 3; turn++) {
        struct error err = {0};
        bool ok;

        snapshot_start(&snapshot, 0, 0, POOLTABLE_COUNTERS);
        answers.calls = 0;
        ok = pooltable_query(&table, &kernel, &snapshot, &err);
        CHECK(answers.calls >= 1 && answers.calls <= CALLS_MAX);
        CHECK(ok || (err.text[0] && snapshot.count == 0));
        CHECK(!ok || table.class != 0);
        CHECK(class == 0 || table.class == class);
        class = table.class;
        check_rows(&snapshot);
    }
    snapshot_free(&snapshot);
    pooltable_free(&table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pooltable_form form;

    if (size == 0)
        return 0;
    form = (struct pooltable_form){data[0] & 2 ? POOLTABLE_CLASS_WIDE : POOLTABLE_CLASS, data[0] & 1};
    if (data[0] & 4)
        check_protocol(data + 1, size - 1, form.is_64_bit);
    else
        check_table(data + 1, size - 1, form);
    return 0;
}
