#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "helper.h"
#include "input/file_list.h"
#include "os/files.h"

/* Makes a directory with these files, and returns its path; owned. */
static char *make_files(const char *const *names, size_t count)
{
    char directory[] = "/tmp/test_file_list.XXXXXX";
    struct error err;

    assert_non_null(mkdtemp(directory));
    for (size_t i = 0; i < count; i++) {
        struct buffer path = {0};

        buffer_printf(&path, "%s/%s%c", directory, names[i], '\0');
        assert_true(os_write_file(path.bytes, "x", 1, &err));
        buffer_free(&path);
    }
    return memory_copy(directory, strlen(directory));
}

/* Checks the names of the list, each followed by a bar; removes the files that are in `directory`. */
static void check_list(struct file_list *list, const char *directory, const char *expected)
{
    struct buffer b = {0};

    for (size_t i = 0; i < list->count; i++) {
        buffer_printf(&b, "%s|", list->paths[i] + strlen(directory) + 1);
        os_remove(list->paths[i]);
    }
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
    file_list_free(list);
}

TEST(files_of_a_directory_are_in_the_order_of_their_numbers)
{
    static const char *const names[] = {"run10.log", "run9.log", "pool (10).txt", "pool.txt",   "pool (2).txt",
                                        "007.log",   "8.log",    "trace.log.10",  "trace.log.9"};
    char *directory = make_files(names, sizeof names / sizeof *names);
    const char *path = directory;
    struct file_list list = {0};
    struct error err;

    assert_true(file_list_find(&path, 1, true, &list, &err));
    check_list(&list, directory,
               "007.log|8.log|pool.txt|pool (2).txt|pool (10).txt|run9.log|run10.log|trace.log.9|trace.log.10|");
    rmdir(directory);
    free(directory);
}

/* Lists three named files and compares their order. */
static void check_named(const char *const names[3], const char *expected)
{
    char *directory = make_files(names, 3);
    char *paths[3];
    struct file_list list = {0};
    struct error err;

    for (size_t i = 0; i < 3; i++) {
        struct buffer b = {0};

        buffer_printf(&b, "%s/%s", directory, names[i]);
        paths[i] = buffer_take(&b);
    }
    assert_true(file_list_find((const char *const *)paths, 3, false, &list, &err));
    check_list(&list, directory, expected);
    for (size_t i = 0; i < 3; i++)
        free(paths[i]);
    rmdir(directory);
    free(directory);
}

TEST(named_files_are_sorted_only_if_a_shell_may_have_put_them_in_order)
{
    check_named((const char *const[]){"p1.log", "p10.log", "p2.log"}, "p1.log|p2.log|p10.log|");
    check_named((const char *const[]){"p10.log", "p9.log", "p1.log"}, "p9.log|p10.log|p1.log|");
    check_named((const char *const[]){"p3.log", "p2.log", "p1.log"}, "p3.log|p2.log|p1.log|");
    check_named((const char *const[]){"p2.log", "p10.log", "p11.log"}, "p2.log|p10.log|p11.log|");
}

TEST(names_of_the_collector_are_in_the_order_of_their_bytes)
{
    static const char *const names[] = {
        "2021.07.13_11.04.49_1626174289.pool.csv", "2021.07.13_11.09.50_1626174590.pool.csv",
        "2021.12.01_00.00.00_1638316800.pool.csv", "2022-01-01T000000pool.csv", "2022-01-01T000001pool.csv"};

    for (size_t i = 1; i < sizeof names / sizeof *names; i++) {
        assert_true(file_list_compare(text_of(names[i - 1]), text_of(names[i])) < 0);
        assert_true(file_list_compare(text_of(names[i]), text_of(names[i - 1])) > 0);
        assert_int_equal(file_list_compare(text_of(names[i]), text_of(names[i])), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_of_a_directory_are_in_the_order_of_their_numbers),
        cmocka_unit_test(named_files_are_sorted_only_if_a_shell_may_have_put_them_in_order),
        cmocka_unit_test(names_of_the_collector_are_in_the_order_of_their_bytes),
    };

    return RUN(tests);
}
