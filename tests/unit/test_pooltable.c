#include <stdlib.h>

#include "helper.h"
#include "sources/pooltable.h"

static const struct pooltable_form narrow_64 = {POOLTABLE_CLASS, true}, narrow_32 = {POOLTABLE_CLASS, false},
                                   wide_64 = {POOLTABLE_CLASS_WIDE, true}, wide_32 = {POOLTABLE_CLASS_WIDE, false};

/* --- building tables --- */

struct entry {
    const char *tag; // four bytes
    uint64_t paged_allocs, paged_frees, paged_bytes, nonpaged_allocs, nonpaged_frees, nonpaged_bytes;
};

static void add_number(struct buffer *b, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        buffer_add_char(b, (char)(value >> 8 * i));
}

/* An entry as the Windows headers define it: each member naturally aligned. */
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

TEST(all_four_layouts_are_read)
{
    const struct pooltable_form forms[] = {narrow_64, narrow_32, wide_64, wide_32};
    const size_t sizes[] = {8 + 2 * 40, 4 + 2 * 28, 8 + 2 * 56, 4 + 2 * 28};

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

TEST(bytes_may_exceed_32_bits_and_calls_keep_their_wraps)
{
    const struct entry big = {"Big ", 5, 4294967290, UINT64_C(1) << 40, 0, 0, UINT64_C(5) << 32};
    struct buffer b = table_of(narrow_64, 1, &big, 1);

    assert_true(read_bytes(b, b.length, narrow_64));
    assert_row(0, "Big ", 5, INT64_C(4294967290), INT64_C(1) << 40, 0, 0, INT64_C(5) << 32);
    assert_int_equal((int64_t)counter_live(5, 4294967290), 11);
    buffer_free(&b);
    snapshot_free(&snapshot);
}

TEST(calls_of_the_wide_table_have_64_bits)
{
    const struct entry hot = {"Hot ", UINT64_C(1) << 50, (UINT64_C(1) << 50) - 3, 64, INT64_MAX, 0, 0};
    struct buffer b = table_of(wide_64, 1, &hot, 1);

    assert_true(read_bytes(b, b.length, wide_64));
    assert_row(0, "Hot ", INT64_C(1) << 50, (INT64_C(1) << 50) - 3, 64, INT64_MAX, 0, 0);
    buffer_free(&b);
    snapshot_free(&snapshot);
}

TEST(an_impossible_counter_is_unknown)
{
    const struct entry odd = {"Odd ", UINT64_MAX, 1, 2, 3, 4, UINT64_C(1) << 63};
    struct buffer b = table_of(wide_64, 1, &odd, 1);

    assert_true(read_bytes(b, b.length, wide_64));
    assert_int_equal(snapshot.rows[0].values.known,
                     POOLTABLE_COUNTERS & ~(COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(NONPAGED_BYTES)));
    assert_int_equal(snapshot.rows[0].values.value[PAGED_FREES], 1);
    buffer_free(&b);
    snapshot_free(&snapshot);
}

TEST(odd_tags_keep_every_byte)
{
    const struct entry odd[] = {{.tag = "\0\0\0\0"},         {.tag = "A\0bc"}, {.tag = "Fil\xE5"},
                                {.tag = "\x80\x81\x9F\xFF"}, {.tag = "a,\"b"}, {.tag = "    "},
                                {.tag = "\r\n\t\x1A"}};
    struct buffer b = table_of(narrow_64, 7, odd, 7);

    assert_true(read_bytes(b, b.length, narrow_64));
    assert_row(0, "\0\0\0\0", 0, 0, 0, 0, 0, 0);
    assert_row(1, "A\0bc", 0, 0, 0, 0, 0, 0);
    assert_row(2, "Fil\u00E5", 0, 0, 0, 0, 0, 0);
    assert_row(3, "\u20AC\xC2\x81\u0178\u00FF", 0, 0, 0, 0, 0, 0); // 0x81 is undefined in Windows-1252
    assert_row(4, "a,\"b", 0, 0, 0, 0, 0, 0);
    assert_row(5, "    ", 0, 0, 0, 0, 0, 0);
    assert_row(6, "\r\n\t\x1A", 0, 0, 0, 0, 0, 0);
    buffer_free(&b);
    snapshot_free(&snapshot);
}

TEST(a_wrong_count_is_refused)
{
    const struct pooltable_form forms[] = {narrow_64, narrow_32, wide_64, wide_32};
    const uint32_t lies[] = {3, 1000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x06666667, 0x0924924A};

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

TEST(a_truncated_table_is_refused)
{
    const struct pooltable_form forms[] = {narrow_64, narrow_32, wide_64, wide_32};

    for (size_t i = 0; i < 4; i++) {
        struct buffer b = table_of(forms[i], 2, two, 2);

        for (size_t length = 0; length < b.length; length++)
            assert_false(read_bytes(b, length, forms[i]));
        buffer_free(&b);
    }
    snapshot_free(&snapshot);
}

TEST(only_the_old_table_may_be_longer_than_its_entries)
{
    struct buffer narrow = table_of(narrow_64, 1, two, 2), wide = table_of(wide_64, 1, two, 2);

    assert_true(read_bytes(narrow, narrow.length, narrow_64));
    assert_int_equal(snapshot.count, 1);
    assert_false(read_bytes(wide, wide.length, wide_64));
    assert_false(read_bytes(wide, wide.length - 1, wide_64));
    assert_true(read_bytes(wide, wide.length - 56, wide_64));
    buffer_free(&narrow);
    buffer_free(&wide);
    snapshot_free(&snapshot);
}

TEST(an_empty_table_is_valid)
{
    struct buffer b = table_of(narrow_64, 0, NULL, 0);

    assert_true(read_bytes(b, b.length, narrow_64));
    assert_int_equal(snapshot.count, 0);
    assert_false(read_bytes(b, b.length, (struct pooltable_form){66, true}));
    buffer_free(&b);
    snapshot_free(&snapshot);
}

/* --- querying --- */

TEST(the_next_buffer_size_grows_up_to_the_limit)
{
    uint32_t room = 0;
    int steps = 0;

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

/* A fake kernel: gives its answers one after the other and repeats the last one. */
struct answer {
    uint32_t class; // expected in the query
    uint32_t status;
    const struct buffer *table; // copied to the buffer; if it does not fit, the status says so
    uint32_t needed;            // reported instead of the table's length; 0: the length
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

TEST(the_wide_class_is_queried_first_and_kept)
{
    struct buffer b = table_of(wide_64, 2, two, 2);
    const struct answer answers[] = {{.class = 255, .table = &b}};
    struct kernel kernel = KERNEL(answers);

    assert_true(take(&kernel) && take(&kernel));
    assert_int_equal(kernel.given, 2);
    assert_int_equal(table.class, 255);
    assert_int_equal(snapshot.count, 2);
    buffer_free(&b);
    free_all();
}

TEST(where_the_wide_class_is_unknown_the_old_one_is_used)
{
    struct buffer b = table_of(narrow_64, 2, two, 2);
    const struct answer answers[] = {{.class = 255, .status = 0xC0000003}, {.class = 22, .table = &b}};
    struct kernel kernel = KERNEL(answers);

    assert_true(take(&kernel) && take(&kernel) && take(&kernel));
    assert_int_equal(kernel.given, 4);
    assert_int_equal(table.class, 22);
    assert_row(0, "File", 100, 40, 4096, 7, 3, 512);
    buffer_free(&b);
    free_all();
}

TEST(an_invalid_table_of_the_wide_class_is_not_used)
{
    struct buffer b = table_of(narrow_64, 2, two, 2), nonsense = table_of(wide_64, 3, two, 2);
    const struct answer answers[] = {{.class = 255, .table = &nonsense}, {.class = 22, .table = &b}};
    struct kernel kernel = KERNEL(answers);

    assert_true(take(&kernel));
    assert_int_equal(table.class, 22);
    assert_int_equal(snapshot.count, 2);
    buffer_free(&b);
    buffer_free(&nonsense);
    free_all();
}

TEST(a_class_that_has_answered_is_kept)
{
    struct buffer b = table_of(wide_64, 2, two, 2);
    const struct answer answers[] = {
        {.class = 255, .table = &b}, {.class = 255, .status = 0xC0000001}, {.class = 255, .table = &b}};
    struct kernel kernel = KERNEL(answers);

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

/* The first buffer fits some 6,500 entries. */
TEST(a_table_that_grows_between_two_calls_is_read)
{
    struct buffer at_first = table_of_many(8000), later = table_of_many(12000), at_last = table_of_many(20000);
    const struct answer answers[] = {{.class = 255, .status = 0xC0000003},
                                     {.class = 22, .table = &at_first},
                                     {.class = 22, .table = &later},
                                     {.class = 22, .table = &at_last}};
    struct kernel kernel = KERNEL(answers);
    const void *kept;

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

TEST(a_kernel_that_always_says_too_small_is_not_queried_forever)
{
    const struct answer answers[] = {{.class = 255, .status = 0xC0000003},
                                     {.class = 22, .status = 0xC0000004, .needed = 1}};
    struct kernel kernel = KERNEL(answers);

    assert_false(take(&kernel));
    assert_true(kernel.given <= 11);
    assert_true(table.capacity <= POOLTABLE_CAPACITY_MAX);
    assert_non_null(strstr(err.text, "larger than 64 MB, or grows faster"));
    free_all();
}

TEST(a_length_beyond_the_buffer_is_refused)
{
    struct buffer b = table_of(narrow_64, 2, two, 2);
    const struct answer answers[] = {{.class = 255, .status = 0xC0000003},
                                     {.class = 22, .table = &b, .needed = 0xFFFFFFFF}};
    struct kernel kernel = KERNEL(answers);

    assert_false(take(&kernel));
    assert_non_null(strstr(err.text, "in a buffer of 262144"));
    buffer_free(&b);
    free_all();
}

TEST(an_error_has_the_status_and_what_to_do)
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
        cmocka_unit_test(bytes_may_exceed_32_bits_and_calls_keep_their_wraps),
        cmocka_unit_test(calls_of_the_wide_table_have_64_bits),
        cmocka_unit_test(an_impossible_counter_is_unknown),
        cmocka_unit_test(odd_tags_keep_every_byte),
        cmocka_unit_test(a_wrong_count_is_refused),
        cmocka_unit_test(a_truncated_table_is_refused),
        cmocka_unit_test(only_the_old_table_may_be_longer_than_its_entries),
        cmocka_unit_test(an_empty_table_is_valid),
        cmocka_unit_test(the_next_buffer_size_grows_up_to_the_limit),
        cmocka_unit_test(the_wide_class_is_queried_first_and_kept),
        cmocka_unit_test(where_the_wide_class_is_unknown_the_old_one_is_used),
        cmocka_unit_test(an_invalid_table_of_the_wide_class_is_not_used),
        cmocka_unit_test(a_class_that_has_answered_is_kept),
        cmocka_unit_test(a_table_that_grows_between_two_calls_is_read),
        cmocka_unit_test(a_kernel_that_always_says_too_small_is_not_queried_forever),
        cmocka_unit_test(a_length_beyond_the_buffer_is_refused),
        cmocka_unit_test(an_error_has_the_status_and_what_to_do),
    };

    return RUN(tests);
}
