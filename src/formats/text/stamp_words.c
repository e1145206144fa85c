#include "formats/text/stamp_words.h"

#include <stdlib.h>
#include <string.h>

#define WORD_BYTES 16 // longer words are none of these

/* English, German, French, Spanish, Italian, Dutch, Portuguese and Polish; without accents, in the order of strcmp.
 * Source: the wide and abbreviated forms of Unicode CLDR, Polish months also in the genitive. */
static const struct {
    const char *word;
    int month, weekday;
    bool is_english;
} words[] = {{"abr", 4, -1, false},
             {"abril", 4, -1, false},
             {"ago", 8, -1, false},
             {"agosto", 8, -1, false},
             {"aout", 8, -1, false},
             {"apr", 4, -1, true},
             {"april", 4, -1, true},
             {"aprile", 4, -1, false},
             {"aug", 8, -1, true},
             {"august", 8, -1, true},
             {"augustus", 8, -1, false},
             {"avr", 4, -1, false},
             {"avril", 4, -1, false},
             {"cze", 6, -1, false},
             {"czerwca", 6, -1, false},
             {"czerwiec", 6, -1, false},
             {"czw", 0, 4, false},
             {"czwartek", 0, 4, false},
             {"dec", 12, -1, true},
             {"december", 12, -1, true},
             {"decembre", 12, -1, false},
             {"dez", 12, -1, false},
             {"dezember", 12, -1, false},
             {"dezembro", 12, -1, false},
             {"di", 0, 2, false},
             {"dic", 12, -1, false},
             {"dicembre", 12, -1, false},
             {"diciembre", 12, -1, false},
             {"dienstag", 0, 2, false},
             {"dim", 0, 0, false},
             {"dimanche", 0, 0, false},
             {"dinsdag", 0, 2, false},
             {"do", 0, 4, false},
             {"dom", 0, 0, false},
             {"domenica", 0, 0, false},
             {"domingo", 0, 0, false},
             {"donderdag", 0, 4, false},
             {"donnerstag", 0, 4, false},
             {"ene", 1, -1, false},
             {"enero", 1, -1, false},
             {"feb", 2, -1, true},
             {"febbraio", 2, -1, false},
             {"febrero", 2, -1, false},
             {"februar", 2, -1, false},
             {"februari", 2, -1, false},
             {"february", 2, -1, true},
             {"fev", 2, -1, false},
             {"fevereiro", 2, -1, false},
             {"fevr", 2, -1, false},
             {"fevrier", 2, -1, false},
             {"fr", 0, 5, false},
             {"freitag", 0, 5, false},
             {"fri", 0, 5, true},
             {"friday", 0, 5, true},
             {"gen", 1, -1, false},
             {"gennaio", 1, -1, false},
             {"gio", 0, 4, false},
             {"giovedi", 0, 4, false},
             {"giu", 6, -1, false},
             {"giugno", 6, -1, false},
             {"gru", 12, -1, false},
             {"grudnia", 12, -1, false},
             {"grudzien", 12, -1, false},
             {"jaenner", 1, -1, false},
             {"jan", 1, -1, true},
             {"janeiro", 1, -1, false},
             {"janner", 1, -1, false},
             {"januar", 1, -1, false},
             {"januari", 1, -1, false},
             {"january", 1, -1, true},
             {"janv", 1, -1, false},
             {"janvier", 1, -1, false},
             {"jeu", 0, 4, false},
             {"jeudi", 0, 4, false},
             {"jue", 0, 4, false},
             {"jueves", 0, 4, false},
             {"juil", 7, -1, false},
             {"juillet", 7, -1, false},
             {"juin", 6, -1, false},
             {"jul", 7, -1, true},
             {"julho", 7, -1, false},
             {"juli", 7, -1, false},
             {"julio", 7, -1, false},
             {"july", 7, -1, true},
             {"jun", 6, -1, true},
             {"june", 6, -1, true},
             {"junho", 6, -1, false},
             {"juni", 6, -1, false},
             {"junio", 6, -1, false},
             {"kwi", 4, -1, false},
             {"kwiecien", 4, -1, false},
             {"kwietnia", 4, -1, false},
             {"lip", 7, -1, false},
             {"lipca", 7, -1, false},
             {"lipiec", 7, -1, false},
             {"lis", 11, -1, false},
             {"listopad", 11, -1, false},
             {"listopada", 11, -1, false},
             {"lug", 7, -1, false},
             {"luglio", 7, -1, false},
             {"lun", 0, 1, false},
             {"lundi", 0, 1, false},
             {"lunedi", 0, 1, false},
             {"lunes", 0, 1, false},
             {"lut", 2, -1, false},
             {"lutego", 2, -1, false},
             {"luty", 2, -1, false},
             {"ma", 0, 1, false},
             {"maandag", 0, 1, false},
             {"maart", 3, -1, false},
             {"maerz", 3, -1, false},
             {"mag", 5, -1, false},
             {"maggio", 5, -1, false},
             {"mai", 5, -1, false},
             {"maio", 5, -1, false},
             {"maj", 5, -1, false},
             {"maja", 5, -1, false},
             {"mar", 3, 2, true},
             {"marca", 3, -1, false},
             {"march", 3, -1, true},
             {"marco", 3, -1, false},
             {"mardi", 0, 2, false},
             {"mars", 3, -1, false},
             {"martedi", 0, 2, false},
             {"martes", 0, 2, false},
             {"marz", 3, -1, false},
             {"marzec", 3, -1, false},
             {"marzo", 3, -1, false},
             {"may", 5, -1, true},
             {"mayo", 5, -1, false},
             {"mei", 5, -1, false},
             {"mer", 0, 3, false},
             {"mercoledi", 0, 3, false},
             {"mercredi", 0, 3, false},
             {"mi", 0, 3, false},
             {"mie", 0, 3, false},
             {"miercoles", 0, 3, false},
             {"mittwoch", 0, 3, false},
             {"mo", 0, 1, false},
             {"mon", 0, 1, true},
             {"monday", 0, 1, true},
             {"montag", 0, 1, false},
             {"mrt", 3, -1, false},
             {"mrz", 3, -1, false},
             {"ndz", 0, 0, false},
             {"nie", 0, 0, false},
             {"niedz", 0, 0, false},
             {"niedziela", 0, 0, false},
             {"nov", 11, -1, true},
             {"november", 11, -1, true},
             {"novembre", 11, -1, false},
             {"novembro", 11, -1, false},
             {"noviembre", 11, -1, false},
             {"oct", 10, -1, true},
             {"october", 10, -1, true},
             {"octobre", 10, -1, false},
             {"octubre", 10, -1, false},
             {"okt", 10, -1, false},
             {"oktober", 10, -1, false},
             {"ott", 10, -1, false},
             {"ottobre", 10, -1, false},
             {"out", 10, -1, false},
             {"outubro", 10, -1, false},
             {"paz", 10, -1, false},
             {"pazdziernik", 10, -1, false},
             {"pazdziernika", 10, -1, false},
             {"piatek", 0, 5, false},
             {"pon", 0, 1, false},
             {"poniedzialek", 0, 1, false},
             {"pt", 0, 5, false},
             {"qua", 0, 3, false},
             {"quarta", 0, 3, false},
             {"qui", 0, 4, false},
             {"quinta", 0, 4, false},
             {"sa", 0, 6, false},
             {"sab", 0, 6, false},
             {"sabado", 0, 6, false},
             {"sabato", 0, 6, false},
             {"sam", 0, 6, false},
             {"samedi", 0, 6, false},
             {"samstag", 0, 6, false},
             {"sat", 0, 6, true},
             {"saturday", 0, 6, true},
             {"seg", 0, 1, false},
             {"segunda", 0, 1, false},
             {"sep", 9, -1, true},
             {"sept", 9, -1, true},
             {"september", 9, -1, true},
             {"septembre", 9, -1, false},
             {"septiembre", 9, -1, false},
             {"set", 9, -1, false},
             {"setembro", 9, -1, false},
             {"setiembre", 9, -1, false},
             {"settembre", 9, -1, false},
             {"sex", 0, 5, false},
             {"sexta", 0, 5, false},
             {"sie", 8, -1, false},
             {"sierpien", 8, -1, false},
             {"sierpnia", 8, -1, false},
             {"so", 0, 0, false},
             {"sob", 0, 6, false},
             {"sobota", 0, 6, false},
             {"sonnabend", 0, 6, false},
             {"sonntag", 0, 0, false},
             {"sr", 0, 3, false},
             {"sroda", 0, 3, false},
             {"sty", 1, -1, false},
             {"styczen", 1, -1, false},
             {"stycznia", 1, -1, false},
             {"sun", 0, 0, true},
             {"sunday", 0, 0, true},
             {"ter", 0, 2, false},
             {"terca", 0, 2, false},
             {"thu", 0, 4, true},
             {"thur", 0, 4, true},
             {"thurs", 0, 4, true},
             {"thursday", 0, 4, true},
             {"tue", 0, 2, true},
             {"tues", 0, 2, true},
             {"tuesday", 0, 2, true},
             {"ven", 0, 5, false},
             {"vendredi", 0, 5, false},
             {"venerdi", 0, 5, false},
             {"vie", 0, 5, false},
             {"viernes", 0, 5, false},
             {"vr", 0, 5, false},
             {"vrijdag", 0, 5, false},
             {"wed", 0, 3, true},
             {"wednesday", 0, 3, true},
             {"wo", 0, 3, false},
             {"woensdag", 0, 3, false},
             {"wrz", 9, -1, false},
             {"wrzesien", 9, -1, false},
             {"wrzesnia", 9, -1, false},
             {"wt", 0, 2, false},
             {"wtorek", 0, 2, false},
             {"za", 0, 6, false},
             {"zaterdag", 0, 6, false},
             {"zo", 0, 0, false},
             {"zondag", 0, 0, false}};

/* The ASCII letter under the accent, for the letters that these languages have; '\0' for combining accents; '?' for
 * others. */
static char unaccented(uint32_t c)
{
    static const struct {
        uint32_t first, last;
        char letter;
    } ranges[] = {{0xC0, 0xC5, 'a'},   {0xC7, 0xC7, 'c'},   {0xC8, 0xCB, 'e'},   {0xCC, 0xCF, 'i'},
                  {0xD1, 0xD1, 'n'},   {0xD2, 0xD6, 'o'},   {0xD9, 0xDC, 'u'},   {0xE0, 0xE5, 'a'},
                  {0xE7, 0xE7, 'c'},   {0xE8, 0xEB, 'e'},   {0xEC, 0xEF, 'i'},   {0xF1, 0xF1, 'n'},
                  {0xF2, 0xF6, 'o'},   {0xF9, 0xFC, 'u'},   {0x104, 0x105, 'a'}, {0x106, 0x107, 'c'},
                  {0x118, 0x119, 'e'}, {0x141, 0x142, 'l'}, {0x143, 0x144, 'n'}, {0x15A, 0x15B, 's'},
                  {0x179, 0x17C, 'z'}, {0x300, 0x36F, '\0'}};

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return ranges[i].letter;
    return '?';
}

static bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

size_t stamp_word_length(struct text t, size_t pos)
{
    size_t end = pos;

    while (end < t.length) {
        size_t next = end;

        if (is_ascii_letter(t.data[end])) {
            end++;
            continue;
        }
        if ((unsigned char)t.data[end] < 0x80 || unaccented(text_code_point(t, &next)) == '?')
            break;
        end = next;
    }
    return end - pos;
}

/* In lower case without accents, terminated. False: too long. */
static bool fold_word(struct text word, char out[WORD_BYTES])
{
    size_t length = 0;

    for (size_t pos = 0; pos < word.length;) {
        uint32_t c = text_code_point(word, &pos);
        char letter = c < 0x80 ? (char)(c | 0x20) : unaccented(c);

        if (!letter)
            continue;
        if (length + 1 == WORD_BYTES)
            return false;
        out[length++] = letter;
    }
    out[length] = '\0';
    return true;
}

bool stamp_word_find(struct text word, struct stamp_word *out)
{
    size_t low = 0, high = sizeof words / sizeof *words;
    char folded[WORD_BYTES];

    if (word.length < 2 || !fold_word(word, folded))
        return false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(folded, words[middle].word);

        if (order == 0) {
            *out = (struct stamp_word){words[middle].month, words[middle].weekday, words[middle].is_english};
            return true;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}
