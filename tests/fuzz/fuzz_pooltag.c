/* fuzz_pooltag.c - any text as two files of tag names; looks up their tags and similar ones.
 *
 *     FMfn - fltmgr.sys - ... <0x1C> MmSt - ...        0x1C separates the files
 *
 * Checks that a tag named in a line is found, that words are substrings of the text, and that a pattern matches itself.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check.h"
#include "owners/tagfamilies.h"
#include "owners/tagnames.h"
#include "owners/tagnames_line.h"

#define FILE_SEPARATOR 0x1C
#define LOOKUPS_MAX 2000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each tag is an exact-size block, so that a sanitizer sees reads past its end. */
static bool look_up(const struct tagnames *names, struct text tag)
{
    char *copy = memory_copy(tag.data, tag.length);
    char *exact = memory_new(tag.length, 1);
    struct text driver = {"?", 1}, description = {"?", 1};
    bool found;

    memcpy(exact, copy, tag.length);
    found = tagnames_find(names, (struct text){exact, tag.length}, &driver, &description);
    CHECK(found || (driver.data[0] == '?' && description.data[0] == '?'));
    CHECK(!found || (driver.data && description.data));
    free(exact);
    free(copy);
    return found;
}

static bool inside(struct text part, struct text whole)
{
    return part.length == 0 || (part.data >= whole.data && part.data + part.length <= whole.data + whole.length);
}

static void check_line(const struct tagnames *names, struct text line)
{
    struct tagline what = tagline_of(line);

    CHECK(inside(what.tag, line) && inside(what.driver, line) && inside(what.description, line));
    CHECK(inside(what.first, line) && inside(what.last, line));
    if (what.kind == TAGLINE_TAG) {
        CHECK(what.tag.length > 0 && look_up(names, what.tag));
        CHECK(text_matches(what.tag, what.tag));
    }
    if (what.kind == TAGLINE_RANGE)
        CHECK(look_up(names, what.first) && look_up(names, what.last) && what.prefix < what.first.length);
    look_up(names, (struct text){line.data, line.length < 4 ? line.length : 4});
    look_up(names, line);
}

static void check_lines(const struct tagnames *names, struct text rest)
{
    const char *end = rest.length ? memchr(rest.data, 0x1A, rest.length) : NULL;
    struct text line;

    if (end)
        rest.length = (size_t)(end - rest.data);
    for (int i = 0; i < LOOKUPS_MAX && text_next_line(&rest, &line); i++)
        check_line(names, line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text first = {(const char *)data, size}, second = {"", 0};
    const char *cut = size ? memchr(data, FILE_SEPARATOR, size) : NULL;
    struct tagnames names = {0};

    if (cut) {
        first.length = (size_t)(cut - first.data);
        second = (struct text){cut + 1, size - first.length - 1};
    }
    tagnames_add(&names, first);
    check_lines(&names, first);
    tagnames_add(&names, second);
    check_lines(&names, first);
    check_lines(&names, second);
    tagnames_add_families(&names);
    check_lines(&names, second);
    CHECK(names.words.length <= tagfamilies_length + size * (size + 8)); // joining has a limit
    tagnames_free(&names);
    return 0;
}
