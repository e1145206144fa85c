/* Which source of owners is believed: -tagfile, the capture, the built-in table, driver files. */
#include "helper.h"

#include "base/memory.h"
#include "model/tag.h"
#include "owners/owner.h"

/* Four sources that all know "Leak" and disagree about it; the tests take away one after the other. */
struct world {
    struct tagnames tagfile, families;
    struct driver_index drivers;
    struct store *store;
    size_t leak; // the tag's index in the store
};

static void add_driver(struct driver_index *index, const char *name, const char *tag)
{
    struct driver_file file = {.path = memory_copy(name, strlen(name)),
                               .name = memory_copy(name, strlen(name)),
                               .company = memory_copy("", 0),
                               .description = memory_copy("", 0),
                               .version = memory_copy("", 0),
                               .uses_pools = true};
    struct driver_site site = {.evidence = EVIDENCE_ALLOCATION};

    assert_true(tag_bytes(text_of(tag), &site.tag));
    site.file = (uint32_t)driver_index_add(index, &file);
    driver_index_site(index, &site);
}

static void begin(struct world *w)
{
    *w = (struct world){.store = store_new()};
    assert_int_equal(tagnames_add(&w->tagfile, TEXT("Leak - tagfile.sys - From -tagfile\n")), 1);
    w->leak = store_tag(w->store, TEXT("Leak"));
    store_set_owner(w->store, w->leak, TEXT("capture.sys"), TEXT("From the capture"));
    assert_int_equal(tagnames_add(&w->families, TEXT("Leak - family.sys - From the built-in table\n")), 1);
    w->tagfile.families = &w->families;
    add_driver(&w->drivers, "code.sys", "Leak");
    driver_index_finish(&w->drivers);
}

static void end(struct world *w)
{
    tagnames_free(&w->tagfile);
    tagnames_free(&w->families);
    driver_index_free(&w->drivers);
    store_free(w->store);
}

static struct owner_sources all_of(const struct world *w)
{
    return (struct owner_sources){.names = &w->tagfile, .store = w->store, .drivers = &w->drivers};
}

/* The driver that is named for a tag; "" and an empty description when nobody knows it. */
static struct text driver_of(const struct owner_sources *sources, size_t tag, struct text name)
{
    struct text driver = TEXT("untouched"), description = TEXT("untouched");

    if (!owner_find(sources, tag, name, &driver, &description)) {
        assert_text(driver, "");
        assert_text(description, "");
    }
    return driver;
}

TEST(the_tagfile_is_believed_before_all_others)
{
    struct world w;
    struct owner_sources sources;
    struct text driver, description;

    begin(&w);
    sources = all_of(&w);
    assert_true(owner_find(&sources, w.leak, TEXT("Leak"), &driver, &description));
    assert_text(driver, "tagfile.sys");
    assert_text(description, "From -tagfile");
    end(&w);
}

/* Built-in table and drivers are asked last: the capture was written on the machine in question. */
TEST(without_a_tagfile_the_capture_is_believed_then_the_table_then_the_drivers)
{
    struct world w;
    struct tagnames no_tagfile = {0};
    struct owner_sources sources;

    begin(&w);
    no_tagfile.families = &w.families;
    sources = all_of(&w);
    sources.names = &no_tagfile;
    assert_text(driver_of(&sources, w.leak, TEXT("Leak")), "capture.sys");
    sources.store = NULL;
    assert_text(driver_of(&sources, w.leak, TEXT("Leak")), "family.sys");
    no_tagfile.families = NULL;
    assert_text(driver_of(&sources, w.leak, TEXT("Leak")), "code.sys");
    sources.names = NULL;
    assert_text(driver_of(&sources, w.leak, TEXT("Leak")), "code.sys");
    sources.drivers = NULL;
    assert_text(driver_of(&sources, w.leak, TEXT("Leak")), "");
    end(&w);
}

/* `drivers` asks about tags that no capture has. */
TEST(a_tag_outside_the_store_is_looked_up_by_its_name)
{
    struct world w;
    struct tagnames no_tagfile = {0};
    struct owner_sources sources;

    begin(&w);
    no_tagfile.families = &w.families;
    sources = all_of(&w);
    sources.names = &no_tagfile;
    assert_text(driver_of(&sources, SIZE_MAX, TEXT("Leak")), "family.sys");
    end(&w);
}

/* A driver out of one source with a description out of another would be a statement that nobody made. */
TEST(driver_and_description_come_from_the_same_source)
{
    struct world w;
    struct tagnames tagfile = {0};
    struct owner_sources sources;
    struct text driver, description;

    begin(&w);
    assert_int_equal(tagnames_add(&tagfile, TEXT("Leak - A tag without a driver\n")), 1);
    sources = all_of(&w);
    sources.names = &tagfile;
    assert_true(owner_find(&sources, w.leak, TEXT("Leak"), &driver, &description));
    assert_text(driver, "");
    assert_text(description, "A tag without a driver");
    tagnames_free(&tagfile);
    end(&w);
}

TEST(an_unknown_tag_has_no_owner_and_empty_texts)
{
    struct world w;
    struct owner_sources sources;

    begin(&w);
    sources = all_of(&w);
    assert_text(driver_of(&sources, store_tag(w.store, TEXT("Nope")), TEXT("Nope")), "");
    assert_text(driver_of(&sources, SIZE_MAX, TEXT("Nope")), "");
    end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tagfile_is_believed_before_all_others),
        cmocka_unit_test(without_a_tagfile_the_capture_is_believed_then_the_table_then_the_drivers),
        cmocka_unit_test(a_tag_outside_the_store_is_looked_up_by_its_name),
        cmocka_unit_test(driver_and_description_come_from_the_same_source),
        cmocka_unit_test(an_unknown_tag_has_no_owner_and_empty_texts),
    };

    return RUN(tests);
}
