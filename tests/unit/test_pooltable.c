#include <stdlib.h>

#include "helper.h"
#include "sources/pooltable.h"

static const struct pooltable_form narrow_64 = {POOLTABLE_CLASS, true}, narrow_32 = {POOLTABLE_CLASS, false},
                                   wide_64 = {POOLTABLE_CLASS_WIDE, true}, wide_32 = {POOLTABLE_CLASS_WIDE, false};

/* --- made tables --- */

struct entry {
    const char *tag; // four bytes
    uint64_t paged_allocs, paged_frees, paged_bytes, nonpaged_allocs, nonpaged_frees, nonpaged_bytes;
};

static void add_number(struct buffer *b, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        buffer_add_char(b, (char)(value >> 8 * i));
}

/* An entry as Windows' headers lay it out: each member where its size aligns it. */
static void add_entry(struct buffer *b, struct pooltable_form form, const struct entry *e)
{
    size_t size = form.is_64_bit ? 8 : 4, calls = form.class == POOLTABLE_CLASS_WIDE ? size : 4;

    buffer_add(b, e->tag, 4);
    buffer_add_repeated(b, '\x5A', calls - 4);
    add_number(b, e->paged_allocs, calls);
    add_number(b, e->paged_frees, calls);
    buffer_add_repeated(b, '\x5A', size - calls);
    add_number(b, e->paged_bytes, size);
    add_number(b, e->nonpaged_allocs, calls);
    add_number(b, e->nonpaged_frees, calls);
    add_number(b, e->nonpaged_bytes, size);
}

static struct buffer table_of(struct pooltable_form form, uint32_t claimed, const struct entry *entries, size_t count)
{
    struct buffer b = {0};

    add_number(&b, claimed, 4);
    buffer_add_repeated(&b, '\x5A', form.is_64_bit ? 4 : 0);
    for (size_t i = 0; i < count; i++)
        add_entry(&b, form, &entries[i]);
    return b;
}

static const struct entry two[] = {{"File", 100, 40, 4096, 7, 3, 512}, {"Io  ", 1, 0, 64, 0, 0, 0}};

/* --- reading --- */

static struct snapshot snapshot;
static struct error err;

static bool read_bytes(struct buffer bytes, size_t length, struct pooltable_form form)
{
    struct buffer scratch = {0};
    unsigned char *exact = malloc(length ? length : 1);
    bool ok;

    if (length)
        memcpy(exact, bytes.bytes, length);
    snapshot_start(&snapshot, 0, 0, POOLTABLE_COUNTERS);
    err.text[0] = '\0';
    ok = pooltable_read(exact, length, form, &scratch, &snapshot, &err);
    free(exact);
    buffer_free(&scratch);
    return ok;
}

#define assert_row(row, expected_tag, ...)                                                                             \
    do {                                                                                                               \
        assert_text(snapshot_text_of(&snapshot, snapshot.rows[row].tag), expected_tag);                                \
        check_values(&snapshot.rows[row].values, (const int64_t[6]){__VA_ARGS__});                                     \
    } while (0)

static void check_values(const struct pool_row *row, const int64_t expected[6])
{
    static const enum counter order[] = {PAGED_ALLOCS,    PAGED_FREES,    PAGED_BYTES,
                                         NONPAGED_ALLOCS, NONPAGED_FREES, NONPAGED_BYTES};

    assert_int_equal(row->known, POOLTABLE_COUNTERS);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(row->value[order[i]], expected[i]);
}

static void all_four_layouts_are_read(void **state)
{
    const struct pooltable_form forms[] = {narrow_64, narrow_32, wide_64, wide_32};
    const size_t sizes[] = {8 + 2 * 40, 4 + 2 * 28, 8 + 2 * 56, 4 + 2 * 28};

    UNUSED(state);
    for (size_t i = 0; i < 4; i++) {
        struct buffer b = table_of(forms[i], 2, two, 2);

        assert_int_equal(b.length, sizes[i]);
        assert_true(read_bytes(b, b.length, forms[i]));
        assert_int_equal(snapshot.count, 2);
        assert_row(0, "File", 100, 40, 4096, 7, 3, 512);
        assert_row(1, "Io  ", 1, 0, 64, 0, 0, 0);
        buffer_free(&b);
    }
    snapshot_free(&snapshot);
}

static void bytes_may_be_beyond_32_bits_and_calls_wrap_as_they_are(void **state)
{
    const struct entry big = {"Big ", 5, 4294967290, UINT64_C(1) << 40, 0, 0, UINT64_C(5) << 32};
    struct buffer b = table_of(narrow_64, 1, &big, 1);

    UNUSED(state);
    assert_true(read_bytes(b, b.length, narrow_64));
    assert_row(0, "Big ", 5, INT64_C(4294967290), INT64_C(1) << 40, 0, 0, INT64_C(5) << 32);
    assert_int_equal((int64_t)counter_live(5, 4294967290), 11);
    buffer_free(&b);
    snapshot_free(&snapshot);
}

static void calls_of_the_wide_table_have_64_bits(void **state)
{
    const struct entry hot = {"Hot ", UINT64_C(1) << 50, (UINT64_C(1) << 50) - 3, 64, INT64_MAX, 0, 0};
    struct buffer b = table_of(wide_64, 1, &hot, 1);

    UNUSED(state);
    assert_true(read_bytes(b, b.length, wide_64));
    assert_row(0, "Hot ", INT64_C(1) << 50, (INT64_C(1) << 50) - 3, 64, INT64_MAX, 0, 0);
    buffer_free(&b);
    snapshot_free(&snapshot);
}

static void a_counter_that_no_machine_can_reach_is_not_known(void **state)
{
    const struct entry odd = {"Odd ", UINT64_MAX, 1, 2, 3, 4, UINT64_C(1) << 63};
    struct buffer b = table_of(wide_64, 1, &odd, 1);

    UNUSED(state);
    assert_true(read_bytes(b, b.length, wide_64));
    assert_int_equal(snapshot.rows[0].values.known,
                     POOLTABLE_COUNTERS & ~(COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(NONPAGED_BYTES)));
    assert_int_equal(snapshot.rows[0].values.value[PAGED_FREES], 1);
    buffer_free(&b);
    snapshot_free(&snapshot);
}

static void odd_tags_keep_every_byte(void **state)
{
    const struct entry odd[] = {{.tag = "\0\0\0\0"},         {.tag = "A\0bc"}, {.tag = "Fil\xE5"},
                                {.tag = "\x80\x81\x9F\xFF"}, {.tag = "a,\"b"}, {.tag = "    "},
                                {.tag = "\r\n\t\x1A"}};
    struct buffer b = table_of(narrow_64, 7, odd, 7);

    UNUSED(state);
    assert_true(read_bytes(b, b.length, narrow_64));
    assert_row(0, "\0\0\0\0", 0, 0, 0, 0, 0, 0);
    assert_row(1, "A\0bc", 0, 0, 0, 0, 0, 0);
    assert_row(2, "Fil\u00E5", 0, 0, 0, 0, 0, 0);
    assert_row(3, "\u20AC\xC2\x81\u0178\u00FF", 0, 0, 0, 0, 0, 0); // 0x81 stands for nothing in Windows-1252
    assert_row(4, "a,\"b", 0, 0, 0, 0, 0, 0);
    assert_row(5, "    ", 0, 0, 0, 0, 0, 0);
    assert_row(6, "\r\n\t\x1A", 0, 0, 0, 0, 0, 0);
    buffer_free(&b);
    snapshot_free(&snapshot);
}

static void a_count_that_lies_is_refused(void **state)
{
    const struct pooltable_form forms[] = {narrow_64, narrow_32, wide_64, wide_32};
    const uint32_t lies[] = {3, 1000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x06666667, 0x0924924A};

    UNUSED(state);
    for (size_t i = 0; i < 4; i++)
        for (size_t lie = 0; lie < sizeof lies / sizeof *lies; lie++) {
            struct buffer b = table_of(forms[i], lies[lie], two, 2);

            assert_false(read_bytes(b, b.length, forms[i]));
            assert_int_equal(snapshot.count, 0);
            assert_non_null(strstr(err.text, "is inconsistent"));
            buffer_free(&b);
        }
    snapshot_free(&snapshot);
}

static void a_table_cut_anywhere_is_refused(void **state)
{
    const struct pooltable_form forms[] = {narrow_64, narrow_32, wide_64, wide_32};

    UNUSED(state);
    for (size_t i = 0; i < 4; i++) {
        struct buffer b = table_of(forms[i], 2, two, 2);

        for (size_t length = 0; length < b.length; length++)
            assert_false(read_bytes(b, length, forms[i]));
        buffer_free(&b);
    }
    snapshot_free(&snapshot);
}

static void only_the_old_table_may_be_longer_than_its_entries(void **state)
{
    struct buffer narrow = table_of(narrow_64, 1, two, 2), wide = table_of(wide_64, 1, two, 2);

    UNUSED(state);
    assert_true(read_bytes(narrow, narrow.length, narrow_64));
    assert_int_equal(snapshot.count, 1);
    assert_false(read_bytes(wide, wide.length, wide_64));
    assert_false(read_bytes(wide, wide.length - 1, wide_64));
    assert_true(read_bytes(wide, wide.length - 56, wide_64));
    buffer_free(&narrow);
    buffer_free(&wide);
    snapshot_free(&snapshot);
}

static void a_table_of_nothing_is_a_table(void **state)
{
    struct buffer b = table_of(narrow_64, 0, NULL, 0);

    UNUSED(state);
    assert_true(read_bytes(b, b.length, narrow_64));
    assert_int_equal(snapshot.count, 0);
    assert_false(read_bytes(b, b.length, (struct pooltable_form){66, true}));
    buffer_free(&b);
    snapshot_free(&snapshot);
}

/* --- asking --- */

static void the_next_room_is_larger_until_the_most(void **state)
{
    uint32_t room = 0;
    int steps = 0;

    UNUSED(state);
    assert_int_equal(pooltable_next_capacity(0, 0), POOLTABLE_CAPACITY_FIRST);
    assert_true(pooltable_next_capacity(262144, 300000) > 300000 + 30000);
    assert_int_equal(pooltable_next_capacity(262144, 100), 524288);
    assert_int_equal(pooltable_next_capacity(262144, UINT32_MAX), POOLTABLE_CAPACITY_MAX);
    assert_int_equal(pooltable_next_capacity(POOLTABLE_CAPACITY_MAX, 0), 0);
    for (uint32_t next; (next = pooltable_next_capacity(room, 0)) != 0; room = next, steps++)
        assert_true(next > room);
    assert_int_equal(room, POOLTABLE_CAPACITY_MAX);
    assert_true(steps < 12);
}

/* A kernel made of answers, given one after the other; the last one is given again and again. */
struct answer {
    uint32_t class; // that must be asked for
    uint32_t status;
    const struct buffer *table; // what it fills in and needs; with too little room the status says so
    uint32_t needed;            // in place of the table's length
};

struct kernel {
    const struct answer *answers;
    size_t count, given;
};

static uint32_t query(void *context, uint32_t class, void *buffer, uint32_t room, uint32_t *needed)
{
    struct kernel *kernel = context;
    const struct answer *a = &kernel->answers[kernel->given < kernel->count ? kernel->given : kernel->count - 1];

    kernel->given++;
    assert_int_equal(class, a->class);
    if (a->table)
        *needed = (uint32_t)a->table->length;
    if (a->needed)
        *needed = a->needed;
    if (a->table && a->table->length > room)
        return 0xC0000004;
    if (a->table)
        memcpy(buffer, a->table->bytes, a->table->length);
    return a->status;
}

static struct pooltable table;

static bool take(struct kernel *kernel)
{
    struct pooltable_kernel real = {query, kernel, true};

    snapshot_start(&snapshot, 0, 0, POOLTABLE_COUNTERS);
    err.text[0] = '\0';
    return pooltable_query(&table, &real, &snapshot, &err);
}

#define KERNEL(answers) ((struct kernel){answers, sizeof(answers) / sizeof *(answers), 0})

static void free_all(void)
{
    pooltable_free(&table);
    snapshot_free(&snapshot);
}

static void the_wide_class_is_asked_first_and_kept(void **state)
{
    struct buffer b = table_of(wide_64, 2, two, 2);
    const struct answer answers[] = {{.class = 255, .table = &b}};
    struct kernel kernel = KERNEL(answers);

    UNUSED(state);
    assert_true(take(&kernel) && take(&kernel));
    assert_int_equal(kernel.given, 2);
    assert_int_equal(table.class, 255);
    assert_int_equal(snapshot.count, 2);
    buffer_free(&b);
    free_all();
}

static void where_the_wide_class_is_unknown_the_old_one_is_asked_from_then_on(void **state)
{
    struct buffer b = table_of(narrow_64, 2, two, 2);
    const struct answer answers[] = {{.class = 255, .status = 0xC0000003}, {.class = 22, .table = &b}};
    struct kernel kernel = KERNEL(answers);

    UNUSED(state);
    assert_true(take(&kernel) && take(&kernel) && take(&kernel));
    assert_int_equal(kernel.given, 4);
    assert_int_equal(table.class, 22);
    assert_row(0, "File", 100, 40, 4096, 7, 3, 512);
    buffer_free(&b);
    free_all();
}

static void a_wide_class_that_makes_no_sense_is_not_believed(void **state)
{
    struct buffer b = table_of(narrow_64, 2, two, 2), nonsense = table_of(wide_64, 3, two, 2);
    const struct answer answers[] = {{.class = 255, .table = &nonsense}, {.class = 22, .table = &b}};
    struct kernel kernel = KERNEL(answers);

    UNUSED(state);
    assert_true(take(&kernel));
    assert_int_equal(table.class, 22);
    assert_int_equal(snapshot.count, 2);
    buffer_free(&b);
    buffer_free(&nonsense);
    free_all();
}

static void a_class_that_has_answered_is_not_left_for_the_other(void **state)
{
    struct buffer b = table_of(wide_64, 2, two, 2);
    const struct answer answers[] = {
        {.class = 255, .table = &b}, {.class = 255, .status = 0xC0000001}, {.class = 255, .table = &b}};
    struct kernel kernel = KERNEL(answers);

    UNUSED(state);
    assert_true(take(&kernel));
    assert_false(take(&kernel));
    assert_int_equal(snapshot.count, 0);
    assert_true(take(&kernel));
    buffer_free(&b);
    free_all();
}

static struct buffer table_of_many(uint32_t count)
{
    struct entry *many = calloc(count, sizeof *many);
    struct buffer b;

    for (size_t i = 0; i < count; i++)
        many[i] = two[0];
    b = table_of(narrow_64, count, many, count);
    free(many);
    return b;
}

/* The first buffer has room for some 6,500. */
static void a_table_that_grows_between_two_calls_is_read_in_the_end(void **state)
{
    struct buffer at_first = table_of_many(8000), later = table_of_many(12000), at_last = table_of_many(20000);
    const struct answer answers[] = {{.class = 255, .status = 0xC0000003},
                                     {.class = 22, .table = &at_first},
                                     {.class = 22, .table = &later},
                                     {.class = 22, .table = &at_last}};
    struct kernel kernel = KERNEL(answers);
    const void *kept;

    UNUSED(state);
    assert_true(take(&kernel));
    assert_int_equal(snapshot.count, 20000);
    kept = table.bytes;
    assert_true(take(&kernel));
    assert_ptr_equal(table.bytes, kept);
    buffer_free(&at_first);
    buffer_free(&later);
    buffer_free(&at_last);
    free_all();
}

static void a_kernel_that_is_never_content_is_not_asked_forever(void **state)
{
    const struct answer answers[] = {{.class = 255, .status = 0xC0000003},
                                     {.class = 22, .status = 0xC0000004, .needed = 1}};
    struct kernel kernel = KERNEL(answers);

    UNUSED(state);
    assert_false(take(&kernel));
    assert_true(kernel.given <= 11);
    assert_true(table.capacity <= POOLTABLE_CAPACITY_MAX);
    assert_non_null(strstr(err.text, "larger than 64 MB, or grows faster"));
    free_all();
}

static void a_length_beyond_the_buffer_is_refused(void **state)
{
    struct buffer b = table_of(narrow_64, 2, two, 2);
    const struct answer answers[] = {{.class = 255, .status = 0xC0000003},
                                     {.class = 22, .table = &b, .needed = 0xFFFFFFFF}};
    struct kernel kernel = KERNEL(answers);

    UNUSED(state);
    assert_false(take(&kernel));
    assert_non_null(strstr(err.text, "in a buffer of 262144"));
    buffer_free(&b);
    free_all();
}

static void a_refusal_says_the_status_and_what_to_do(void **state)
{
    static const struct {
        uint32_t status;
        const char *says, *advice;
    } refusals[] = {
        {0xC0000022, "status 0xC0000022, access denied", "run it as administrator"},
        {0xC0000002, "status 0xC0000002, not implemented", "use Windows 7"},
        {0xC0000003, "status 0xC0000003, not implemented", "use Windows 7"},
        {0xC000009A, "status 0xC000009A", "report this status"},
    };

    UNUSED(state);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        const struct answer answers[] = {{.class = 255, .status = refusals[i].status},
                                         {.class = 22, .status = refusals[i].status}};
        struct kernel kernel = KERNEL(answers);

        assert_false(take(&kernel));
        assert_int_equal(kernel.given, 2);
        assert_non_null(strstr(err.text, refusals[i].says));
        assert_non_null(strstr(err.text, refusals[i].advice));
        free_all();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_four_layouts_are_read),
        cmocka_unit_test(bytes_may_be_beyond_32_bits_and_calls_wrap_as_they_are),
        cmocka_unit_test(calls_of_the_wide_table_have_64_bits),
        cmocka_unit_test(a_counter_that_no_machine_can_reach_is_not_known),
        cmocka_unit_test(odd_tags_keep_every_byte),
        cmocka_unit_test(a_count_that_lies_is_refused),
        cmocka_unit_test(a_table_cut_anywhere_is_refused),
        cmocka_unit_test(only_the_old_table_may_be_longer_than_its_entries),
        cmocka_unit_test(a_table_of_nothing_is_a_table),
        cmocka_unit_test(the_next_room_is_larger_until_the_most),
        cmocka_unit_test(the_wide_class_is_asked_first_and_kept),
        cmocka_unit_test(where_the_wide_class_is_unknown_the_old_one_is_asked_from_then_on),
        cmocka_unit_test(a_wide_class_that_makes_no_sense_is_not_believed),
        cmocka_unit_test(a_class_that_has_answered_is_not_left_for_the_other),
        cmocka_unit_test(a_table_that_grows_between_two_calls_is_read_in_the_end),
        cmocka_unit_test(a_kernel_that_is_never_content_is_not_asked_forever),
        cmocka_unit_test(a_length_beyond_the_buffer_is_refused),
        cmocka_unit_test(a_refusal_says_the_status_and_what_to_do),
    };

    return RUN(tests);
}
