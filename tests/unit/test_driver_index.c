/* Which driver file is named as the owner of a tag. */
#include "helper.h"

#include "base/memory.h"
#include "model/tag.h"
#include "owners/driver_uses.h"
#include "owners/owner.h"
#include "owners/pool_functions.h"

static uint32_t bytes_of(const char *tag)
{
    uint32_t bytes;

    assert_true(tag_bytes(text_of(tag), &bytes));
    return bytes;
}

static char *copy(const char *text)
{
    return memory_copy(text, strlen(text));
}

static size_t add_file(struct driver_index *index, const char *path, const char *description, bool uses_pools)
{
    const char *slash = strrchr(path, '/');
    struct driver_file file = {.path = copy(path), .name = copy(slash ? slash + 1 : path), .uses_pools = uses_pools};

    file.company = copy(*description ? "Example Corp" : "");
    file.description = copy(description);
    file.version = copy("");
    return driver_index_add(index, &file);
}

static void add_sites(struct driver_index *index, size_t file, const char *tag, enum evidence evidence, size_t count)
{
    bool is_given = evidence <= EVIDENCE_FREE || evidence == EVIDENCE_REFERENCE;

    for (size_t i = 0; i < count; i++) {
        struct driver_site site = {bytes_of(tag), (uint32_t)file, (uint32_t)(0x2000 - i), (uint8_t)evidence,
                                   is_given ? 0 : POOL_FUNCTION_NONE};

        driver_index_site(index, &site);
    }
}

/* Checks the files that use the tag, in order: "name, name". */
static void check_order(const struct driver_index *index, const char *tag, const char *names, size_t different)
{
    struct driver_uses uses;
    struct buffer b = {0};

    driver_uses_of(index, bytes_of(tag), &uses);
    for (size_t i = 0; i < uses.count; i++)
        buffer_printf(&b, "%s%s", i ? ", " : "", index->files[uses.uses[i].file].path);
    check_text(buffer_text(&b), text_of(names), __FILE__, __LINE__);
    assert_int_equal(uses.names, different);
    buffer_free(&b);
    driver_uses_free(&uses);
}

static void check_owner(const struct driver_index *index, const char *tag, const char *driver, const char *description)
{
    struct text d, m;

    assert_true(driver_index_owner(index, text_of(tag), &d, &m));
    check_text(d, text_of(driver), __FILE__, __LINE__);
    check_text(m, text_of(description), __FILE__, __LINE__);
}

TEST(better_evidence_ranks_above_more_evidence)
{
    struct driver_index index = {0};

    add_sites(&index, add_file(&index, "data.sys", "", true), "MFeS", EVIDENCE_DATA, 9);
    add_sites(&index, add_file(&index, "code.sys", "", true), "MFeS", EVIDENCE_CODE, 9);
    add_sites(&index, add_file(&index, "free.sys", "", true), "MFeS", EVIDENCE_FREE, 5);
    add_sites(&index, add_file(&index, "alloc.sys", "Filter", true), "MFeS", EVIDENCE_ALLOCATION, 1);
    driver_index_finish(&index);
    check_order(&index, "MFeS", "alloc.sys, free.sys, code.sys, data.sys", 4);
    check_owner(&index, "MFeS", "alloc.sys", "Filter (Example Corp); its code allocates under this tag");
    driver_index_free(&index);
}

TEST(equal_evidence_ranks_by_loaded_then_by_count)
{
    struct driver_index index = {0};
    size_t loaded;

    add_sites(&index, add_file(&index, "b.sys", "", true), "MFeS", EVIDENCE_ALLOCATION, 1);
    add_sites(&index, add_file(&index, "a.sys", "", true), "MFeS", EVIDENCE_ALLOCATION, 1);
    add_sites(&index, add_file(&index, "often.sys", "", true), "MFeS", EVIDENCE_ALLOCATION, 2);
    loaded = add_file(&index, "loaded.sys", "", true);
    add_sites(&index, loaded, "MFeS", EVIDENCE_ALLOCATION, 1);
    index.files[loaded].loaded = DRIVER_IS_LOADED;
    driver_index_finish(&index);
    check_order(&index, "MFeS", "loaded.sys, often.sys, a.sys, b.sys", 4);
    check_owner(&index, "MFeS", "loaded.sys, often.sys, a.sys and 1 more", "their code allocates under this tag");
    driver_index_free(&index);
}

TEST(two_versions_of_a_driver_are_one_name)
{
    struct driver_index index = {0};

    add_sites(&index, add_file(&index, "new/x.sys", "X", true), "MFeS", EVIDENCE_ALLOCATION, 1);
    add_sites(&index, add_file(&index, "old/X.SYS", "X", true), "MFeS", EVIDENCE_ALLOCATION, 1);
    driver_index_finish(&index);
    check_order(&index, "MFeS", "new/x.sys, old/X.SYS", 1);
    check_owner(&index, "MFeS", "x.sys", "X (Example Corp); its code allocates under this tag");
    driver_index_free(&index);
}

TEST(a_constant_names_an_owner_only_if_one_file_has_it)
{
    struct driver_index index = {0};
    size_t one = add_file(&index, "one.sys", "", true), other = add_file(&index, "other.sys", "", true);
    size_t library = add_file(&index, "library.sys", "", false);
    struct text d, m;

    add_sites(&index, one, "Only", EVIDENCE_DATA, 1);
    add_sites(&index, one, "Both", EVIDENCE_DATA, 1);
    add_sites(&index, other, "Both", EVIDENCE_DATA, 1);
    add_sites(&index, library, "Libr", EVIDENCE_CODE, 1); // does not allocate from the pools
    add_sites(&index, one, "Refr", EVIDENCE_REFERENCE, 1);
    driver_index_finish(&index);
    check_owner(&index, "Only", "one.sys", "its data holds this tag, perhaps as such");
    assert_false(driver_index_owner(&index, TEXT("Both"), &d, &m));
    assert_false(driver_index_owner(&index, TEXT("Libr"), &d, &m));
    assert_false(driver_index_owner(&index, TEXT("Refr"), &d, &m));
    assert_false(driver_index_owner(&index, TEXT("None"), &d, &m));
    assert_false(driver_index_owner(&index, TEXT("kmalloc-64"), &d, &m));
    driver_index_free(&index);
}

TEST(sites_come_in_order)
{
    struct driver_index index = {0};
    size_t count, file = add_file(&index, "x.sys", "", true);
    const struct driver_site *sites;

    add_sites(&index, file, "MFeS", EVIDENCE_FREE, 2);
    add_sites(&index, file, "Aaaa", EVIDENCE_FREE, 1);
    add_sites(&index, file, "MFeS", EVIDENCE_ALLOCATION, 2);
    driver_index_finish(&index);
    sites = driver_index_sites(&index, bytes_of("MFeS"), &count);
    assert_int_equal(count, 4);
    assert_int_equal(sites[0].evidence, EVIDENCE_ALLOCATION);
    assert_int_equal(sites[0].rva, 0x1FFF);
    assert_int_equal(sites[1].rva, 0x2000);
    assert_int_equal(sites[2].evidence, EVIDENCE_FREE);
    assert_null(driver_index_sites(&index, bytes_of("Bbbb"), &count));
    assert_int_equal(count, 0);
    driver_index_free(&index);
}

TEST(wdf_names_by_the_service)
{
    struct driver_index index = {0};
    size_t plain = add_file(&index, "amdaplain.sys", "", true), wdf = add_file(&index, "AmdaGfx.sys", "", true);
    size_t prefixed = add_file(&index, "WdfToaster.sys", "", true);

    assert_int_equal(driver_uses_by_name(&index, bytes_of("amda")), SIZE_MAX);
    index.files[wdf].uses_wdf = index.files[prefixed].uses_wdf = true;
    assert_int_equal(driver_uses_by_name(&index, bytes_of("amda")), wdf);
    assert_int_equal(driver_uses_by_name(&index, bytes_of("Toas")), prefixed);
    index.files[plain].uses_wdf = true;
    assert_int_equal(driver_uses_by_name(&index, bytes_of("amda")), plain);
    driver_index_free(&index);
}

/* Precedence: -tagfile, the capture, the built-in table, drivers. */
TEST(owners_from_drivers_have_the_lowest_precedence)
{
    struct driver_index index = {0};
    struct tagnames names = {0}, families = {0};
    struct store *store = store_new();
    struct owner_sources all = {&names, store, &index};
    struct text d, m;
    size_t tag;

    add_sites(&index, add_file(&index, "found.sys", "", true), "File", EVIDENCE_ALLOCATION, 1);
    driver_index_finish(&index);
    tag = store_tag(store, TEXT("File"));
    assert_true(owner_find(&all, tag, TEXT("File"), &d, &m));
    assert_text(d, "found.sys");
    tagnames_add(&families, TEXT("File - family.sys - of ours\n"));
    names.families = &families;
    assert_true(owner_find(&all, tag, TEXT("File"), &d, &m));
    assert_text(d, "family.sys");
    store_set_owner(store, tag, TEXT("capture.sys"), TEXT("of the capture"));
    assert_true(owner_find(&all, tag, TEXT("File"), &d, &m));
    assert_text(d, "capture.sys");
    tagnames_add(&names, TEXT("File - given.sys - by the user\n"));
    assert_true(owner_find(&all, tag, TEXT("File"), &d, &m));
    assert_text(d, "given.sys");
    assert_text(m, "by the user");
    assert_false(owner_find(&all, SIZE_MAX, TEXT("Nope"), &d, &m));
    assert_int_equal(d.length + m.length, 0);
    driver_index_free(&index);
    tagnames_free(&names);
    tagnames_free(&families);
    store_free(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(better_evidence_ranks_above_more_evidence),
        cmocka_unit_test(equal_evidence_ranks_by_loaded_then_by_count),
        cmocka_unit_test(two_versions_of_a_driver_are_one_name),
        cmocka_unit_test(a_constant_names_an_owner_only_if_one_file_has_it),
        cmocka_unit_test(sites_come_in_order),
        cmocka_unit_test(wdf_names_by_the_service),
        cmocka_unit_test(owners_from_drivers_have_the_lowest_precedence),
    };

    return RUN(tests);
}
