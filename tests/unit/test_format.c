#include <stdlib.h>
#include <unistd.h>

#include "formats/format.h"
#include "helper.h"

#define MEGABYTE ((size_t)1 << 20)

static const char a_log[] = "\n Tag  Type     Allocs            Frees            Diff   Bytes      Per Alloc\n"
                            " AcpM Nonp         10               4               6     192         32\n";

static char directory[] = "/tmp/poolmonviz_format.XXXXXX";
static char path[64];

static int make_directory(void **state)
{
    UNUSED(state);
    return mkdtemp(directory) ? 0 : 1;
}

static int remove_directory(void **state)
{
    UNUSED(state);
    return rmdir(directory);
}

/* Writes `before` bytes of repeated `fill`, then the log. */
static void write_file(const char *name, struct text fill, size_t before)
{
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", directory, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    for (size_t i = 0; i < before; i += fill.length)
        fwrite(fill.data, 1, fill.length, file);
    fputs(a_log, file);
    assert_int_equal(fclose(file), 0);
}

static bool knows(struct text fill, size_t before)
{
    bool result;

    write_file("file", fill, before);
    result = format_knows((struct bytes_place){.path = path});
    assert_int_equal(unlink(path), 0);
    return result;
}

TEST(text_is_recognised_by_content_far_into_the_file)
{
    assert_true(knows(TEXT("x\n"), 0));
    assert_true(knows(TEXT("x\n"), 3 * MEGABYTE));
    assert_true(knows(TEXT("\xE9\n"), 3 * MEGABYTE));
}

TEST(a_file_with_zeros_is_recognised_only_by_its_first_megabyte)
{
    assert_true(knows(TEXT("\0"), 4096)); // zeros as a crash leaves them
    assert_false(knows(TEXT("\0"), 3 * MEGABYTE));
}

/* Bytes this process has read from files so far; -1 where /proc/self/io is missing or unreadable. */
static long long read_so_far(void)
{
    FILE *file = fopen("/proc/self/io", "r");
    long long bytes = -1;

    if (file && fscanf(file, "rchar: %lld", &bytes) != 1)
        bytes = -1;
    if (file)
        fclose(file);
    return bytes;
}

TEST(a_file_with_zeros_is_not_read_to_its_end)
{
    long long before = read_so_far();

    if (before < 0)
        skip();
    write_file("file", TEXT("\0"), 16 * MEGABYTE);
    before = read_so_far();
    assert_false(format_knows((struct bytes_place){.path = path}));
    assert_in_range(read_so_far() - before, 0, 2 * MEGABYTE);
    assert_int_equal(unlink(path), 0);
}

static enum format_result read_result(struct error *err)
{
    struct warnings warnings = {0};
    struct format_clock clock = {0};
    struct format_input input = {.path = path, .clock = &clock, .warnings = &warnings};
    struct format_target target = {.store = store_new()};
    struct reader reader = {0};
    enum format_result result = format_read(&input, &reader, &target, err);

    store_free(target.store);
    reader_free(&reader);
    warnings_free(&warnings);
    return result;
}

/* A damaged .csv may be large, and its name already says the format. */
TEST(a_csv_file_is_not_searched_to_its_end)
{
    struct error err = {0};

    write_file("pool.csv", TEXT("x\n"), 3 * MEGABYTE);
    assert_int_equal(read_result(&err), FORMAT_UNKNOWN);
    assert_non_null(strstr(err.text, "pool.csv"));
    assert_false(format_knows((struct bytes_place){.path = path}));
    assert_int_equal(unlink(path), 0);
    write_file("pool.CSV", TEXT("x\n"), 4096);
    assert_int_equal(read_result(&err), FORMAT_READ);
    assert_true(format_knows((struct bytes_place){.path = path}));
    assert_int_equal(unlink(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_recognised_by_content_far_into_the_file),
        cmocka_unit_test(a_file_with_zeros_is_recognised_only_by_its_first_megabyte),
        cmocka_unit_test(a_file_with_zeros_is_not_read_to_its_end),
        cmocka_unit_test(a_csv_file_is_not_searched_to_its_end),
    };

    return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
