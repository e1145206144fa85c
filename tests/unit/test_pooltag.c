#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "formats/pooltag.h"
#include "helper.h"
#include "os/os.h"

static struct tagnames names;
static struct error err;

/* A file of these bytes, which drop_file takes away again. */
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

static void a_file_is_read_in_any_encoding(void **state)
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

    UNUSED(state);
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

static void a_file_larger_than_what_is_read_at_once_is_read_whole(void **state)
{
    struct buffer b = {0};
    char *path;

    UNUSED(state);
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

static void the_first_of_several_files_is_believed_and_the_families_last(void **state)
{
    char *paths[] = {file_of(TEXT("Abcd - first.sys - a\n")),
                     file_of(TEXT("Abcd - second.sys - b\nFile - second.sys - c\n"))};
    struct tagnames families = {0};
    struct text driver, description;

    UNUSED(state);
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

static void without_files_there_are_the_families(void **state)
{
    struct tagnames families = {0};
    struct text driver, description;

    UNUSED(state);
    assert_true(pooltag_load_all(NULL, 0, &names, &families, &err));
    assert_true(tagnames_find(names.families, TEXT("FMfn"), &driver, &description));
    assert_text(driver, "fltmgr.sys");
    tagnames_free(&names);
    tagnames_free(&families);
}

static void a_file_that_names_no_tag_is_an_error(void **state)
{
    char *path = file_of(TEXT("\"DateTime\",\"Tag\"\n\"2026-03-01\",\"File\"\n"));

    UNUSED(state);
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
        cmocka_unit_test(a_file_larger_than_what_is_read_at_once_is_read_whole),
        cmocka_unit_test(the_first_of_several_files_is_believed_and_the_families_last),
        cmocka_unit_test(without_files_there_are_the_families),
        cmocka_unit_test(a_file_that_names_no_tag_is_an_error),
    };

    return RUN(tests);
}
