/* Directorys of drivers: which files are read, skipped or counted as copies; and os_walk. */
#include "helper.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "drivers/driver_files.h"
#include "os/walk.h"
#include "owners/driver_uses.h"

#define DRIVERS "data/drivers" // tests run in tests/

static bool list(void *context, const char *path, const struct error *fault)
{
    buffer_printf(context, "%s%s\n", fault ? "fault: " : "", fault ? fault->text : path);
    return true;
}

static bool stop_at_second(void *context, const char *path, const struct error *fault)
{
    size_t *count = context;

    UNUSED(path);
    UNUSED(fault);
    return ++*count < 2;
}

static void make_file(const char *directory, const char *name)
{
    char path[800];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", directory, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    fclose(file);
}

TEST(walk_enters_directories_but_not_links)
{
    char root[] = "/tmp/test_walk.XXXXXX", path[500], removal[500];
    struct buffer b = {0};
    struct error err;
    size_t length, count = 0;

    assert_non_null(mkdtemp(root));
    length = strlen(root) + 1;
    snprintf(path, sizeof path, "%s/b", root);
    assert_int_equal(mkdir(path, 0777), 0);
    make_file(root, "a.sys");
    make_file(root, "c.sys");
    make_file(path, "x.sys");
    snprintf(path, sizeof path, "%s/b/loop", root);
    assert_int_equal(symlink(root, path), 0); // a link to a parent directory
    snprintf(path, sizeof path, "%s/b/file", root);
    assert_int_equal(symlink("../a.sys", path), 0);
    snprintf(path, sizeof path, "%s/b/nowhere", root);
    assert_int_equal(symlink("gone", path), 0);
    assert_true(os_walk(root, list, &b, &err));
    for (size_t i = 0; i < b.length; i++) // paths relative to the root
        if (b.length - i >= length && memcmp(b.bytes + i, root, length - 1) == 0) {
            memmove(b.bytes + i, b.bytes + i + length, b.length - i - length);
            b.length -= length;
        }
    assert_buffer(&b, "a.sys\nb/file\nb/x.sys\nc.sys\n");
    assert_true(os_walk(root, stop_at_second, &count, &err));
    assert_int_equal(count, 2);
    snprintf(path, sizeof path, "%s/none", root);
    assert_false(os_walk(path, list, &b, &err));
    snprintf(removal, sizeof removal, "rm -r %s", root);
    assert_int_equal(system(removal), 0);
}

static void read_directory(const char *path, bool all, struct driver_index *index, struct warnings *warnings)
{
    struct driver_files_options options = {.paths = &path, .count = 1, .all = all};
    struct error err = {0};

    assert_true(driver_files_read(&options, index, warnings, &err));
}

static const struct driver_file *file_of(const struct driver_index *index, const char *path)
{
    for (size_t i = 0; i < index->file_count; i++)
        if (strcmp(index->files[i].path, path) == 0)
            return &index->files[i];
    fail_msg("%s was not read", path);
    return NULL;
}

TEST(other_files_than_drivers_are_skipped)
{
    struct driver_index index = {0};
    struct warnings warnings = {0};
    const struct driver_file *file;

    read_directory(DRIVERS, false, &index, &warnings);
    assert_int_equal(index.file_count, 5);
    assert_int_equal(index.passed_over, 3); // cut.sys, program.sys, text.sys
    assert_int_equal(warnings.seen[WARNING_FILE], 1);
    file = file_of(&index, DRIVERS "/leakflt.sys");
    assert_string_equal(file->company, "Example Corp");
    assert_string_equal(file->description, "Example file filter");
    assert_string_equal(file->version, "3.2.1.4567");
    assert_string_equal(file->machine, "x64");
    assert_int_equal(file->linked, 1772366400);
    assert_int_equal(file->copies, 1); // store/leakflt.sys
    assert_int_equal(file->loaded, DRIVER_LOADED_UNKNOWN);
    assert_true(file->uses_pools && !file->uses_wdf && !file->is_kernel);
    assert_string_equal(file_of(&index, DRIVERS "/older/leakflt.sys")->version, "3.2.0.4567");
    assert_true(file_of(&index, DRIVERS "/vgdisk.sys")->uses_wdf);
    assert_int_equal(file_of(&index, DRIVERS "/arm-64.sys")->linked, 0);
    assert_true(file_of(&index, DRIVERS "/kernel/ntoskrnl.exe")->is_kernel);
    driver_index_free(&index);
    warnings_free(&warnings);
}

TEST(a_path_named_twice_is_read_once)
{
    static const char *const paths[] = {DRIVERS "/leakflt.sys", DRIVERS "/leakflt.sys"};
    struct driver_files_options options = {.paths = paths, .count = 2};
    struct driver_index index = {0};
    struct warnings warnings = {0};
    struct error err;

    assert_true(driver_files_read(&options, &index, &warnings, &err));
    assert_int_equal(index.file_count, 1);
    assert_int_equal(index.files[0].copies, 0);
    driver_index_free(&index);
    warnings_free(&warnings);
}

TEST(paths_without_drivers_are_errors)
{
    static const char *const nowhere[] = {"data/none"}, *const program[] = {DRIVERS "/program.sys"},
                             *const csv[] = {"data/server"};
    struct driver_files_options options = {.paths = nowhere, .count = 1};
    struct driver_index index = {0};
    struct warnings warnings = {0};
    struct error err;

    assert_false(driver_files_read(&options, &index, &warnings, &err));
    assert_non_null(strstr(err.text, "data/none: no such file or directory"));
    options.count = 0; // Linux has no drivers of its own
    assert_false(driver_files_read(&options, &index, &warnings, &err));
    assert_non_null(strstr(err.text, "--path"));
    options.count = 1;
    options.paths = program;
    assert_false(driver_files_read(&options, &index, &warnings, &err));
    assert_non_null(strstr(err.text, "program.sys: not a driver"));
    options.paths = csv;
    assert_false(driver_files_read(&options, &index, &warnings, &err));
    assert_non_null(strstr(err.text, "--all"));
    options.all = true;
    assert_false(driver_files_read(&options, &index, &warnings, &err));
    assert_non_null(strstr(err.text, "none of the 6 files is a driver"));
    driver_index_free(&index);
    warnings_free(&warnings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walk_enters_directories_but_not_links),
        cmocka_unit_test(other_files_than_drivers_are_skipped),
        cmocka_unit_test(a_path_named_twice_is_read_once),
        cmocka_unit_test(paths_without_drivers_are_errors),
    };

    return RUN(tests);
}
