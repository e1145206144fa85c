#include "formats/text/pasted.h"
#include "helper.h"

static void check_line(const char *line, const char *expected, int source_line)
{
    struct pasted pasted = {0};

    check_text(pasted_line(text_of(line), &pasted), text_of(expected), __FILE__, source_line);
    pasted_free(&pasted);
}

#define CHECK(line, expected) check_line(line, expected, __LINE__)

TEST(quotation_marks_are_removed_at_any_depth)
{
    CHECK("> Io   Nonp 1", "Io   Nonp 1");
    CHECK(">  Io   Nonp 1", " Io   Nonp 1");
    CHECK("> > >  Io   Nonp 1", " Io   Nonp 1");
    CHECK(">>  Io   Nonp 1", " Io   Nonp 1");
    CHECK(" > >  Io   Nonp 1", " Io   Nonp 1");
    CHECK("|  Io   Nonp 1", " Io   Nonp 1");
    CHECK("> |  Io   Nonp 1", " Io   Nonp 1");
    CHECK(">", "");
    CHECK("> >", "");
    CHECK("|", "");
}

TEST(tags_that_begin_with_marks_stay)
{
    CHECK(" >abc Nonp 1", " >abc Nonp 1");
    CHECK(" |abc Nonp 1", " |abc Nonp 1");
    CHECK(" `abc Nonp 1", " `abc Nonp 1");
    CHECK(" ~~~a Nonp 1 2 3 4 5", " ~~~a Nonp 1 2 3 4 5");
    CHECK(" [abc Nonp 1]", " [abc Nonp 1]");
    CHECK("     a Nonp 1", "     a Nonp 1");
}

TEST(fences_are_blank)
{
    CHECK("```", "");
    CHECK("   ```text", "");
    CHECK("~~~~", "");
    CHECK("> ```console", "");
    CHECK("<pre>", "");
    CHECK("<pre class=\"x\">", "");
    CHECK("</code>", "");
    CHECK("{noformat:title=x}", "");
    CHECK("[/code]", "");
    CHECK("<http> is no fence", "<http> is no fence");
    CHECK("`Io   Nonp 1`", "Io   Nonp 1");
}

TEST(a_row_of_a_table_becomes_a_row_of_columns)
{
    CHECK("| Tag | Type | Allocs | Per Alloc |", " Tag  Type Allocs Per Alloc");
    CHECK("|-----|------|-------:|:---------:|", "");
    CHECK("| Io | Nonp | 1,021,112 | 723 |", " Io   Nonp 1,021,112 723");
    CHECK("|Io|Nonp|1|2|", " Io   Nonp 1 2");
    CHECK("| `  rx` | Paged | 7 | 8 |", "   rx Paged 7 8");
    CHECK("> | **Io** | Nonp | 1 | 2 |", " Io   Nonp 1 2");
    CHECK("Io | Nonp | 1 | 2 | 3", " Io   Nonp 1 2 3");
    CHECK("--- | --- | --- | ---", "");
    CHECK(" Abcd 1 48 0 0 reads | writes | both | none", " Abcd 1 48 0 0 reads | writes | both | none");
    CHECK("| a\\|b | Nonp | 1 | 2 |", " a|b  Nonp 1 2");
    CHECK("| amda | 5 | 193 | 3 | 9 | what it is |", " amda 5 193 3 9\twhat it is");
    CHECK("| kmalloc-512 | 1 | 2 | : tunables | 0 |", " kmalloc-512 1 2 : tunables 0");
    CHECK("+-----+------+----+", "+-----+------+----+"); // no bars
}

TEST(a_table_row_needs_no_memory_of_the_one_before)
{
    struct pasted pasted = {0};

    check_text(pasted_line(TEXT("| aaaa | Nonp | 1 | 2 |"), &pasted), TEXT(" aaaa Nonp 1 2"), __FILE__, __LINE__);
    check_text(pasted_line(TEXT("|---|---|---|"), &pasted), TEXT(""), __FILE__, __LINE__);
    check_text(pasted_line(TEXT("| b | Nonp | 1 | 2 |"), &pasted), TEXT(" b    Nonp 1 2"), __FILE__, __LINE__);
    pasted_free(&pasted);
}

#define _ "\xC2\xA0"

TEST(no_break_spaces_of_mail_become_blanks)
{
    CHECK(_ "Io" _ " " _ "Nonp" _ " 1" _ "234" _ " 7", " Io   Nonp  1" _ "234  7");
    CHECK(_ "Commit:1K", " Commit:1K");
    CHECK(" a" _ "b" _ " Nonp 1 2", " a" _ "b" _ " Nonp 1 2"); // part of the tag
    CHECK(" Io   Nonp 1" _ "234" _ "567 7" _ "654", " Io   Nonp 1" _ "234" _ "567 7" _ "654");
    CHECK("\xC2", "\xC2");
    CHECK("", "");
}

#undef _

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotation_marks_are_removed_at_any_depth),
        cmocka_unit_test(tags_that_begin_with_marks_stay),
        cmocka_unit_test(fences_are_blank),
        cmocka_unit_test(a_row_of_a_table_becomes_a_row_of_columns),
        cmocka_unit_test(a_table_row_needs_no_memory_of_the_one_before),
        cmocka_unit_test(no_break_spaces_of_mail_become_blanks),
    };

    return RUN(tests);
}
