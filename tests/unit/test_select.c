#include "helper.h"
#include "model/select.h"

/* The tags of `have` that the list selects, separated by blanks. */
static struct buffer chosen(const char *list, const char *have)
{
    struct select select = {0};
    struct snapshot s = {0};
    struct buffer b = {0};
    struct text rest = text_of(have);

    snapshot_start(&s, 0, LOCAL_TIME_UNKNOWN, 0);
    for (struct text tag; (tag = text_next_word(&rest)).length;)
        snapshot_add(&s, tag, &(struct pool_row){0});
    select_add(&select, text_of(list));
    select_rows(&select, &s);
    for (size_t i = 0; i < s.count; i++) {
        buffer_add_string(&b, i ? " " : "");
        buffer_add_text(&b, snapshot_text_of(&s, s.rows[i].tag));
    }
    select_free(&select);
    snapshot_free(&s);
    return b;
}

#define assert_chosen(list, have, expected)                                                                            \
    do {                                                                                                               \
        struct buffer is = chosen(list, have);                                                                         \
        assert_buffer(&is, expected);                                                                                  \
    } while (0)

TEST(names_select_tags_in_the_order_of_the_snapshot)
{
    assert_chosen("MmSt,File", "File Ntfs MmSt", "File MmSt");
    assert_chosen("Nope", "File Ntfs MmSt", "");
    assert_chosen("File,,File,", "File Ntfs MmSt", "File");
}

TEST(no_names_select_every_tag)
{
    assert_chosen("", "File Ntfs", "File Ntfs");
    assert_chosen(",", "File Ntfs", "File Ntfs");
}

TEST(case_matters)
{
    assert_chosen("file,N*", "File Ntfs ntfs", "Ntfs");
}

TEST(wildcards_match_characters)
{
    assert_chosen("Afd?", "Afd AfdX AfdXY", "AfdX");
    assert_chosen("Afd*", "Afd AfdX AfdXY xAfd", "Afd AfdX AfdXY");
    assert_chosen("*d?", "AfdX AdbdX Af", "AfdX AdbdX");
    assert_chosen("*", "Afd X", "Afd X");
    assert_chosen("M*t,?x", "MmSt Mt Mta xx", "MmSt Mt xx");
}

TEST(a_literal_match_takes_precedence_over_wildcards)
{
    assert_chosen("Sp**", "SpAB Sp** SpCD", "Sp**");
    assert_chosen("Rx??", "Rx12 Rx??", "Rx??");
    assert_chosen("Sp**", "SpAB SpCD", "SpAB SpCD");
    assert_chosen("Sp**,Rx??", "SpAB Sp** Rx12", "Sp** Rx12"); // separate patterns
}

TEST(a_question_mark_is_one_character_however_many_bytes_it_takes)
{
    assert_chosen("Ab?c", "Ab€c Abc Abéc", "Ab€c Abéc");
    assert_chosen("Ab??c", "Ab€c Ab€éc", "Ab€éc");
    assert_chosen("?", "😀 é ab", "😀 é");
    assert_chosen("*€", "a€ € €a", "a€ €");
    assert_chosen("*?", "€ é", "€ é");
    assert_chosen("*??x*", "€xy a€xy €xx", "a€xy €xx"); // * matches whole UTF-8 characters
}

TEST(a_star_backtracks)
{
    assert_true(text_matches(TEXT("*ab"), TEXT("aab")));
    assert_true(text_matches(TEXT("a*b*c"), TEXT("axbxbxc")));
    assert_false(text_matches(TEXT("a*b*c"), TEXT("axbxbx")));
    assert_true(text_matches(TEXT("**"), TEXT("")));
    assert_false(text_matches(TEXT("?"), TEXT("")));
    assert_true(text_matches(TEXT(""), TEXT("")));
    assert_false(text_matches(TEXT(""), TEXT("a")));
    assert_true(text_matches(TEXT("a*"), TEXT("a\0b")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_select_tags_in_the_order_of_the_snapshot),
        cmocka_unit_test(no_names_select_every_tag),
        cmocka_unit_test(case_matters),
        cmocka_unit_test(wildcards_match_characters),
        cmocka_unit_test(a_literal_match_takes_precedence_over_wildcards),
        cmocka_unit_test(a_question_mark_is_one_character_however_many_bytes_it_takes),
        cmocka_unit_test(a_star_backtracks),
    };

    return RUN(tests);
}
