/* Several threads must fill the same store and give the same warnings in the same order as one. */
#include <unistd.h>

#include "input/read_files.h"
#include "os/files.h"
#include "os/threads.h"
#include "store_tell.h"

#define FILES 150

/* Tags that appear late and at different times, values that outgrow 32 bits, owners, faults of every kind. */
static void write_file(const char *directory, int i)
{
    struct buffer path = {0}, b = {0};
    struct error err;
    bool owners = i % 40 == 39;

    buffer_printf(&path, "%s/%03d.pool.csv%c", directory, i, '\0');
    buffer_printf(&b, "DateTimeUTC,Tag,PagedAllocs,PagedFrees,PagedUsedBytes,NonPagedUsedBytes%s\n",
                  owners ? ",Binary,Description" : "");
    for (int tag = 0; tag < 100 + i; tag++) {
        if ((tag + i) % 17 == 0 && tag > 5)
            continue;
        buffer_printf(&b, "\"2026-03-01T%02d:%02d:00\",\"t%03d\",\"%lld\",\"1\",\"%s\",\"%d\"", i / 60, i % 60,
                      (tag < 90 ? tag : 400 - tag), (tag == 70 && i > 75 ? 1LL << 33 : 5) + i / 3,
                      tag == 4 && i % 9 == 1 ? "x" : "64", tag * i / 7);
        buffer_printf(&b, "%s\n", owners ? ",\"a.sys\",\"it\"" : "");
    }
    if (i % 50 == 20)
        b.length /= 2;
    if (i == 77)
        b.length = 0;
    assert_true(os_write_file(path.bytes, b.bytes, b.length, &err));
    buffer_free(&path);
    buffer_free(&b);
}

static struct buffer read_with(const struct file_list *files, size_t threads)
{
    struct store *store = store_new();
    struct warnings warnings = {0};
    struct buffer told = {0};
    struct format_target target = {.store = store};
    struct read_options options = {.workers = {threads, os_run_threads}};
    struct error err;

    assert_true(read_files(files, &target, options, &warnings, &err));
    store_tell(&told, store, &warnings);
    for (size_t tag = 0; tag < store_tags(store); tag++) {
        struct text driver = {0}, description = {0};

        store_owner(store, tag, &driver, &description);
        buffer_add_text(&told, driver);
        buffer_add_text(&told, description);
    }
    warnings_free(&warnings);
    store_free(store);
    return told;
}

TEST(threads_do_not_change_the_result)
{
    char directory[] = "/tmp/test_threads.XXXXXX";
    struct file_list files = {0};
    struct error err;
    struct buffer alone;
    const char *path = directory;

    assert_non_null(mkdtemp(directory));
    for (int i = 0; i < FILES; i++)
        write_file(directory, i);
    assert_true(file_list_find(&path, 1, false, &files, &err));
    assert_int_equal(files.count, FILES);
    alone = read_with(&files, 1);
    assert_true(alone.length > 100000);
    for (size_t threads = 2; threads < 6; threads++) {
        struct buffer together = read_with(&files, threads);

        assert_true(text_equal(buffer_text(&alone), buffer_text(&together)));
        buffer_free(&together);
    }
    for (size_t i = 0; i < files.count; i++)
        os_remove(files.paths[i]);
    rmdir(directory);
    buffer_free(&alone);
    file_list_free(&files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(threads_do_not_change_the_result)};

    return RUN(tests);
}
