/* Which caches are reclaimable, from a directory like /sys/kernel/slab. */
#include "sources/slab_reclaim.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper.h"
#include "os/files.h"

struct place {
    char directory[64];
    struct slab_reclaim reclaim;
    struct snapshot snapshot;
};

static void place_make(struct place *p)
{
    *p = (struct place){.directory = "/tmp/slab.XXXXXX"};
    assert_non_null(mkdtemp(p->directory));
    p->reclaim.directory = strdup(p->directory);
}

static void place_drop(struct place *p)
{
    char command[100];

    snprintf(command, sizeof command, "rm -rf %s", p->directory);
    assert_int_equal(system(command), 0);
    slab_reclaim_free(&p->reclaim);
    snapshot_free(&p->snapshot);
}

static void write_cache(struct place *p, const char *name, const char *answer)
{
    char path[300];
    struct error err;

    snprintf(path, sizeof path, "%s/%s", p->directory, name);
    assert_true(mkdir(path, 0700) == 0 || os_path_kind(path) == OS_DIRECTORY);
    snprintf(path, sizeof path, "%s/%s/reclaim_account", p->directory, name);
    assert_true(os_write_file(path, answer, strlen(answer), &err));
}

/* What a snapshot of these caches, separated by blanks, is told. */
static void check_told(struct place *p, const char *names, const char *should)
{
    struct text rest = text_of(names), name;
    struct pool_row row = {0};

    snapshot_start(&p->snapshot, 0, 0, 0);
    while ((name = text_next_word(&rest)).length)
        snapshot_add(&p->snapshot, name, &row);
    slab_reclaim_set(&p->reclaim, &p->snapshot);
    assert_int_equal(p->snapshot.count, strlen(should));
    for (size_t i = 0; i < p->snapshot.count; i++)
        assert_int_equal("-NY"[p->snapshot.rows[i].reclaim], should[i]);
}

TEST(each_cache_is_what_its_file_says)
{
    struct place p;

    place_make(&p);
    write_cache(&p, "dentry", "1\n");
    write_cache(&p, "filp", "0\n");
    write_cache(&p, "kmalloc-rcl-64", "1");
    check_told(&p, "filp dentry kmalloc-rcl-64", "NYY");
    place_drop(&p);
}

TEST(a_merged_cache_is_a_link)
{
    struct place p;
    char link[100];

    place_make(&p);
    write_cache(&p, ":a-0000096", "1\n");
    snprintf(link, sizeof link, "%s/ext4_io_end", p.directory);
    assert_int_equal(symlink(":a-0000096", link), 0);
    check_told(&p, "ext4_io_end", "Y");
    place_drop(&p);
}

TEST(what_is_missing_empty_or_strange_is_not_known)
{
    struct place p;

    place_make(&p);
    write_cache(&p, "empty", "");
    write_cache(&p, "two", "2\n");
    write_cache(&p, "minus", "-1\n");
    write_cache(&p, "long", "1                                1\n");
    write_cache(&p, "word", "yes\n");
    check_told(&p, "missing empty two minus long word", "------");
    assert_false(p.snapshot.has_reclaim);
    place_drop(&p);
}

TEST(without_the_directory_nothing_is_known)
{
    struct place p;

    place_make(&p);
    assert_int_equal(rmdir(p.directory), 0);
    check_told(&p, "dentry filp", "--");
    place_drop(&p);
}

/* A file is read once, whatever becomes of it; a cache that comes later is asked then. */
TEST(each_name_is_asked_once)
{
    struct place p;

    place_make(&p);
    write_cache(&p, "a", "1\n");
    write_cache(&p, "b", "0\n");
    check_told(&p, "a b c", "YN-");
    write_cache(&p, "a", "0\n");
    write_cache(&p, "b", "1\n");
    write_cache(&p, "c", "1\n");
    write_cache(&p, "d", "1\n");
    check_told(&p, "a b c", "YN-");
    check_told(&p, "d c b a", "Y-NY"); // in another order, and a new one
    check_told(&p, "b", "N");
    place_drop(&p);
}

/* Names of a copied file may be any. */
TEST(a_name_never_leads_out_of_the_directory)
{
    struct place p;
    char inside[100];

    place_make(&p);
    write_cache(&p, "sub", "1\n");
    write_cache(&p, "sub/dir", "1\n");
    snprintf(inside, sizeof inside, "%s/sub", p.directory);
    free(p.reclaim.directory);
    p.reclaim.directory = strdup(inside);
    check_told(&p, "../sub . .. dir/../dir dir", "----Y");
    place_drop(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_cache_is_what_its_file_says),
        cmocka_unit_test(a_merged_cache_is_a_link),
        cmocka_unit_test(what_is_missing_empty_or_strange_is_not_known),
        cmocka_unit_test(without_the_directory_nothing_is_known),
        cmocka_unit_test(each_name_is_asked_once),
        cmocka_unit_test(a_name_never_leads_out_of_the_directory),
    };

    return RUN(tests);
}
