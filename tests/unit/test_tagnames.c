#include <stdlib.h>

#include "helper.h"
#include "owners/tagnames.h"

static struct tagnames names; // of the current test, which frees it at its end
static struct text driver, description;

static size_t add(struct text file)
{
    return tagnames_add(&names, file);
}

static bool find(struct text tag)
{
    driver = description = TEXT("untouched");
    return tagnames_find(&names, tag, &driver, &description);
}

#define assert_found(tag, expected_driver, expected_description)                                                       \
    do {                                                                                                               \
        assert_true(find(TEXT(tag)));                                                                                  \
        assert_text(driver, expected_driver);                                                                          \
        assert_text(description, expected_description);                                                                \
    } while (0)

TEST(a_line_is_tag_driver_and_description)
{
    assert_int_equal(add(TEXT("Abcd - driver.sys    - What it is\n"
                              "Abce - <unknown>     -     Indented, as a part of the one above\n"
                              "Abcf -  blanks.sys -two\n"
                              "Abcg\t-\ttabs.sys\t-\tWith tabs\n")),
                     4);
    assert_found("Abcd", "driver.sys", "What it is");
    assert_found("Abce", "<unknown>", "Indented, as a part of the one above");
    assert_found("Abcf", "blanks.sys", "two");
    assert_found("Abcg", "tabs.sys", "With tabs");
    assert_false(find(TEXT("Abch")));
    assert_text(driver, "untouched");
    tagnames_free(&names);
}

TEST(a_description_may_hold_dashes)
{
    add(TEXT("Abcd - driver.sys - One - two -three- four-five\n"));
    assert_found("Abcd", "driver.sys", "One - two -three- four-five");
    tagnames_free(&names);
}

TEST(a_driver_may_hold_blanks_and_be_a_function)
{
    add(TEXT("Abcd - nt!store or other.sys - Stores\n"
             "Abce - win!Class::operator new - A class\n"
             "Abcf - nt!mm - Memory\n"));
    assert_found("Abcd", "nt!store or other.sys", "Stores");
    assert_found("Abce", "win!Class::operator new", "A class");
    assert_found("Abcf", "nt!mm", "Memory");
    tagnames_free(&names);
}

TEST(without_a_second_dash_the_rest_is_the_description)
{
    assert_int_equal(add(TEXT("Abcd - only a description\nAbce -\nAbcf - x.sys -\nAbcg - well-known words\n")), 4);
    assert_found("Abcd", "", "only a description");
    assert_found("Abce", "", "");
    assert_found("Abcf", "x.sys", "");
    assert_found("Abcg", "", "well-known words");
    tagnames_free(&names);
}

TEST(the_tag_is_columns_1_to_4_with_its_blanks)
{
    add(TEXT("Abc  - three.sys - three\n"
             "Ab   - two.sys   - two\n"
             "A    - one.sys   - one\n"
             " rx1 - front.sys - a blank in front\n"
             "A b  - mid.sys   - a blank in the middle\n"
             "Tun4  - far.sys  - a blank too many\n"));
    assert_found("Abc ", "three.sys", "three");
    assert_found("Ab  ", "two.sys", "two");
    assert_found("A   ", "one.sys", "one");
    assert_found(" rx1", "front.sys", "a blank in front");
    assert_found("A b ", "mid.sys", "a blank in the middle");
    assert_found("Tun4", "far.sys", "a blank too many");
    tagnames_free(&names);
}

TEST(a_short_tag_next_to_its_dash_is_padded)
{
    add(TEXT("Abc - three.sys - three\nAb - two.sys - two\nA - one.sys - one\n"));
    assert_found("Abc ", "three.sys", "three");
    assert_found("Ab  ", "two.sys", "two");
    assert_found("A   ", "one.sys", "one");
    tagnames_free(&names);
}

TEST(trailing_blanks_and_nuls_of_a_tag_are_ignored)
{
    add(TEXT("Abc  - three.sys - three\n"));
    assert_found("Abc", "three.sys", "three");
    assert_found("Abc\0", "three.sys", "three");
    assert_found("Abc    ", "three.sys", "three");
    assert_false(find(TEXT("A\0bc")));
    assert_false(find(TEXT("")));
    assert_false(find(TEXT("\0\0\0\0")));
    tagnames_free(&names);
}

TEST(case_matters)
{
    add(TEXT("AfdS - afd.sys - security\n"));
    assert_true(find(TEXT("AfdS")));
    assert_false(find(TEXT("Afds")));
    tagnames_free(&names);
}

TEST(comments_are_skipped_in_any_case)
{
    assert_int_equal(add(TEXT("// Abcd - x.sys - no\n"
                              "rem Abce - x.sys - no\n"
                              "REM\n"
                              "  Rem\tAbcf - x.sys - no\n"
                              "\n"
                              "remx - x.sys - a tag\n")),
                     1);
    assert_true(find(TEXT("remx")));
    assert_false(find(TEXT("rem ")));
    tagnames_free(&names);
}

TEST(a_continuation_line_belongs_to_the_previous_line)
{
    assert_int_equal(add(TEXT("Abcd - x.sys - first\n"
                              "         second\n"
                              "       - third\n"
                              "       <unknown>\n"
                              "\n"
                              "     of none, as a blank line stands before it\n")),
                     1);
    assert_found("Abcd", "x.sys", "first second third");
    tagnames_free(&names);
}

TEST(question_mark_is_one_character_and_star_any_number)
{
    add(TEXT("Ab?d - one.sys - one\nCd*  - any.sys - any\nE?g  - pad.sys - filled up\n"));
    assert_true(find(TEXT("Abcd")));
    assert_true(find(TEXT("Ab d")));
    assert_true(find(TEXT("Ab\u00E9"
                          "d"))); // a 2-byte character
    assert_false(find(TEXT("Abd")));
    assert_true(find(TEXT("Cd")));
    assert_true(find(TEXT("Cdef")));
    assert_true(find(TEXT("Cd-and-a-long-name")));
    assert_true(find(TEXT("Efg ")));
    assert_false(find(TEXT("Efgh")));
    tagnames_free(&names);
}

TEST(the_most_specific_wins)
{
    add(TEXT("*    - all.sys   - all\n"
             "Ab?? - two.sys   - two\n"
             "Abc* - star.sys  - three and a star\n"
             "Abc? - three.sys - three\n"
             "Abcd - four.sys  - the tag itself\n"
             "?bc? - later.sys - as many as Ab??, but later\n"));
    assert_found("Abcd", "four.sys", "the tag itself");
    assert_found("Abcx", "three.sys", "three");
    assert_found("Abcdef", "star.sys", "three and a star");
    assert_found("Abxx", "two.sys", "two");
    assert_found("xbcx", "later.sys", "as many as Ab??, but later");
    assert_found("zzzz", "all.sys", "all");
    tagnames_free(&names);
}

TEST(a_literal_tag_takes_precedence_over_a_pattern)
{
    add(TEXT("Rx?? - rdbss.sys - pattern\nRx?x - more.sys - more specific for Rx?x\nSp** - stars.sys - stars\n"));
    assert_found("Rx??", "rdbss.sys", "pattern");
    assert_found("Sp**", "stars.sys", "stars");
    assert_found("Rxax", "more.sys", "more specific for Rx?x");
    tagnames_free(&names);
}

TEST(a_range_is_of_numbers_after_the_same_letters)
{
    assert_int_equal(add(TEXT("QUIC tags are Qc00 through QcFF\n"
                              "Qc05 - quic.sys - one of them\n"
                              "Some are Xd10 through Xd19\n"
                              "Not these: Zz10 through Zz05, Yy0a through Yy0F, or Abc1 through Abd\n")),
                     3);
    assert_found("Qc00", "", "QUIC tags are Qc00 through QcFF");
    assert_found("Qc05", "quic.sys", "one of them");
    assert_true(find(TEXT("QcA7")));
    assert_true(find(TEXT("QcFF")));
    assert_false(find(TEXT("QcFf")));
    assert_false(find(TEXT("QcG0")));
    assert_false(find(TEXT("Qc0")));
    assert_true(find(TEXT("Xd15")));
    assert_false(find(TEXT("Xd1A")));
    assert_false(find(TEXT("Xd20")));
    assert_false(find(TEXT("Zz07")));
    assert_false(find(TEXT("Yy0b")));
    tagnames_free(&names);
}

TEST(a_range_goes_before_a_pattern_of_as_many_letters)
{
    add(TEXT("Qc?? - other.sys - pattern\nTags are Qc00 through QcFF\n"));
    assert_found("Qc10", "", "Tags are Qc00 through QcFF");
    assert_found("Qcxx", "other.sys", "pattern");
    tagnames_free(&names);
}

TEST(a_tag_given_twice_is_joined)
{
    add(TEXT("Abcd - a.sys     - first\n"
             "Abce - <unknown> - unknown first\n"
             "Abcd - b.sys     - second\n"
             "Abce - c.sys     - known later\n"
             "Abcd - a.sys     - first\n"
             "Abcf - d.sys     - known\n"
             "Abcf - <unknown> - unknown later\n"));
    assert_found("Abcd", "a.sys, b.sys", "first; second");
    assert_found("Abce", "c.sys", "unknown first; known later");
    assert_found("Abcf", "d.sys", "known; unknown later");
    tagnames_free(&names);
}

TEST(joining_has_a_limit)
{
    struct buffer b = {0};

    for (int i = 0; i < 5000; i++)
        buffer_printf(&b, "Abcd - d%d.sys - description %d\n", i, i);
    add(buffer_text(&b));
    assert_true(find(TEXT("Abcd")));
    assert_true(description.length > 900 && description.length < 1100);
    assert_true(driver.length < 1100);
    assert_true(names.words.length < (size_t)1 << 20);
    buffer_free(&b);
    tagnames_free(&names);
}

TEST(the_first_file_with_a_tag_wins)
{
    add(TEXT("Abcd - first.sys  - first\nEf?? - first.sys - pattern\n"));
    add(TEXT("Abcd - second.sys - second\n         and more\nAbce - second.sys - new\n"
             "Ef?? - second.sys - no\nEfgh - second.sys - the tag itself\n"));
    assert_found("Abcd", "first.sys", "first");
    assert_found("Abce", "second.sys", "new");
    assert_found("Efxx", "first.sys", "pattern");
    assert_found("Efgh", "second.sys", "the tag itself");
    tagnames_free(&names);
}

TEST(ctrl_z_ends_the_file)
{
    assert_int_equal(add(TEXT("Abcd - x.sys - in front\r\n\x1A"
                              "Abce - x.sys - behind\r\n")),
                     1);
    assert_found("Abcd", "x.sys", "in front");
    assert_int_equal(add(TEXT("\x1A")), 0);
    assert_int_equal(add(TEXT("")), 0);
    tagnames_free(&names);
}

TEST(lines_may_be_of_any_length)
{
    struct buffer b = {0};

    buffer_add_string(&b, "Abcd - x.sys - ");
    buffer_add_repeated(&b, 'x', 100000);
    buffer_add_string(&b, "\nAbce - x.sys - next\n");
    assert_int_equal(add(buffer_text(&b)), 2);
    assert_true(find(TEXT("Abcd")));
    assert_int_equal(description.length, 100000);
    assert_found("Abce", "x.sys", "next");
    buffer_free(&b);
    tagnames_free(&names);
}

TEST(names_longer_than_four_have_no_blanks)
{
    assert_int_equal(add(TEXT("kmalloc-64 - slab - up to 64 bytes\n"
                              "kmalloc-* - slab - blocks\n"
                              "ext4-inode - ext4 - a dash behind column 4\n"
                              "Some words of explanation - as they come\n")),
                     3);
    assert_found("kmalloc-64", "slab", "up to 64 bytes");
    assert_found("kmalloc-8k", "slab", "blocks");
    assert_found("ext4-inode", "ext4", "a dash behind column 4");
    assert_false(find(TEXT("kmalloc")));
    tagnames_free(&names);
}

TEST(odd_tags_are_tags)
{
    add(TEXT("Cs@\" - x.sys - quote\nA,B; - y.sys - commas\n8042 - z.sys - digits\n"
             "\u00C4\u00D6\u00DC\u00E9 - u.sys - letters\n"));
    assert_found("Cs@\"", "x.sys", "quote");
    assert_found("A,B;", "y.sys", "commas");
    assert_found("8042", "z.sys", "digits");
    assert_found("\u00C4\u00D6\u00DC\u00E9", "u.sys", "letters");
    tagnames_free(&names);
}

TEST(the_protection_bit_is_not_part_of_the_tag)
{
    add(TEXT("File - nt!io - files\nIo   - nt!io - general\nAfd? - afd.sys - sockets\n"));
    assert_found("Fil\u00E5", "nt!io", "files");   // 'e' + 0x80
    assert_found("Io \u00A0", "nt!io", "general"); // ' ' + 0x80
    assert_found("Afd\u00E4", "afd.sys", "sockets");
    assert_false(find(TEXT("Fil\u20AC")));
    tagnames_free(&names);
}

TEST(the_built_in_families_have_common_tags)
{
    static const char *const met[] = {"File",      "MmSt", "Ntff", "FMfn", "Toke", "Proc",   "Thre",
                                      "EtwB",      "CM31", "AfdB", "Key ", "Irp",  "dentry", "ext4_inode_cache",
                                      "kmalloc-64"};

    add(TEXT("File - mine.sys - my own\n"));
    tagnames_add_families(&names);
    for (size_t i = 0; i < sizeof met / sizeof *met; i++)
        if (!find(text_of(met[i])) || description.length == 0)
            fail_msg("%s is not known", met[i]);
    assert_found("File", "mine.sys", "my own");
    assert_false(find(TEXT("Zzzz")));
    tagnames_free(&names);
}

TEST(an_empty_table_knows_no_tag)
{
    struct tagnames none = {0};

    assert_false(tagnames_find(&none, TEXT("File"), &driver, &description));
    tagnames_free(&none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_tag_driver_and_description),
        cmocka_unit_test(a_description_may_hold_dashes),
        cmocka_unit_test(a_driver_may_hold_blanks_and_be_a_function),
        cmocka_unit_test(without_a_second_dash_the_rest_is_the_description),
        cmocka_unit_test(the_tag_is_columns_1_to_4_with_its_blanks),
        cmocka_unit_test(a_short_tag_next_to_its_dash_is_padded),
        cmocka_unit_test(trailing_blanks_and_nuls_of_a_tag_are_ignored),
        cmocka_unit_test(case_matters),
        cmocka_unit_test(comments_are_skipped_in_any_case),
        cmocka_unit_test(a_continuation_line_belongs_to_the_previous_line),
        cmocka_unit_test(question_mark_is_one_character_and_star_any_number),
        cmocka_unit_test(the_most_specific_wins),
        cmocka_unit_test(a_literal_tag_takes_precedence_over_a_pattern),
        cmocka_unit_test(a_range_is_of_numbers_after_the_same_letters),
        cmocka_unit_test(a_range_goes_before_a_pattern_of_as_many_letters),
        cmocka_unit_test(a_tag_given_twice_is_joined),
        cmocka_unit_test(joining_has_a_limit),
        cmocka_unit_test(the_first_file_with_a_tag_wins),
        cmocka_unit_test(ctrl_z_ends_the_file),
        cmocka_unit_test(lines_may_be_of_any_length),
        cmocka_unit_test(names_longer_than_four_have_no_blanks),
        cmocka_unit_test(odd_tags_are_tags),
        cmocka_unit_test(the_protection_bit_is_not_part_of_the_tag),
        cmocka_unit_test(the_built_in_families_have_common_tags),
        cmocka_unit_test(an_empty_table_knows_no_tag),
    };

    return RUN(tests);
}
