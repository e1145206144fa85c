#include "formats/nearest.h"
#include "helper.h"

/* The sentence about the text begins and goes on like this. */
static void check_error(const char *text, const char *start, const char *part, int line)
{
    struct error err = {0};

    assert_false(nearest_error("a.txt", text_of(text), &err));
    if (!text_starts_with(text_of(err.text), start) || !strstr(err.text, part))
        fail_msg("line %d: %s", line, err.text);
}

#define CHECK(text, start, part) check_error(text, start, part, __LINE__)

TEST(the_nearest_format_is_named_with_its_line)
{
    CHECK("hello\n\nAbcd Nonp 12 13\n", "a.txt:3: unknown format: looks like poolmon's columns, but",
          "bytes per alloc");
    CHECK("Tag  Type\n", "a.txt:1: unknown format: looks like poolmon's", "poolmon /n");
    CHECK("x\n!poolused 2\n", "a.txt:2: unknown format: looks like !poolused, but", "heading");
    CHECK("kmalloc-64 1 2 : tunables 0 0\n", "a.txt:1: unknown format: looks like /proc/slabinfo, but", "whole lines");
    CHECK("OBJS OBJ/SLAB\n", "a.txt:1: unknown format: looks like slabtop, but", "eight columns");
    CHECK("Tag NonPagedUsedBytes\n", "a.txt:1: unknown format: looks like the collector's columns", "keep the heading");
    CHECK("MemTotal: 1 kB\n", "a.txt:1: unknown format: looks like /proc/meminfo", "not tags");
    CHECK("Proc - nt!ps - objects\n", "a.txt:1: unknown format: looks like a list of tags", "-tagfile");
}

TEST(quoted_lines_are_nearest_as_well)
{
    CHECK("Hello,\n> > Abcd Nonp 12 13\n", "a.txt:2: unknown format: looks like poolmon's columns", "whole lines");
}

TEST(files_of_other_programs_are_named_by_their_first_bytes)
{
    CHECK("PAGEDU64 and more", "a.txt: a crash dump of Windows", "!poolused 2");
    CHECK("MDMP and more", "a.txt: a minidump", "collect");
    CHECK("%PDF-1.7", "a.txt: a PDF", "copy its text");
}

TEST(prose_resembles_nothing)
{
    CHECK("Dear all,\nthe server is slow.\n", "a.txt: unknown format: no line resembles", "docs/formats.md");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_format_is_named_with_its_line),
        cmocka_unit_test(quoted_lines_are_nearest_as_well),
        cmocka_unit_test(files_of_other_programs_are_named_by_their_first_bytes),
        cmocka_unit_test(prose_resembles_nothing),
    };

    return RUN(tests);
}
