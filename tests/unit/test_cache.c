/* Reading a directory through its cache must give the same store and the same warnings as reading it without. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "input/read_files.h"
#include "os/files.h"
#include "os/threads.h"
#include "os/user_cache.h"
#include "os/walk.h"
#include "store_tell.h"

#define FILES 40
#define UNSOUND 11 // a file with a fault

struct world {
    char root[64], in[80], caches[80];
    struct cache_place place;
    size_t threads;
    const char *directories[2];
    size_t directory_count;
};

/* --- files --- */

static struct buffer path_of(const char *directory, const char *name)
{
    struct buffer path = {0};

    buffer_printf(&path, "%s/%s%c", directory, name, '\0');
    return path;
}

static void write_bytes(const char *path, const void *bytes, size_t length, int64_t seconds)
{
    struct timespec times[2] = {{.tv_sec = seconds}, {.tv_sec = seconds, .tv_nsec = 5}};
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    if (seconds)
        assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void add_utf16(struct buffer *b)
{
    struct buffer wide = {0};

    buffer_add(&wide, "\xFF\xFE", 2);
    for (size_t i = 0; i < b->length; i++) {
        buffer_add_char(&wide, b->bytes[i]);
        buffer_add_char(&wide, '\0');
    }
    buffer_free(b);
    *b = wide;
}

/* Tags that appear, disappear and change their row; values that grow, fall, wrap and need 64 bits; faults; UTF-16; a
 * duplicate time. */
static void write_file(const struct world *w, const char *name, int i, int change, int64_t seconds)
{
    struct buffer path = path_of(w->in, name), b = {0};
    int minute = i == 8 ? 7 : i;

    buffer_add_string(&b, "\"DateTime\",\"DateTimeUTC\",\"Tag\",\"PagedAllocs\",\"PagedFrees\",\"PagedUsedBytes\","
                          "\"NonPagedAllocs\",\"NonPagedFrees\",\"NonPagedUsedBytes\"\r\n");
    for (int row = 0; row < 30 + i / 2; row++) {
        int tag = i == 20 ? 60 - row : row;

        if ((tag + i) % 13 == 0 && tag > 2)
            continue;
        buffer_printf(&b, "\"2026-03-01T%02d:%02d:00\",\"2026-03-01T%02d:%02d:00\",\"t%02d\"", 10 + minute / 60,
                      minute % 60, 9 + minute / 60, minute % 60, tag);
        buffer_printf(&b, ",\"%lld\",\"%d\",\"%d\",\"%d\",\"%s\",\"%lld\"\r\n",
                      (tag == 4 && i > 9 ? 1LL << 33 : 7) + i / (tag % 5 + 1), tag % 3 ? 1 : i % 2, (tag + change) * 64,
                      i == 30 ? 1 : 100 + i, i == UNSOUND && tag == 5 ? "x" : "2",
                      tag == 7 ? -(1LL << 40) * i : tag * 8LL + (tag % 4 ? 0 : i % 3));
    }
    if (i >= 24 && i < 28)
        add_utf16(&b);
    write_bytes(path.bytes, b.bytes, b.length, seconds);
    buffer_free(&b);
    buffer_free(&path);
}

static void name_of(char *name, size_t room, int i)
{
    snprintf(name, room, "%03dpool.csv", i);
}

static void write_number(const struct world *w, int i, int change, int64_t seconds)
{
    char name[32];

    name_of(name, sizeof name, i);
    write_file(w, name, i, change, seconds);
}

static void remove_number(const struct world *w, int i)
{
    char name[32];
    struct buffer path;

    name_of(name, sizeof name, i);
    path = path_of(w->in, name);
    os_remove(path.bytes);
    buffer_free(&path);
}

static void remove_all(const char *directory)
{
    char **names;
    size_t count;
    struct error err;

    if (!os_list_directory(directory, &names, &count, &err))
        return;
    for (size_t i = 0; i < count; i++) {
        struct buffer path = path_of(directory, names[i]);

        os_remove(path.bytes);
        buffer_free(&path);
    }
    os_names_free(names, count);
    rmdir(directory);
}

static int begin(void **state)
{
    struct world *w = calloc(1, sizeof *w);

    strcpy(w->root, "/tmp/test_cache.XXXXXX");
    assert_non_null(mkdtemp(w->root));
    snprintf(w->in, sizeof w->in, "%s/in", w->root);
    snprintf(w->caches, sizeof w->caches, "%s/caches", w->root);
    mkdir(w->in, 0700);
    w->place = (struct cache_place){.directory = w->caches, .most_bytes = 1 << 30, .worth_bytes = 1, .reader = "test"};
    w->threads = 1;
    w->directories[0] = w->in;
    w->directory_count = 1;
    for (int i = 0; i < FILES; i++)
        write_number(w, i, 0, 1000000 + i);
    *state = w;
    return 0;
}

static int end(void **state)
{
    struct world *w = *state;

    remove_all(w->caches);
    remove_all(w->in);
    remove_all(w->root);
    free(w);
    return 0;
}

/* --- reading --- */

static struct buffer told(const struct world *w, bool with_cache, size_t *used)
{
    struct store *store = store_new();
    struct warnings warnings = {0};
    struct buffer b = {0};
    struct cache cache = {0};
    struct format_target target = {.store = store};
    struct read_options options = {
        .workers = {w->threads, os_run_threads}, .cache = with_cache ? &cache : NULL, .place = w->place};
    struct file_list files = {0};
    struct error err;

    assert_true(file_list_find(w->directories, w->directory_count, false, &files, &err));
    assert_true(read_files(&files, &target, options, &warnings, &err));
    *used = cache.used;
    cache_write(&cache);
    cache_free(&cache);
    store_tell(&b, store, &warnings);
    file_list_free(&files);
    warnings_free(&warnings);
    store_free(store);
    return b;
}

/* Reads with and without the cache; returns how many files came from it. */
static size_t read_both(const struct world *w)
{
    size_t used, none;
    struct buffer plain = told(w, false, &none), cached = told(w, true, &used);

    assert_int_equal(none, 0);
    assert_true(plain.length > 1000);
    assert_true(text_equal(buffer_text(&plain), buffer_text(&cached)));
    buffer_free(&plain);
    buffer_free(&cached);
    return used;
}

static struct buffer cache_path(const struct world *w)
{
    char **names;
    size_t count;
    struct error err;
    struct buffer path;

    assert_true(os_list_directory(w->caches, &names, &count, &err));
    assert_int_equal(count, 1);
    path = path_of(w->caches, names[0]);
    os_names_free(names, count);
    return path;
}

static struct stat cache_status(const struct world *w)
{
    struct buffer path = cache_path(w);
    struct stat status;

    assert_int_equal(lstat(path.bytes, &status), 0);
    buffer_free(&path);
    return status;
}

/* --- tests --- */

#define KEPT (FILES - 1) // all files but UNSOUND

static void cached_files_are_not_read_again(void **state)
{
    struct world *w = *state;
    struct stat directory;

    assert_int_equal(read_both(w), 0);
    assert_int_equal(read_both(w), KEPT);
    assert_int_equal(read_both(w), KEPT);
    assert_int_equal(cache_status(w).st_mode & 0777, 0600);
    assert_int_equal(lstat(w->caches, &directory), 0);
    assert_int_equal(directory.st_mode & 0777, 0700);
}

static void one_more_file_is_appended(void **state)
{
    struct world *w = *state;
    struct stat before, after;

    read_both(w);
    before = cache_status(w);
    for (int more = 0; more < 3; more++) {
        write_number(w, FILES + more, 0, 2000000);
        assert_int_equal(read_both(w), KEPT + more);
        after = cache_status(w);
        assert_int_equal(after.st_ino, before.st_ino); // appended, not rewritten
        assert_true(after.st_size > before.st_size);
        assert_true(after.st_size - before.st_size < 700); // a delta; a keyframe is larger
        before = after;
    }
    assert_int_equal(read_both(w), KEPT + 3);
}

static void a_removed_file_is_gone(void **state)
{
    struct world *w = *state;

    read_both(w);
    remove_number(w, FILES - 1);
    assert_int_equal(read_both(w), KEPT - 1);
    remove_number(w, 0); // file 0 is the reference of all files before UNSOUND: they are read again
    assert_int_equal(read_both(w), KEPT - 1 - UNSOUND);
    assert_int_equal(read_both(w), KEPT - 2);
    remove_number(w, 20);
    assert_int_equal(read_both(w), KEPT - 3 - (FILES - 2 - 20));
    assert_int_equal(read_both(w), KEPT - 3);
}

static void a_changed_file_is_read(void **state)
{
    struct world *w = *state;

    read_both(w);
    write_number(w, 20, 1, 1000020 + 7); // same size, other mtime
    assert_true(read_both(w) < KEPT);
    assert_int_equal(read_both(w), KEPT);
    write_number(w, 21, 100000, 1000021); // same mtime, larger
    assert_true(read_both(w) < KEPT);
    assert_int_equal(read_both(w), KEPT);
}

static void added_and_renamed_files_are_read(void **state)
{
    struct world *w = *state;
    struct buffer from = path_of(w->in, "005pool.csv"), to = path_of(w->in, "022zpool.csv");

    read_both(w);
    write_file(w, "020zpool.csv", 41, 0, 1000020);
    assert_true(read_both(w) < KEPT);
    assert_int_equal(read_both(w), KEPT + 1);
    write_file(w, "000apool.csv", 42, 0, 1000020);
    assert_true(read_both(w) <= KEPT + 1);
    assert_int_equal(read_both(w), KEPT + 2);
    write_file(w, "034zpool.csv", 34, 1, 1000020); // so similar to 034 that the delta of 035 would fit it
    assert_true(read_both(w) <= KEPT + 2);
    assert_int_equal(read_both(w), KEPT + 3);
    assert_int_equal(rename(from.bytes, to.bytes), 0);
    assert_true(read_both(w) < KEPT + 3);
    assert_int_equal(read_both(w), KEPT + 3);
    buffer_free(&from);
    buffer_free(&to);
}

static void a_damaged_file_may_be_repaired_and_damaged_again(void **state)
{
    struct world *w = *state;
    char name[32];

    read_both(w);
    name_of(name, sizeof name, UNSOUND);
    write_file(w, name, UNSOUND + 30, 0, 1000020);
    read_both(w);
    assert_int_equal(read_both(w), FILES);
    write_number(w, UNSOUND, 0, 1000021);
    read_both(w);
    assert_int_equal(read_both(w), KEPT);
}

static void a_file_just_written_is_not_cached(void **state)
{
    struct world *w = *state;

    write_number(w, 15, 0, 0);
    read_both(w);
    assert_int_equal(read_both(w), KEPT - 1);
}

static void several_threads_write_the_same_cache(void **state)
{
    struct world *w = *state;

    for (int i = FILES; i < 150; i++)
        write_number(w, i, 0, 1000000 + i);
    w->threads = 3;
    assert_int_equal(read_both(w), 0);
    assert_int_equal(read_both(w), 149);
    w->threads = 1;
    assert_int_equal(read_both(w), 149);
    for (int i = 60; i < 130; i++)
        remove_number(w, i);
    w->threads = 4;
    read_both(w);
    assert_int_equal(read_both(w), 149 - 70);
}

static void directories_have_caches_of_their_own(void **state)
{
    struct world *w = *state;
    struct world second;
    char **names;
    size_t count;
    struct error err;

    second = *w;
    snprintf(second.in, sizeof second.in, "%s/other", w->root);
    mkdir(second.in, 0700);
    second.directories[0] = second.in;
    for (int i = 0; i < 10; i++)
        write_number(&second, i, 3, 1000000 + i); // same names, sizes and mtimes, other content
    read_both(w);
    assert_int_equal(read_both(&second), 0);
    assert_int_equal(read_both(&second), 10);
    assert_int_equal(read_both(w), KEPT);
    w->directories[1] = second.in;
    w->directory_count = 2;
    assert_int_equal(read_both(w), 0);
    assert_int_equal(read_both(w), KEPT + 10);
    assert_true(os_list_directory(w->caches, &names, &count, &err));
    assert_int_equal(count, 3);
    os_names_free(names, count);
    remove_all(second.in);
}

static void a_cache_of_another_version_is_ignored(void **state)
{
    struct world *w = *state;

    read_both(w);
    w->place.reader = "other";
    assert_int_equal(read_both(w), 0);
    assert_int_equal(read_both(w), KEPT);
}

static struct buffer content_of(const char *path)
{
    struct buffer b = {0};
    struct error err;

    assert_true(os_read_small(path, 1 << 24, &b, &err));
    return b;
}

static void a_damaged_cache_does_not_change_the_result(void **state)
{
    struct world *w = *state;
    struct buffer path, sound;

    for (int i = 9; i < FILES; i++)
        remove_number(w, i);
    read_both(w);
    path = cache_path(w);
    sound = content_of(path.bytes);
    assert_true(sound.length > 1000);
    for (size_t length = 0; length < sound.length; length += length < 400 ? 1 : 13) {
        write_bytes(path.bytes, sound.bytes, length, 0);
        assert_true(read_both(w) < 9);
    }
    for (size_t at = 0; at < sound.length; at += at < 400 ? 1 : 11) {
        sound.bytes[at] ^= (char)(1 << at % 8);
        write_bytes(path.bytes, sound.bytes, sound.length, 0);
        assert_true(read_both(w) < 9);
        sound.bytes[at] ^= (char)(1 << at % 8);
    }
    buffer_add_string(&sound, "and more");
    write_bytes(path.bytes, sound.bytes, sound.length, 0);
    assert_int_equal(read_both(w), 9);
    assert_int_equal(read_both(w), 9);
    buffer_free(&path);
    buffer_free(&sound);
}

static void unusable_cache_directories_are_ignored(void **state)
{
    struct world *w = *state;
    char place[100];

    snprintf(place, sizeof place, "%s/000pool.csv/caches", w->in);
    w->place.directory = place;
    assert_int_equal(read_both(w), 0);
    assert_int_equal(read_both(w), 0);
    w->place.directory = w->caches;
    mkdir(w->caches, 0700);
    chmod(w->caches, 0777); // writable by others: the cache is not trusted
    assert_int_equal(read_both(w), 0);
    assert_int_equal(read_both(w), 0);
    chmod(w->caches, 0700);
    assert_int_equal(read_both(w), 0);
    assert_int_equal(read_both(w), KEPT);
    chmod(w->caches, 0777);
    assert_int_equal(read_both(w), 0);
}

static void links_are_not_followed(void **state)
{
    struct world *w = *state;
    struct buffer path, elsewhere = path_of(w->root, "elsewhere"), was, is;

    read_both(w);
    path = cache_path(w);
    assert_int_equal(rename(path.bytes, elsewhere.bytes), 0);
    assert_int_equal(symlink(elsewhere.bytes, path.bytes), 0);
    was = content_of(elsewhere.bytes);
    write_number(w, FILES, 0, 2000000);
    assert_int_equal(read_both(w), 0);
    is = content_of(elsewhere.bytes);
    assert_true(text_equal(buffer_text(&was), buffer_text(&is)));
    assert_int_equal(read_both(w), KEPT + 1);
    assert_true(S_ISREG(cache_status(w).st_mode));
    buffer_free(&was);
    buffer_free(&is);
    buffer_free(&elsewhere);
    buffer_free(&path);
}

static void the_oldest_caches_are_deleted_first(void **state)
{
    struct world *w = *state;
    struct buffer oldest = {0}, old = {0}, foreign = {0}, evidence = {0}, half = {0};
    char filler[4000] = {0};

    read_both(w);
    w->place.most_bytes = (uint64_t)cache_status(w).st_size + 9000;
    remove_all(w->caches);
    mkdir(w->caches, 0700);
    oldest = path_of(w->caches, "0000000000000001.pmcap");
    old = path_of(w->caches, "000000000000000a.pmcap");
    half = path_of(w->caches, "0000000000000003.pmcap.77.tmp");
    foreign = path_of(w->caches, "notes.txt");
    evidence = path_of(w->caches, "2026.pmcap");
    write_bytes(old.bytes, filler, sizeof filler, 2000);
    write_bytes(oldest.bytes, filler, sizeof filler, 1000);
    write_bytes(half.bytes, filler, sizeof filler, 3000);
    write_bytes(foreign.bytes, filler, sizeof filler, 500);
    write_bytes(evidence.bytes, filler, sizeof filler, 400);
    assert_int_equal(read_both(w), 0);
    assert_int_equal(os_path_kind(oldest.bytes), OS_MISSING);
    assert_int_equal(os_path_kind(old.bytes), OS_FILE);
    assert_int_equal(os_path_kind(half.bytes), OS_FILE);
    assert_int_equal(os_path_kind(foreign.bytes), OS_FILE);  // not a cache file
    assert_int_equal(os_path_kind(evidence.bytes), OS_FILE); // a capture that the user keeps there
    assert_int_equal(read_both(w), KEPT);
    w->place.most_bytes = 4000;
    write_number(w, FILES, 0, 2000000);
    assert_int_equal(read_both(w), 0); // the cache would exceed most_bytes: it is not written
    remove_all(w->caches);
    assert_int_equal(read_both(w), 0);
    assert_int_equal(os_path_kind(w->caches), OS_MISSING);
    buffer_free(&oldest);
    buffer_free(&old);
    buffer_free(&half);
    buffer_free(&foreign);
    buffer_free(&evidence);
}

/* As with `sudo -E`: nothing is created in another user's home. Needs root to test. */
static void nothing_is_made_in_the_directory_of_another_user(void **state)
{
    struct world *w = *state;
    char other[120], deep[160];

    if (geteuid() != 0) {
        print_message("only root can make another user's directory\n");
        skip();
    }
    snprintf(other, sizeof other, "%s/other", w->root);
    snprintf(deep, sizeof deep, "%s/.cache/poolmonviz", other);
    mkdir(other, 0755);
    assert_int_equal(chown(other, 65534, 65534), 0);
    assert_false(user_cache_directory(deep, true));
    snprintf(deep, sizeof deep, "%s/.cache", other);
    assert_int_equal(os_path_kind(deep), OS_MISSING);
    rmdir(other);
    snprintf(deep, sizeof deep, "%s/mine/.cache/poolmonviz", w->root);
    assert_true(user_cache_directory(deep, true));
    for (size_t i = 0; i < 3; i++) { // poolmonviz, .cache, mine
        assert_int_equal(rmdir(deep), 0);
        *strrchr(deep, '/') = '\0';
    }
}

static void using_a_cache_renews_its_mtime(void **state)
{
    struct world *w = *state;
    struct buffer path;
    struct timespec times[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};

    read_both(w);
    path = cache_path(w);
    assert_int_equal(utimensat(AT_FDCWD, path.bytes, times, 0), 0);
    assert_int_equal(read_both(w), KEPT);
    assert_true(cache_status(w).st_mtime > 1000000);
    buffer_free(&path);
}

static void small_directories_are_not_cached(void **state)
{
    struct world *w = *state;

    w->place.worth_bytes = 0;
    read_both(w);
    assert_int_equal(os_path_kind(w->caches), OS_MISSING);
}

#define IN_WORLD(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(cached_files_are_not_read_again),
        IN_WORLD(one_more_file_is_appended),
        IN_WORLD(a_removed_file_is_gone),
        IN_WORLD(a_changed_file_is_read),
        IN_WORLD(added_and_renamed_files_are_read),
        IN_WORLD(a_damaged_file_may_be_repaired_and_damaged_again),
        IN_WORLD(a_file_just_written_is_not_cached),
        IN_WORLD(several_threads_write_the_same_cache),
        IN_WORLD(directories_have_caches_of_their_own),
        IN_WORLD(a_cache_of_another_version_is_ignored),
        IN_WORLD(a_damaged_cache_does_not_change_the_result),
        IN_WORLD(unusable_cache_directories_are_ignored),
        IN_WORLD(links_are_not_followed),
        IN_WORLD(the_oldest_caches_are_deleted_first),
        IN_WORLD(nothing_is_made_in_the_directory_of_another_user),
        IN_WORLD(using_a_cache_renews_its_mtime),
        IN_WORLD(small_directories_are_not_cached),
    };

    return RUN(tests);
}
