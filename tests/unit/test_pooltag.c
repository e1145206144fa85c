#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "formats/pooltag.h"
#include "helper.h"
#include "os/files.h"

static struct tagnames names;
static struct error err;

/* Writes a file; drop_file deletes it. */
static char *file_of(struct text bytes)
{
    char *path = strdup("/tmp/pooltag.XXXXXX");
    int handle = mkstemp(path);

    assert_true(handle >= 0);
    close(handle);
    assert_true(os_write_file(path, bytes.data, bytes.length, &err));
    return path;
}

static void drop_file(char *path)
{
    unlink(path);
    free(path);
}

static void check_driver(struct text tag, struct text expected, const char *file, int line)
{
    struct text driver = {"", 0}, description;

    if (!tagnames_find(&names, tag, &driver, &description))
        print_error("%.*s: is not known\n", (int)tag.length, tag.data);
    check_text(driver, expected, file, line);
}

#define assert_driver(tag, driver) check_driver(TEXT(tag), TEXT(driver), __FILE__, __LINE__)

TEST(a_file_is_read_in_any_encoding)
{
    static const struct {
        struct text bytes;
    } files[] = {
        {TEXT("Abcd - x.sys - \xC3\xA9\r\n")},
        {TEXT("\xEF\xBB\xBF"
              "Abcd - x.sys - \xC3\xA9\r\n")},
        {TEXT("Abcd - x.sys - \xE9\r\n")},
        {TEXT("\xFF\xFE"
              "A\0b\0c\0d\0 \0-\0 \0x\0.\0s\0y\0s\0 \0-\0 \0\xE9\0\r\0\n\0")},
    };

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *path = file_of(files[i].bytes);
        struct text driver, description;

        assert_true(pooltag_load(path, &names, &err));
        assert_true(tagnames_find(&names, TEXT("Abcd"), &driver, &description));
        assert_text(driver, "x.sys");
        assert_text(description, "\xC3\xA9");
        tagnames_free(&names);
        drop_file(path);
    }
}

TEST(a_file_larger_than_one_read_is_read_completely)
{
    struct buffer b = {0};
    char *path;

    for (unsigned i = 0; b.length < (size_t)5 << 19; i++)
        buffer_printf(&b, "%04X - driver%u.sys - one of many tags, of which nothing else is known\n", i, i);
    buffer_add_string(&b, "Last - last.sys - the last one\n");
    path = file_of(buffer_text(&b));
    assert_true(pooltag_load(path, &names, &err));
    assert_driver("0000", "driver0.sys");
    assert_driver("Last", "last.sys");
    tagnames_free(&names);
    drop_file(path);
    buffer_free(&b);
}

TEST(the_first_of_several_files_wins_and_the_families_are_last)
{
    char *paths[] = {file_of(TEXT("Abcd - first.sys - a\n")),
                     file_of(TEXT("Abcd - second.sys - b\nFile - second.sys - c\n"))};
    struct tagnames families = {0};
    struct text driver, description;

    assert_true(pooltag_load_all(paths, 2, &names, &families, &err));
    assert_driver("Abcd", "first.sys");
    assert_driver("File", "second.sys");
    assert_false(tagnames_find(&names, TEXT("FMfn"), &driver, &description));
    assert_true(tagnames_find(names.families, TEXT("FMfn"), &driver, &description));
    assert_text(driver, "fltmgr.sys");
    tagnames_free(&names);
    tagnames_free(&families);
    drop_file(paths[0]);
    drop_file(paths[1]);
}

TEST(without_files_there_are_the_families)
{
    struct tagnames families = {0};
    struct text driver, description;

    assert_true(pooltag_load_all(NULL, 0, &names, &families, &err));
    assert_true(tagnames_find(names.families, TEXT("FMfn"), &driver, &description));
    assert_text(driver, "fltmgr.sys");
    tagnames_free(&names);
    tagnames_free(&families);
}

TEST(a_file_that_names_no_tag_is_an_error)
{
    char *path = file_of(TEXT("\"DateTime\",\"Tag\"\n\"2026-03-01\",\"File\"\n"));

    assert_false(pooltag_load(path, &names, &err));
    assert_non_null(strstr(err.text, path));
    assert_non_null(strstr(err.text, "no line has the form"));
    drop_file(path);
    assert_false(pooltag_load("data/no_such_file", &names, &err));
    assert_non_null(strstr(err.text, "data/no_such_file"));
    tagnames_free(&names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_in_any_encoding),
        cmocka_unit_test(a_file_larger_than_one_read_is_read_completely),
        cmocka_unit_test(the_first_of_several_files_wins_and_the_families_are_last),
        cmocka_unit_test(without_files_there_are_the_families),
        cmocka_unit_test(a_file_that_names_no_tag_is_an_error),
    };

    return RUN(tests);
}
