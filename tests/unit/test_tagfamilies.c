/* The built-in table of tags: its form, its sources, and that it names what public reports keep meeting. */
#include "owners/tagfamilies.h"

#include "helper.h"
#include "owners/tagnames.h"
#include "owners/tagnames_line.h"

#define COLUMNS_MAX 120

static struct text table(void)
{
    return (struct text){tagfamilies, tagfamilies_length};
}

static bool is_printable(struct text line)
{
    for (size_t i = 0; i < line.length; i++)
        if (line.data[i] < ' ' || line.data[i] > '~')
            return false;
    return true;
}

/* An entry, a comment or nothing; never a continuation, which would belong to the entry above. */
TEST(every_line_is_an_entry_or_a_comment)
{
    struct text rest = table(), line;
    size_t entries = 0;

    while (text_next_line(&rest, &line)) {
        struct tagline what = tagline_of(line);

        if (what.kind == TAGLINE_NOTHING) {
            assert_true(line.length == 0 || text_starts_with(line, "// ") || text_equal(line, TEXT("//")));
            continue;
        }
        if (what.kind != TAGLINE_TAG || !what.driver.length || !what.description.length || !is_printable(line) ||
            line.length > COLUMNS_MAX)
            fail_msg("malformed: %.*s", (int)line.length, line.data);
        entries++;
    }
    assert_in_range(entries, 150, 300);
}

/* "// source: X" holds up to the next empty line or the next source. */
TEST(every_entry_has_a_source)
{
    struct text rest = table(), line;
    bool sourced = false;

    while (text_next_line(&rest, &line)) {
        if (line.length == 0)
            sourced = false;
        else if (text_starts_with(line, "// source: "))
            sourced = line.length > strlen("// source: ");
        else if (tagline_of(line).kind != TAGLINE_NOTHING && !sourced)
            fail_msg("without a source: %.*s", (int)line.length, line.data);
    }
}

/* Two lines of one tag would be joined to one description. */
TEST(no_tag_stands_twice)
{
    struct tagnames names = {0};
    struct text rest = table(), line;
    size_t entries = 0;

    while (text_next_line(&rest, &line))
        entries += tagline_of(line).kind != TAGLINE_NOTHING;
    tagnames_add_families(&names);
    assert_int_equal(names.keys.count, entries);
    tagnames_free(&names);
}

static bool holds(struct text t, const char *part)
{
    return text_find(t, text_of(part)) != TEXT_NOWHERE;
}

/* Tags as poolmon shows them, and what the reports or the source code found behind them. */
TEST(tags_of_public_reports_have_their_driver)
{
    static const struct {
        const char *tag, *driver, *part;
    } met[] = {
        {"NtFC", "ntfs.sys", "WCsc"},
        {"UlHT", "http.sys", "container"},
        {"NVRM", "nvlddmkm.sys", "NVIDIA"},
        {"SysR", "sysmondrv.sys", "Sysmon"},
        {"NpNB", "npcap.sys", "captured packets"},
        {"4321", "npcap.sys", "Npcap"},
        {"WCsc", "wcifs.sys", "Stream contexts"},
        {"WCfc", "wcifs.sys", "File contexts"},
        {"WCri", "wcifs.sys", "Reparse"},
        {"MFeS", "mfeavfk.sys", "McAfee"},
        {"Strg", "nt!rtl", "Strings"},
        {"BCM0", "<unknown>", "BLFP"},
        {"Toke", "nt!se", "Access tokens"},
        {"Proc", "nt!ps", "Processes"},
        {"Thre", "nt!ps", "Threads"},
        {"File", "nt!io", "Open files"},
        {"EtwB", "nt!etw", "Buffers"},
        {"EtwD", "nt!etw", "Etwr"},
        {"Etwr", "nt!etw", "EtwD"},
        {"EtwZ", "nt!etw", "Event tracing"}, // the family
        {"MiP2", "nt!mm", "process"},
        {"FspI", "winfsp-x64.sys", "WinFsp"},    // 'IpsF' in its source
        {"MHBt", "btrfs.sys", "Btrfs"},          // 0x7442484D
        {"ViGE", "vigembus.sys", "controllers"}, // 0x45476956
        {"ZFS!", "openzfs.sys", "ZFS"},
        {"Qc1A", "msquic.sys", "368 bytes"},
        {"Qc7F", "msquic.sys", "QUIC"},
        {"Se  ", "nt!se", "caller"},
        {"Ddk", "<unknown>", "several drivers"}, // without the blank at its end
        {"dentry", "vfs", "Cached names"},
    };
    struct tagnames names = {0};
    struct text driver, description;

    tagnames_add_families(&names);
    for (size_t i = 0; i < sizeof met / sizeof *met; i++) {
        if (!tagnames_find(&names, text_of(met[i].tag), &driver, &description))
            fail_msg("%s is not known", met[i].tag);
        if (!text_equal(driver, text_of(met[i].driver)) || !holds(description, met[i].part))
            fail_msg("%s is %.*s: %.*s", met[i].tag, (int)driver.length, driver.data, (int)description.length,
                     description.data);
    }
    tagnames_free(&names);
}

/* Of the system's own description, or the flags in its source: SLAB_RECLAIM_ACCOUNT, and inodes that nobody holds. */
TEST(caches_are_marked)
{
    static const char *const caches[] = {
        "MmSt",        "dentry",           "ext4_inode_cache", "proc_inode_cache", "nfs_inode_cache",
        "buffer_head", "radix_tree_node",  "extent_status",    "ext4_io_end",      "kmalloc-rcl-96",
        "btrfs_inode", "xfs_inode",        "xfs_ili",          "xfs_buf",          "fuse_inode",
        "ovl_inode",   "jbd2_journal_head"};
    static const char *const others[] = {"inode_cache",
                                         "sock_inode_cache",
                                         "shmem_inode_cache",
                                         "mqueue_inode_cache",
                                         "filp",
                                         "kmalloc-96",
                                         "kmalloc-rnd-01-96",
                                         "task_struct",
                                         "skbuff_head_cache",
                                         "xfs_buf_item",
                                         "fuse_request",
                                         "vm_area_struct",
                                         "Ntff",
                                         "lsm_inode_cache",
                                         "hugetlbfs_inode_cache",
                                         "MmCa",
                                         "File",
                                         "Acme"};
    struct tagnames names = {0};

    tagnames_add_families(&names);
    for (size_t i = 0; i < sizeof caches / sizeof *caches; i++)
        if (!tagnames_shrinks(&names, text_of(caches[i])))
            fail_msg("%s is not marked", caches[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (tagnames_shrinks(&names, text_of(others[i])))
            fail_msg("%s is marked", others[i]);
    tagnames_free(&names);
}

/* The private tags of a company must not be taken for published ones when a capture is redacted. */
TEST(families_are_narrow)
{
    static const char *const unpublished[] = {"Acme", "Corp", "Late", "NpZZ", "Wabc", "4322", "Efgh", "KpC0", "Qxyz"};
    struct tagnames names = {0};
    struct text driver, description;

    tagnames_add_families(&names);
    for (size_t i = 0; i < sizeof unpublished / sizeof *unpublished; i++)
        if (tagnames_find(&names, text_of(unpublished[i]), &driver, &description))
            fail_msg("%s is taken for a published tag", unpublished[i]);
    tagnames_free(&names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_is_an_entry_or_a_comment),
        cmocka_unit_test(every_entry_has_a_source),
        cmocka_unit_test(no_tag_stands_twice),
        cmocka_unit_test(tags_of_public_reports_have_their_driver),
        cmocka_unit_test(caches_are_marked),
        cmocka_unit_test(families_are_narrow),
    };

    return RUN(tests);
}
